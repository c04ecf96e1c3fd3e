"""Failures planted on purpose, whose cause is known, to measure what finds them."""

from undefault.planted.ground import Ground
from undefault.planted.halves import Half, half_of
from undefault.planted.plant import KINDS, planted_failures
from undefault.planted.record import Arm, Planted

__all__ = ["KINDS", "Arm", "Ground", "Half", "Planted", "half_of", "planted_failures"]
