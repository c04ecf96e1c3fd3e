"""What ``make bench-checks`` runs: every planted failure and every healthy run, through the engine and every check."""

from collections.abc import Callable, Iterator, Sequence

from undefault import wiring
from undefault.config import make_plan
from undefault.diagnosis import CHECKS
from undefault.diagnosis.rates import MEASURED, Count, Rate, write_counts
from undefault.errors import OutputError
from undefault.planted import Half, Planted, planted_failures
from undefault.planted.examine import Bench
from undefault.planted.healthy import grounds
from undefault.planted.measure import diagnose_failures, diagnose_healthy, tally
from undefault.planted.summary import confusion, macro_recall, summarize

OPTIMIZERS = "[sgd,sgd_momentum,rmsprop,adam,adamw,adagrad,adadelta,lion]"


def bench_checks(tell: Callable[[str], None]) -> Iterator[str]:
    """Write the table and yield its summary as lines; ``tell`` hears how far it is."""
    bench = make_bench()
    failures = planted_failures(bench.defaults)
    counts = measure_checks(bench, failures, tell)
    try:
        write_counts(counts)
    except OSError as error:
        raise OutputError(f"{MEASURED} must be writable, got: {error}; run this in a clone of the sources") from error
    for half in Half:
        yield from lines(counts, half=half.value)
    yield f"table: {MEASURED}"


def make_bench() -> Bench:
    """Return what trains the benchmark: the engine, the space and the defaults that sweeps use."""
    plan, _ = make_plan([f"optimizers={OPTIMIZERS}"])
    return Bench(wiring.make_engine(plan), plan.space, wiring.known_settings(plan).defaults)


def measure_checks(bench: Bench, failures: Sequence[Planted], tell: Callable[[str], None]) -> list[Count]:
    """Return the counts of all failures and of all healthy runs."""
    return tally([*diagnose_failures(failures, bench, tell), *diagnose_healthy(grounds(), bench, tell)])


def lines(counts: Sequence[Count], *, half: str) -> Iterator[str]:
    """Yield a half's rates by check, and how often each check fires on each kind."""
    yield f"{half}: {'check':28}{'recall':>24}{'false alarms':>26}"
    for line in summarize(counts, half=half):
        yield f"{'':{len(half) + 2}}{line.check:28}{_rate(line.recall):>24}{_rate(line.false_alarms):>26}"
    yield f"macro recall on the {half} half: {macro_recall(counts, half=half):.3f}"
    yield f"{'fires on':48}{'cases':>6}  " + " ".join(name.replace(" ", "-")[:9].rjust(9) for name in CHECKS)
    for kind, row in confusion(counts, half=half):
        fires = {count.check: count for count in row}
        cells = (f"{fires[name].n_fires}{'*' if fires[name].is_planted else ' '}".rjust(9) for name in CHECKS)
        yield f"{kind:48}{row[0].n_cases:6d}  " + " ".join(cells)


def _rate(rate: Rate) -> str:
    return f"{rate.n_events}/{rate.n} {rate.low:.0%} to {rate.high:.0%}" if rate.n else "-"
