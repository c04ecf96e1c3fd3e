"""All checks together, on trials as the confirm phase leaves them."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from undefault.diagnosis import CHECKS, failure_modes
from undefault.diagnosis.finding import Answer
from undefault.records import FloatArray, Phase, Setting
from undefault.trials import Trial
from undefault.verdicts.scores import Scored

CURVES = hnp.arrays(
    np.float32, st.tuples(st.just(3), st.integers(1, 12)), elements=st.floats(0, 4, width=32) | st.just(np.nan)
)


def confirmed(scored: Scored) -> Trial:
    return Trial(0, "default", Setting("adam", 0.001), {Phase.CONFIRM: scored})


@given(CURVES, CURVES)
def test_every_check_answers_with_its_evidence_whatever_the_curves(
    make_scored: Callable[..., Scored], default: FloatArray, tuned: FloatArray
) -> None:
    evidence = [make_scored(curves, test_loss=curves) for curves in (default, tuned)]
    for check in CHECKS:
        finding = check(evidence[0], evidence[1])
        assert finding.answer in Answer
        assert finding.evidence


@given(CURVES)
def test_no_setting_is_undertrained_or_oscillating_beside_itself(
    make_scored: Callable[..., Scored], curves: FloatArray
) -> None:
    trial = confirmed(make_scored(curves, test_loss=np.ones((3, 4))))
    assert not {"undertrained", "oscillating"} & set(failure_modes(trial, trial))


def test_no_check_fires_on_a_healthy_default(make_scored: Callable[..., Scored]) -> None:
    curves = np.tile(0.2 + 0.8 * np.exp(-np.arange(50) / 5), (3, 1))
    trial = confirmed(make_scored(curves, test_loss=np.full((3, 4), 0.2)))
    assert failure_modes(trial, trial) == []


@pytest.mark.parametrize(("n_default", "n_tuned"), [(6, 3), (3, 6)])
def test_a_default_that_remedies_took_to_more_seeds_is_read_on_the_seeds_of_the_tuned_setting(
    make_scored: Callable[..., Scored], n_default: int, n_tuned: int
) -> None:
    """The default fell behind on the first seeds alone; what it did on seeds that the other lacks does not count."""
    falling = np.where(np.arange(6)[:, None] < 3, np.linspace(1, 0.6, 40), 0.1)[:n_default]
    settled = np.tile(0.1 + 0.9 * np.exp(-np.arange(40) / 2), (n_tuned, 1))
    default, tuned = (
        confirmed(make_scored(curves, test_loss=np.full((len(curves), 4), 0.5))) for curves in (falling, settled)
    )
    assert failure_modes(default, tuned) == ["undertrained"]
