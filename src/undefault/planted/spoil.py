"""Rows spoiled on purpose: other units, no signal, nothing to tell them apart."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from undefault.datasets import Rows, add_label_noise
from undefault.planted.ground import Ground
from undefault.seeds import generator

Spoil = Callable[[Rows], Rows]


def spoiled(ground: Ground, spoil: Spoil, *, held_back: Spoil | None = None) -> Ground:
    """Return the ground with its development rows spoiled, and its test rows too where ``held_back`` says how."""
    dataset, test = ground.problem.dataset, ground.held_back
    problem = replace(ground.problem, dataset=replace(dataset, development=spoil(dataset.development)))
    return Ground(problem, test if held_back is None else replace(test, rows=held_back(test.rows)))


def unscaled(ground: Ground, **scales: str) -> Ground:
    """Return the ground with its rows prepared otherwise: ``scale`` and ``scale_target`` as in a configuration."""
    spec = replace(ground.task.dataset, **scales)  # type: ignore[arg-type]
    dataset = replace(ground.problem.dataset, spec=spec)
    return replace(ground.having(dataset=spec), problem=replace(ground.having(dataset=spec).problem, dataset=dataset))


def in_units(factor: float) -> Spoil:
    """Return what multiplies every number among the features, as if it came in smaller units."""

    def spoil(rows: Rows) -> Rows:
        numbers = rows.features.select_dtypes("number") * factor
        return Rows(rows.features.assign(**{str(name): numbers[name] for name in numbers}), rows.target)

    return spoil


def target_in_units(factor: float) -> Spoil:
    """Return what multiplies the target of a regression."""
    return lambda rows: Rows(rows.features, rows.target * factor)


def with_wrong_labels(ground: Ground, share: float) -> Ground:
    """Return the ground with label noise among its development rows."""
    n_classes = len(ground.problem.dataset.class_names)
    return spoiled(ground, lambda rows: add_label_noise(rows, share, n_classes=n_classes, seed=0))


def without_signal(rows: Rows) -> Rows:
    """Return the rows with their targets shuffled."""
    return Rows(rows.features, generator("planted", "shuffle").permutation(rows.target))


def all_alike(rows: Rows) -> Rows:
    """Return the rows with every feature the same for all of them: numbers at their mean, texts at the first."""
    constants = {
        str(name): column.mean() if column.dtype == np.float64 else column.iloc[0]
        for name, column in rows.features.items()
    }
    return Rows(rows.features.assign(**constants), rows.target)
