"""What the checks are asked about: a default, the references that it is read against, and its task."""

from dataclasses import dataclass

import numpy as np

from undefault.diagnosis.facts import Facts
from undefault.records import FloatArray
from undefault.verdicts.scores import Scored

MATERIAL = 0.05  # of skill: the margin by default
NOISE = 2.0  # standard errors of a paired mean over seeds; about one case in 40 exceeds it by chance
LEARNABLE = 0.2  # of skill: where the best setting has less, there is hardly anything to fall behind
NOTHING_LEARNED = 0.1  # of skill: what chance gives on small parts of rows


@dataclass(frozen=True)
class Case:
    """A default on a task beside two references, all on the same seeds.

    ``tuned`` is the best setting of the same optimizer, ``best`` the best of all settings on the task; either may be
    the default itself. All hold test rows.
    """

    default: Scored
    tuned: Scored
    best: Scored
    facts: Facts

    def __post_init__(self) -> None:
        seeds = {len(scored.training.seeds) for scored in (self.default, self.tuned, self.best)}
        if len(seeds) > 1:
            raise ValueError(f"a default and its references must have equal numbers of seeds, got {sorted(seeds)}")

    @property
    def lag(self) -> FloatArray:
        """The tuned setting's skill on test rows minus the default's, ``(n_seeds,)``."""
        return self.tuned.test_skill - self.default.test_skill

    @property
    def is_behind(self) -> bool:
        """Whether the default loses more than a `MATERIAL` skill, and more than `NOISE` explains, to a reference."""
        return _is_large(self.lag) or _is_large(self.best.test_skill - self.default.test_skill)

    @property
    def is_learnable(self) -> bool:
        """Whether any setting learned something."""
        return max(_typical(self.best), _typical(self.tuned)) >= LEARNABLE

    @property
    def is_harmed(self) -> bool:
        """Whether there is something to explain: the default is behind, or has learned nothing at all."""
        return self.is_behind or _typical(self.default) < NOTHING_LEARNED


def _is_large(lag: FloatArray) -> bool:
    error = lag.std(ddof=1) / np.sqrt(len(lag)) if len(lag) > 1 else 0.0
    return bool(lag.mean() > max(MATERIAL, NOISE * error))


def _typical(scored: Scored) -> float:
    return float(scored.test_skill.mean())
