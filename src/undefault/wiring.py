"""From a plan to the parts that carry it out; the only place where parts are chosen and put together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial

from undefault import engine
from undefault.aside import InTurn, one_thread
from undefault.clock import Clock
from undefault.contracts import DEFAULT, Engine, Request, Study, Tracker, Way
from undefault.coverage import require_covered
from undefault.datasets import HeldBack, load_dataset
from undefault.executor import Hand, InProcess, MakeEngine, RetryingEngine, Worker
from undefault.folders import SweepFolders
from undefault.keras_code import describe
from undefault.losses import resolve_loss
from undefault.phases.workshop import Workshop
from undefault.plan import ExecutorPlan, Plan
from undefault.problem import Problem
from undefault.recommend import Recommender
from undefault.records import DatasetSpec, NetworkSpec, Phase, Setting, Task
from undefault.seeds import derive_seed
from undefault.tables.hyperparameters import Importances
from undefault.trials import TaskResult, Trial
from undefault.verdicts.objective import objective

INLINE = "inline"
Tasks = list[tuple[Problem, HeldBack]]


@dataclass(frozen=True)
class Known:
    """The settings that need no search: each optimizer's default, and the remedies by name."""

    defaults: Mapping[str, Setting]
    remedies: Mapping[str, Setting]

    def requests(self) -> dict[str, list[Request]]:
        """Return what each optimizer tries first: its default, then each remedy that differs from it, once."""
        first = {name: [Request(name, DEFAULT, setting)] for name, setting in self.defaults.items()}
        for remedy, setting in self.remedies.items():
            if setting != self.defaults[setting.optimizer]:
                first[setting.optimizer].append(Request(setting.optimizer, remedy, setting))
        return first


def load_tasks(plan: Plan) -> Tasks:
    """Load all datasets and build each network once; raise where one does not fit."""
    engine.load()
    return [task for spec in plan.datasets for task in _tasks_on(spec, plan)]


def _tasks_on(spec: DatasetSpec, plan: Plan) -> Tasks:
    from undefault.engine.networks import check_network, count_parameters

    dataset, held_back = load_dataset(spec, seed=derive_seed(plan.seed, spec.source, spec.path or "", "rows"))
    loss = resolve_loss(plan.budget.loss, dataset.task_type)

    def problem(network: NetworkSpec) -> Problem:
        counts = (dataset.n_features, dataset.n_outputs)
        task = Task(spec, network, dataset.task_type, *counts, loss, plan.budget.epochs, plan.budget.batch_size)
        check_network(task)
        return Problem(task, dataset, count_parameters(task), plan.seed)

    return [(problem(network), held_back) for network in plan.networks]


def known_settings(plan: Plan) -> Known:
    """Return the defaults of the installed Keras, and what the remedies make of them.

    Raises `ConfigError` where a default lies outside its own search space.
    """
    from undefault.engine.optimizers import default_setting

    defaults = {spec.name: default_setting(spec) for spec in plan.space.optimizers}
    for setting in defaults.values():
        require_covered(setting, plan.space)
    remedies = {remedy.name: remedy.applied_to(defaults[remedy.optimizer]) for remedy in plan.remedies}
    return Known(defaults, remedies)


def make_engine(plan: Plan, memory_mb: int | None = None) -> Engine:
    """Return the engine that the plan names, in the process that is to train; with less memory than planned if told."""
    engine.load()
    from undefault.engine.fit import KerasEngine
    from undefault.engine.vectorized import VectorizedEngine

    if plan.engine.kind == "keras":
        return KerasEngine(plan.space)
    return VectorizedEngine(plan.space, memory_mb=memory_mb or plan.engine.memory_mb)


@contextmanager
def open_engine(plan: Plan, note: Callable[[str], None], *, may_train: bool = True) -> Iterator[Engine | None]:
    """Yield the engine that the plan names, where the plan has it train, or none where nothing is to be trained.

    ``note`` is told of each hand that is lost over a batch.
    """
    if not may_train:
        yield None
        return
    with closing(_retrying(plan, partial(make_engine, plan), note)) as retrying:
        retrying.start()
        yield retrying


def _retrying(plan: Plan, make: MakeEngine, note: Callable[[str], None]) -> RetryingEngine:
    return RetryingEngine(
        partial(_hire, plan.executor, make),
        memory_mb=plan.engine.memory_mb,
        n_attempts=plan.executor.n_attempts,
        note=note,
    )


def _hire(executor: ExecutorPlan, make: MakeEngine, memory_mb: int) -> Hand:
    if executor.kind == INLINE:
        return InProcess(make, memory_mb)
    return Worker(make, memory_mb, stall_seconds=executor.stall_seconds, batch_seconds=60 * executor.batch_minutes)


def ways(plan: Plan, tasks: Tasks) -> list[tuple[Problem, Way]]:
    """Return each problem with the way in which its network is trained."""
    from undefault.engine.ways import way_of

    if plan.engine.kind == "keras":
        return [(problem, Way.MODEL_FIT) for problem, _ in tasks]
    return [(problem, way_of(problem.task)) for problem, _ in tasks]


def remarks(plan: Plan, known: Known, tasks: Sequence[tuple[Problem, Way]]) -> list[str]:
    """Return a sentence for each network or optimizer that trains slowly, and why."""
    from undefault.engine.vectorizable import why_not_network
    from undefault.engine.ways import why_not_kernels, why_one_by_one

    if plan.engine.kind == "keras":
        return ["engine=keras trains with plain model.fit, one training after the other"]
    reasons = [why_not_kernels(), *(why_not_network(problem.task) for problem, way in tasks if way is Way.MODEL_FIT)]
    for way in {way for _, way in tasks}:
        reasons += [why_one_by_one(way, spec.keras_class, known.defaults[spec.name]) for spec in plan.space.optimizers]
    return sorted({reason for reason in reasons if reason})


def describer(plan: Plan, known: Known) -> Callable[[Setting], str]:
    """Return a function that puts a setting on one line."""

    def on_one_line(setting: Setting) -> str:
        return describe(setting, plan.space.optimizer(setting.optimizer), known.defaults[setting.optimizer])

    return on_one_line


@contextmanager
def open_recommender(
    plan: Plan, known: Known, folders: SweepFolders, note: Callable[[str], None], *, may_train: bool = True
) -> Iterator[tuple[Recommender, Executor]]:
    """Yield what picks a setting for each task and replays it through plain ``model.fit``, and what carries that out.

    A replay waits for Keras to trace one model after the other, which leaves a core to the sweep.
    """
    from undefault.ledger import ClosedEngine, RecordedEngine

    def recommender(engine: Engine) -> Recommender:
        return Recommender(RecordedEngine(engine, folders.studies / "replays"), plan.space, known.defaults)

    if not may_train:
        yield recommender(ClosedEngine()), InTurn()
        return
    with closing(_retrying(plan, partial(_make_fit, plan), note)) as retrying:
        if plan.executor.kind == INLINE:
            yield recommender(retrying), InTurn()
            return
        with one_thread() as thread:
            yield recommender(retrying), thread


def _make_fit(plan: Plan, _: int) -> Engine:
    engine.load()
    from undefault.engine.fit import KerasEngine

    return KerasEngine(plan.space, statistics=False)


@contextmanager
def open_tracker(plan: Plan, known: Known, folders: SweepFolders) -> Iterator[Tracker]:
    """Open the sweep in MLflow; leaving by an exception marks its runs as failed or killed."""
    from undefault.tracking import MLflowTracker, RunWriter

    tracking = plan.tracking
    with RunWriter(
        tracking.uri,
        experiment=tracking.experiment,
        curve_points=tracking.curve_points,
        lock=folders.studies / ".mlflow.lock",
    ) as writer:
        writer.start_sweep(
            folders.sweep_id,
            name=folders.sweep_id,
            tags={"title": plan.title},
            parameters={"seed": plan.seed, "n_trials": plan.search.n_trials, "epochs": plan.budget.epochs},
            description=f"Sweep **{plan.title}**; its report is among the artifacts.",
        )
        yield MLflowTracker(writer, tracking.uri, describer(plan, known), wait_seconds=tracking.wait_seconds)


def importances(plan: Plan, results: Sequence[TaskResult]) -> Importances:
    """Return how much each hyperparameter of each optimizer decides, by all trials that the search trained whole."""
    from undefault.search import importance

    scored = [
        importance.Scored(result.problem.task.name, trial.setting, search_objective(trial))
        for result in results
        for trial in result.trials.values()
        if not trial.is_pruned
    ]
    return importance.importances(scored, plan.space)


def make_workshop(
    plan: Plan,
    known: Known,
    folders: SweepFolders,
    engine: Engine | None,
    tracker: Tracker,
    clock: Clock,
    advance: Callable[[int], None],
) -> Workshop:
    """Return the workshop of a sweep that writes to ``folders``; ``engine``, if any, trains what is not recorded."""
    from undefault.engine.sharpness import KerasCurvature
    from undefault.ledger import ClosedEngine, RecordedEngine

    recorded = RecordedEngine(engine or ClosedEngine(), folders.studies / "trainings")
    open_study = _study_opener(plan, folders)
    parts = (known.requests(), known.remedies, clock, advance)
    return Workshop(plan, recorded, tracker, open_study, *parts, curvature=KerasCurvature())


def search_objective(trial: Trial) -> float:
    """Return what the study was told of a trial."""
    scored = trial.scored[Phase.SEARCH]
    return objective(scored.training.restored_valid_loss, scored.constant_valid_loss)


def _study_opener(plan: Plan, folders: SweepFolders) -> Callable[[Problem], Study]:
    from undefault.search.study import OptunaStudy

    def open_study(problem: Problem) -> Study:
        name = problem.task.name
        path = folders.studies / "optuna" / f"{name.replace('/', '--')}.journal"
        seed = derive_seed(plan.seed, name, "search")
        return OptunaStudy(path, name, plan.space, sampler=plan.search.sampler, seed=seed, n_steps=problem.n_steps)

    return open_study
