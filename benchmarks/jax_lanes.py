"""The reference training as one would write it in JAX: a scan over epochs, mapped over lanes, compiled as a whole."""

import importlib
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
from benchmarks.agreement import Curves
from benchmarks.c_loop import LaneInputs

from undefault.records import FloatArray

BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-7


def is_installed() -> bool:
    """Return whether JAX can be imported."""
    return find_spec("jax") is not None


def jax_trainer(inputs: LaneInputs) -> Callable[[FloatArray], Curves]:
    """Return a function from learning rates ``(n_lanes,)`` to curves; its first call compiles."""
    jax = importlib.import_module("jax")
    trainer = jax.jit(jax.vmap(_train_lane(jax, inputs)))

    def train(learning_rates: FloatArray) -> Curves:
        return Curves(*map(np.asarray, trainer(np.asarray(learning_rates, np.float32))))

    return train


def _train_lane(jax: Any, inputs: LaneInputs) -> Callable[[Any], Any]:
    """Return a function from one learning rate to train loss, validation loss and accuracy, each ``(n_epochs,)``."""
    jnp, split, size = jax.numpy, inputs.split, inputs.batch_size
    n_train = len(split.x_train)
    n_full = n_train // size
    x_train, y_train, x_valid, y_valid, order = map(
        jnp.asarray, (split.x_train, split.y_train, split.x_valid, split.y_valid, inputs.order)
    )

    def mean_loss(weights: Any, x: Any, y: Any) -> Any:
        return _row_losses(jnp, _logits(jnp, weights, x), y).mean()

    def train(rate: Any) -> Any:
        def step(state: Any, rows: Any) -> Any:
            weights = state[0]
            loss, gradients = jax.value_and_grad(mean_loss)(weights, x_train[rows], y_train[rows])
            return _adam(jax, state, gradients, rate), loss * len(rows)

        def epoch(state: Any, rows: Any) -> Any:
            state, losses = jax.lax.scan(step, state, rows[: n_full * size].reshape(n_full, size))
            total = losses.sum()
            if n_train % size:
                state, last = step(state, rows[n_full * size :])
                total += last
            logits = _logits(jnp, state[0], x_valid)
            accuracy = ((logits > 0) == (y_valid > 0.5)).mean()
            return state, (total / n_train, _row_losses(jnp, logits, y_valid).mean(), accuracy)

        weights = [jnp.asarray(weight) for weight in inputs.initial]
        zeros = [jnp.zeros_like(weight) for weight in weights]
        return jax.lax.scan(epoch, (weights, zeros, zeros, jnp.float32(0)), order)[1]

    return train


def _logits(jnp: Any, weights: Any, x: Any) -> Any:
    kernel, bias, output_kernel, output_bias = weights
    return (jnp.maximum(x @ kernel + bias, 0) @ output_kernel + output_bias)[:, 0]


def _row_losses(jnp: Any, logits: Any, y: Any) -> Any:
    """Binary cross-entropy from logits, in the form that does not overflow."""
    return jnp.maximum(logits, 0) - logits * y + jnp.log1p(jnp.exp(-jnp.abs(logits)))


def _adam(jax: Any, state: Any, gradients: Any, rate: Any) -> Any:
    """Adam as Keras writes it: epsilon is added to the root as it is, not corrected for bias."""
    weights, momenta, velocities, step = state
    t = step + 1
    alpha = rate * jax.numpy.sqrt(1 - BETA_2**t) / (1 - BETA_1**t)
    momenta = [m + (g - m) * (1 - BETA_1) for m, g in zip(momenta, gradients, strict=True)]
    velocities = [v + (g * g - v) * (1 - BETA_2) for v, g in zip(velocities, gradients, strict=True)]
    moves = [m * alpha / (jax.numpy.sqrt(v) + EPSILON) for m, v in zip(momenta, velocities, strict=True)]
    return [w - move for w, move in zip(weights, moves, strict=True)], momenta, velocities, t
