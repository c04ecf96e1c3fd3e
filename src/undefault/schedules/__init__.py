"""Keras's learning-rate schedules as plain arithmetic, one file a kind.

A new kind is one file that defines a `Schedule`, and its line here.
"""

from collections.abc import Mapping

from undefault.errors import ConfigError, nearest
from undefault.schedules.base import Schedule
from undefault.schedules.constant import CONSTANT
from undefault.schedules.cosine import COSINE
from undefault.schedules.exponential import EXPONENTIAL
from undefault.schedules.inverse_time import INVERSE_TIME
from undefault.schedules.reduce_on_plateau import REDUCE_ON_PLATEAU, Plateaus

__all__ = ["SCHEDULES", "Plateaus", "Schedule", "schedule_named"]

SCHEDULES: Mapping[str, Schedule] = {
    schedule.kind: schedule for schedule in (CONSTANT, EXPONENTIAL, INVERSE_TIME, COSINE, REDUCE_ON_PLATEAU)
}


def schedule_named(kind: str) -> Schedule:
    """Return the schedule of that kind; raise `ConfigError` where there is none."""
    if kind not in SCHEDULES:
        raise ConfigError(f"decay must be one of {', '.join(SCHEDULES)}, got {kind!r}{nearest(kind, SCHEDULES)}")
    return SCHEDULES[kind]
