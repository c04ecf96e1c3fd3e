"""Loading a dataset: from its source to the rows for searching and the rows held back."""

import reprlib
from collections.abc import Sequence

import numpy as np

from undefault.datasets.columns import clean_columns
from undefault.datasets.dataset import Dataset, HeldBack, Rows
from undefault.datasets.digest import digest
from undefault.datasets.label_noise import add_label_noise
from undefault.datasets.request import MIN_DEVELOPMENT_ROWS, MIN_ROWS, check_request
from undefault.datasets.schema import infer_schema
from undefault.datasets.sources import SOURCES, Table
from undefault.datasets.strata import cut_with_variety, stratified_order, target_strata
from undefault.datasets.target import Target, code_target
from undefault.errors import DataError
from undefault.records import DatasetSpec, IntArray, TaskType
from undefault.seeds import generator

_MIN_ROWS_PER_CLASS = 4
_DEVELOPMENT_ROWS_PER_CLASS = 2
_MOST_CELLS = 100_000_000  # 400 MB for one seed's rows


def load_dataset(spec: DatasetSpec, *, seed: int) -> tuple[Dataset, HeldBack]:
    """Read the dataset and hold back a quarter of its rows (rounded down), stratified and drawn by ``seed``.

    The rows are put into one stratified random order: its last quarter is the test part, its first ``n_samples`` the
    development rows, so that a smaller development set is part of a larger one. The columns and categories come from
    the first three quarters, whatever ``n_samples`` is: a network has the same size at every number of rows. Label
    noise is drawn by ``seed`` and changes development rows only. Raises `DataError`.
    """
    check_request(spec, SOURCES)
    table, dropped = _without_missing_target(SOURCES[spec.source].read(spec))
    target = _as_trained(code_target(table.target, spec.task), spec)
    _check_sizes(target, column=str(table.target.name))
    _check_variety(target, column=str(table.target.name))
    features, cleaned = clean_columns(table.features)
    pool, test = _hold_back(target, seed=seed)
    schema, left_out = infer_schema(features.iloc[pool])
    rows = Rows(features[[*schema.numeric, *schema.categorical]], target.values)
    development = _take(rows, pool[: _n_development(spec, len(pool), target)])
    _check_memory(len(development), schema.n_features)
    noisy = add_label_noise(development, spec.label_noise, n_classes=len(target.class_names), seed=seed)
    _check_development(noisy, spec)
    dataset = Dataset(
        spec=spec,
        task_type=target.task_type,
        class_names=target.class_names,
        schema=schema,
        development=noisy,
        n_test=len(test),
        notes=(*table.notes, *dropped, *cleaned, *left_out),
        digest=digest(rows),
    )
    return dataset, HeldBack(_take(rows, test))


def _without_missing_target(table: Table) -> tuple[Table, Sequence[str]]:
    """Return the table without the rows whose target is missing, and a note on them."""
    known = table.target.notna()
    n_dropped = int((~known).sum())
    if not n_dropped:
        return table, ()
    features, column = table.features[known].reset_index(drop=True), table.target[known].reset_index(drop=True)
    return Table(features, column, table.notes), (
        f"{n_dropped} rows without a value in the target {table.target.name!r} were dropped",
    )


def _check_sizes(target: Target, *, column: str) -> None:
    """Raise `DataError` where the rows are too few for a test, a training and a validation part."""
    if len(target.values) < MIN_ROWS:
        raise DataError(f"a dataset needs at least {MIN_ROWS} rows with a target, got {len(target.values)}; add rows")
    counts = np.bincount(target.values.astype(np.int64)) if target.class_names else ()
    rare = [(name, n) for name, n in zip(target.class_names, counts, strict=True) if n < _MIN_ROWS_PER_CLASS]
    if rare:
        shown = ", ".join(f"{reprlib.repr(name)} has {n}" for name, n in rare[:3])
        raise DataError(
            f"each class of {column!r} needs at least {_MIN_ROWS_PER_CLASS} rows to be in the training, validation and "
            f"test part, but {shown}{', ...' if len(rare) > 3 else ''}; merge or remove such classes (of "
            f"{len(target.class_names)}, {len(rare)} are too rare), or set dataset.task=regression for a number"
        )


def _as_trained(target: Target, spec: DatasetSpec) -> Target:
    """Return the target in the precision that training sees: float32's, where it is not scaled before."""
    if target.task_type is not TaskType.REGRESSION or spec.scale_target != "none":
        return target
    return Target(target.task_type, target.values.astype(np.float32).astype(np.float64))


def _check_variety(target: Target, *, column: str) -> None:
    """Raise `DataError` where a part would hold one value only, on which no network can beat a constant."""
    _, counts = np.unique(target.values, return_counts=True)
    n_other = len(target.values) - int(counts.max())
    if n_other < _MIN_ROWS_PER_CLASS:
        raise DataError(
            f"the target {column!r} needs at least {_MIN_ROWS_PER_CLASS} rows that differ from its most frequent "
            f"value, to be in the training, validation and test part, got {n_other}; add such rows"
        )


def _check_memory(n_rows: int, n_features: int) -> None:
    if n_rows * n_features > _MOST_CELLS:
        raise DataError(
            f"a dataset must have at most {_MOST_CELLS:,} cells once text is one-hot, got {n_rows:,} rows times "
            f"{n_features:,} columns; lower dataset.n_samples, or leave out columns with many categories"
        )


def _check_development(rows: Rows, spec: DatasetSpec) -> None:
    """Raise `DataError` where the rows to learn from have one value of the target."""
    if len(np.unique(rows.target)) < 2:
        raise DataError(
            f"the {len(rows)} rows for training and validation must have two distinct values of the target, got "
            f"{rows.target[0]:g} alone; raise dataset.n_samples={spec.n_samples}, or lower "
            f"dataset.label_noise={spec.label_noise:g}"
        )


def _hold_back(target: Target, *, seed: int) -> tuple[IntArray, IntArray]:
    """Return the row numbers of the development pool, in stratified order, and of the test part."""
    strata = target_strata(target.values, target.task_type)
    order = stratified_order(strata, generator("rows", seed), first=_DEVELOPMENT_ROWS_PER_CLASS)
    return cut_with_variety(order, len(order) - len(order) // 4, target.values)


def _n_development(spec: DatasetSpec, n_pool: int, target: Target) -> int:
    """Return the number of development rows asked for; raise `DataError` where that cannot be."""
    if spec.n_samples is None:
        return n_pool
    fewest = max(MIN_DEVELOPMENT_ROWS, _DEVELOPMENT_ROWS_PER_CLASS * len(target.class_names))
    if not fewest <= spec.n_samples <= n_pool:
        raise DataError(
            f"n_samples must be between {fewest} and {n_pool}, the rows left after a quarter of {len(target.values)} "
            f"is held back as test part, got {spec.n_samples}; change dataset.n_samples"
        )
    return spec.n_samples


def _take(rows: Rows, numbers: IntArray) -> Rows:
    """Return the rows of these numbers, in their order."""
    return Rows(rows.features.iloc[numbers].reset_index(drop=True), rows.target[numbers])
