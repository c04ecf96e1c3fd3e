"""The parts of the benchmark, by letter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks import start_up, whole_sweep
from benchmarks.child import Result, ask
from benchmarks.sizes import Sizes


@dataclass(frozen=True)
class Part:
    """What a part measures, in words, and how."""

    title: str
    measure: Callable[[Sizes], Result]


def _reference(sizes: Sizes) -> Result:
    return _against_fit("breast_cancer", sizes.n_lanes, sizes.epochs, sizes)


def _others(sizes: Sizes) -> Result:
    return {
        "digits": _against_fit("digits", sizes.wide_lanes, sizes.wide_epochs, sizes),
        "sine": _against_fit("sine", sizes.n_lanes, sizes.epochs, sizes),
    }


def _against_fit(case: str, n_lanes: int, epochs: int, sizes: Sizes) -> Result:
    return ask("against_fit", case=case, n_lanes=n_lanes, epochs=epochs, n_repetitions=sizes.n_repetitions)


def _handwritten(sizes: Sizes) -> Result:
    return ask("handwritten", n_lanes=sizes.n_lanes, epochs=sizes.epochs, n_repetitions=sizes.n_repetitions)


def _scaling(sizes: Sizes) -> Result:
    size = {"epochs": sizes.epochs, "n_repetitions": sizes.n_repetitions}
    counts = {"epoch_counts": sizes.epoch_counts, "row_counts": sizes.row_counts}
    return {
        "lanes": [ask("lanes", n_lanes=n_lanes, **size) for n_lanes in sizes.lane_counts],
        "growth": ask("growing", n_lanes=sizes.n_lanes, **size, **counts),
    }


def _start_up(sizes: Sizes) -> Result:
    return start_up.measure(sizes.n_starts)


PARTS: Mapping[str, Part] = {
    "a": Part("the engine against model.fit on the reference training", _reference),
    "b": Part("the same on a larger network and on a regression", _others),
    "c": Part("the engine against JAX and C written by hand", _handwritten),
    "d": Part("a lane's cost by lanes, epochs and rows, and memory", _scaling),
    "e": Part("a whole sweep against the pipeline written by hand", whole_sweep.against_plain),
    "f": Part("where a sweep's time goes", whole_sweep.stages),
    "g": Part("time to the help and to the first error", _start_up),
}
