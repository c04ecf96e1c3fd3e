"""The pruners by name."""

from collections.abc import Callable, Mapping, Sequence

from undefault.pruning.halving import halving
from undefault.pruning.hyperband import hyperband
from undefault.pruning.median import median
from undefault.pruning.rung import Bracket
from undefault.seeds import generator

PRUNERS: Mapping[str, Callable[[int], Sequence[Bracket]]] = {
    "none": lambda _: [Bracket(())],
    "median": median,
    "halving": halving,
    "hyperband": hyperband,
}


def bracket_of(brackets: Sequence[Bracket], *names: str | int) -> int:
    """Return the bracket of the trial that ``names`` names, drawn by weight: the same whenever it is asked."""
    weights = [bracket.weight for bracket in brackets]
    total = sum(weights)
    return int(generator("bracket", *names).choice(len(brackets), p=[weight / total for weight in weights]))
