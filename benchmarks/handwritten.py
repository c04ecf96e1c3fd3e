"""The engine against what one would write by hand for this one training: JAX on all cores, C on one."""

from collections.abc import Callable
from time import perf_counter

from benchmarks.agreement import Curves, require_agreement
from benchmarks.c_loop import FLAGS, CLoop, LaneInputs, compiler
from benchmarks.child import Result, answer
from benchmarks.jax_lanes import is_installed, jax_trainer
from benchmarks.reference import Case, fresh_engine, make_case
from benchmarks.timing import Timing, alternate, times_as_fast

Trainer = Callable[[], Curves]


def measure(n_lanes: int, epochs: int, n_repetitions: int) -> Result:
    """Return milliseconds a training by engine, JAX and C, first call apart, and how far their losses differ."""
    case = make_case("breast_cancer", n_lanes=n_lanes, epochs=epochs)
    makers, skipped = _makers(case)
    trainers, firsts, curves = {}, {}, {}
    for name, make in makers.items():
        begun = perf_counter()
        trainers[name] = make()
        curves[name] = trainers[name]()
        firsts[name] = Timing((perf_counter() - begun,)).figures(n_lanes)
    compiled = {name: timing.figures(n_lanes) for name, timing in alternate(trainers, n_repetitions).items()}
    others = [name for name in trainers if name != "engine"]
    return {
        "n_lanes": n_lanes,
        "epochs": epochs,
        "c_flags": " ".join(FLAGS),
        "milliseconds_a_training": compiled,
        "first_call_milliseconds_a_training": firsts,
        "times_as_fast": {name: times_as_fast(compiled["engine"], compiled[name]) for name in others},
        "times_as_fast_first_call": {name: times_as_fast(firsts["engine"], firsts[name]) for name in others},
        "relative_difference": {
            name: require_agreement(name, curves[name], curves["engine"], case.learning_rates) for name in others
        },
        "skipped": skipped,
    }


def _makers(case: Case) -> tuple[dict[str, Callable[[], Trainer]], list[str]]:
    """Return what makes each trainer, compiling included, and a sentence for each that cannot be had here."""
    inputs = LaneInputs(case.replicate.split, case.initial_weights(), case.batch_orders(), case.task.batch_size)
    rates = case.learning_rates
    makers: dict[str, Callable[[], Trainer]] = {"engine": lambda: _engine(case)}
    skipped = []
    if is_installed():
        makers["jax"] = lambda: _bound(jax_trainer(inputs), rates)
    else:
        skipped.append('JAX was left out, for it is not installed: pip install "jax>=0.10"')
    if compiler():
        makers["c"] = lambda: _bound(CLoop(inputs).train, rates)
    else:
        skipped.append("the C loop was left out, for there is no C compiler: install gcc")
    return makers, skipped


def _engine(case: Case) -> Trainer:
    engine = fresh_engine()
    return lambda: Curves.of(case.train(engine))


def _bound(train: Callable[..., Curves], rates: object) -> Trainer:
    return lambda: train(rates)


if __name__ == "__main__":
    answer(measure)
