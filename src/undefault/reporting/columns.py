"""The files a sweep leaves behind and the columns or keys each must have."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from undefault.claims import Answer as ClaimAnswer
from undefault.comparison.readings import Relation
from undefault.diagnosis import Answer
from undefault.interventions import Cure, Outcome
from undefault.questions import Direction


@dataclass(frozen=True)
class TableSchema:
    """One table's file and columns.

    ``texts`` may be empty strings, ``numbers`` may be missing (NaN), ``choices`` must be one of the listed words.
    ``may_be_empty`` tells whether a table without rows is acceptable.
    """

    file: str
    texts: tuple[str, ...]
    numbers: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    may_be_empty: bool = False

    @property
    def columns(self) -> list[str]:
        """All column names, texts first."""
        return [*self.texts, *self.choices, *self.numbers]


VERDICT_WORDS = ("fails", "holds", "undecided")
REMEDY_WORDS = ("helps", "harms", "no difference", "undecided")
PHASE_WORDS = ("search", "select", "confirm")

VERDICTS = TableSchema(
    file="verdicts.csv",
    texts=("study", "dataset", "network", "optimizer", "tuned_setting", "failure_modes", "smallest_fix"),
    choices={"verdict": VERDICT_WORDS, "family_verdict": VERDICT_WORDS},
    numbers=(
        "n_parameters", "n_train", "label_noise", "regret", "regret_low", "regret_high", "n_seeds", "n_seeds_needed",
        "default_skill", "tuned_skill", "search_skill", "confirm_valid_skill", "default_trial", "tuned_trial",
    ),
)  # fmt: skip
REMEDIES = TableSchema(
    file="remedies.csv",
    texts=("study", "dataset", "network", "remedy", "optimizer"),
    choices={"verdict": REMEDY_WORDS, "family_verdict": REMEDY_WORDS},
    numbers=("trial", "gain", "gain_low", "gain_high", "n_seeds"),
    may_be_empty=True,
)
INTERVENTIONS = TableSchema(
    file="interventions.csv",
    texts=("study", "optimizer", "intervention", "value", "is_applicable"),
    numbers=("share_won_back", "share_low", "share_high", "gain", "gain_low", "gain_high", "n_seeds"),
    may_be_empty=True,
)
FIXES = TableSchema(
    file="fixes.csv",
    texts=("study", "optimizer", "fix", "changes", "rerun_changes"),
    choices={"outcome": tuple(Outcome), "rate_cure": tuple(Cure)},
    numbers=(
        "n_changes", "n_differing", "rate", "rate_share", "rate_low", "rate_high", "share_won_back", "share_low",
        "share_high",
    ),
    may_be_empty=True,
)  # fmt: skip
TRIALS = TableSchema(
    file="trials.parquet",
    texts=("study", "origin", "optimizer", "mlflow_run_id"),
    choices={"phase": PHASE_WORDS, "state": ("complete", "diverged", "pruned")},
    numbers=("trial", "n_seeds"),
)
TRAININGS = TableSchema(
    file="trainings.parquet",
    texts=("study",),
    choices={"phase": PHASE_WORDS},
    numbers=("trial", "seed", "valid_skill", "test_skill", "restored_epoch", "constant_valid_loss"),
)
CURVES = TableSchema(
    file="curves.parquet",
    texts=("study",),
    choices={"phase": PHASE_WORDS},
    numbers=("trial", "seed", "epoch", "train_loss", "valid_loss"),
)
BOUNDARIES = TableSchema(
    file="boundaries.csv",
    texts=("study", "optimizer", "hyperparameter"),
    choices={"side": ("low", "high")},
    numbers=("trial", "value", "low", "high"),
    may_be_empty=True,
)
FINDINGS = TableSchema(
    file="findings.csv",
    texts=("study", "optimizer", "check", "evidence"),
    choices={"answer": tuple(Answer)},
    numbers=("severity", "false_alarm_rate", "false_alarm_low", "false_alarm_high"),
)
READINGS = TableSchema(
    file="readings.csv",
    texts=("study", "optimizer", "reading"),
    choices={"decision": VERDICT_WORDS, "relation": tuple(Relation)},
    numbers=("regret", "regret_low", "regret_high", "n_seeds"),
)
SKILLS = TableSchema(file="skills.csv", texts=("study", "source", "optimizer", "role"), numbers=("skill",))
RANKS = TableSchema(
    file="ranks.csv",
    texts=("role", "optimizer"),
    numbers=("mean_rank", "mean_skill", "profile_area", "n_datasets", "p_value", "critical_difference"),
)
TUNABILITY = TableSchema(
    file="tunability.csv",
    texts=("optimizer",),
    numbers=("tunability", "tunability_low", "tunability_high", "median_regret", "largest_regret", "n_tasks"),
)
HYPERPARAMETERS = TableSchema(
    file="hyperparameters.csv",
    texts=("optimizer", "hyperparameter"),
    numbers=("importance", "gain", "r2"),
    may_be_empty=True,
)
PORTFOLIO_SETTINGS = TableSchema(
    file="portfolio_settings.csv",
    texts=("candidate", "kind", "setting", "is_used"),
    numbers=("position", "own_skill", "list_skill"),
    may_be_empty=True,
)
PORTFOLIO_GAINS = TableSchema(
    file="portfolio_gains.csv",
    texts=("against", "kind"),
    numbers=("size", "list_skill", "other_skill", "gain", "gain_low", "gain_high", "n_datasets"),
    may_be_empty=True,
)
STABILITY = TableSchema(
    file="stability.csv",
    texts=("study", "optimizer", "ends_low", "ends_high"),
    choices={"default_stands": ("below", "inside", "above", "no rate works")},
    numbers=(
        "default_rate", "default_skill", "best_rate", "best_skill", "working_low", "working_high", "decades",
        "predicted_limit", "observed_limit", "ratio",
    ),
    may_be_empty=True,
)  # fmt: skip
PATIENCE = TableSchema(
    file="patience.csv",
    texts=("study", "optimizer", "restores"),
    numbers=(
        "best_patience", "best_low", "best_high", "best_regret", "zero_regret", "zero_regret_low", "zero_regret_high",
        "zero_epochs", "budget", "n_seeds",
    ),
)  # fmt: skip
EVERY_PATIENCE = TableSchema(
    file="patience.parquet", texts=("study", "optimizer", "restores"), numbers=("patience", "regret")
)
BUDGETS = TableSchema(
    file="budgets.parquet", texts=("study", "optimizer"), numbers=("epochs", "regret", "regret_low", "regret_high")
)

CLAIMS = TableSchema(
    file="claims.csv",
    texts=("name", "statement", "depends_on", "estimand", "unit", "evidence"),
    choices={"answer": tuple(ClaimAnswer)},
    numbers=("effect", "low", "high", "smallest", "n_tasks", "n_sources"),
)
TRENDS = TableSchema(
    file="trends.csv",
    texts=("ladder", "quantity", "optimizer", "per"),
    choices={"direction": tuple(Direction)},
    numbers=(
        "slope", "slope_low", "slope_high", "change", "change_low", "change_high", "smallest", "first", "last",
        "small", "small_low", "small_high", "difference", "difference_low", "difference_high", "n_sources", "n_rungs",
    ),
    may_be_empty=True,
)  # fmt: skip
RUNGS = TableSchema(
    file="rungs.csv",
    texts=("ladder", "rung", "optimizer"),
    numbers=(
        "place", "regret", "fails", "holds", "undecided", "best_rate", "default_rate", "n_tasks", "n_sources",
        "n_learned", "n_at_edge",
    ),
    may_be_empty=True,
)  # fmt: skip
RUNG_SKILLS = TableSchema(
    file="rung_skills.csv",
    texts=("ladder", "rung", "optimizer", "is_default"),
    numbers=("place", "learning_rate", "skill", "n_tasks"),
    may_be_empty=True,
)

SWEEP_FILE = "sweep.json"
SWEEP_KEYS = (
    "sweep_id", "title", "command", "commit", "created", "seed", "versions", "config", "margin", "alpha", "counts",
    "mlflow", "wall_seconds", "notes", "tasks", "recommendations", "fixes", "absent_remedies", "limits",
)  # fmt: skip
TASK_KEYS = (
    "study", "dataset", "network", "task_type", "loss", "metric", "epochs", "batch_size", "n_features", "n_outputs",
    "n_parameters", "n_train", "n_valid", "n_test", "label_noise", "widened",
)  # fmt: skip
FIX_KEYS = ("study", "optimizer", "code", "replayed", "replay_max_relative_difference", "replay_note")
RECOMMENDATION_KEYS = ("trial", *FIX_KEYS)
