"""Which datasets the thresholds were chosen on, and which are held back to measure the checks."""

from enum import StrEnum

from undefault.seeds import derive_seed

REGRESSIONS = ("diabetes", "friedman1")
CLASSIFICATIONS = (
    "binary_10", "breast_cancer", "circles", "digits", "iris", "moons", "penguins", "spirals", "ten_class", "wine",
    "xor",
)  # fmt: skip
SOURCES = (*CLASSIFICATIONS, *REGRESSIONS)


class Half(StrEnum):
    """What the trainings on a dataset are for."""

    CHOOSING = "choosing"
    HELD_BACK = "held back"


def half_of(source: str) -> Half:
    """Return the half that a dataset falls into, by the parity of its name's hash.

    >>> [source for source in SOURCES if half_of(source) is Half.HELD_BACK]
    ['circles', 'digits', 'penguins', 'spirals', 'wine', 'friedman1']
    """
    return Half.CHOOSING if derive_seed("planted", source) % 2 else Half.HELD_BACK
