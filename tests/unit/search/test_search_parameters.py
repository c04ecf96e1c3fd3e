"""Settings as Optuna parameters and back."""

import optuna
from hypothesis import given
from hypothesis import strategies as st
from test_search_study import SPACE

from undefault.records import Decay, Setting
from undefault.search.parameters import parameters_of, suggest_setting

N_STEPS = 200


def proposed(seed: int, optimizer: str) -> Setting:
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=seed))
    study.enqueue_trial({"optimizer": optimizer})
    return suggest_setting(study.ask(), SPACE, n_steps=N_STEPS)


@given(st.integers(0, 2**31), st.sampled_from(["adam", "sgd"]))
def test_a_proposed_setting_is_proposed_again_from_its_parameters(seed: int, optimizer: str) -> None:
    setting = proposed(seed, optimizer)
    study = optuna.create_study()
    study.enqueue_trial({"optimizer": optimizer, **parameters_of(setting, SPACE)})
    assert suggest_setting(study.ask(), SPACE, n_steps=N_STEPS) == setting


@given(st.integers(0, 2**31))
def test_proposed_values_have_few_digits_and_stay_in_their_range(seed: int) -> None:
    setting, spec = proposed(seed, "adam"), SPACE.optimizer("adam")
    assert setting.learning_rate == float(f"{setting.learning_rate:.3g}")
    assert spec.learning_rate.contains(setting.learning_rate)
    assert spec.hyperparameters["beta_1"].contains(setting.hyperparameters["beta_1"])
    assert setting.restore_best_weights == (setting.patience is not None)
    if setting.decay.kind == "exponential":
        assert setting.decay.values["decay_steps"] == N_STEPS


def test_what_lies_outside_the_space_becomes_its_nearest_point() -> None:
    decay = Decay("exponential", {"decay_steps": 1000, "decay_rate": 0.99})
    parameters = parameters_of(Setting("sgd", 50.0, decay=decay, weight_decay=1.0, patience=100), SPACE)
    assert parameters["sgd.learning_rate"] == 10
    assert parameters["sgd.exponential.decay_rate"] == 0.9
    assert parameters["sgd.weight_decay"] == 0.1
    assert parameters["sgd.patience"] == 50


def test_a_decay_that_is_not_searched_counts_as_none() -> None:
    setting = Setting("sgd", 0.1, decay=Decay("cosine", {"decay_steps": 10, "alpha": 0.1}))
    assert parameters_of(setting, SPACE)["sgd.decay"] == "constant"
