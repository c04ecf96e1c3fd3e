"""The files a sweep leaves behind and the columns or keys each must have."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from undefault.comparison.readings import Relation
from undefault.diagnosis import Answer


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
    choices={"verdict": REMEDY_WORDS},
    numbers=("trial", "gain", "gain_low", "gain_high", "n_seeds"),
    may_be_empty=True,
)
TRIALS = TableSchema(
    file="trials.parquet",
    texts=("study", "origin", "optimizer", "mlflow_run_id"),
    choices={"phase": PHASE_WORDS, "state": ("complete", "diverged")},
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

SWEEP_FILE = "sweep.json"
SWEEP_KEYS = (
    "sweep_id", "title", "command", "commit", "created", "seed", "versions", "config", "margin", "alpha", "counts",
    "mlflow", "wall_seconds", "notes", "tasks", "recommendations", "limits",
)  # fmt: skip
TASK_KEYS = (
    "study", "dataset", "network", "task_type", "loss", "metric", "epochs", "batch_size", "n_features", "n_outputs",
    "n_parameters", "n_train", "n_valid", "n_test", "label_noise",
)  # fmt: skip
RECOMMENDATION_KEYS = (
    "study", "optimizer", "trial", "code", "replayed", "replay_max_relative_difference", "replay_note",
)  # fmt: skip
