"""Every claim on tables in which it is true, in which it is not, and in which nothing can be told."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.unit.claims.synthetic_evidence import (
    N_SEEDS,
    about,
    evidence,
    often,
    rates_of,
    shapes_of,
    tasks_of,
    together,
)

from undefault.claims import HYPOTHESES, Answer, Claim, Evidence, put_to_test

BY_NAME = {hypothesis.name: hypothesis for hypothesis in HYPOTHESES}
ADAM, LOW = ("adam", "default"), ("adam", "adam_1e-4")
Case = Callable[[], Evidence]


def answer(name: str, tables: Evidence, *, alpha: float = 0.05) -> Claim:
    return put_to_test(BY_NAME[name], tables, alpha=alpha)


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def with_shapes(roles: Mapping[tuple[str, str], Any], tasks: pd.DataFrame | None = None) -> Evidence:
    own = tasks_of() if tasks is None else tasks
    return evidence(own, shapes_of(own, roles, rng()))


def rate_too_high(best: float, share: float) -> Evidence:
    tasks = tasks_of()
    shapes = shapes_of(tasks, {ADAM: often("swing", share), LOW: often("swing", 0.0)}, rng())
    return evidence(tasks, shapes, rates_of(tasks, lambda *_: best, rng()))


def pair(first: tuple[str, str], second: tuple[str, str], draws: tuple[Any, Any]) -> Case:
    return lambda: with_shapes(dict(zip((first, second), draws, strict=True)))


def poor_minima(small: float, large: float) -> Evidence:
    def fits(random: np.random.Generator, size: int) -> dict[str, Any]:
        share = small if size < 2000 else large
        return {"fit": np.where(random.uniform(size=N_SEEDS) < share, 0.4, 0.95)}

    return with_shapes({("adam", "tuned"): fits})


def rates(best: Callable[[str, Mapping[Any, Any]], float], width: float = 0.2) -> Evidence:
    tasks = tasks_of()
    return evidence(tasks, rates=rates_of(tasks, best, rng(), width=width))


def by_size(slope: float) -> Evidence:
    return rates(lambda _, task: -2 + slope * (np.log10(task["n_parameters"]) - 1.5))


def by_noise(slope: float) -> Evidence:
    return rates(lambda _, task: -2 + slope * 10 * task["label_noise"])


def by_optimizer(sgd: float) -> Evidence:
    return rates(lambda optimizer, _: sgd if optimizer == "sgd" else -2.5)


def patience(skill: float, epochs: float) -> Evidence:
    stopped = together(about("test_skill", 0.8 + skill), about("share_of_epochs", epochs))
    return with_shapes({("rmsprop", "rmsprop_patience_5"): stopped, ("rmsprop", "default"): about("test_skill", 0.8)})


PLATEAU, DECAYED = ("adam", "adam_reduce_on_plateau"), ("adam", "adam_exponential_decay")
MOMENTUM, SGD = ("sgd_momentum", "default"), ("sgd", "default")
SUPPORTED: dict[str, Case] = {
    "adam_rate_too_high": lambda: rate_too_high(-4.2, 0.9),
    "low_rate_stabilises": pair(ADAM, LOW, (often("swing", 0.9), often("swing", 0.1))),
    "plateau_prevents_overshooting": pair(ADAM, PLATEAU, (often("overshoot", 0.9), often("overshoot", 0.1))),
    "momentum_overshoots": pair(MOMENTUM, SGD, (often("overshoot", 0.9), often("overshoot", 0.1))),
    "small_networks_poor_minima": lambda: poor_minima(0.5, 0.02),
    "low_rate_reduces_overfitting": pair(ADAM, LOW, (about("lost", 0.3), about("lost", 0.05))),
    "too_small_rate_stuck": lambda: rates(lambda *_: -2.0),
    "larger_want_smaller_rates": lambda: by_size(-0.5),
    "adaptive_beat_sgd": lambda: by_optimizer(sgd=-0.5),
    "noise_wants_smaller_rate": lambda: by_noise(-0.5),
    "patience_5_balances": lambda: patience(0.0, 0.4),
    "exponential_decay_beats_constant": pair(DECAYED, ADAM, (about("test_skill", 0.9), about("test_skill", 0.7))),
}
REFUTED: dict[str, Case] = {
    "adam_rate_too_high": lambda: rate_too_high(-2.0, 0.9),
    "low_rate_stabilises": pair(ADAM, LOW, (often("swing", 0.0), often("swing", 0.0))),
    "plateau_prevents_overshooting": pair(ADAM, PLATEAU, (often("overshoot", 0.3), often("overshoot", 0.3))),
    "momentum_overshoots": pair(MOMENTUM, SGD, (often("overshoot", 0.0), often("overshoot", 0.0))),
    "small_networks_poor_minima": lambda: poor_minima(0.02, 0.02),
    "low_rate_reduces_overfitting": pair(ADAM, LOW, (about("lost", 0.02), about("lost", 0.02))),
    "too_small_rate_stuck": lambda: rates(lambda *_: -2.0, width=0.002),
    "larger_want_smaller_rates": lambda: by_size(0.0),
    "adaptive_beat_sgd": lambda: by_optimizer(sgd=-2.5),
    "noise_wants_smaller_rate": lambda: by_noise(0.0),
    "patience_5_balances": lambda: patience(-0.4, 0.4),
    "exponential_decay_beats_constant": pair(DECAYED, ADAM, (about("test_skill", 0.8), about("test_skill", 0.8))),
}


def test_there_are_twelve_claims_of_different_names() -> None:
    assert len(HYPOTHESES) == len(BY_NAME) == 12


@pytest.mark.parametrize("name", BY_NAME)
def test_a_claim_is_supported_where_it_is_true(name: str) -> None:
    found = answer(name, SUPPORTED[name]())
    assert found.answer is Answer.SUPPORTED
    assert found.smallest < found.low <= found.effect <= found.high
    assert found.n_sources == 8


@pytest.mark.parametrize("name", BY_NAME)
def test_a_claim_is_refuted_where_it_is_false(name: str) -> None:
    found = answer(name, REFUTED[name]())
    assert found.answer is Answer.REFUTED
    assert found.low <= found.effect <= found.high < found.smallest


@pytest.mark.parametrize("name", BY_NAME)
def test_a_claim_is_undecided_where_the_sweep_has_nothing_on_it_and_says_what_it_lacks(name: str) -> None:
    found = answer(name, evidence(tasks_of()))
    assert found.answer is Answer.UNDECIDED
    assert found.evidence.startswith("The sweep has no ")
    assert np.isnan([found.effect, found.low, found.high]).all()
    assert (found.n_tasks, found.n_sources) == (0, 0)


@pytest.mark.parametrize("name", BY_NAME)
def test_a_claim_is_undecided_on_two_sources_however_clear_they_are(name: str) -> None:
    tables = SUPPORTED[name]()
    tasks = tables.tasks[tables.tasks["source"].isin(["d0", "d1"])]
    found = answer(name, Evidence(tasks, tables.shapes, tables.rates, tables.margin))
    assert found.answer is Answer.UNDECIDED
    assert "Fewer than 3 sources" in found.evidence
    assert np.isfinite(found.effect)


def test_what_holds_for_small_networks_alone_depends_on_the_size() -> None:
    """One training in five oscillates below 2,000 parameters and none above: over all, one in ten."""

    def jumps(_: np.random.Generator, size: int) -> dict[str, Any]:
        return {"swing": np.where(np.arange(N_SEEDS) < (N_SEEDS // 5 if size < 2000 else 0), 0.2, 0.0)}

    tasks = tasks_of()
    clean = tasks[tasks["label_noise"] == 0]
    found = answer("low_rate_stabilises", with_shapes({ADAM: jumps, LOW: often("swing", 0.0)}, clean))
    assert found.answer is Answer.DEPENDS
    assert found.depends_on == "the size of the network"
    assert "refuted for larger networks" in found.evidence


def test_what_holds_on_some_datasets_and_not_on_others_depends_on_the_dataset() -> None:
    tasks = tasks_of()
    shapes = shapes_of(tasks, {DECAYED: about("test_skill", 0.8), ADAM: about("test_skill", 0.8)}, rng())
    ahead = shapes["study"].str.match(r"d[0-3]") & (shapes["role"] == "adam_exponential_decay")
    shapes.loc[ahead, "test_skill"] += 0.15
    found = answer("exponential_decay_beats_constant", evidence(tasks, shapes))
    assert found.answer is Answer.DEPENDS
    assert found.depends_on == "the dataset"
    assert found.evidence.count("Supported for d0, d1, d2, d3; refuted for d4, d5, d6, d7.") == 1


def test_what_never_happens_in_few_trainings_refutes_nothing() -> None:
    """No oscillation in 16 trainings leaves room for one in ten."""
    tables = REFUTED["low_rate_stabilises"]()
    tasks, shapes = tables.tasks.groupby("source").head(1), tables.shapes[tables.shapes["seed"] < 2]
    found = answer("low_rate_stabilises", Evidence(tasks, shapes, tables.rates, tables.margin))
    assert found.effect == 0
    assert found.answer is Answer.UNDECIDED


def test_too_high_a_rate_that_does_not_oscillate_refutes_that_it_oscillates() -> None:
    found = answer("adam_rate_too_high", rate_too_high(-4.2, 0.0))
    assert found.answer is Answer.REFUTED
    assert found.estimand.startswith("share of trainings")
    assert found.evidence.count("the claim needs more than") == 2
