"""Intervene: change a failing default step by step, find the smallest fix, and run that again on fresh seeds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from undefault.datasets import HeldBack
from undefault.interventions import (
    EPOCHS,
    FEATURE_SCALING,
    LEARNING_RATE,
    TARGET_SCALING,
    Arm,
    Change,
    Conditions,
    Failure,
    Ladder,
    Proof,
    Rerun,
)
from undefault.interventions.smallest import next_sets, smallest_set
from undefault.phases.workshop import Workshop
from undefault.plan import IntervenePlan, Plan
from undefault.problem import Problem
from undefault.records import Phase, Setting, TaskType, Verdict
from undefault.trials import TaskResult
from undefault.verdicts.contest import Contest
from undefault.verdicts.scores import Scored

STANDARD = "standard"
DIGITS = 3  # significant digits of a rate on the ladder


@dataclass(frozen=True)
class Stand:
    """Where interventions on the defaults of one task are trained: `Workshop.train`, the plan and the error rate."""

    problem: Problem
    held_back: HeldBack
    train: Callable[..., list[Scored]]
    plan: IntervenePlan
    alpha: float


def intervene(result: TaskResult, held_back: HeldBack, workshop: Workshop) -> TaskResult:
    """Return the result with a proof for each default that fails.

    The interventions use seeds of the confirm phase, on which default and tuned setting are known already.
    """
    plan = workshop.plan
    stand = Stand(result.problem, held_back, workshop.train, plan.intervene, plan.confirm.rule.alpha)
    failing = [c for c in result.contests if not c.remedy and c.judgement and c.judgement.verdict is Verdict.FAILS]
    failures = [_failure(contest, result, plan) for contest in failing]
    return replace(result, proofs=tuple(prove(failures, stand)))


def prove(failures: Sequence[Failure], stand: Stand) -> list[Proof]:
    """Return a proof for each failure; what can be trained together is."""
    if not failures:
        return []
    ladders, arms = investigate(failures, stand)
    fixes = [_smallest(failure, own, stand.alpha) for failure, own in zip(failures, arms, strict=True)]
    reruns = _run_again(failures, fixes, stand)
    return [_proof(*parts, stand.alpha) for parts in zip(failures, ladders, arms, fixes, reruns, strict=True)]


def investigate(failures: Sequence[Failure], stand: Stand) -> tuple[list[Ladder | None], list[list[Arm]]]:
    """Return the ladder and the interventions of each failure, up to a set of changes that seems enough."""
    ladders = _climb(failures, stand)
    arms = _measure([_first_changes(*pair, stand) for pair in zip(failures, ladders, strict=True)], failures, stand)
    while any(wanted := [_next_changes(failure, own) for failure, own in zip(failures, arms, strict=True)]):
        more = _measure(wanted, failures, stand)
        arms = [own + new for own, new in zip(arms, more, strict=True)]
    return ladders, arms


def fresh_seeds(plan: IntervenePlan) -> range:
    """Return the seeds of the re-run, a phase of its own."""
    return range(plan.n_fresh_seeds)


def ladder_rates(failure: Failure, n_rates: int) -> tuple[float, ...]:
    """Return rates evenly spaced in their logarithms over the optimizer's range, and the tuned one; never the default.

    Lowest first, each once.
    """
    spaced = np.geomspace(failure.rates.low, failure.rates.high, n_rates)
    rates = {float(f"{rate:.{DIGITS}g}") for rate in spaced} | {failure.tuned.learning_rate}
    return tuple(sorted(rates - {failure.default.learning_rate}))


def _failure(contest: Contest, result: TaskResult, plan: Plan) -> Failure:
    """Return the failure on the first confirm seeds, which every contest has seen."""
    default, tuned = (result.trials[number] for number in (contest.default, contest.challenger))
    n_seeds, task = min(plan.intervene.n_seeds, plan.confirm.rule.looks[0]), result.problem.task
    return Failure(
        default=default.setting,
        tuned=tuned.setting,
        default_scored=default.scored[Phase.CONFIRM].first(n_seeds),
        tuned_scored=tuned.scored[Phase.CONFIRM].first(n_seeds),
        rates=plan.space.optimizer(contest.optimizer).learning_rate,
        conditions=Conditions(task.epochs, task.dataset.scale, task.dataset.scale_target),
        trials=(contest.default, contest.challenger),
    )


def _climb(failures: Sequence[Failure], stand: Stand) -> list[Ladder | None]:
    """Return the ladder of each failure in which more than the learning rate differs; the test rows are out of reach.

    A tuned rate belongs to the momentum and the decay that it was found with, so that alone it may be the wrong one.
    """
    climbing = [failure for failure in failures if failure.names != (LEARNING_RATE,)]
    rungs = [ladder_rates(failure, stand.plan.n_rates) for failure in climbing]
    settings = [
        replace(failure.default, learning_rate=rate)
        for failure, rates in zip(climbing, rungs, strict=True)
        for rate in rates
    ]
    seeds = range(stand.plan.n_rate_seeds)
    scores = iter(stand.train(stand.problem, settings, Phase.CONFIRM, seeds) if settings else [])
    ladders = iter([_ladder(rates, [next(scores) for _ in rates]) for rates in rungs])
    return [None if failure.names == (LEARNING_RATE,) else next(ladders) for failure in failures]


def _ladder(rates: tuple[float, ...], scores: Sequence[Scored]) -> Ladder:
    return Ladder(rates, tuple(scores), int(np.argmax([scored.valid_skill.mean() for scored in scores])))


def _first_changes(failure: Failure, ladder: Ladder | None, stand: Stand) -> list[Change]:
    """Return each hyperparameter alone, and what can be changed outside the setting."""
    names = dict.fromkeys((LEARNING_RATE, *failure.names))
    alone = [failure.change((name,)) for name in names]
    if ladder is not None:
        alone[0] = replace(alone[0], setting=replace(failure.default, learning_rate=ladder.rate))
    unchanged = failure.change(())
    others = _other_conditions(failure.conditions, stand)
    return [*alone, *(replace(unchanged, names=(name,), conditions=now) for name, now in others.items())]


def _other_conditions(now: Conditions, stand: Stand) -> Mapping[str, Conditions]:
    """Return what can be changed outside the setting: more epochs, and standard scaling where it is another."""
    dataset = stand.problem.dataset
    others = {EPOCHS: replace(now, epochs=now.epochs * stand.plan.epochs_factor)}
    if now.scale != STANDARD and dataset.schema.numeric:
        others[FEATURE_SCALING] = replace(now, scale=STANDARD)
    if now.scale_target != STANDARD and dataset.task_type is TaskType.REGRESSION:
        others[TARGET_SCALING] = replace(now, scale_target=STANDARD)
    return others


def _next_changes(failure: Failure, arms: Sequence[Arm]) -> list[Change]:
    return [failure.change(names) for names in next_sets(failure.names, _shares(arms))]


def _shares(arms: Iterable[Arm]) -> Mapping[tuple[str, ...], float]:
    return {arm.change.names: arm.share.mean for arm in arms}


def _measure(wanted: Sequence[Sequence[Change]], failures: Sequence[Failure], stand: Stand) -> list[list[Arm]]:
    """Return the arms of each failure on the confirm seeds that all share; what all changes do together is known."""
    n_seeds = len(failures[0].default_scored.training.seeds)
    todo = [c for changes, failure in zip(wanted, failures, strict=True) for c in changes if c != failure.whole]
    scores = iter(_train(todo, Phase.CONFIRM, range(n_seeds), stand))

    def arm(failure: Failure, change: Change) -> Arm:
        scored = failure.tuned_scored if change == failure.whole else next(scores)
        return Arm(change, scored, failure.share_of(scored, alpha=stand.alpha))

    return [[arm(failure, c) for c in changes] for changes, failure in zip(wanted, failures, strict=True)]


def _smallest(failure: Failure, arms: Sequence[Arm], alpha: float) -> Arm:
    names = smallest_set(failure.names, _shares(arms))
    everything = Arm(failure.whole, failure.tuned_scored, failure.share_of(failure.tuned_scored, alpha=alpha))
    return next((arm for arm in arms if arm.change.names == names), everything)


def _run_again(failures: Sequence[Failure], fixes: Sequence[Arm], stand: Stand) -> list[Rerun]:
    """Return default, fix and tuned setting on fresh seeds; a fix of all changes is the tuned setting itself."""
    known = [change for failure in failures for change in (failure.change(()), failure.whole)]
    smaller = [fix.change for failure, fix in zip(failures, fixes, strict=True) if fix.change != failure.whole]
    scores = _train([*known, *smaller], Phase.RERUN, fresh_seeds(stand.plan), stand)
    pairs, fixed = zip(scores[0 : len(known) : 2], scores[1 : len(known) : 2], strict=True), iter(scores[len(known) :])
    return [
        Rerun(default, next(fixed) if fix.change != failure.whole else tuned, tuned)
        for failure, fix, (default, tuned) in zip(failures, fixes, pairs, strict=True)
    ]


def _proof(failure: Failure, ladder: Ladder | None, arms: Sequence[Arm], fix: Arm, rerun: Rerun, alpha: float) -> Proof:
    is_whole = fix.change == failure.whole and len(failure.names) > 1
    return Proof(failure, ladder, tuple(arms), fix, rerun, rerun.outcome(alpha=alpha, is_whole=is_whole))


def _train(changes: Sequence[Change], phase: Phase, seeds: Iterable[int], stand: Stand) -> list[Scored]:
    """Train changes in their order; those under the same conditions together, on a problem made for them."""
    scores: dict[int, Scored] = {}
    for conditions in dict.fromkeys(change.conditions for change in changes):
        places = [place for place, change in enumerate(changes) if change.conditions == conditions]
        settings: list[Setting] = [changes[place].setting for place in places]
        problem = stand.problem.altered(**asdict(conditions))
        trained = stand.train(problem, settings, phase, seeds, held_back=stand.held_back)
        scores |= dict(zip(places, trained, strict=True))
    return [scores[place] for place in range(len(changes))]
