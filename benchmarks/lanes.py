"""What a lane costs where so many are trained together, and the memory that they take; in a process of its own."""

import resource
from functools import partial

from benchmarks.child import Result, answer
from benchmarks.reference import fresh_engine, make_case
from benchmarks.timing import Timing, alternate, seconds_of

LONG_SECONDS = 10.0  # a call that takes longer is repeated once only


def measure(n_lanes: int, epochs: int, n_repetitions: int) -> Result:
    """Return milliseconds a lane, first call apart, and megabytes of resident memory at most.

    ``memory_mb`` is the peak of the whole process, ``memory_before_mb`` the peak before anything was trained.
    """
    case, trainer = make_case("breast_cancer", n_lanes=n_lanes, epochs=epochs), fresh_engine()
    before = _peak_memory_mb()
    first = seconds_of(partial(case.train, trainer))
    n_more = 1 if first > LONG_SECONDS else n_repetitions
    timing = alternate({"engine": partial(case.train, trainer)}, n_more)["engine"]
    return {
        "n_lanes": n_lanes,
        "first_call_milliseconds_a_lane": Timing((first,)).figures(n_lanes),
        "milliseconds_a_lane": timing.figures(n_lanes),
        "memory_mb": _peak_memory_mb(),
        "memory_before_mb": before,
    }


def _peak_memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux counts kilobytes


if __name__ == "__main__":
    answer(measure)
