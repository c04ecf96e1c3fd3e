"""What early stopping and shorter budgets would have done to a default, from its full curves; nothing is trained."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, t

from undefault.early_stopping import replay_every_patience
from undefault.records import BoolArray, FloatArray
from undefault.seeds import generator
from undefault.verdicts.scores import Scored
from undefault.verdicts.skill import skill

N_DRAWS = 1000
FEWEST_SEEDS = 3  # for an interval


@dataclass(frozen=True)
class Replayed:
    """Validation skills ``(n_seeds, n_choices)`` that choices lead to, and mean epochs trained ``(n_choices,)``."""

    skill: FloatArray
    epochs: FloatArray


def replay_patience(scored: Scored) -> Mapping[bool, Replayed]:
    """Return what each patience from 0 to the budget would have led to, without and with the best weights restored.

    ``scored`` must be trained for the whole budget at a constant rate.
    """
    curves = skill(scored.training.valid_loss, scored.constant_valid_loss[:, None])
    last, restored = replay_every_patience(scored.training.valid_loss)
    epochs = (last + 1).mean(axis=0)
    return {
        restores: Replayed(np.take_along_axis(curves, chosen, axis=1), epochs)
        for restores, chosen in ((False, last), (True, restored))
    }


def replay_budgets(scored: Scored) -> Replayed:
    """Return what each budget from 1 epoch to the whole leads to: at a constant rate, a prefix of the curve."""
    curves = skill(scored.training.valid_loss, scored.constant_valid_loss[:, None])
    return Replayed(curves, np.arange(1.0, curves.shape[1] + 1))


def paired_regret(
    reference: FloatArray, skills: FloatArray, *, alpha: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mean and interval of ``reference (n_seeds,) - skills (n_seeds, n_choices)``, each ``(n_choices,)``.

    Student's interval over seeds, for each choice alone; NaN with fewer than `FEWEST_SEEDS`.
    """
    lost = reference[:, None] - skills
    mean, n_seeds = lost.mean(axis=0), len(lost)
    if n_seeds < FEWEST_SEEDS:
        return mean, np.full_like(mean, np.nan), np.full_like(mean, np.nan)
    half = t.ppf(1 - alpha / 2, n_seeds - 1) * lost.std(axis=0, ddof=1) / np.sqrt(n_seeds)
    return mean, mean - half, mean + half


def among_best(skills: FloatArray, *, alpha: float) -> BoolArray:
    """Return which choices ``(n_choices,)`` may be the best: the set holds the truly best one with ``1 - alpha``.

    Multiple comparisons with the best (Hsu 1981): a choice stays unless the highest mean is above its own by more than
    chance would make *any* choice look better than it, were all equal. That is bootstrapped over seeds, which keeps
    the ties between neighbours; an interval of the bootstrapped argmax would not hold on a plateau. Only the truly best
    must be kept, so nothing is corrected for the number of choices. Few seeds spread wider than their bootstrap, so it
    is stretched by Student's quantile over the normal one. All may be the best with fewer than `FEWEST_SEEDS`.
    """
    n_seeds = len(skills)
    if n_seeds < FEWEST_SEEDS:
        return np.ones(skills.shape[1], dtype=bool)
    mean = skills.mean(axis=0)
    draws = generator("best choice", n_seeds).multinomial(n_seeds, np.full(n_seeds, 1 / n_seeds), size=N_DRAWS)
    noise = draws @ (skills - mean) / n_seeds
    ahead = np.quantile(noise.max(axis=1)[:, None] - noise, 1 - alpha, axis=0)
    stretch = t.ppf(1 - alpha, n_seeds - 1) / norm.ppf(1 - alpha) * np.sqrt(n_seeds / (n_seeds - 1))
    return np.asarray(mean.max() - mean <= ahead * stretch + 1e-12)
