"""Search: propose settings, train them, learn; the test rows are out of reach."""

from undefault.phases.workshop import Workshop
from undefault.problem import Problem
from undefault.records import Phase
from undefault.shares import plan_rounds
from undefault.trials import Trial
from undefault.verdicts.objective import objective


def search(problem: Problem, workshop: Workshop) -> dict[int, Trial]:
    """Return all trials of the task's study by number, each optimizer's default and remedies among them."""
    plan, study = workshop.plan.search, workshop.open_study(problem)
    trials: dict[int, Trial] = {}
    for requests in plan_rounds(workshop.known, n_trials=plan.n_trials, per_round=plan.trials_per_round):
        with workshop.clock.stage("sampling"):
            proposals = study.ask(requests, first=len(trials))
        settings = [proposal.setting for proposal in proposals]
        scores = workshop.train(problem, settings, Phase.SEARCH, range(plan.n_seeds))
        for asked, scored in zip(proposals, scores, strict=True):
            trials[asked.number] = Trial(asked.number, asked.origin, asked.setting, {Phase.SEARCH: scored})
            with workshop.clock.stage("sampling"):
                study.tell(asked.number, objective(scored.training.restored_valid_loss, scored.constant_valid_loss))
        workshop.keep(problem, [trials[asked.number] for asked in proposals])
    return trials
