"""Label noise: wrong labels put into the development rows on purpose."""

import numpy as np

from undefault.datasets.dataset import Rows
from undefault.records import FloatArray
from undefault.seeds import generator


def add_label_noise(rows: Rows, label_noise: float, *, n_classes: int, seed: int) -> Rows:
    """Return the rows with noisy labels, drawn by ``seed``; more noise keeps what less noise had drawn.

    Classes: that share of the labels, rounded, is redrawn uniformly among the other classes. Regression (no classes):
    Gaussian noise with a standard deviation of ``label_noise`` times the target's is added.
    """
    if label_noise == 0:
        return rows
    rng = generator("label noise", seed)
    if n_classes:
        return Rows(rows.features, _redrawn_classes(rows.target, label_noise, n_classes, rng))
    return Rows(rows.features, rows.target + label_noise * rows.target.std() * rng.standard_normal(len(rows)))


def _redrawn_classes(codes: FloatArray, share: float, n_classes: int, rng: np.random.Generator) -> FloatArray:
    chosen = rng.permutation(len(codes))[: round(share * len(codes))]
    steps = rng.integers(1, n_classes, size=len(codes))
    noisy = codes.copy()
    noisy[chosen] = (codes[chosen] + steps[chosen]) % n_classes
    return noisy
