"""The results as Markdown for the README."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
Result = Mapping[str, Any]
CASES = {
    "breast_cancer": "breast_cancer, 30-16-1",
    "digits": "digits, 64-128-10",
    "sine": "regression on 50 rows, 1-8-1",
}
HANDWRITTEN = {"jax": "JAX `jit(vmap(scan))`", "c": "C loop on one core"}
STARTS = {"help": "`--help`", "config_error": "an unknown option's error", "value_error": "a wrong value's error"}


def write_table(results: Result) -> str:
    """Return the tables of all parts that were measured, each under a sentence."""
    parts = results["parts"]
    blocks = [block for letter, write in _WRITERS.items() if letter in parts for block in write(parts[letter])]
    return "\n\n".join([_machine(results), *blocks])


def replace_between_markers(text: str, table: str) -> str:
    r"""Return ``text`` with ``table`` between its two markers; raise `ValueError` where it lacks one.

    >>> replace_between_markers(f"a {BEGIN} old {END} z", "new")
    'a <!-- bench:begin -->\nnew\n<!-- bench:end --> z'
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the text must hold {BEGIN} and after it {END}, got neither or one; add both")
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def milliseconds(value: float) -> str:
    """Return milliseconds to three digits, as seconds from 10,000 on.

    >>> milliseconds(0.01234), milliseconds(4321.0), milliseconds(43210.0)
    ('0.0123 ms', '4,320 ms', '43.2 s')
    """
    return f"{_three_digits(value / 1e3)} s" if value >= 10_000 else f"{_three_digits(value)} ms"


def _three_digits(value: float) -> str:
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if rounded >= 100 else f"{rounded:.3g}"


def _times(ratio: float) -> str:
    return f"{_three_digits(ratio)} x"


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _machine(results: Result) -> str:
    machine = results["machine"]
    packages = machine["versions"]
    named = ", ".join(f"{name} {packages[name]}" for name in ("tensorflow", "keras", "optuna", "mlflow"))
    return (
        f"Medians, measured side by side in one run on {machine['n_cores']} cores ({machine['processor']}), with "
        f"{named}. Machines differ: quote the ratios."
    )


def _against_fit(case: Result) -> list[list[str]]:
    figures, ratios = case["milliseconds_a_training"], case["times_as_fast"]
    pairs = {
        "first call included": ("engine_first_call", "fit", "fit_same_batches", "first_call"),
        "first call excluded": ("engine", "fit_traced_before", "fit_same_batches_traced_before", "compiled"),
    }
    title = f"{CASES[case['case']]}, {case['n_lanes']} rates, {case['epochs']} epochs"
    return [
        [
            f"{title}; {label}",
            *(milliseconds(figures[name]["median_ms"]) for name in (own, plain, same)),
            _times(min(ratios[f"{ratio}_over_fit"], ratios[f"{ratio}_over_fit_same_batches"])),
        ]
        for label, (own, plain, same, ratio) in pairs.items()
    ]


def _reference(part: Result) -> list[str]:
    return [_fit_table([part])]


def _others(part: Result) -> list[str]:
    return [_fit_table(list(part.values()))]


def _fit_table(cases: Sequence[Result]) -> str:
    heads = ["a training", "Undefault", "`model.fit` on arrays", "`model.fit`, same batches", "times as fast, at least"]
    return _rows(heads, [row for case in cases for row in _against_fit(case)])


def _handwritten(part: Result) -> list[str]:
    figures, firsts = part["milliseconds_a_training"], part["first_call_milliseconds_a_training"]
    names = {"engine": "Undefault", **{name: HANDWRITTEN[name] for name in figures if name != "engine"}}
    rows = [
        [
            title,
            milliseconds(firsts[name]["median_ms"]),
            milliseconds(figures[name]["median_ms"]),
            "" if name == "engine" else _times(part["times_as_fast"][name]),
            "" if name == "engine" else f"{part['relative_difference'][name]['stable']:.0e}",
        ]
        for name, title in names.items()
    ]
    heads = [
        f"the first training again, {part['n_lanes']} at once",
        "with first call",
        "without",
        "Undefault times as fast",
        "difference of losses",
    ]
    return [_rows(heads, rows), *part["skipped"]]


def _scaling(part: Result) -> list[str]:
    rows = [
        [
            f"{lane['n_lanes']:,}",
            milliseconds(lane["first_call_milliseconds_a_lane"]["median_ms"]),
            milliseconds(lane["milliseconds_a_lane"]["median_ms"]),
            f"{lane['memory_mb']:,.0f} MB",
        ]
        for lane in part["lanes"]
    ]
    by_lanes = _rows(["lanes at once", "a lane, with first call", "without", "peak memory"], rows)
    growth = part["growth"]
    powers = ", ".join(f"{power:.2g} of its {name}" for name, power in growth["power"].items())
    memory = f"{part['lanes'][0]['memory_before_mb']:,.0f} MB"
    return [
        by_lanes,
        f"Of the memory, {memory} are Python and TensorFlow. A lane's cost grows with the power {powers}.",
    ]


def _whole_sweep(part: Result) -> list[str]:
    sweep, plain = part["sweep"], part["plain"]
    rows = [
        [
            f"wall time {unit}",
            *(milliseconds(1e3 * side["seconds_a"][key]) for side in (sweep, plain)),
            _times(part["times_as_fast"][key]),
        ]
        for unit, key in (("a trial", "trial"), ("a training", "training"))
    ]
    counts = sweep["counts"]
    heads = [
        "same space, same seeds a trial",
        f"`make sweep`, {counts['trials']:,} trials, {counts['trainings']:,} trainings",
        f"Optuna + `model.fit` + MLflow by hand, {plain['n_trials']} trials, {plain['n_trainings']} trainings",
        "times as fast",
    ]
    note = (
        "The sweep's wall time is all of it: start-up, search, selection, confirmation, replay and report. The "
        "pipeline by hand only searches, and its imports are not counted."
    )
    return [_rows(heads, rows), note]


def _stages(part: Result) -> list[str]:
    rows = [
        [stage.replace("_", " "), milliseconds(spent), f"{part['share_of_wall'][stage]:.1%}"]
        for stage, spent in part["milliseconds_a_trial"].items()
    ]
    cpu = milliseconds(part["tracking_process_cpu_milliseconds_a_trial"])
    share = f"{part['tracking_process_share_of_one_core']:.0%}"
    note = (
        f"Tracking is what the sweep waits for. The process that writes to MLflow takes {cpu} of CPU a trial beside "
        f"it, {share} of one core. All else is mostly imports and the report."
    )
    return [_rows([f"a sweep of {part['n_trials']:,} trials", "a trial", "share of wall time"], rows), note]


def _start_up(part: Result) -> list[str]:
    rows = [
        [f"until {STARTS[name]}", milliseconds(figures["median_ms"]), milliseconds(figures["minimum_ms"])]
        for name, figures in part["milliseconds"].items()
    ]
    return [_rows(["start", "median", "best"], rows)]


_WRITERS: Mapping[str, Callable[[Result], list[str]]] = {
    "a": _reference,
    "b": _others,
    "c": _handwritten,
    "d": _scaling,
    "e": _whole_sweep,
    "f": _stages,
    "g": _start_up,
}
