"""What many nights say together: their order, their evidence, how one differs from the one before, which are kept."""

from undefault.nights.accumulate import accumulate
from undefault.nights.book import Book
from undefault.nights.changes import Change, are_comparable, compare_nights
from undefault.nights.evidence import evidence_of
from undefault.nights.night import Night, next_night
from undefault.nights.retention import to_drop

__all__ = [
    "Book",
    "Change",
    "Night",
    "accumulate",
    "are_comparable",
    "compare_nights",
    "evidence_of",
    "next_night",
    "to_drop",
]
