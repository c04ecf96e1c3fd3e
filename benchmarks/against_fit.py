"""The engine against ``model.fit`` on the same trainings, first call included and excluded."""

from collections.abc import Callable

from benchmarks.agreement import Curves, require_agreement
from benchmarks.child import Result, answer
from benchmarks.model_fit import fit
from benchmarks.reference import Case, fresh_engine, keras_engine, make_case
from benchmarks.timing import Timing, alternate, times_as_fast

RATIOS = {
    "first_call_over_fit": ("engine_first_call", "fit"),
    "first_call_over_fit_same_batches": ("engine_first_call", "fit_same_batches"),
    "compiled_over_fit": ("engine", "fit_traced_before"),
    "compiled_over_fit_same_batches": ("engine", "fit_same_batches_traced_before"),
}


def measure(case: str, n_lanes: int, epochs: int, n_repetitions: int) -> Result:
    """Return milliseconds a training of each way to train, and how many times as fast the engine is.

    ``first_in_process`` is the engine's first call of all; ``engine_first_call`` a fresh engine's in the same process.
    """
    lanes = make_case(case, n_lanes=n_lanes, epochs=epochs)
    timings = alternate(_works(lanes), n_repetitions)
    first = timings["engine_first_call"].seconds[0]
    figures = {name: timing.figures(n_lanes if name.startswith("engine") else 1) for name, timing in timings.items()}
    for name in ("fit", "fit_same_batches"):
        figures[f"{name}_traced_before"] = _traced_before(timings[name], timings.pop(f"{name}_one_epoch"), epochs)
        del figures[f"{name}_one_epoch"]
    return {
        "case": case,
        "n_lanes": n_lanes,
        "epochs": epochs,
        "milliseconds_a_training": figures,
        "first_in_process_ms": first * 1e3 / n_lanes,
        "times_as_fast": {name: times_as_fast(figures[own], figures[other]) for name, (own, other) in RATIOS.items()},
        "relative_difference": _difference(lanes),
    }


def _works(case: Case) -> dict[str, Callable[[], object]]:
    """Return what to time: all lanes by the engine, one lane by ``model.fit``, and one epoch of that."""
    engines = [fresh_engine()]
    lane, start = case.only(case.default_lane), case.only(case.default_lane, epochs=1)
    setting = case.settings[case.default_lane]

    def first_call() -> None:
        engines[0] = fresh_engine()
        case.train(engines[0])

    return {
        "engine_first_call": first_call,
        "engine": lambda: case.train(engines[0]),
        "fit": lambda: fit(case, setting, epochs=case.task.epochs),
        "fit_same_batches": lambda: lane.train(keras_engine()),
        "fit_one_epoch": lambda: fit(case, setting, epochs=1),
        "fit_same_batches_one_epoch": lambda: start.train(keras_engine()),
    }


def _traced_before(whole: Timing, one_epoch: Timing, epochs: int) -> dict[str, float]:
    """Return what the training takes without its tracing: the epochs after the first, scaled to all of them."""
    rest = zip(whole.seconds, one_epoch.seconds, strict=True)
    return Timing(tuple((every - first) * epochs / (epochs - 1) for every, first in rest)).figures()


def _difference(case: Case) -> float:
    """Return how far the engine's losses are from those of ``model.fit`` in the lane that was timed."""
    lane = case.only(case.default_lane)
    engine, reference = (Curves.of(lane.train(trainer)) for trainer in (fresh_engine(), keras_engine()))
    return require_agreement("model.fit", reference, engine, lane.learning_rates)["stable"]


if __name__ == "__main__":
    answer(measure)
