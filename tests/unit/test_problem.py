"""A problem gives replicates that are named by phase and seed, and holds no test row."""

import gc
from dataclasses import replace
from types import ModuleType

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from undefault.datasets import HeldBack
from undefault.problem import Problem
from undefault.records import NetworkSpec, Phase, Replicate

SEEDS = st.lists(st.integers(0, 50), min_size=1, max_size=3, unique=True)
PHASES = st.sampled_from(list(Phase))


def assert_equal(a: Replicate, b: Replicate) -> None:
    assert (a.seed, a.weights_seed, a.batches_seed) == (b.seed, b.weights_seed, b.batches_seed)
    for x, y in zip(vars(a.split).values(), vars(b.split).values(), strict=True):
        np.testing.assert_array_equal(x, y)


def reachable(root: object) -> list[object]:
    """Return every object that can be reached from ``root``, classes and modules apart."""
    found: dict[int, object] = {}
    queue = [root]
    while queue:
        item = queue.pop()
        if id(item) in found or isinstance(item, type | ModuleType):
            continue
        found[id(item)] = item
        queue += gc.get_referents(item)
    return list(found.values())


@given(PHASES, SEEDS)
def test_a_replicate_depends_on_its_phase_and_seed_alone(
    moons: tuple[Problem, HeldBack], phase: Phase, seeds: list[int]
) -> None:
    together = moons[0].replicates(phase, seeds)
    for seed, replicate in zip(seeds, together, strict=True):
        assert_equal(replicate, moons[0].replicates(phase, [seed])[0])


def test_test_rows_change_nothing_else_in_a_replicate(moons: tuple[Problem, HeldBack]) -> None:
    problem, held_back = moons
    without, beside = (
        problem.replicates(Phase.CONFIRM, [1]),
        problem.replicates(Phase.CONFIRM, [1], held_back=held_back),
    )
    assert_equal(without[0], beside[0])
    assert without[0].x_test is None
    assert without[0].y_test is None
    assert beside[0].x_test is not None
    assert len(beside[0].x_test) == problem.dataset.n_test


def test_no_two_phases_or_seeds_share_weights_batches_or_split(moons: tuple[Problem, HeldBack]) -> None:
    replicates = [one for phase in Phase for one in moons[0].replicates(phase, range(4))]
    for name in ("weights_seed", "batches_seed"):
        assert len({getattr(one, name) for one in replicates}) == len(replicates)
    assert len({one.split.x_valid.tobytes() for one in replicates}) == len(replicates)


def test_networks_on_one_dataset_are_trained_on_equal_rows_from_other_weights(moons: tuple[Problem, HeldBack]) -> None:
    problem = moons[0]
    other = replace(problem, task=replace(problem.task, network=NetworkSpec("mlp_3", hidden=(3,))))
    here, there = problem.replicates(Phase.SEARCH, [0])[0], other.replicates(Phase.SEARCH, [0])[0]
    np.testing.assert_array_equal(here.split.x_train, there.split.x_train)
    assert here.weights_seed != there.weights_seed


def test_the_steps_of_the_budget_count_the_last_small_batch(moons: tuple[Problem, HeldBack]) -> None:
    """57 training rows in batches of 16 are 4 steps an epoch, over 4 epochs."""
    assert moons[0].dataset.n_train == 57
    assert moons[0].n_steps == 16


def test_no_reference_leads_from_a_problem_to_a_held_back_row(moons: tuple[Problem, HeldBack]) -> None:
    problem, held_back = moons
    forbidden = set(held_back.rows.features["x0"])
    objects = reachable(problem)
    assert not any(isinstance(item, HeldBack) for item in objects)
    arrays = [item for item in objects if isinstance(item, np.ndarray)]
    arrays += [item.to_numpy() for item in objects if isinstance(item, pd.DataFrame | pd.Series)]
    arrays += [array.base for array in arrays if isinstance(array.base, np.ndarray)]
    numbers = [array.ravel() for array in arrays if array.dtype.kind == "f"]
    assert any(set(problem.dataset.development.features["x0"]) <= set(values) for values in numbers)
    assert not any(forbidden & set(values) for values in numbers)
