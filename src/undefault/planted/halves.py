"""Which datasets the thresholds were chosen on, and which are held back to measure the checks."""

from enum import StrEnum

REGRESSIONS = ("diabetes", "friedman1", "friedman2", "friedman3", "swiss_roll")
TANGLED = ("circles", "moons", "spirals", "xor", "gaussian_quantiles", "hastie")  # no line parts their classes
# Thresholds, kinds and references were settled on the others alone, before these were looked at, once
HELD_BACK = ("gaussian_quantiles", "hastie", "blobs", "friedman2", "friedman3", "swiss_roll")
CLASSIFICATIONS = (*TANGLED, "binary_10", "iris", "penguins", "wine", "blobs")
SOURCES = (*CLASSIFICATIONS, *REGRESSIONS)
# Tangled, parted, regression, of both halves
VARIED = ("moons", "iris", "diabetes", "circles", "wine", "friedman1", "gaussian_quantiles", "blobs", "friedman2")
# For kinds that need a task of their own
FEW = ("moons", "diabetes", "circles", "wine", "hastie", "gaussian_quantiles", "swiss_roll")
MORE = (*FEW, "blobs", "friedman2", "friedman3")  # and that do harm on some datasets only
MORE_SOURCES = ("breast_cancer", "digits", "ten_class")  # for healthy runs alone: their many inputs train slowly


class Half(StrEnum):
    """What the trainings on a dataset are for."""

    CHOOSING = "choosing"
    HELD_BACK = "held back"


def half_of(source: str) -> Half:
    """Return the half that a dataset falls into."""
    return Half.HELD_BACK if source in HELD_BACK else Half.CHOOSING
