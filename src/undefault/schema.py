"""The shape of the configuration: which keys exist and of what type; the values live in conf/."""

from dataclasses import dataclass, field
from typing import Any

from omegaconf import MISSING


@dataclass
class RangeNode:
    """See `undefault.specs.Range`."""

    low: float = MISSING
    high: float = MISSING
    log: bool = True
    integer: bool = False
    complement: bool = False


@dataclass
class DatasetNode:
    """One file of conf/dataset."""

    source: str = MISSING
    parameters: dict[str, float] = field(default_factory=dict)


@dataclass
class DatasetValues:
    """What holds for all chosen datasets; ``n_samples`` and ``label_noise`` may be lists."""

    path: str | None = None
    target: str | None = None
    task: str = MISSING
    n_samples: Any = None
    label_noise: Any = MISSING
    scale: str = MISSING
    scale_target: str = MISSING


@dataclass
class NetworkNode:
    """One file of conf/network."""

    hidden: list[int] = field(default_factory=list)
    builder: str | None = None


@dataclass
class NetworkValues:
    """What holds for all chosen networks."""

    hidden: list[int] | None = None
    activation: str = MISSING
    builder: str | None = None


@dataclass
class TaskValues:
    """What holds for all tasks."""

    epochs: int = MISSING
    batch_size: int = MISSING
    loss: str = MISSING


@dataclass
class OptimizerNode:
    """One file of conf/optimizer."""

    keras_class: str = MISSING
    learning_rate: RangeNode = MISSING
    hyperparameters: dict[str, RangeNode] = field(default_factory=dict)
    arguments: dict[str, float] = field(default_factory=dict)


@dataclass
class DecayNode:
    """One file of conf/decay."""

    budget_argument: str | None = None
    ranges: dict[str, RangeNode] = field(default_factory=dict)
    fixed: dict[str, float] = field(default_factory=dict)


@dataclass
class DecayValues:
    """A decay of a remedy."""

    kind: str = "constant"
    values: dict[str, float] = field(default_factory=dict)


@dataclass
class RemedyNode:
    """One file of conf/remedy; what it leaves out is the optimizer's default."""

    optimizer: str = MISSING
    given_for: str = MISSING
    learning_rate: float | None = None
    decay: DecayValues = field(default_factory=DecayValues)
    patience: int | None = None
    restore_best_weights: bool = False


@dataclass
class SearchValues:
    """How settings are searched; ``n_trials`` counts all trials of a study."""

    sampler: str = MISSING
    pruner: str = MISSING
    widen: bool = MISSING
    n_trials: int = MISSING
    trials_per_round: int = MISSING
    n_seeds: int = MISSING
    weight_decay: RangeNode = MISSING
    patience: RangeNode = MISSING
    batch_sizes: list[int] = field(default_factory=list)


@dataclass
class SelectValues:
    """How finalists are selected."""

    n_settings: int = MISSING
    n_seeds: int = MISSING


@dataclass
class ConfirmValues:
    """How verdicts are reached."""

    looks: list[int] = MISSING
    margin: float = MISSING
    alpha: float = MISSING
    apart: float = MISSING


@dataclass
class LadderValues:
    """How learning rates are tried, all else being the default; 0 rates for none."""

    n_rates: int = MISSING
    n_seeds: int = MISSING


@dataclass
class StabilityValues:
    """How the largest stable learning rate is looked for; 0 seeds for not at all."""

    n_seeds: int = MISSING


@dataclass
class InterveneValues:
    """How failing defaults are changed."""

    n_seeds: int = MISSING
    n_rates: int = MISSING
    n_rate_seeds: int = MISSING
    epochs_factor: int = MISSING
    n_fresh_seeds: int = MISSING


@dataclass
class PortfolioValues:
    """How settings are tried across tasks."""

    n_finalists: int = MISSING
    n_seeds: int = MISSING


@dataclass
class EngineValues:
    """How settings are trained."""

    kind: str = MISSING
    memory_mb: int = MISSING


@dataclass
class ExecutorValues:
    """Where batches train."""

    kind: str = MISSING
    n_attempts: int = MISSING
    stall_seconds: float = MISSING
    batch_minutes: float = MISSING


@dataclass
class TrackingValues:
    """Where trials are kept."""

    uri: str = MISSING
    experiment: str = MISSING
    curve_points: int = MISSING
    must_answer: bool = MISSING
    wait_seconds: float = MISSING


@dataclass
class NightlyValues:
    """What a night adds to a sweep."""

    deadline_minutes: float | None = None
    keep_nights: int = MISSING
    notify: list[str] = field(default_factory=list)


@dataclass
class SweepValues:
    """Where a sweep writes, and which one goes on."""

    resume: str | None = None
    folder: str = MISSING


@dataclass
class Root:
    """The whole configuration."""

    title: str = MISSING
    seed: int = MISSING
    optimizers: list[str] = MISSING
    datasets: dict[str, DatasetNode] = MISSING
    networks: dict[str, NetworkNode] = MISSING
    dataset: DatasetValues = MISSING
    network: NetworkValues = MISSING
    task: TaskValues = MISSING
    optimizer: dict[str, OptimizerNode] = MISSING
    decay: dict[str, DecayNode] = field(default_factory=dict)
    remedy: dict[str, RemedyNode] = field(default_factory=dict)
    search: SearchValues = MISSING
    select: SelectValues = MISSING
    confirm: ConfirmValues = MISSING
    ladder: LadderValues = MISSING
    stability: StabilityValues = MISSING
    intervene: InterveneValues = MISSING
    portfolio: PortfolioValues = MISSING
    engine: EngineValues = MISSING
    executor: ExecutorValues = MISSING
    tracking: TrackingValues = MISSING
    nightly: NightlyValues = MISSING
    sweep: SweepValues = MISSING
