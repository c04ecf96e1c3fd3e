"""What a source of rows is, and how those that come with the tool or are generated take their parameters."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from undefault.errors import DataError, nearest
from undefault.records import DatasetSpec
from undefault.seeds import derive_seed

_LARGEST_PARAMETER = 1_000_000  # of rows generated: small datasets are what this is for


@dataclass(frozen=True)
class Table:
    """Rows as they were read: feature columns and target column of one length, of any type, with holes.

    ``notes`` are sentences on what was converted while reading.
    """

    features: pd.DataFrame
    target: pd.Series
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where rows come from; ``read`` raises `DataError` where it cannot."""

    name: str
    read: Callable[[DatasetSpec], Table]


def bundled(name: str, make: Callable[[], Table]) -> Source:
    """Return the source of a dataset that is installed with its library."""

    def read(spec: DatasetSpec) -> Table:
        _check_no_file(spec)
        _arguments(spec, make)
        return make()

    return Source(name, read)


def generated(name: str, make: Callable[..., Table]) -> Source:
    """Return the source of generated rows.

    ``make(seed, n_rows=..., noise=...)`` gets a seed that depends on ``name`` alone: the dataset is the same in every
    sweep. Its keyword-only arguments and their defaults are the dataset's parameters.
    """

    def read(spec: DatasetSpec) -> Table:
        _check_no_file(spec)
        arguments = _arguments(spec, make)
        try:
            return make(derive_seed("dataset", name), **arguments)
        except ValueError as error:
            raise DataError(f"dataset {name!r} cannot be generated with {arguments}: {error}") from error

    return Source(name, read)


def _check_no_file(spec: DatasetSpec) -> None:
    for key, value in (("path", spec.path), ("target", spec.target)):
        if value is not None:
            raise DataError(f"dataset.{key} is for dataset=csv, got {value!r} for {spec.source!r}; leave it out")


def _arguments(spec: DatasetSpec, make: Callable[..., Table]) -> dict[str, Any]:
    """Return the spec's parameters in their defaults' types; raise `DataError` where one is unknown or out of range."""
    defaults = {
        name: parameter.default
        for name, parameter in inspect.signature(make).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }
    for name, value in spec.parameters.items():
        if name not in defaults:
            known = ", ".join(defaults) or "no parameters"
            raise DataError(f"dataset {spec.source!r} takes {known}, got {name!r}{nearest(name, defaults)}")
        if not 0 <= value < float("inf") or (isinstance(defaults[name], int) and value != int(value)):
            number = "a whole number" if isinstance(defaults[name], int) else "a number"
            raise DataError(f"{name} of dataset {spec.source!r} must be {number} from 0 up, got {value}")
        if value > _LARGEST_PARAMETER:
            raise DataError(
                f"{name} of dataset {spec.source!r} must be at most {_LARGEST_PARAMETER:,}, got {value:g}; lower it"
            )
    return {name: type(defaults[name])(value) for name, value in spec.parameters.items()}
