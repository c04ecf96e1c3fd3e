"""Saturated units and the first weights' gradient: known cases, the same in all three ways of training."""

from dataclasses import replace

import numpy as np
import pytest
from test_engines_agree import BINARY, SPACE, make_replicate

from undefault.contracts import Engine
from undefault.engine import vectorized
from undefault.engine.fit import KerasEngine
from undefault.engine.vectorized import VectorizedEngine
from undefault.records import NetworkSpec, Setting, Split, Task, Training

HARDLY = Setting("sgd", 1e-12)  # moves nothing, so that what is measured is the beginning


@pytest.fixture(params=["kernels", "lanes of TensorFlow", "model.fit"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(vectorized, "is_compiled", lambda: request.param == "kernels")
    return KerasEngine(SPACE) if request.param == "model.fit" else VectorizedEngine(SPACE, memory_mb=64)


def begin(engine: Engine, *hidden: int, activation: str, x_scale: float = 1.0) -> Training:
    task: Task = replace(BINARY, epochs=1, network=NetworkSpec("mlp", hidden, activation))
    replicate = make_replicate(task, 0)
    split = replicate.split
    scaled = Split(split.x_train * x_scale, split.y_train, split.x_valid * x_scale, split.y_valid)
    return engine.train(task, [HARDLY], [replace(replicate, split=scaled)])[0]


@pytest.mark.parametrize("activation", ["tanh", "softsign", "sigmoid", "hard_sigmoid"])
def test_huge_inputs_saturate_every_unit_and_tiny_ones_none(engine: Engine, activation: str) -> None:
    shares = [begin(engine, 8, activation=activation, x_scale=scale).saturated_units.item() for scale in (1e9, 1e-9)]
    assert shares == [1, 0]


def test_units_without_bounds_are_not_asked(engine: Engine) -> None:
    assert np.isnan(begin(engine, 8, activation="relu").saturated_units).all()


def test_hardly_any_gradient_reaches_the_first_of_twelve_layers_of_sigmoid(engine: Engine) -> None:
    deep, shallow = (begin(engine, *[6] * n, activation="sigmoid").first_gradient.item() for n in (12, 1))
    assert 0 < deep < 1e-5
    assert shallow > 0.1


def test_a_network_of_one_layer_has_all_its_gradient_in_it_but_for_the_bias(engine: Engine) -> None:
    assert 0.5 < begin(engine, activation="relu").first_gradient.item() < 1
