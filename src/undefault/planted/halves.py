"""Which datasets the thresholds were chosen on, and which are held back to measure the checks."""

from enum import StrEnum

from undefault.seeds import derive_seed

REGRESSIONS = ("diabetes", "friedman1")
TANGLED = ("circles", "moons", "spirals", "xor")  # no line parts their classes
CLASSIFICATIONS = (*TANGLED, "binary_10", "iris", "penguins", "wine")
SOURCES = (*CLASSIFICATIONS, *REGRESSIONS)
VARIED = ("moons", "iris", "diabetes", "circles", "wine", "friedman1")  # of both halves: tangled, parted, regression
FOUR = ("moons", "diabetes", "circles", "wine")  # two of each half, for kinds that need a task of their own
MORE_SOURCES = ("breast_cancer", "digits", "ten_class")  # for healthy runs alone: their many inputs train slowly


class Half(StrEnum):
    """What the trainings on a dataset are for."""

    CHOOSING = "choosing"
    HELD_BACK = "held back"


def half_of(source: str) -> Half:
    """Return the half that a dataset falls into, by the parity of its name's hash.

    >>> [source for source in (*SOURCES, *MORE_SOURCES) if half_of(source) is Half.HELD_BACK]
    ['circles', 'spirals', 'penguins', 'wine', 'friedman1', 'digits']
    """
    return Half.CHOOSING if derive_seed("planted", source) % 2 else Half.HELD_BACK
