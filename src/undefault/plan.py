"""What a sweep will do, composed and checked, with nothing loaded yet."""

from dataclasses import dataclass, field
from pathlib import Path

from undefault.records import DatasetSpec, NetworkSpec
from undefault.specs import Remedy, SearchSpace
from undefault.verdicts.rule import Rule


@dataclass(frozen=True)
class Budget:
    """What every training gets; ``loss`` may be ``auto``."""

    epochs: int
    batch_size: int
    loss: str


@dataclass(frozen=True)
class SearchPlan:
    """How each study searches: ``n_trials`` in all, ``trials_per_round`` of each optimizer in a batch.

    ``pruner`` says which trainings are stopped early; with ``widen`` a search goes on beyond a boundary.
    """

    sampler: str
    pruner: str
    widen: bool
    n_trials: int
    trials_per_round: int
    n_seeds: int


@dataclass(frozen=True)
class SelectPlan:
    """How many settings of each optimizer are trained again, on how many fresh seeds, to pick the finalist."""

    n_settings: int
    n_seeds: int


@dataclass(frozen=True)
class ConfirmPlan:
    """The rule that turns seeds into verdicts, which also says how many seeds there are at each look."""

    rule: Rule


@dataclass(frozen=True)
class LadderPlan:
    """At how many learning rates every default is trained, on how many seeds of the confirm phase; 0 rates for none."""

    n_rates: int
    n_seeds: int


@dataclass(frozen=True)
class StabilityPlan:
    """On how many seeds of the confirm phase the largest stable learning rate is looked for; 0 for not at all."""

    n_seeds: int


@dataclass(frozen=True)
class IntervenePlan:
    """How failing defaults are changed, one hyperparameter at a time.

    Interventions run on the first ``n_seeds`` confirm seeds; a ladder of ``n_rates`` learning rates on the first
    ``n_rate_seeds``, without test rows; more epochs are ``epochs_factor`` times the budget; the smallest fix runs again
    on ``n_fresh_seeds``.
    """

    n_seeds: int
    n_rates: int
    n_rate_seeds: int
    epochs_factor: int
    n_fresh_seeds: int


@dataclass(frozen=True)
class PortfolioPlan:
    """How many finalists of all tasks at most are tried on every task, and on how many fresh seeds."""

    n_finalists: int
    n_seeds: int


@dataclass(frozen=True)
class EnginePlan:
    """Which engine trains, and how many lanes at most at once."""

    kind: str
    memory_mb: int


@dataclass(frozen=True)
class ExecutorPlan:
    """Where batches train.

    A batch is tried ``n_attempts`` times; a process that does nothing for ``stall_seconds``, or is not done after
    ``batch_minutes``, is given up.
    """

    kind: str
    n_attempts: int
    stall_seconds: float
    batch_minutes: float


@dataclass(frozen=True)
class TrackingPlan:
    """Where MLflow keeps the trials, and how many points of each learning curve.

    Where it ``must_answer``, no sweep begins without it; at the end it is waited for until it has done nothing for
    ``wait_seconds``.
    """

    uri: str
    experiment: str
    curve_points: int
    must_answer: bool
    wait_seconds: float


@dataclass(frozen=True)
class NightlyPlan:
    """What a night adds: when it has to be over, how many nights are kept, and whom to tell.

    Addresses to ``notify`` may be passwords as a whole, and are not shown.
    """

    deadline_minutes: float | None
    keep_nights: int
    notify: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Plan:
    """A whole sweep."""

    title: str
    seed: int
    datasets: tuple[DatasetSpec, ...]
    networks: tuple[NetworkSpec, ...]
    budget: Budget
    space: SearchSpace
    remedies: tuple[Remedy, ...]
    search: SearchPlan
    select: SelectPlan
    confirm: ConfirmPlan
    ladder: LadderPlan
    stability: StabilityPlan
    intervene: IntervenePlan
    portfolio: PortfolioPlan
    engine: EnginePlan
    executor: ExecutorPlan
    tracking: TrackingPlan
    nightly: NightlyPlan
    folder: Path
    resume: str | None

    @property
    def n_verdicts(self) -> int:
        """How many verdicts the sweep gives: one a dataset, network and optimizer."""
        return len(self.datasets) * len(self.networks) * len(self.space.optimizers)
