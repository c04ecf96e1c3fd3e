"""Small networks with one kind of layer each, as a user would build them."""

import keras

layers = keras.layers
Shape = tuple[int, ...]


def _stack(input_shape: Shape, n_outputs: int, *parts: keras.layers.Layer) -> keras.Model:
    return keras.Sequential([keras.Input(input_shape), *parts, layers.Dense(n_outputs)])


def _series(input_shape: Shape, n_outputs: int, *parts: keras.layers.Layer) -> keras.Model:
    """Take the features for a series of one channel."""
    return _stack(input_shape, n_outputs, layers.Reshape((*input_shape, 1)), *parts)


def _picture(input_shape: Shape, n_outputs: int, *parts: keras.layers.Layer) -> keras.Model:
    """Take the features for a picture of four columns and one channel."""
    return _stack(input_shape, n_outputs, layers.Reshape((-1, 4, 1)), *parts)


def deep(input_shape: Shape, n_outputs: int) -> keras.Model:
    return _stack(input_shape, n_outputs, *(layers.Dense(6, activation="tanh") for _ in range(4)))


def batch_normalization(input_shape: Shape, n_outputs: int) -> keras.Model:
    # a bias before it has gradient 0 up to rounding, which Adam blows up to full steps in any direction
    parts = [layers.Dense(6, use_bias=False), layers.BatchNormalization(momentum=0.9), layers.ReLU()]
    return _stack(input_shape, n_outputs, *parts)


def layer_normalization(input_shape: Shape, n_outputs: int) -> keras.Model:
    return _stack(input_shape, n_outputs, layers.Dense(6), layers.LayerNormalization(), layers.PReLU())


def dropout(input_shape: Shape, n_outputs: int) -> keras.Model:
    parts = [layers.Dropout(0.2), layers.Dense(8, activation="relu"), layers.Dropout(0.5)]
    return _stack(input_shape, n_outputs, *parts)


def noise(input_shape: Shape, n_outputs: int) -> keras.Model:
    parts = [
        layers.GaussianNoise(0.1),
        layers.Conv1D(4, 3, activation="relu"),
        layers.SpatialDropout1D(0.2),
        layers.GaussianDropout(0.3, seed=5),
        layers.Flatten(),
    ]
    return _series(input_shape, n_outputs, *parts)


def penalties(input_shape: Shape, n_outputs: int) -> keras.Model:
    regularizers = keras.regularizers
    parts = [
        layers.Dense(6, kernel_regularizer=regularizers.L1(0.01), bias_regularizer=regularizers.L2(0.01)),
        layers.Dense(5, kernel_regularizer=regularizers.L1L2(0.01, 0.02), activity_regularizer=regularizers.L2(0.01)),
    ]
    return _stack(input_shape, n_outputs, *parts)


def convolution_1d(input_shape: Shape, n_outputs: int) -> keras.Model:
    parts = [
        layers.Conv1D(4, 3, padding="same", activation="relu"),
        layers.MaxPooling1D(2),
        layers.Conv1D(4, 2, padding="causal", dilation_rate=2, activation="relu"),
        layers.AveragePooling1D(2, strides=1, padding="same"),
        layers.ActivityRegularization(l2=0.01),
        layers.Conv1D(4, 2, strides=2, activation="tanh"),
        layers.GlobalAveragePooling1D(),
    ]
    return _series(input_shape, n_outputs, *parts)


def convolution_2d(input_shape: Shape, n_outputs: int) -> keras.Model:
    parts = [
        layers.Conv2D(4, 3, padding="same", use_bias=False),
        layers.BatchNormalization(momentum=0.9),
        layers.ReLU(),
        layers.MaxPooling2D((1, 2)),
        layers.Conv2D(6, 2, activation="relu"),
        layers.Flatten(),
    ]
    return _picture(input_shape, n_outputs, *parts)


def strided_2d(input_shape: Shape, n_outputs: int) -> keras.Model:
    parts = [
        layers.Conv2D(4, (2, 3), strides=(1, 2), padding="same", activation="tanh"),
        layers.AveragePooling2D(2, padding="same", strides=1),
        layers.Conv2D(3, 2, dilation_rate=(2, 1), activation="tanh"),
        layers.SpatialDropout2D(0.2),
        layers.GlobalMaxPooling2D(),
    ]
    return _picture(input_shape, n_outputs, *parts)


def embedding(input_shape: Shape, n_outputs: int) -> keras.Model:
    return _stack(input_shape, n_outputs, layers.Embedding(5, 3), layers.Flatten(), layers.Dense(6, activation="relu"))


def _steps(input_shape: Shape, n_outputs: int, *parts: keras.layers.Layer) -> keras.Model:
    """Take the features for a series of three channels."""
    return _stack(input_shape, n_outputs, layers.Reshape((-1, 3)), *parts)


def lstm(input_shape: Shape, n_outputs: int) -> keras.Model:
    return _steps(input_shape, n_outputs, layers.LSTM(4, return_sequences=True), layers.LSTM(3))


def gru(input_shape: Shape, n_outputs: int) -> keras.Model:
    return _steps(input_shape, n_outputs, layers.GRU(4, go_backwards=True))


def simple_rnn(input_shape: Shape, n_outputs: int) -> keras.Model:
    return _steps(input_shape, n_outputs, layers.SimpleRNN(4, unroll=True))


def branches(input_shape: Shape, n_outputs: int) -> keras.Model:
    inputs = keras.Input(input_shape)
    left = layers.Dense(5, activation="relu")(inputs)
    right = layers.Dense(5, activation="tanh")(inputs)
    joined = layers.Concatenate()([layers.Add()([left, right]), left, inputs])
    return keras.Model(inputs, layers.Dense(n_outputs)(joined))


def pooled(input_shape: Shape, n_outputs: int) -> keras.Model:
    """Pool a picture to its mean beside a series to its greatest value."""
    inputs = keras.Input(input_shape)
    picture = layers.Conv2D(3, 2, activation="tanh")(layers.Reshape((-1, 4, 1))(inputs))
    series = layers.Conv1D(3, 2, activation="tanh")(layers.Reshape((*input_shape, 1))(inputs))
    joined = layers.Concatenate()([layers.GlobalAveragePooling2D()(picture), layers.GlobalMaxPooling1D()(series)])
    return keras.Model(inputs, layers.Dense(n_outputs)(joined))
