"""The target: whether it is a class or a number, and its values as numbers."""

import reprlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from undefault.datasets.numbers import to_numbers
from undefault.errors import DataError
from undefault.records import FloatArray, TaskType

TASKS = ("auto", "classification", "regression")
_MAX_INFERRED_CLASSES = 20
_INFERRED_ROWS_PER_CLASS = 10
_MOSTLY_NUMBERS = 0.9
_NUMBERS = ("integer", "floating", "mixed-integer-float", "decimal", "boolean")
_CLASSES = ("string", "categorical", "boolean", "mixed-integer")
_LARGEST = float(np.finfo(np.float32).max)


@dataclass(frozen=True)
class Target:
    """A coded target: ``values`` ``(n_rows,)`` float64 hold class codes in the order of ``class_names``, or numbers."""

    task_type: TaskType
    values: FloatArray
    class_names: tuple[str, ...] = ()


def code_target(column: pd.Series, task: str) -> Target:
    """Return the coded target of a column without missing values; raise `DataError` where it cannot be learned.

    With ``task`` ``auto``, text, categories, booleans, two distinct numbers, and at most 20 distinct integers with at
    least 10 rows each on average are classes; all else is regression.
    """
    kind = pd.api.types.infer_dtype(column, skipna=True)
    if kind not in {*_NUMBERS, *_CLASSES, "empty"}:
        raise DataError(
            f"the target {column.name!r} must hold classes or numbers, got {kind} values; convert the column"
        )
    if column.nunique() < 2:
        seen = f"only {reprlib.repr(column.iloc[0])}" if len(column) else "no value"
        raise DataError(f"the target {column.name!r} must have at least two distinct values, got {seen}; name another")
    _check_finite(column, kind)
    if task == "regression":
        return Target(TaskType.REGRESSION, _as_numbers(column))
    if task == "auto":
        _check_not_spoilt_numbers(column, kind)
    if task == "classification" or _looks_like_classes(column, kind):
        return _coded_classes(column)
    return Target(TaskType.REGRESSION, _as_numbers(column))


def _looks_like_classes(column: pd.Series, kind: str) -> bool:
    if kind in _CLASSES or column.nunique() == 2:
        return True
    values = to_numbers(column).to_numpy()
    few = column.nunique() <= min(_MAX_INFERRED_CLASSES, len(column) / _INFERRED_ROWS_PER_CLASS)
    return bool(few and (values == np.round(values)).all())


def _coded_classes(column: pd.Series) -> Target:
    """Return class codes in the order of the values, or of the categories where the column has them."""
    categories = column.astype("category").cat.remove_unused_categories()
    names = tuple(_class_name(value) for value in categories.cat.categories)
    codes = np.asarray(categories.cat.codes, dtype=np.float64)
    return Target(TaskType.BINARY if len(names) == 2 else TaskType.MULTICLASS, codes, names)


def _class_name(value: object) -> str:
    """Return the value as text, whole numbers without a decimal point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _as_numbers(column: pd.Series) -> FloatArray:
    """Return the column as float64 ``(n_rows,)``; raise `DataError` where a cell is no number."""
    numbers = to_numbers(column)
    bad = column[numbers.isna()]
    if len(bad):
        raise DataError(
            f"a regression target must hold numbers, but {len(bad)} of {len(column)} cells in {column.name!r} do not, "
            f"e.g. {reprlib.repr(bad.iloc[0])}; mend them, or set dataset.task=classification"
        )
    _check_finite(numbers, "floating")
    return numbers.to_numpy(copy=True)


def _check_not_spoilt_numbers(column: pd.Series, kind: str) -> None:
    """Raise `DataError` on text that is nearly all numbers: classes would be a wrong guess, and so would be numbers."""
    if kind != "string":
        return
    numbers = to_numbers(column)
    bad = column[numbers.isna()]
    if len(bad) and len(bad) <= (1 - _MOSTLY_NUMBERS) * len(column):
        raise DataError(
            f"the target {column.name!r} holds numbers except in {len(bad)} of {len(column)} cells, e.g. "
            f"{reprlib.repr(bad.iloc[0])}; mend or empty these cells, or set dataset.task=classification"
        )


def _check_finite(column: pd.Series, kind: str) -> None:
    if kind not in {"floating", "integer", "mixed-integer-float", "decimal"}:
        return
    n_infinite = int((to_numbers(column).abs() > _LARGEST).sum())
    if n_infinite:
        raise DataError(
            f"the target {column.name!r} must be finite in float32, but {n_infinite} of {len(column)} values are "
            "infinite or too large; correct or remove these rows"
        )
