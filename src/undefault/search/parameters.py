"""Settings as Optuna parameters and back: the optimizer is a dimension, and all others are conditional on it."""

from collections.abc import Mapping
from dataclasses import dataclass

import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution

from undefault.records import Decay, Setting
from undefault.specs import DecaySpec, OptimizerSpec, Range, SearchSpace

Value = float | int | str | bool
Parameters = dict[str, Value]

NO_DECAY = "constant"
DIGITS = 3  # significant digits of a proposed value, or of 1 minus it


def suggest_setting(trial: optuna.Trial, space: SearchSpace, *, n_steps: int) -> Setting:
    """Return a setting that the trial proposes; ``n_steps`` are the optimizer steps in the task's whole budget."""
    return suggest_own(trial, space, trial.suggest_categorical("optimizer", names(space)), n_steps=n_steps)


def names(space: SearchSpace) -> list[str]:
    """Return the optimizers of a space, the choices of its first dimension."""
    return [spec.name for spec in space.optimizers]


def suggest_own(trial: optuna.Trial, space: SearchSpace, name: str, *, n_steps: int) -> Setting:
    """Return a setting of one optimizer, whose choice is no parameter of the trial then."""
    spec = space.optimizer(name)
    early = trial.suggest_categorical(f"{name}.early_stopping", [False, True])
    weight_decays = trial.suggest_categorical(f"{name}.weight_decays", [False, True])
    return Setting(
        optimizer=name,
        learning_rate=_suggest(trial, f"{name}.learning_rate", spec.learning_rate),
        hyperparameters=_hyperparameters(trial, spec),
        decay=_decay(trial, name, space, n_steps),
        weight_decay=_suggest(trial, f"{name}.weight_decay", space.weight_decay) if weight_decays else 0.0,
        patience=int(_suggest(trial, f"{name}.patience", space.patience)) if early else None,
        restore_best_weights=early,
        batch_size=_batch_size(trial, name, space),
    )


@dataclass(frozen=True)
class Dimensions:
    """The distributions that `suggest_own` draws from, by the parameter's name.

    ``always`` are those of every setting, the learning rate first; ``conditional`` those that hang under a choice.
    """

    always: Mapping[str, BaseDistribution]
    conditional: Mapping[str, BaseDistribution]

    @property
    def all(self) -> dict[str, BaseDistribution]:
        """Both together."""
        return {**self.always, **self.conditional}


def dimensions_of(space: SearchSpace, name: str) -> Dimensions:
    """Return the dimensions of one optimizer."""
    spec = space.optimizer(name)
    choices: dict[str, list[Value]] = {
        "early_stopping": [False, True],
        "weight_decays": [False, True],
        "decay": [NO_DECAY, *(decay.kind for decay in space.decays)],
        **({"batch_size": list(space.batch_sizes)} if space.batch_sizes else {}),
    }
    ranges = {"learning_rate": spec.learning_rate, **spec.hyperparameters}
    hanging = {
        "patience": space.patience,
        "weight_decay": space.weight_decay,
        **{f"{decay.kind}.{key}": searched for decay in space.decays for key, searched in decay.ranges.items()},
    }
    return Dimensions(
        {
            **{f"{name}.{key}": _distribution(searched) for key, searched in ranges.items()},
            **{f"{name}.{key}": CategoricalDistribution(values) for key, values in choices.items()},
        },
        {f"{name}.{key}": _distribution(searched) for key, searched in hanging.items()},
    )


def _distribution(searched: Range) -> FloatDistribution | IntDistribution:
    if searched.integer:
        return IntDistribution(int(searched.low), int(searched.high), log=searched.log)
    return FloatDistribution(searched.low, searched.high, log=searched.log)


def parameters_of(setting: Setting, space: SearchSpace) -> Parameters:
    """Return the parameters by which `suggest_own` gives ``setting``, or what comes nearest to it in the space.

    Used to enqueue settings that the search did not propose: they are trained as they are, and the sampler learns from
    the nearest point it could have proposed itself.
    """
    name, spec = setting.optimizer, space.optimizer(setting.optimizer)
    parameters: Parameters = {
        f"{name}.learning_rate": _nearest(spec.learning_rate, setting.learning_rate),
        f"{name}.early_stopping": setting.patience is not None,
        f"{name}.weight_decays": setting.weight_decay > 0,
    }
    for argument, searched in spec.hyperparameters.items():
        parameters[f"{name}.{argument}"] = _nearest(searched, setting.hyperparameters[argument])
    if setting.patience is not None:
        parameters[f"{name}.patience"] = _nearest(space.patience, setting.patience)
    if setting.weight_decay > 0:
        parameters[f"{name}.weight_decay"] = _nearest(space.weight_decay, setting.weight_decay)
    if setting.batch_size is not None:
        parameters[f"{name}.batch_size"] = setting.batch_size
    return {**parameters, **_decay_parameters(setting, space)}


def _decay_parameters(setting: Setting, space: SearchSpace) -> Parameters:
    name, kind = setting.optimizer, setting.decay.kind
    searched = next((spec for spec in space.decays if spec.kind == kind), None)
    if searched is None:
        return {f"{name}.decay": NO_DECAY}
    values = {
        f"{name}.{kind}.{argument}": _nearest(r, setting.decay.values[argument])
        for argument, r in searched.ranges.items()
    }
    return {f"{name}.decay": kind, **values}


def _hyperparameters(trial: optuna.Trial, spec: OptimizerSpec) -> Mapping[str, float]:
    """Return the searched arguments and, unchanged, those that make the optimizer what it is."""
    searched = {argument: _suggest(trial, f"{spec.name}.{argument}", r) for argument, r in spec.hyperparameters.items()}
    return {**spec.arguments, **searched}


def _decay(trial: optuna.Trial, name: str, space: SearchSpace, n_steps: int) -> Decay:
    kind = trial.suggest_categorical(f"{name}.decay", [NO_DECAY, *(spec.kind for spec in space.decays)])
    if kind == NO_DECAY:
        return Decay()
    spec: DecaySpec = next(spec for spec in space.decays if spec.kind == kind)
    searched = {argument: _suggest(trial, f"{name}.{kind}.{argument}", r) for argument, r in spec.ranges.items()}
    budget = {spec.budget_argument: n_steps} if spec.budget_argument else {}
    return Decay(kind, {**spec.fixed, **budget, **searched})


def _batch_size(trial: optuna.Trial, name: str, space: SearchSpace) -> int | None:
    return trial.suggest_categorical(f"{name}.batch_size", list(space.batch_sizes)) if space.batch_sizes else None


def _suggest(trial: optuna.Trial, name: str, searched: Range) -> float:
    """Return the proposed value, of few enough digits that what a report prints is what was trained."""
    if searched.integer:
        return trial.suggest_int(name, int(searched.low), int(searched.high), log=searched.log)
    coordinate = float(f"{trial.suggest_float(name, searched.low, searched.high, log=searched.log):.{DIGITS}g}")
    return round(searched.coordinate(coordinate), ndigits=10)


def _nearest(searched: Range, value: float) -> float | int:
    """Return the search coordinate of ``value``, moved to the nearer bound where it lies outside."""
    bounded = min(max(searched.coordinate(value), searched.low), searched.high)
    return round(bounded) if searched.integer else bounded
