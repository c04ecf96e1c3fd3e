"""The study on a real Optuna journal: what it asks, tells, and takes up again."""

from pathlib import Path

import optuna
import pytest
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

from undefault.contracts import DEFAULT, Proposal, Request
from undefault.errors import ConfigError
from undefault.records import Setting
from undefault.search.samplers import SAMPLERS, make_sampler
from undefault.search.study import OptunaStudy
from undefault.specs import DecaySpec, OptimizerSpec, Range, SearchSpace

SPACE = SearchSpace(
    optimizers=(
        OptimizerSpec("adam", "Adam", Range(1e-5, 1), {"beta_1": Range(0.01, 0.5, complement=True)}),
        OptimizerSpec("sgd", "SGD", Range(1e-4, 10)),
    ),
    decays=(DecaySpec("exponential", {"decay_rate": Range(0.001, 0.9)}, {}, "decay_steps"),),
    weight_decay=Range(1e-5, 0.1),
    patience=Range(2, 50, integer=True),
)
DEFAULT_ADAM = Setting("adam", 0.001, {"beta_1": 0.9})
ROUND = [Request("adam", DEFAULT, DEFAULT_ADAM), *(Request(name) for name in ("adam", "sgd", "sgd", "adam"))]


def open_study(path: Path, *, sampler: str = "tpe", seed: int = 0) -> OptunaStudy:
    return OptunaStudy(path / "study.journal", "made/mlp", SPACE, sampler=sampler, seed=seed, n_steps=200)


def run(study: OptunaStudy, n_rounds: int) -> list[Proposal]:
    """Ask and tell rounds; the objective is how far the rate is from 0.01."""
    asked: list[Proposal] = []
    for _ in range(n_rounds):
        proposals = study.ask(ROUND, first=len(asked))
        for proposal in proposals:
            study.tell(proposal.number, abs(proposal.setting.learning_rate - 0.01))
        asked += proposals
    return asked


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_the_same_seed_asks_the_same_settings(sampler: str, tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("a", "b"))
    assert run(open_study(first, sampler=sampler), 3) == run(open_study(second, sampler=sampler), 3)


def test_another_seed_asks_other_settings(tmp_path: Path) -> None:
    a, b = (run(open_study(tmp_path / str(seed), seed=seed), 1) for seed in (0, 1))
    assert a[0] == b[0]  # the default, whatever the seed
    assert a[1:] != b[1:]


@pytest.mark.parametrize("n_told", [0, 1, 3, 5])
def test_a_study_opened_again_goes_on_as_if_it_had_never_stopped(n_told: int, tmp_path: Path) -> None:
    whole = run(open_study(tmp_path / "whole"), 3)
    path = tmp_path / "interrupted"
    study = open_study(path)
    for proposal in study.ask(ROUND, first=0)[:n_told]:
        study.tell(proposal.number, abs(proposal.setting.learning_rate - 0.01))
    assert run(open_study(path), 3) == whole


def test_a_study_stopped_while_asking_goes_on_as_if_it_had_never_stopped(tmp_path: Path) -> None:
    whole = run(open_study(tmp_path / "whole"), 2)
    path = tmp_path / "interrupted"
    open_study(path).ask(ROUND[:2], first=0)
    journal = JournalStorage(JournalFileBackend(str(path / "study.journal")))
    study = optuna.load_study(study_name="made/mlp", storage=journal)
    study.enqueue_trial(study.trials[1].params)  # begun, and never given its setting
    study.ask()
    resumed = run(open_study(path), 2)
    assert [proposal.number for proposal in resumed] == list(range(len(whole)))
    assert resumed[:2] == whole[:2]


def test_a_known_setting_is_asked_as_it_is_even_where_the_space_could_not_propose_it(tmp_path: Path) -> None:
    outside = Setting("sgd", 50.0)
    study = open_study(tmp_path)
    asked = study.ask([Request("sgd", "remedy", outside)], first=0)
    assert asked == [Proposal(0, "remedy", outside)]


def test_telling_twice_keeps_what_was_told_first(tmp_path: Path) -> None:
    study = open_study(tmp_path)
    study.ask(ROUND, first=0)
    study.tell(0, 1.0)
    study.tell(0, 2.0)
    assert study.n_complete == 1


def test_an_unknown_sampler_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(ConfigError, match="did you mean 'tpe'"):
        make_sampler("tpee", seed=0)
