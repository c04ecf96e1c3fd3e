"""Whether a network already ends in probabilities, however its author wrote that."""

import keras
import pytest

from undefault.engine.networks import returns_logits

INPUT = keras.Input((3,))
DENSE = keras.layers.Dense(2)(INPUT)


@pytest.mark.parametrize(
    "output",
    [
        keras.layers.Dense(2, activation="softmax")(INPUT),
        keras.layers.Activation("sigmoid")(DENSE),
        keras.layers.Softmax()(DENSE),
        keras.ops.softmax(DENSE),
        keras.ops.sigmoid(DENSE),
    ],
)
def test_a_network_that_ends_in_probabilities_is_told_apart(output: keras.KerasTensor) -> None:
    assert not returns_logits(keras.Model(INPUT, output))


@pytest.mark.parametrize(
    "output", [DENSE, keras.layers.Dense(2, activation="linear")(INPUT), keras.ops.multiply(DENSE, 2.0)]
)
def test_a_network_that_ends_in_raw_numbers_is_told_apart(output: keras.KerasTensor) -> None:
    assert returns_logits(keras.Model(INPUT, output))


def test_a_layer_made_after_the_output_does_not_mislead() -> None:
    """In a model of two branches the layer listed last need not be the one that ends it."""
    branches = [keras.layers.Dense(2, activation="tanh")(INPUT), keras.layers.Dense(2)(INPUT)]
    assert not returns_logits(keras.Model(INPUT, keras.layers.Softmax()(keras.layers.Add()(branches))))


def test_a_model_of_several_layers_is_judged_by_its_end() -> None:
    assert not returns_logits(keras.Sequential([INPUT, keras.layers.Dense(2), keras.layers.Softmax()]))
