"""Settings as Keras code: every script is run by the name of its parts, and says what the setting says."""

import ast
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.keras_code import describe, training_code
from undefault.records import DatasetSpec, Decay, NetworkSpec, Setting, Task, TaskType
from undefault.specs import OptimizerSpec, Range

ADAM = OptimizerSpec("adam", "Adam", Range(1e-5, 1))
NESTEROV = OptimizerSpec("sgd_nesterov", "SGD", Range(1e-4, 10), arguments={"momentum": 0.9, "nesterov": 1})
DEFAULT = Setting("adam", 0.001, {"beta_1": 0.9, "beta_2": 0.999})
TASK = Task(
    DatasetSpec("wine", "wine"),
    NetworkSpec("mlp_16_8", hidden=(16, 8)),
    TaskType.MULTICLASS,
    13,
    3,
    "sparse_categorical_crossentropy",
    epochs=50,
    batch_size=32,
)
PLATEAU = Decay("reduce_on_plateau", {"factor": 0.1, "patience": 5, "min_lr": 1e-6})
EXPONENTIAL = Decay("exponential", {"decay_steps": 1000.0, "decay_rate": 0.9})
DECAYS = st.sampled_from([Decay(), PLATEAU, EXPONENTIAL, Decay("cosine", {"decay_steps": 9, "alpha": 0.1})])
SETTINGS = st.builds(
    Setting,
    optimizer=st.just("adam"),
    learning_rate=st.floats(1e-6, 10),
    hyperparameters=st.fixed_dictionaries({"beta_1": st.floats(0, 0.99), "beta_2": st.floats(0.5, 0.9999)}),
    decay=DECAYS,
    weight_decay=st.floats(0, 0.1),
    patience=st.none() | st.integers(0, 50),
    restore_best_weights=st.booleans(),
    batch_size=st.none() | st.integers(1, 64),
)


def call_arguments(code: str, function: str) -> dict[str, object]:
    """Return the keyword arguments of the first call of a function in the code."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    call = next(node for node in calls if ast.unparse(node.func).split(".")[-1] == function)
    return {str(keyword.arg): ast.unparse(keyword.value) for keyword in call.keywords}


@given(SETTINGS)
def test_every_script_is_python_and_says_what_the_setting_says(setting: Setting) -> None:
    code = training_code(TASK, setting, ADAM, DEFAULT)
    fit = call_arguments(code, "fit")
    assert fit["epochs"] == "50"
    assert fit["batch_size"] == str(setting.batch_size or 32)
    assert ("EarlyStopping" in code) == (setting.patience is not None)
    assert ("ReduceLROnPlateau" in code) == (setting.decay.kind == "reduce_on_plateau")
    assert ("callbacks" in fit) == (setting.patience is not None or setting.decay.kind == "reduce_on_plateau")


@given(SETTINGS)
def test_a_call_names_exactly_the_arguments_that_differ_from_the_default(setting: Setting) -> None:
    arguments = call_arguments(training_code(TASK, setting, ADAM, DEFAULT), "Adam")
    changed = {name for name, value in setting.hyperparameters.items() if value != DEFAULT.hyperparameters[name]}
    decayed = {"weight_decay"} if setting.weight_decay else set()
    assert set(arguments) == {"learning_rate"} | changed | decayed
    for name in changed:
        assert float(str(arguments[name])) == setting.hyperparameters[name]


def test_the_default_needs_its_rate_alone() -> None:
    assert describe(DEFAULT, ADAM, DEFAULT) == "Adam(learning_rate=0.001)"


def test_what_makes_an_optimizer_another_is_always_named_and_flags_are_booleans() -> None:
    default = Setting("sgd_nesterov", 0.01, {"momentum": 0.9, "nesterov": 1.0})
    assert describe(default, NESTEROV, default) == "SGD(learning_rate=0.01, momentum=0.9, nesterov=True)"


def test_a_schedule_takes_the_place_of_the_rate_and_whole_numbers_have_no_point() -> None:
    setting = replace(DEFAULT, decay=EXPONENTIAL)
    rate = "ExponentialDecay(0.001, decay_steps=1000, decay_rate=0.9)"
    assert describe(setting, ADAM, DEFAULT).endswith(rate + ")")
    assert f"keras.optimizers.schedules.{rate}" in training_code(TASK, setting, ADAM, DEFAULT)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "Adam(learning_rate=0.001)"),
        ({"patience": 5}, "Adam(learning_rate=0.001), patience 5 (last weights)"),
        ({"patience": 5, "restore_best_weights": True}, "Adam(learning_rate=0.001), patience 5 (best weights)"),
        ({"batch_size": 8}, "Adam(learning_rate=0.001), batch size 8"),
        (
            {"decay": PLATEAU},
            "Adam(learning_rate=0.001), ReduceLROnPlateau(factor=0.1, patience=5, min_lr=1e-06)",
        ),
    ],
)
def test_a_setting_is_described_on_one_line(changes: dict[str, object], expected: str) -> None:
    assert describe(replace(DEFAULT, **changes), ADAM, DEFAULT) == expected  # type: ignore[arg-type]


def test_the_script_builds_the_tasks_network() -> None:
    code = training_code(TASK, DEFAULT, ADAM, DEFAULT)
    layers = [line.strip() for line in code.splitlines() if "Dense" in line or "Input" in line]
    assert layers == [
        "keras.Input((13,)),",
        'keras.layers.Dense(16, activation="relu"),',
        'keras.layers.Dense(8, activation="relu"),',
        'keras.layers.Dense(3, activation="softmax"),',
    ]


def test_an_own_network_is_imported_from_where_it_is() -> None:
    task = replace(TASK, network=NetworkSpec("custom", builder="my.nets:build"))
    code = training_code(task, DEFAULT, ADAM, DEFAULT)
    assert "from my.nets import build" in code
    assert "model = build((13,), 3)" in code
