"""Search: propose settings, train them, learn; the test rows are out of reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from undefault.boundaries import MOST_WIDENINGS, Widening, find_boundaries, space_after, widen_range
from undefault.contracts import PROPOSED, Request
from undefault.phases.select import leading
from undefault.phases.stopping import group_trials, stopped_at
from undefault.phases.workshop import Workshop
from undefault.problem import Problem
from undefault.pruning import PRUNERS
from undefault.records import Phase
from undefault.shares import extra_trials, plan_extra_rounds, plan_rounds
from undefault.trials import Trial
from undefault.verdicts.objective import objective


@dataclass(frozen=True)
class Searched:
    """All trials of a task's study by number, defaults and remedies among them, and the ranges that were widened."""

    trials: dict[int, Trial]
    widened: tuple[Widening, ...]


def search(problem: Problem, workshop: Workshop) -> Searched:
    """Return what the search of a task tried.

    Where the best setting of an optimizer lies on a boundary of its space, the range is widened, and the optimizer gets
    trials more in the same study; so up to `MOST_WIDENINGS` times.
    """
    plan, known = workshop.plan.search, workshop.known
    rounds = plan_rounds(known, n_trials=plan.n_trials, per_round=plan.trials_per_round)
    searching, widened = _Searching(problem, workshop), list[Widening]()
    searching.carry_out(rounds)
    n_extra = extra_trials(plan.n_trials, len(known))
    for _ in range(MOST_WIDENINGS if plan.widen else 0):
        found = [widening for name in known for widening in searching.due(name, widened)]
        widened += found
        optimizers = list(dict.fromkeys(widening.optimizer for widening in found))
        if not optimizers:
            break
        searching.widen(optimizers, widened)
        searching.carry_out(plan_extra_rounds(optimizers, n_extra=n_extra, per_round=plan.trials_per_round))
    return Searched(searching.trials, tuple(widened))


@final
class _Searching:
    """One task's search on its way: the study, and the trials so far."""

    def __init__(self, problem: Problem, workshop: Workshop) -> None:
        self._problem, self._workshop, self._study = problem, workshop, workshop.open_study(problem)
        self._brackets = PRUNERS[workshop.plan.search.pruner](problem.task.epochs)
        self.trials: dict[int, Trial] = {}

    def carry_out(self, rounds: Sequence[Sequence[Request]]) -> None:
        """Ask, train and tell one round after the other."""
        for requests in rounds:
            self._carry_out(requests)

    def _carry_out(self, requests: Sequence[Request]) -> None:
        problem, workshop, trials, study = self._problem, self._workshop, self.trials, self._study
        with workshop.clock.stage("sampling"):
            proposals = study.ask(requests, first=len(trials))
        groups = group_trials(proposals, trials, self._brackets, problem)
        settings, seeds = [proposal.setting for proposal in proposals], range(workshop.plan.search.n_seeds)
        scores = workshop.train(problem, settings, Phase.SEARCH, seeds, groups=groups)
        for asked, scored in zip(proposals, scores, strict=True):
            trial = Trial(asked.number, asked.origin, asked.setting, {Phase.SEARCH: scored})
            trials[asked.number] = trial
            value = objective(scored.training.restored_valid_loss, scored.constant_valid_loss)
            with workshop.clock.stage("sampling"):
                study.tell(asked.number, value, stopped_at=stopped_at(trial, self._brackets, problem))
        workshop.keep(problem, [trials[asked.number] for asked in proposals])

    def due(self, optimizer: str, widened: Sequence[Widening]) -> list[Widening]:
        """Return how an optimizer's space, widened before, is to be widened now."""
        best, n_epochs = leading(self.trials, optimizer, Phase.SEARCH, 1)[0], self._problem.task.epochs
        space = space_after(self._workshop.plan.space, optimizer, widened)
        proposed = best.origin == PROPOSED
        found = find_boundaries(best.setting, space, n_epochs=n_epochs, proposed=proposed)
        return [widen_range(boundary, n_epochs=n_epochs) for boundary in found]

    def widen(self, optimizers: Sequence[str], widened: Sequence[Widening]) -> None:
        """Let the study propose from the widened spaces."""
        for name in optimizers:
            self._study.widen(name, space_after(self._workshop.plan.space, name, widened))
