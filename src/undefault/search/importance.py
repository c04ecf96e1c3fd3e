"""How much each hyperparameter decides which of an optimizer's settings are among the best: Optuna's PED-ANOVA."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import optuna
from optuna.importance import PedAnovaImportanceEvaluator

from undefault.records import Setting
from undefault.search.parameters import dimensions_of, parameters_of
from undefault.specs import SearchSpace

FEWEST_TRIALS = 20
NAMES = {"weight_decays": "weight_decay"}  # parameters that go by another name than the hyperparameter they choose


@dataclass(frozen=True)
class Scored:
    """A setting of a study with its objective, the lower the better."""

    study: str
    setting: Setting
    value: float


def importances(trials: Sequence[Scored], space: SearchSpace) -> dict[str, dict[str, float]]:
    """Return the importance of each hyperparameter of each optimizer, summing to 1 over an optimizer.

    PED-ANOVA (Watanabe, Bansal and Hutter 2023, IJCAI) asks how far the values in the best tenth of the trials differ
    from those in all of them. The trials of all studies are pooled by their rank within their study. Of early stopping,
    weight decay and decay the choice counts, not the values that hang under it, which too few trials have. Batch sizes
    are left out: a setting may have none. So are optimizers with fewer than `FEWEST_TRIALS` trials.
    """
    ranked = {spec.name: _ranked([t for t in trials if t.setting.optimizer == spec.name]) for spec in space.optimizers}
    return {name: _importance(own, space, name) for name, own in ranked.items() if len(own) >= FEWEST_TRIALS}


def _ranked(trials: Sequence[Scored]) -> list[tuple[Setting, float]]:
    """Return the settings with their ranks within their studies, as shares from 0 to 1."""
    pairs: list[tuple[Setting, float]] = []
    for study in dict.fromkeys(trial.study for trial in trials):
        own = sorted((trial for trial in trials if trial.study == study), key=lambda trial: trial.value)
        pairs += [(trial.setting, rank / len(own)) for rank, trial in enumerate(own)]
    return pairs


def _importance(ranked: Iterable[tuple[Setting, float]], space: SearchSpace, optimizer: str) -> dict[str, float]:
    """Return what PED-ANOVA says of the parameters that every setting has."""
    of_all = dimensions_of(space, optimizer).always
    distributions = {name: kind for name, kind in of_all.items() if name != f"{optimizer}.batch_size"}
    study = optuna.create_study()
    for setting, rank in ranked:
        parameters = {name: value for name, value in parameters_of(setting, space).items() if name in distributions}
        own = {name: distributions[name] for name in parameters}
        study.add_trial(optuna.trial.create_trial(params=parameters, distributions=own, value=rank))
    found = optuna.importance.get_param_importances(study, evaluator=PedAnovaImportanceEvaluator())
    words = {name: name.partition(".")[2] for name in found}
    return {NAMES.get(word, word): float(found[name]) for name, word in words.items()}
