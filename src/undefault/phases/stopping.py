"""Who is compared with whom when a round of the search is pruned, and what the study is told of who was stopped."""

from collections.abc import Mapping, Sequence

import numpy as np

from undefault.contracts import PROPOSED, Proposal
from undefault.problem import Problem
from undefault.pruning import Bracket, Group, bracket_of, losses_after
from undefault.records import FloatArray, Phase
from undefault.trials import Trial
from undefault.verdicts.objective import objective


def group_trials(
    proposals: Sequence[Proposal], trials: Mapping[int, Trial], brackets: Sequence[Bracket], problem: Problem
) -> list[Group]:
    """Return a group for each optimizer and bracket that the round's proposals fall into.

    Each is compared with its like of this round and of all rounds before, ``trials``. Defaults and remedies are
    compared, and never stopped.
    """
    groups = []
    for optimizer in dict.fromkeys(proposal.setting.optimizer for proposal in proposals):
        for index, bracket in enumerate(brackets):
            members = [
                place
                for place, proposal in enumerate(proposals)
                if proposal.setting.optimizer == optimizer and _bracket(proposal.number, brackets, problem) == index
            ]
            if members and bracket.rungs:
                spared = tuple(place for place in members if proposals[place].origin != PROPOSED)
                before = [t for t in trials.values() if t.setting.optimizer == optimizer]
                alike = [trial for trial in before if _bracket(trial.number, brackets, problem) == index]
                earlier = tuple(tuple(float(value) for value in values) for values in _climbed(alike, bracket).T)
                groups.append(Group(bracket.rungs, tuple(members), spared, earlier))
    return groups


def stopped_at(trial: Trial, brackets: Sequence[Bracket], problem: Problem) -> dict[int, float] | None:
    """Return a pruned trial's objective after each rung that it reached, by epochs; ``None`` for any other trial."""
    if not trial.is_pruned:
        return None
    bracket = brackets[_bracket(trial.number, brackets, problem)]
    n_epochs = int((~np.isnan(trial.scored[Phase.SEARCH].training.learning_rate[0])).sum())
    climbed = zip(bracket.rungs, _climbed([trial], bracket)[:, 0], strict=True)
    return {rung.n_epochs: float(value) for rung, value in climbed if rung.n_epochs <= n_epochs}


def _climbed(trials: Sequence[Trial], bracket: Bracket) -> FloatArray:
    """Return the objectives after each rung, ``(n_rungs, n_trials)``."""
    if not trials:
        return np.empty((len(bracket.rungs), 0))
    scored = [trial.scored[Phase.SEARCH] for trial in trials]
    losses = losses_after([one.training for one in scored], [rung.n_epochs for rung in bracket.rungs])
    return np.array([[objective(of_one, scored[0].constant_valid_loss) for of_one in at] for at in losses])


def _bracket(number: int, brackets: Sequence[Bracket], problem: Problem) -> int:
    return bracket_of(brackets, problem.seed, problem.task.name, number) if len(brackets) > 1 else 0
