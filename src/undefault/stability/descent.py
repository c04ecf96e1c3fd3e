"""How an optimizer moves on a quadratic: the recurrence whose roots say whether a disturbance grows or dies out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from undefault.records import FloatArray

AVERAGED = ("Adam", "AdamW", "Nadam")


@dataclass(frozen=True)
class Descent:
    """Gradient descent, adaptive or not, with momentum.

    ``momentum`` is beta. ``averaged`` tells that the gradient enters the moving average with weight ``1 - beta``, as in
    Adam; ``nesterov`` that the step looks ahead. ``memory`` is the number of steps over which squared gradients are
    averaged, whose root is the preconditioner that divides each weight's step; 0 where there is none.
    """

    momentum: float = 0.0
    nesterov: bool = False
    averaged: bool = False
    memory: float = 0.0

    @property
    def is_adaptive(self) -> bool:
        """Whether each weight's steps are divided by the root mean square of its gradients."""
        return self.memory > 0

    @property
    def limit(self) -> float:
        """The largest stable learning rate times the sharpness.

        2 without momentum, ``2 + 2 beta`` with Polyak's, ``(2 + 2 beta) / (1 + 2 beta)`` with Nesterov's (Cohen et al.
        2021, "Gradient descent on neural networks typically occurs at the edge of stability", appendix B); divided by
        ``1 - beta`` where gradients are averaged, as 38 for Adam (Cohen et al. 2022, "Adaptive gradient methods at the
        edge of stability", where the sharpness is that of the preconditioned Hessian).
        """
        ahead = 1 + 2 * self.momentum if self.nesterov else 1.0
        return (2 + 2 * self.momentum) / ahead / (1 - self.momentum if self.averaged else 1.0)

    @property
    def speed(self) -> float:
        """How far a step moves in the long run, in units of the learning rate times the gradient."""
        return 1.0 if self.averaged else 1 / (1 - self.momentum)

    def growth(self, steepness: FloatArray) -> FloatArray:
        """Return the logarithm of the factor by which a disturbance grows in a step, below 0 where it dies out.

        ``steepness`` is the learning rate times the curvature along the disturbance. The factor is the larger root of
        ``z^2 - (1 + beta - a) z + beta`` with Polyak's momentum and of ``z^2 - (1 + beta) (1 - a) z + beta (1 - a)``
        with Nesterov's.
        """
        beta = self.momentum
        a = np.asarray(steepness, dtype=float) * (1 - beta if self.averaged else 1.0)
        total, product = (
            ((1 + beta) * (1 - a), beta * (1 - a)) if self.nesterov else (1 + beta - a, np.full_like(a, beta))
        )
        inside = total**2 - 4 * product
        apart = (np.abs(total) + np.sqrt(np.maximum(inside, 0))) / 2
        factor = np.where(inside < 0, np.sqrt(np.abs(product)), apart)
        return np.log(np.maximum(factor, 1e-12))


def descent_of(keras_class: str, hyperparameters: Mapping[str, float], *, n_steps: int) -> Descent | None:
    """Return how the optimizer descends, or ``None`` where no limit of a training of ``n_steps`` follows from that.

    Arguments that are not given are Keras's own defaults.

    None follows for adaptive descent that remembers less than the whole training, as RMSprop does: its preconditioner
    depends on the learning rate itself; nor for Adagrad, whose preconditioner grows with every step; nor for Lion,
    whose steps have one length however small the gradient is; nor for Adadelta, Adamax and Ftrl, whose scaling is not
    treated by Cohen et al.
    """
    if keras_class == "SGD":
        return Descent(hyperparameters.get("momentum", 0.0), bool(hyperparameters.get("nesterov", 0.0)))
    if keras_class == "RMSprop":
        descent = Descent(hyperparameters.get("momentum", 0.0), memory=_memory(hyperparameters.get("rho", 0.9)))
    elif keras_class in AVERAGED:
        memory = _memory(hyperparameters.get("beta_2", 0.999))
        descent = Descent(hyperparameters.get("beta_1", 0.9), keras_class == "Nadam", averaged=True, memory=memory)
    else:
        return None
    return descent if descent.memory >= n_steps else None


def _memory(decay: float) -> float:
    """Return the mean age in steps, from 1, of what a moving average of this decay holds."""
    return 1 / (1 - decay) if decay < 1 else np.inf
