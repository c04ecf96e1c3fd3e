"""Which nights are dropped: the oldest, beyond those that are kept."""

from collections.abc import Iterable
from operator import attrgetter

from undefault.nights.night import Night


def to_drop(sweep_ids: Iterable[str], *, keep: int) -> list[str]:
    """Return the ids of nights' sweeps beyond the newest ``keep``, oldest first; sweeps that are no night's stay."""
    nights = {night for sweep_id in sweep_ids if (night := Night.from_sweep_id(sweep_id))}
    oldest_first = sorted(nights, key=attrgetter("number"))
    return [night.sweep_id for night in oldest_first[: max(len(nights) - keep, 0)]]
