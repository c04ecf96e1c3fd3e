"""How a study is told of a trial, whole or pruned."""

from collections.abc import Mapping

from optuna import Study, Trial
from optuna.trial import TrialState


def tell(study: Study, number: int, value: float, stopped_at: Mapping[int, float] | None) -> None:
    """Tell the objective; a pruned trial's as Optuna has it: its intermediate values, and that it was pruned.

    A trial told before is left as it is, and what of a pruned one was reported before an interruption is not repeated.
    """
    if stopped_at is None:
        study.tell(number, value, skip_if_finished=True)
        return
    told = study.get_trials(deepcopy=False)[number]
    if told.state.is_finished():
        return
    running = Trial(study, told._trial_id)
    for n_epochs in sorted(stopped_at.keys() - told.intermediate_values.keys()):
        running.report(stopped_at[n_epochs], n_epochs)
    study.tell(number, state=TrialState.PRUNED)
