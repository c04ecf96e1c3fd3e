"""Networks that no setting can train, or that chance decides on; failures with a known cause are planted with them."""

import keras

layers = keras.layers
initializers = keras.initializers
Shape = tuple[int, ...]

BURIED = -1000.0  # a bias far below what scaled inputs can lift


def dead_at_birth(input_shape: Shape, n_outputs: int) -> keras.Model:
    """Return sixteen units whose biases keep them at 0 for every row."""
    return _stack(input_shape, n_outputs, layers.Dense(16, "relu", bias_initializer=initializers.Constant(BURIED)))


def dead_by_chance(input_shape: Shape, n_outputs: int) -> keras.Model:
    """Return two layers, the first of which chance makes dead in every second network.

    Its one kernel of one unit decides for all: behind it lie eight units that only see what that unit lets through.
    """
    gate = layers.Dense(8, "relu", bias_initializer=_OneSign())
    return _stack(input_shape, n_outputs, gate, layers.Dense(16, "relu"))


def exploding(input_shape: Shape, n_outputs: int) -> keras.Model:
    """Return eight layers of 16 whose weights are ten times too large."""
    wide = initializers.VarianceScaling(scale=100.0, mode="fan_avg", distribution="uniform")
    return _stack(input_shape, n_outputs, *(layers.Dense(16, "relu", kernel_initializer=wide) for _ in range(8)))


class _OneSign(initializers.Initializer):  # type: ignore[misc, name-defined]
    """Biases that are all 0 or all `BURIED`, by the toss of one coin."""

    def __call__(self, shape: Shape, dtype: str | None = None) -> object:
        coin = initializers.RandomUniform(-1.0, 1.0)((1,), dtype=dtype)
        return keras.ops.where(coin > 0, 0.0, BURIED) * keras.ops.ones(shape, dtype)


def _stack(input_shape: Shape, n_outputs: int, *parts: keras.layers.Layer) -> keras.Model:
    return keras.Sequential([keras.Input(input_shape), *parts, layers.Dense(n_outputs)])
