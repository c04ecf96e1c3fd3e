"""The benchmarks' own arithmetic: a ratio, a table and a loop that must be what they say."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import optuna
import pytest
from benchmarks import children_cpu, jax_lanes, plain_pipeline
from benchmarks.__main__ import main
from benchmarks.against_fit import RATIOS
from benchmarks.agreement import Curves, relative_difference, require_agreement
from benchmarks.c_loop import CLoop, LaneInputs, compiler
from benchmarks.parts import PARTS
from benchmarks.table import BEGIN, END, milliseconds, replace_between_markers, write_table
from benchmarks.timing import Timing, alternate, growth, times_as_fast
from benchmarks.whole_sweep import shares
from hypothesis import given
from hypothesis import strategies as st

from undefault.config import make_plan
from undefault.records import FloatArray, Split
from undefault.search.parameters import suggest_setting

RATES = np.array([0.001, 0.01])
SECONDS = st.floats(1e-6, 1e6)


@pytest.fixture
def inputs() -> LaneInputs:
    """Return a network of 3 inputs and 2 hidden units, 7 rows in batches of 4, 2 epochs."""
    random = np.random.default_rng(0)
    x, y = random.normal(size=(12, 3)).astype(np.float32), (random.random(12) > 0.5).astype(np.float32)
    initial = [random.normal(size=shape).astype(np.float32) for shape in ((3, 2), (2,), (2, 1), (1,))]
    order = np.stack([random.permutation(7) for _ in range(2)])
    return LaneInputs(Split(x[:7], y[:7], x[7:], y[7:]), initial, order, batch_size=4)


@pytest.mark.skipif(compiler() is None, reason="there is no C compiler")
def test_the_c_loop_trains_as_numpy_does(inputs: LaneInputs) -> None:
    _require_equal(CLoop(inputs).train(RATES), _in_numpy(inputs, RATES))


@pytest.mark.skipif(not jax_lanes.is_installed(), reason="JAX is not installed")
def test_the_jax_lanes_train_as_numpy_does(inputs: LaneInputs) -> None:
    _require_equal(jax_lanes.jax_trainer(inputs)(RATES), _in_numpy(inputs, RATES))


def _require_equal(curves: Curves, expected: Curves) -> None:
    """Float32 against float64: four steps differ by rounding alone."""
    np.testing.assert_allclose(curves.train_loss, expected.train_loss, rtol=1e-5)
    np.testing.assert_allclose(curves.valid_loss, expected.valid_loss, rtol=1e-5)
    np.testing.assert_array_equal(curves.valid_metric, expected.valid_metric.astype(np.float32))


def _in_numpy(inputs: LaneInputs, rates: FloatArray) -> Curves:
    """Train each lane in float64, with gradients worked out by hand."""
    return Curves(*(np.array(curve) for curve in zip(*(_lane(inputs, rate) for rate in rates), strict=True)))


def _lane(inputs: LaneInputs, rate: float) -> Any:
    weights = [weight.astype(float) for weight in inputs.initial]
    slots = [(np.zeros_like(weight), np.zeros_like(weight)) for weight in weights]
    split, curves, step = inputs.split, [], 0
    for order in inputs.order:
        total = 0.0
        for rows in (order[:4], order[4:]):
            step += 1
            loss, gradients = _gradients(weights, split.x_train[rows], split.y_train[rows])
            total += loss * len(rows)
            for parameter, gradient, slot in zip(weights, gradients, slots, strict=True):
                _adam(parameter, gradient, slot, step, rate)
        logits = _forward(weights, split.x_valid)[1]
        right = np.mean((logits > 0) == (split.y_valid > 0.5))
        curves.append((total / len(order), _losses(logits, split.y_valid).mean(), right))
    return zip(*curves, strict=True)


def _adam(
    weight: FloatArray, gradient: FloatArray, slot: tuple[FloatArray, FloatArray], step: int, rate: float
) -> None:
    m, v = slot
    m += 0.1 * (gradient - m)
    v += 0.001 * (gradient**2 - v)
    weight -= rate * np.sqrt(1 - 0.999**step) / (1 - 0.9**step) * m / (np.sqrt(v) + 1e-7)


def _forward(weights: list[FloatArray], x: FloatArray) -> tuple[FloatArray, FloatArray]:
    hidden: FloatArray = np.maximum(x @ weights[0] + weights[1], 0)
    return hidden, (hidden @ weights[2] + weights[3])[:, 0]


def _losses(logits: FloatArray, y: FloatArray) -> FloatArray:
    losses: FloatArray = np.logaddexp(0, logits) - logits * y
    return losses


def _gradients(weights: list[FloatArray], x: FloatArray, y: FloatArray) -> tuple[float, list[FloatArray]]:
    hidden, logits = _forward(weights, x)
    delta = ((1 / (1 + np.exp(-logits)) - y) / len(y))[:, None]
    below = (delta @ weights[2].T) * (hidden > 0)
    return _losses(logits, y).mean(), [x.T @ below, below.sum(0), hidden.T @ delta, delta.sum(0)]


@given(st.lists(SECONDS, min_size=1, max_size=5), st.integers(1, 1000))
def test_the_best_of_repetitions_is_no_more_than_their_median(seconds: list[float], n_parts: int) -> None:
    figures = Timing(tuple(seconds)).figures(n_parts)
    assert figures["minimum_ms"] <= figures["median_ms"]
    assert figures["minimum_ms"] == pytest.approx(min(seconds) * 1e3 / n_parts)


@given(SECONDS, SECONDS)
def test_being_faster_one_way_is_being_slower_the_other(own: float, other: float) -> None:
    mine, yours = ({"median_ms": value} for value in (own, other))
    assert times_as_fast(mine, yours) * times_as_fast(yours, mine) == pytest.approx(1)


@given(st.floats(0, 2), SECONDS)
def test_growth_finds_the_power_that_made_the_costs(power: float, unit: float) -> None:
    sizes = [10, 20, 40]
    assert growth(sizes, [unit * size**power for size in sizes]) == pytest.approx(power, abs=1e-6)


def test_works_are_called_in_turn() -> None:
    called: list[str] = []
    alternate({"own": lambda: called.append("own"), "other": lambda: called.append("other")}, 2)
    assert called == ["own", "other", "own", "other"]


def test_curves_differ_by_no_more_than_was_changed() -> None:
    curve = np.ones((1, 4))
    changed = Curves(curve, np.array([[1, 1, 1, 1.002]]), curve)
    assert relative_difference(changed, Curves(curve, curve, curve)) == pytest.approx(0.002)


def test_another_training_is_refused_at_a_stable_rate_only() -> None:
    curve = np.ones((2, 3))
    engine, other = Curves(curve, curve, curve), Curves(curve * [[1], [2]], curve, curve)
    assert require_agreement("other", other, engine, np.array([0.001, 0.1])) == {"stable": 0.0, "all": 1.0}
    with pytest.raises(ValueError, match="must train as the engine does"):
        require_agreement("other", other, engine, np.array([0.001, 0.001]))


def test_a_lane_that_is_not_finite_is_refused() -> None:
    curve = np.ones((1, 2))
    with pytest.raises(ValueError, match="got nan"):
        require_agreement("other", Curves(curve * np.nan, curve, curve), Curves(curve, curve, curve), np.array([0.001]))


def test_stages_share_the_whole_wall_time() -> None:
    swept = {
        "clock": {"total": 9.0, "sampling": 1.0, "training": 5.0, "tracking": 0.5},
        "counts": {"trials": 100},
        "wall_seconds": 10.0,
        "other_processes_cpu_seconds": 4.0,
    }
    found = shares(swept)
    assert sum(found["share_of_wall"].values()) == pytest.approx(1)
    assert found["milliseconds_a_trial"]["all_else"] == pytest.approx(35)


def _distributions(trials: Iterator[optuna.Trial]) -> dict[str, Any]:
    return {name: kind for trial in trials for name, kind in trial.distributions.items()}


def test_the_plain_pipeline_searches_the_space_of_the_sweep() -> None:
    """Forty random trials choose every one of five decays, but with a chance of 1 in 1,500."""
    space = make_plan(["optimizers=[adam]"])[0].space

    def asked(suggest: Any) -> Iterator[optuna.Trial]:
        study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0))
        for _ in range(40):
            trial = study.ask()
            suggest(trial)
            yield trial

    own = _distributions(asked(lambda trial: suggest_setting(trial, space, n_steps=100)))
    own.pop("optimizer")  # the plain pipeline knows one alone
    assert _distributions(asked(plain_pipeline.suggest)) == own


def test_milliseconds_become_seconds_where_they_are_many() -> None:
    assert [milliseconds(value) for value in (0.5, 9_990, 10_000)] == ["0.5 ms", "9,990 ms", "10 s"]


def test_all_around_the_markers_is_left_as_it_is() -> None:
    once = replace_between_markers(f"before {BEGIN}{END} after", "| a |")
    assert once == f"before {BEGIN}\n| a |\n{END} after"
    assert replace_between_markers(once, "| a |") == once


@pytest.mark.parametrize("text", ["", BEGIN, END, f"{END} {BEGIN}"])
def test_a_text_without_both_markers_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the text must hold"):
        replace_between_markers(text, "table")


def _results(**parts: Any) -> dict[str, Any]:
    versions = dict.fromkeys(("tensorflow", "keras", "optuna", "mlflow"), "1.0")
    return {"machine": {"n_cores": 2, "processor": "P", "versions": versions}, "parts": parts}


def _all_parts() -> dict[str, Any]:
    """Return a made result of every part; the engine takes 2 ms, all else 100 ms."""
    own, other = ({"median_ms": ms, "minimum_ms": ms, "n_repetitions": 1} for ms in (2.0, 100.0))
    fits = ("fit", "fit_same_batches", "fit_traced_before", "fit_same_batches_traced_before")
    case = {
        "case": "breast_cancer",
        "n_lanes": 8,
        "epochs": 5,
        "milliseconds_a_training": {"engine_first_call": own, "engine": own, **dict.fromkeys(fits, other)},
        "times_as_fast": dict.fromkeys(RATIOS, 50.0),
    }
    by_hand = {
        "n_lanes": 8,
        "milliseconds_a_training": {"engine": own, "jax": other},
        "first_call_milliseconds_a_training": {"engine": own, "jax": other},
        "times_as_fast": {"jax": 50.0},
        "relative_difference": {"jax": {"stable": 1e-6}},
        "skipped": ["the C loop was left out"],
    }
    lane = {"n_lanes": 4, "first_call_milliseconds_a_lane": own, "milliseconds_a_lane": own}
    memory = {"memory_mb": 900.0, "memory_before_mb": 800.0}
    search = {"n_trials": 2, "n_trainings": 6, "seconds_a": {"trial": 3.0, "training": 1.0}}
    ratios = {"trial": 1.0, "training": 1.0}
    swept = {
        "clock": {"training": 5.0},
        "counts": {"trials": 2, "trainings": 6},
        "wall_seconds": 10.0,
        "other_processes_cpu_seconds": 4.0,
    }
    return {
        "a": case,
        "b": {"digits": {**case, "case": "digits"}},
        "c": by_hand,
        "d": {"lanes": [lane | memory], "growth": {"power": {"epochs": 1.0}}},
        "e": {"sweep": {**search, "counts": swept["counts"]}, "plain": search, "times_as_fast": ratios},
        "f": shares(swept),
        "g": {"milliseconds": {"help": other}},
    }


def test_every_part_has_a_table_whose_rows_are_as_long_as_its_head() -> None:
    parts = _all_parts()
    assert parts.keys() == PARTS.keys()
    blocks = write_table(_results(**parts)).split("\n\n")
    tables = [block.splitlines() for block in blocks if block.startswith("|")]
    assert len(tables) == len(PARTS)
    assert all(len({line.count("|") for line in table}) == 1 and len(table) > 2 for table in tables)
    assert "the C loop was left out" in blocks


def test_a_table_shows_what_was_measured_and_nothing_else() -> None:
    results = _results(g={"milliseconds": {"help": {"median_ms": 123.4, "minimum_ms": 110.0}}})
    assert write_table(results).splitlines()[2:] == [
        "| start | median | best |",
        "| --- | ---: | ---: |",
        "| until `--help` | 123 ms | 110 ms |",
    ]


@pytest.mark.parametrize("arguments", [["--readme", "--quick"], ["--readme", "a"], ["z"]])
def test_the_readme_takes_only_a_whole_measurement(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "--readme needs all parts" in capsys.readouterr().err or arguments == ["z"]


def test_every_part_says_what_it_measures(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert all(f"{letter}: {part.title}" in shown for letter, part in PARTS.items())


def test_a_process_that_spawns_nothing_has_no_children_to_count() -> None:
    with subprocess.Popen([sys.executable, "-c", ""], text=True) as process:
        assert children_cpu.wait(process) == 0
