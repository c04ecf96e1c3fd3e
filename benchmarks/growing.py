"""How the cost of a lane grows with epochs and with training rows."""

from collections.abc import Mapping, Sequence
from functools import partial

from benchmarks.child import Result, answer
from benchmarks.reference import Case, fresh_engine, make_case
from benchmarks.timing import Figures, alternate, growth


def measure(
    n_lanes: int, epochs: int, epoch_counts: Sequence[int], row_counts: Sequence[int], n_repetitions: int
) -> Result:
    """Return milliseconds a lane by number of epochs and of rows, compiled before, and the power each grows with."""
    cases = {
        "epochs": {count: make_case("breast_cancer", n_lanes=n_lanes, epochs=count) for count in epoch_counts},
        "rows": {
            count: make_case("breast_cancer", n_lanes=n_lanes, epochs=epochs, n_train=count) for count in row_counts
        },
    }
    by_size = {name: _milliseconds(sized, n_lanes, n_repetitions) for name, sized in cases.items()}
    powers = {
        name: growth(list(figures), [figure["median_ms"] for figure in figures.values()])
        for name, figures in by_size.items()
    }
    return {"n_lanes": n_lanes, "milliseconds_a_lane": by_size, "power": powers}


def _milliseconds(cases: Mapping[int, Case], n_lanes: int, n_repetitions: int) -> dict[int, Figures]:
    works = {str(count): partial(case.train, fresh_engine()) for count, case in cases.items()}
    for compile_ in works.values():
        compile_()
    timings = alternate(works, n_repetitions)
    return {int(name): timing.figures(n_lanes) for name, timing in timings.items()}


if __name__ == "__main__":
    answer(measure)
