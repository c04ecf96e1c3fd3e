"""When a default counts as behind, harmed and learnable."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from tests.unit.diagnosis.cases import FLAT, LEARNS, case, scored

from undefault.diagnosis import CHECKS, Answer, diagnose, failure_modes
from undefault.diagnosis.finding import beyond
from undefault.records import FloatArray
from undefault.verdicts.scores import Scored

CURVES = hnp.arrays(
    np.float32, st.tuples(st.just(4), st.integers(1, 12)), elements=st.floats(0, 4, width=32) | st.just(np.nan)
)


def on_test(losses: list[float]) -> Scored:
    curves = np.tile(LEARNS, (len(losses), 1))
    return scored(curves, test_loss=np.repeat(np.array(losses)[:, None], 3, axis=1))


def test_a_small_regret_is_not_behind_however_sure() -> None:
    assert not case(on_test([0.24] * 4), on_test([0.2] * 4)).is_behind
    assert case(on_test([0.26] * 4), on_test([0.2] * 4)).is_behind


def test_a_large_regret_within_the_noise_is_not_behind() -> None:
    """Differences 0.6, 0, 0.6, 0, -0.4: their mean 0.16 is less than two standard errors, 0.38, from 0."""
    assert not case(on_test([0.8, 0.2, 0.8, 0.2, 0.2]), on_test([0.2, 0.2, 0.2, 0.2, 0.6])).is_behind


def test_a_default_that_learns_nothing_is_harmed_though_nothing_does_better() -> None:
    one = case(scored(FLAT), scored(FLAT))
    assert (one.is_behind, one.is_harmed, one.is_learnable) == (False, True, False)


def test_no_check_fires_on_a_default_that_is_as_good_as_the_tuned_setting() -> None:
    assert failure_modes(diagnose(case(scored(LEARNS)))) == []


def test_references_on_other_seeds_are_refused() -> None:
    with pytest.raises(ValueError, match=r"equal numbers of seeds, got \[4, 5\]"):
        case(scored(LEARNS), on_test([0.2] * 5))


def test_every_check_answers_once() -> None:
    findings = diagnose(case(scored(FLAT)))
    assert len({finding.check for finding in findings}) == len(findings) == 14
    assert {finding.answer for finding in findings} <= set(Answer)


@given(st.floats(0, 1e30), st.floats(1e-30, 1e30))
def test_severity_grows_from_the_limit_to_1(value: float, limit: float) -> None:
    assert 0 <= beyond(value, limit) <= 1
    assert (beyond(value, limit) > 0) == (value > limit) or np.isclose(value, limit, rtol=1e-12)


@pytest.mark.parametrize("name", CHECKS)
@given(default=CURVES, tuned=CURVES, patience=st.sampled_from([None, 2]))
def test_every_check_answers_with_its_evidence_whatever_the_curves(
    name: str, default: FloatArray, tuned: FloatArray, patience: int | None
) -> None:
    n_epochs = min(default.shape[1], tuned.shape[1])
    own, reference = default[:, :n_epochs], tuned[:, :n_epochs]
    statistics = {"update_ratio": own, "gradient_norm": own, "first_gradient": own}
    finding = CHECKS[name](case(scored(own, patience=patience, **statistics), scored(reference)))
    assert finding.check == name
    assert finding.evidence
    assert finding.answer is Answer.FIRES or finding.severity == 0
