"""Select: train the best settings of each optimizer on fresh seeds; validation alone picks the finalist."""

from collections.abc import Mapping

from undefault.phases.workshop import Workshop
from undefault.problem import Problem
from undefault.records import Phase
from undefault.trials import Trial
from undefault.verdicts.objective import objective
from undefault.verdicts.select import best


def select(problem: Problem, trials: dict[int, Trial], workshop: Workshop) -> Mapping[str, int]:
    """Return each optimizer's finalist by trial number; ``trials`` gain what this phase measured."""
    plan = workshop.plan.select
    candidates = {name: leading(trials, name, Phase.SEARCH, plan.n_settings) for name in workshop.known}
    chosen = [trial for best_ones in candidates.values() for trial in best_ones]
    scores = workshop.train(problem, [trial.setting for trial in chosen], Phase.SELECT, range(plan.n_seeds))
    for trial, scored in zip(chosen, scores, strict=True):
        trials[trial.number] = trial.having(Phase.SELECT, scored)
    workshop.keep(problem, [trials[trial.number] for trial in chosen])
    return {name: leading(trials, name, Phase.SELECT, 1)[0].number for name in candidates}


def leading(trials: Mapping[int, Trial], optimizer: str, phase: Phase, count: int) -> list[Trial]:
    """Return the optimizer's ``count`` best trials among those that reached ``phase``, by that phase's objective.

    A pruned trial is none of them: nobody knows how it would have ended.
    """
    own = [
        trial
        for trial in trials.values()
        if trial.setting.optimizer == optimizer and phase in trial.scored and not trial.is_pruned
    ]
    scored = [trial.scored[phase] for trial in own]
    losses = [objective(one.training.restored_valid_loss, one.constant_valid_loss) for one in scored]
    return [own[index] for index in best(losses, count)]
