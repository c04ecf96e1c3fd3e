"""What a planted failure is: a training that must fail, and the one it was broken from."""

from dataclasses import dataclass

from undefault.planted.ground import Ground
from undefault.records import Setting


@dataclass(frozen=True)
class Arm:
    """A setting on a task."""

    setting: Setting
    ground: Ground


@dataclass(frozen=True)
class Planted:
    """One failure with a known cause.

    ``checks`` names the checks that must fire on ``broken``. ``cause`` is the one thing whose repair heals it: a
    hyperparameter (``learning_rate``, ``momentum``, ``weight_decay``, ``decay``, ``patience``, ...), ``epochs``,
    ``feature scaling`` or ``target scaling``; ``None`` where no setting, budget or scaling can help, for the network or
    the rows are broken. ``healthy`` differs from ``broken`` in that one thing alone.
    """

    kind: str
    checks: tuple[str, ...]
    cause: str | None
    broken: Arm
    healthy: Arm

    @property
    def source(self) -> str:
        """The dataset that it stands on, whatever was planted in its rows."""
        return self.broken.ground.task.dataset.source

    @property
    def name(self) -> str:
        """Unique among all planted failures, e.g. ``rate 100 times too high / wine``."""
        return f"{self.kind} / {self.source}"
