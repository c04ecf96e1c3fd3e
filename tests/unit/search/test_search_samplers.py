"""What every sampler owes a study, as one suite that each inherits, and what some of them owe beyond."""

from abc import ABC
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from optuna.distributions import FloatDistribution, IntDistribution
from test_search_study import DEFAULT_ADAM, SPACE

from undefault.boundaries import with_range
from undefault.contracts import DEFAULT, PROPOSED, Proposal, Request
from undefault.errors import ConfigError
from undefault.records import Setting
from undefault.search.parameters import dimensions_of
from undefault.search.samplers import SAMPLERS, Turn, make_sampler
from undefault.search.samplers.grid import grid_points
from undefault.search.samplers.point import coordinate_of, value_at
from undefault.search.study import OptunaStudy
from undefault.shares import plan_extra_rounds, plan_rounds
from undefault.specs import Range

KNOWN = {
    "adam": [Request("adam", DEFAULT, DEFAULT_ADAM)],
    "sgd": [Request("sgd", DEFAULT, Setting("sgd", 0.01)), Request("sgd", "remedy", Setting("sgd", 50.0))],
}
N_TRIALS = 34
ROUNDS = plan_rounds(KNOWN, n_trials=N_TRIALS, per_round=6)
WIDE = Range(1e-4, 100)


def loss(setting: Setting) -> float:
    """Return an objective whose best learning rate is 0.1, better with early stopping."""
    return abs(setting.learning_rate - 0.1) + 0.1 * (setting.patience is None)


class SamplerContract(ABC):
    """Laws of any sampler, through the study that uses it."""

    sampler: str

    def open(self, folder: Path, *, seed: int = 0) -> OptunaStudy:
        return OptunaStudy(folder / "a.journal", "made/mlp", SPACE, sampler=self.sampler, seed=seed, n_steps=200)

    def run(
        self, study: OptunaStudy, rounds: Sequence[Sequence[Request]] = ROUNDS, *, first: int = 0
    ) -> list[Proposal]:
        """Ask and tell rounds; every fifth trial is pruned at its second rung, after 3 epochs, if it was proposed."""
        asked: list[Proposal] = []
        for requests in rounds:
            proposals = study.ask(requests, first=first + len(asked))
            for proposal in proposals:
                self.tell(study, proposal)
            asked += proposals
        return asked

    def tell(self, study: OptunaStudy, proposal: Proposal) -> None:
        pruned = proposal.number % 5 == 4 and proposal.origin == PROPOSED
        value = loss(proposal.setting)
        study.tell(proposal.number, value, stopped_at={1: value + 1, 3: value} if pruned else None)

    def test_each_optimizer_gets_its_share(self, tmp_path: Path) -> None:
        asked = self.run(self.open(tmp_path))
        assert Counter(proposal.setting.optimizer for proposal in asked) == {"adam": 17, "sgd": 17}
        assert [proposal.number for proposal in asked] == list(range(N_TRIALS))

    def test_proposals_lie_in_their_ranges(self, tmp_path: Path) -> None:
        for proposal in self.run(self.open(tmp_path)):
            setting, spec = proposal.setting, SPACE.optimizer(proposal.setting.optimizer)
            if proposal.origin != PROPOSED:
                continue
            assert spec.learning_rate.contains(setting.learning_rate)
            assert all(r.contains(setting.hyperparameters[name]) for name, r in spec.hyperparameters.items())
            assert setting.patience is None or SPACE.patience.contains(setting.patience)
            assert setting.weight_decay == 0 or SPACE.weight_decay.contains(setting.weight_decay)

    def test_the_same_seed_proposes_the_same_and_known_settings_come_as_they_are(self, tmp_path: Path) -> None:
        first, second = (self.run(self.open(tmp_path / name)) for name in ("a", "b"))
        assert first == second
        known = [proposal for proposal in first if proposal.origin != PROPOSED]
        assert [proposal.setting for proposal in known] == [r.setting for of_one in KNOWN.values() for r in of_one]

    @pytest.mark.parametrize(("n_rounds", "n_asked", "n_told"), [(0, 0, 0), (1, 5, 0), (1, 12, 7), (2, 10, 10)])
    def test_a_study_stopped_anywhere_goes_on_as_if_it_had_never_stopped(
        self, n_rounds: int, n_asked: int, n_told: int, tmp_path: Path
    ) -> None:
        whole = self.run(self.open(tmp_path / "whole"))
        study = self.open(tmp_path / "stopped")
        begun = len(self.run(study, ROUNDS[:n_rounds]))
        for proposal in study.ask(ROUNDS[n_rounds][:n_asked], first=begun)[:n_told]:
            self.tell(study, proposal)
        assert self.run(self.open(tmp_path / "stopped")) == whole

    def test_a_widened_range_is_proposed_from_in_the_same_study_and_a_resumed_one_alike(self, tmp_path: Path) -> None:
        extra = plan_extra_rounds(["sgd"], n_extra=12, per_round=6)

        def widen_and_go_on(study: OptunaStudy) -> list[Proposal]:
            before = self.run(study)
            study.widen("sgd", with_range(SPACE, "sgd", "learning_rate", WIDE))
            return [*before, *self.run(study, extra, first=len(before))]

        whole = widen_and_go_on(self.open(tmp_path / "whole"))
        more = whole[N_TRIALS:]
        assert {proposal.setting.optimizer for proposal in more} == {"sgd"}
        assert all(WIDE.contains(proposal.setting.learning_rate) for proposal in more)
        assert any(proposal.setting.learning_rate > 10 for proposal in more) or self.sampler in ("tpe", "gp", "cmaes")
        study = self.open(tmp_path / "stopped")
        self.run(study)
        study.widen("sgd", with_range(SPACE, "sgd", "learning_rate", WIDE))
        study.ask(extra[0][:4], first=N_TRIALS)
        resumed = self.open(tmp_path / "stopped")
        assert widen_and_go_on(resumed) == whole
        assert resumed.n_complete == N_TRIALS + 12


class TestTPE(SamplerContract):
    sampler = "tpe"


class TestRandom(SamplerContract):
    sampler = "random"


class TestCmaEs(SamplerContract):
    sampler = "cmaes"

    def test_its_generations_come_nearer_to_the_best_rate_than_random_ones(self, tmp_path: Path) -> None:
        """Of 60 trials the last 20; by chance alone that would be so in half of the seeds, in all five in 1 of 32."""
        rounds = plan_rounds({"adam": KNOWN["adam"]}, n_trials=60, per_round=6)

        def mean_of_last(contract: SamplerContract, seed: int) -> float:
            asked = contract.run(contract.open(tmp_path / f"{contract.sampler}{seed}", seed=seed), rounds)
            return sum(abs(proposal.setting.learning_rate - 0.1) for proposal in asked[40:]) / 20

        for seed in range(5):
            assert mean_of_last(self, seed) < mean_of_last(TestRandom(), seed)


class NeverTwice(SamplerContract):
    """Samplers that promise not to propose a setting twice within a share."""

    def test_no_setting_comes_twice_even_across_a_restart(self, tmp_path: Path) -> None:
        self.run(self.open(tmp_path), ROUNDS[:1])
        asked = [proposal.setting for proposal in self.run(self.open(tmp_path)) if proposal.origin == PROPOSED]
        assert all(one not in asked[:index] for index, one in enumerate(asked))


class TestQuasiRandom(NeverTwice):
    sampler = "qmc"

    def test_it_fills_the_learning_rate_more_evenly_than_chance(self, tmp_path: Path) -> None:
        """16 points fall into each of 16 equal parts once, as in any Sobol sequence; by chance with 1 in 10^6."""
        rounds = plan_rounds({"adam": KNOWN["adam"]}, n_trials=17, per_round=6)
        rates = [p.setting.learning_rate for p in self.run(self.open(tmp_path), rounds) if p.origin == PROPOSED]
        parts = [int(16 * coordinate_of(FloatDistribution(1e-5, 1, log=True), rate)) for rate in rates]
        assert sorted(parts) == list(range(16))


class TestGrid(NeverTwice):
    sampler = "grid"

    @given(st.integers(1, 200), st.sampled_from(["adam", "sgd"]))
    def test_a_grid_has_as_many_points_as_its_share_each_once(self, share: int, optimizer: str) -> None:
        points = grid_points(dimensions_of(SPACE, optimizer), share)
        assert len(points) == share == len({tuple(point.values()) for point in points})

    @given(st.integers(10, 200))
    def test_every_combination_has_the_learning_rate_from_bound_to_bound(self, share: int) -> None:
        points = grid_points(dimensions_of(SPACE, "adam"), share)
        rates: dict[tuple[float, ...], list[float]] = {}
        for point in points:
            rate, *others = point.values()
            rates.setdefault(tuple(others), []).append(rate)
        for levels in rates.values():
            assert len(levels) >= 5
            assert (levels[0], levels[-1]) == (0, 1)
            assert levels == sorted(levels)


@pytest.mark.skipif(find_spec("torch") is None, reason="GP needs torch, which Undefault does not depend on")
class TestGaussianProcess(SamplerContract):
    sampler = "gp"


def test_every_sampler_has_a_contract_of_its_own() -> None:
    tested = {TestTPE, TestRandom, TestCmaEs, TestQuasiRandom, TestGrid, TestGaussianProcess}
    assert {one.sampler for one in tested} == set(SAMPLERS)


@given(st.floats(0, 1), st.sampled_from([FloatDistribution(1e-5, 3, log=True), FloatDistribution(-1, 4)]))
def test_a_coordinate_is_found_again_from_its_value(coordinate: float, kind: FloatDistribution) -> None:
    assert coordinate_of(kind, value_at(kind, coordinate)) == pytest.approx(coordinate, abs=1e-9)


@given(st.integers(1, 60), st.integers(1, 60), st.booleans())
def test_every_whole_number_has_a_coordinate(low: int, width: int, log: bool) -> None:  # noqa: FBT001
    kind = IntDistribution(low, low + width, log=log)
    assert all(value_at(kind, coordinate_of(kind, value)) == value for value in range(low, low + width + 1))


def test_an_unknown_sampler_is_refused_with_the_nearest_name() -> None:
    dimensions = dimensions_of(SPACE, "adam")
    with pytest.raises(ConfigError, match="did you mean 'tpe'"):
        make_sampler("tpee", Turn(0, 0, 0, 1, dimensions, dimensions))


def test_one_optimizers_wider_range_leaves_the_others_proposals_as_they_are(tmp_path: Path) -> None:
    contract, after = TestTPE(), [[replace(request) for request in ROUNDS[-1] if request.optimizer == "adam"]]
    narrow, wide = (contract.open(tmp_path / name) for name in ("narrow", "wide"))
    for study in (narrow, wide):
        contract.run(study)
    wide.widen("sgd", with_range(SPACE, "sgd", "learning_rate", WIDE))
    assert contract.run(narrow, after, first=N_TRIALS) == contract.run(wide, after, first=N_TRIALS)
