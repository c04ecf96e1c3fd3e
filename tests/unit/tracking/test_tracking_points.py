"""Which points of which metrics are stored."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from undefault.records import FloatArray
from undefault.tracking import TrackedDataset, TrackedTrial
from undefault.tracking.points import MetricPoint, thinned_epochs, trial_points
from undefault.tracking.run_keys import Level, RunKey

curves = arrays(np.float64, st.integers(0, 60), elements=st.floats())


@given(n_epochs=st.integers(1, 500), n_points=st.integers(2, 60))
def test_thinning_keeps_the_first_and_the_last_epoch_and_at_most_the_points_asked_for(
    n_epochs: int, n_points: int
) -> None:
    epochs = thinned_epochs(n_epochs, n_points).tolist()
    assert epochs[0] == 0
    assert epochs[-1] == n_epochs - 1
    assert len(epochs) == min(n_epochs, n_points)
    assert epochs == sorted(set(epochs))


@given(curve=curves, seeds=curves, summary=st.floats(), n_points=st.integers(2, 60))
def test_only_finite_values_become_points_and_each_stands_at_its_own_step(
    curve: FloatArray, seeds: FloatArray, summary: float, n_points: int
) -> None:
    trial = TrackedTrial("s", 0, "n", {}, {"loss": summary}, {"loss": seeds}, {"loss": curve})
    sources: dict[str, FloatArray] = {"loss": np.array([summary]), "seed/loss": seeds, "curve/loss": curve}
    points = trial_points(trial, n_points)
    assert all(math.isfinite(point.value) for point in points)
    assert all(point.value == sources[point.key][point.step] for point in points)
    assert len({(point.key, point.step) for point in points}) == len(points)


def test_a_summary_value_keeps_its_name_beside_a_curve_of_the_same_name() -> None:
    trial = TrackedTrial("s", 0, "n", {}, {"loss": 0.25}, curves={"loss": np.array([1.0, 0.5])})
    assert trial_points(trial, 2) == [
        MetricPoint("loss", 0.25, 0),
        MetricPoint("curve/loss", 1.0, 0),
        MetricPoint("curve/loss", 0.5, 1),
    ]


@pytest.mark.parametrize(
    "key", [RunKey(Level.SWEEP), RunKey(Level.STUDY, "wine/mlp_16"), RunKey(Level.TRIAL, "wine/mlp_16", 7)]
)
def test_a_run_is_found_again_by_its_tags(key: RunKey) -> None:
    assert RunKey.from_tags(key.as_tags()) == key


@pytest.mark.parametrize("digest", ["", "d" * 37])
def test_a_digest_that_mlflow_would_refuse_is_refused_at_the_door(digest: str) -> None:
    with pytest.raises(ValueError, match="1 to 36 characters"):
        TrackedDataset("wine", 178, 13, "scikit-learn", digest)
