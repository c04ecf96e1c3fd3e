"""Which nights are dropped: the oldest, beyond those that are kept."""

from collections.abc import Iterable

from undefault.nights.night import Night


def to_drop(sweep_ids: Iterable[str], *, keep: int) -> list[str]:
    """Return the ids of nights' sweeps beyond the newest ``keep``, oldest first; sweeps that are no night's stay."""
    nights = sorted({night for sweep_id in sweep_ids if (night := Night.from_sweep_id(sweep_id))}, key=_number)
    return [night.sweep_id for night in nights[: max(len(nights) - keep, 0)]]


def _number(night: Night) -> int:
    return night.number
