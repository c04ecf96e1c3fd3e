"""What ``make calibrate-null`` runs: every default of a sweep's configuration against itself, on real data."""

from collections import Counter
from collections.abc import Iterator, Sequence

from undefault import wiring
from undefault.calibration.null import MEASURED_NULL, NullContest, null_contests, write_null
from undefault.contracts import Engine
from undefault.datasets import HeldBack
from undefault.errors import OutputError
from undefault.plan import Plan
from undefault.problem import Problem
from undefault.records import Phase, Setting, Verdict
from undefault.verdicts.scores import score


def measure_null(plan: Plan) -> Iterator[str]:
    """Train every default on twice the cap's seeds, judge it against itself, write the table; yield a line a task."""
    tasks, defaults = wiring.load_tasks(plan), wiring.known_settings(plan).defaults
    engine, contests = wiring.make_engine(plan), list[NullContest]()
    for problem, held_back in tasks:
        contests += _contests_on(problem, held_back, list(defaults.values()), plan, engine)
        yield f"{problem.task.name}: {_outcome(contests[-2 * len(defaults) :], 0.0)}"
    yield from _summary(contests, plan.confirm.rule.margin)
    try:
        write_null(contests)
    except OSError as error:
        raise OutputError(
            f"{MEASURED_NULL} must be writable, got: {error}; run this in a clone of the sources"
        ) from error


def _contests_on(
    problem: Problem, held_back: HeldBack, defaults: Sequence[Setting], plan: Plan, engine: Engine
) -> list[NullContest]:
    rule = plan.confirm.rule
    replicates = problem.replicates(Phase.CONFIRM, range(2 * rule.cap), held_back=held_back)
    trainings = engine.train(problem.task, defaults, replicates)
    return [
        contest
        for training in trainings
        for contest in null_contests(
            problem.task.name,
            training.setting.optimizer,
            score(training, replicates, problem.task.loss).row_skill,
            rule,
        )
    ]


def _summary(contests: Sequence[NullContest], margin: float) -> Iterator[str]:
    yield f"no regret at all: {_outcome(contests, 0.0)}"
    yield f"the margin as the true regret: {_outcome(contests, margin)}"


def _outcome(contests: Sequence[NullContest], regret: float) -> str:
    counts = Counter(contest.verdict for contest in contests if contest.regret == regret)
    return ", ".join(f"{counts[verdict.value]} {verdict.value}" for verdict in Verdict)
