"""The part of a dataset's configuration that can be checked before any row is read."""

from collections.abc import Iterable

from undefault.datasets.preprocessor import SCALES
from undefault.datasets.target import TASKS
from undefault.errors import DataError, nearest
from undefault.records import DatasetSpec

MIN_ROWS = 16
MIN_DEVELOPMENT_ROWS = 8


def check_request(spec: DatasetSpec, sources: Iterable[str]) -> None:
    """Raise `DataError` where the configuration names something unknown or a number is out of range."""
    _check_choice("source", spec.source, sources)
    _check_choice("task", spec.task, TASKS)
    _check_choice("scale", spec.scale, SCALES)
    _check_choice("scale_target", spec.scale_target, SCALES)
    if not 0 <= spec.label_noise < 1:
        raise DataError(
            f"label_noise must be at least 0 and below 1, got {spec.label_noise}; it is the share of labels redrawn, "
            "or for regression the noise in standard deviations of the target"
        )
    if spec.n_samples is not None and spec.n_samples < MIN_DEVELOPMENT_ROWS:
        raise DataError(
            f"n_samples must be at least {MIN_DEVELOPMENT_ROWS}, got {spec.n_samples}; raise dataset.n_samples"
        )


def _check_choice(key: str, value: str, known: Iterable[str]) -> None:
    names = list(known)
    if value not in names:
        raise DataError(f"dataset.{key} must be one of {', '.join(names)}, got {value!r}{nearest(value, names)}")
