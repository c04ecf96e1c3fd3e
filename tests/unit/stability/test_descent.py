"""How disturbances grow: the recurrences against their limits, and against the installed Keras on a quadratic."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from undefault.records import Setting
from undefault.specs import OptimizerSpec, Range
from undefault.stability.descent import Descent, descent_of

MOMENTA = st.floats(0, 0.99)


@given(beta=MOMENTA, kind=st.tuples(st.booleans(), st.booleans()), share=st.floats(0.01, 3))
def test_a_disturbance_grows_exactly_above_the_limit(beta: float, kind: tuple[bool, bool], share: float) -> None:
    descent = Descent(beta, *kind)
    grown = float(descent.growth(np.array(share * descent.limit)))
    if share < 1 - 1e-6:
        assert grown < 0
    elif share > 1 + 1e-6:
        assert grown > 0


def test_the_limits_are_those_of_the_literature() -> None:
    assert Descent().limit == 2
    assert Descent(0.9).limit == pytest.approx(3.8)
    assert Descent(0.9, nesterov=True).limit == pytest.approx(3.8 / 2.8)
    assert Descent(0.9, averaged=True, memory=1000).limit == pytest.approx(38)


@pytest.mark.parametrize("keras_class", ["Lion", "Adadelta", "Adamax", "Ftrl", "Adagrad", "RMSprop"])
def test_no_limit_follows_where_the_divisor_is_no_mean_over_the_whole_training(keras_class: str) -> None:
    assert descent_of(keras_class, {}, n_steps=100) is None
    assert descent_of("SGD", {}, n_steps=10**6) == Descent()


@pytest.mark.parametrize(
    ("keras_class", "hyperparameters", "longest"),
    [("Adam", {}, 999), ("AdamW", {"beta_2": 0.99}, 99), ("RMSprop", {"rho": 0.995}, 199)],
)
def test_adaptive_descent_has_a_limit_while_it_remembers_the_whole_training(
    keras_class: str, hyperparameters: dict[str, float], longest: int
) -> None:
    assert descent_of(keras_class, hyperparameters, n_steps=longest) is not None
    assert descent_of(keras_class, hyperparameters, n_steps=longest + 2) is None


@pytest.mark.parametrize(
    "hyperparameters", [{}, {"momentum": 0.5}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": 1}]
)
@pytest.mark.parametrize("share", [0.95, 1.05])
def test_keras_sgd_on_a_quadratic_converges_below_and_diverges_above(
    hyperparameters: dict[str, float], share: float
) -> None:
    """Curvatures 0.1 to 4: the sharpest decides."""
    from undefault.engine.optimizers import make_optimizer

    descent = descent_of("SGD", hyperparameters, n_steps=150)
    assert descent is not None
    curvature = np.array([0.1, 1.0, 4.0], np.float32)
    weights = keras.Variable(np.ones(3, np.float32))
    setting = Setting("sgd", share * descent.limit / 4.0, hyperparameters)
    optimizer = make_optimizer(OptimizerSpec("sgd", "SGD", Range(1e-4, 10)), setting)
    optimizer.build([weights])

    @tf.function  # type: ignore[untyped-decorator]
    def step() -> tf.Tensor:
        optimizer.apply([tf.constant(curvature) * weights.value], [weights])
        return weights.value[2]

    distances = [abs(float(step())) for _ in range(150)]
    early, late = max(distances[:20]), max(distances[-20:])
    assert late > 3 * early if share > 1 else late < early / 3
