"""What the tracker is told, as plain data that travels between processes, and what it answers at the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from undefault.records import FloatArray

ParameterValue = str | float | int
TrialKey = tuple[str, int]

MAX_DIGEST_LENGTH = 36


def _copy_mappings(record: object, *names: str) -> None:
    """Replace the named mappings of a frozen record by dicts of its own, which can be pickled."""
    for name in names:
        object.__setattr__(record, name, dict(getattr(record, name)))


@dataclass(frozen=True)
class TrackedTrial:
    """One trial as MLflow is to show it: one run.

    ``number`` is the Optuna trial number, ``name`` the run's name, ``parameters`` the flattened setting.
    ``metrics`` are summary values; ``seed_metrics`` have shape ``(n_seeds,)`` each and ``curves``, means over the
    seeds, ``(n_epochs,)``. Values that are not finite are left out of MLflow.
    """

    study: str
    number: int
    name: str
    parameters: Mapping[str, ParameterValue]
    metrics: Mapping[str, float] = field(default_factory=dict)
    seed_metrics: Mapping[str, FloatArray] = field(default_factory=dict)
    curves: Mapping[str, FloatArray] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _copy_mappings(self, "parameters", "metrics", "seed_metrics", "curves", "tags")


@dataclass(frozen=True)
class TrialUpdate:
    """What a later phase found out about a trial, added to the run it has; shapes as in `TrackedTrial`."""

    study: str
    number: int
    metrics: Mapping[str, float] = field(default_factory=dict)
    seed_metrics: Mapping[str, FloatArray] = field(default_factory=dict)
    curves: Mapping[str, FloatArray] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _copy_mappings(self, "metrics", "seed_metrics", "curves", "tags")


@dataclass(frozen=True)
class TrackedDataset:
    """The rows a study learns from; ``digest`` changes whenever they do."""

    name: str
    n_rows: int
    n_features: int
    source: str
    digest: str

    def __post_init__(self) -> None:
        length = len(self.digest)
        if not 1 <= length <= MAX_DIGEST_LENGTH:
            raise ValueError(f"digest must have 1 to {MAX_DIGEST_LENGTH} characters (MLflow's limit), got {length}")


@dataclass(frozen=True)
class TrackingSummary:
    """What MLflow holds of a sweep, asked of MLflow after the last write.

    ``study_run_ids`` is keyed by study, ``trial_run_ids`` by (study, trial number); ``n_trial_runs`` counts the trial
    runs found for each study.
    """

    experiment_id: str
    sweep_run_id: str
    study_run_ids: Mapping[str, str]
    trial_run_ids: Mapping[TrialKey, str]
    n_trial_runs: Mapping[str, int]
