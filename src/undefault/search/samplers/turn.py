"""Which proposal is due, and where it may lie."""

from dataclasses import dataclass

from undefault.search.parameters import Dimensions


@dataclass(frozen=True)
class Turn:
    """The proposal at ``place``, from 0, of the ``share`` that an optimizer gets, or gets more after a widening.

    ``seed`` is this proposal's alone, ``sequence_seed`` that of all proposals of the share. ``dimensions`` are what the
    optimizer's settings are drawn from. Samplers that learn nothing look in ``unseen``: the same, but of a range that
    was just widened only what was added to it.
    """

    seed: int
    sequence_seed: int
    place: int
    share: int
    dimensions: Dimensions
    unseen: Dimensions
