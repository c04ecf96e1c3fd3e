"""What a learning-rate schedule is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from undefault.records import FloatArray

Factors = Callable[[Mapping[str, float], FloatArray], FloatArray]


@dataclass(frozen=True)
class Schedule:
    """A kind of learning-rate decay.

    ``factors(values, steps)`` gives what the initial rate is multiplied by at each optimizer step (0-based), same shape
    as ``steps``. ``keras_class`` names the class in ``keras.optimizers.schedules`` that does the same; ``None`` where
    Keras has no such class. ``arguments`` are the names that ``values`` must hold.
    """

    kind: str
    keras_class: str | None
    arguments: tuple[str, ...]
    factors: Factors
