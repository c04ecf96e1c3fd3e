"""Checks of single configured values; each returns the value, or raises `ConfigError` with the key in the message."""

from collections.abc import Sequence
from math import inf, isfinite
from typing import Any

from undefault.errors import ConfigError, nearest

LARGEST = 10**9  # beyond it a count is a slip of the keyboard


def one_of(key: str, value: str, known: Sequence[str]) -> str:
    """Return ``value``, one of ``known``."""
    if value not in known:
        raise ConfigError(f"{key} must be one of {', '.join(known)}, got {value!r}{nearest(str(value), known)}")
    return value


def positive(key: str, value: int) -> int:
    """Return ``value``, a count from 1 up; the schema lets lists through within lists."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigError(f"{key} must hold whole numbers, got {value!r}; write them without brackets or a point")
    if not 1 <= value <= LARGEST:
        bound = "1 or more" if value < 1 else f"at most {LARGEST:,}"
        raise ConfigError(f"{key} must be {bound}, got {value}; {'raise' if value < 1 else 'lower'} it")
    return value


def whole(key: str, value: Any) -> int:
    """Return ``value``, a count, where the schema lets anything through."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigError(
            f"{key} must be a whole number, a list of them, or null, got {value!r}; write it without a point"
        )
    return positive(key, value)


def finite(key: str, value: Any) -> float:
    """Return ``value`` as a float."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        shown = "null" if value is None else repr(value)
        raise ConfigError(f"{key} must be a finite number, got {shown}; write it as in 0.1")
    return float(value)


def positive_number(key: str, value: float) -> float:
    """Return ``value``, which must be above 0 and finite."""
    if not 0 < value < inf:
        raise ConfigError(f"{key} must be above 0 and finite, got {value}; give another number")
    return value


def text(key: str, value: str) -> str:
    """Return ``value``, which must not be blank."""
    if not value.strip():
        raise ConfigError(f"{key} must not be empty, got {value!r}; give it a value or leave it out")
    return value
