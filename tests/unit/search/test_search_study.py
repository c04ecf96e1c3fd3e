"""The study on a real Optuna journal: what it asks, tells, and takes up again."""

from pathlib import Path

import optuna
import pytest
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

from undefault.contracts import DEFAULT, Proposal, Request
from undefault.records import Setting
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


def test_another_seed_asks_other_settings(tmp_path: Path) -> None:
    a, b = (run(open_study(tmp_path / str(seed), seed=seed), 1) for seed in (0, 1))
    assert a[0] == b[0]  # the default, whatever the seed
    assert a[1:] != b[1:]


@pytest.mark.parametrize("n_whole", [0, 2])
@pytest.mark.parametrize(("n_asked", "n_told"), [(0, 0), (1, 0), (3, 0), (5, 0), (5, 1), (5, 4)])
def test_a_study_stopped_anywhere_goes_on_as_if_it_had_never_stopped(
    n_whole: int, n_asked: int, n_told: int, tmp_path: Path
) -> None:
    whole = run(open_study(tmp_path / "whole"), n_whole + 2)
    path = tmp_path / "interrupted"
    study = open_study(path)
    run(study, n_whole)
    for proposal in study.ask(ROUND[:n_asked], first=n_whole * len(ROUND))[:n_told]:
        study.tell(proposal.number, abs(proposal.setting.learning_rate - 0.01))
    assert run(open_study(path), n_whole + 2) == whole


@pytest.mark.parametrize("n_bytes_lost", [1, 50, 400, 4000])
def test_a_study_whose_last_lines_were_lost_goes_on_as_if_it_had_never_stopped(
    n_bytes_lost: int, tmp_path: Path
) -> None:
    whole = run(open_study(tmp_path), 3)
    journal = tmp_path / "study.journal"
    journal.write_bytes(journal.read_bytes()[:-n_bytes_lost])
    assert run(open_study(tmp_path), 4)[: len(whole)] == whole


def test_an_optimizer_is_proposed_the_same_whatever_another_has_found(tmp_path: Path) -> None:
    def propose(loss_of_sgd: float) -> list[Proposal]:
        study, asked = open_study(tmp_path / str(loss_of_sgd)), list[Proposal]()
        for _ in range(3):
            proposals = study.ask(ROUND, first=len(asked))
            for proposal in proposals:
                of_adam = proposal.setting.optimizer == "adam"
                study.tell(proposal.number, proposal.setting.learning_rate if of_adam else loss_of_sgd)
            asked += proposals
        return [proposal for proposal in asked if proposal.setting.optimizer == "adam"]

    assert propose(0.0) == propose(1e6)


def test_the_journal_is_an_optuna_study_of_the_settings_that_were_asked(tmp_path: Path) -> None:
    asked = run(open_study(tmp_path), 2)
    journal = JournalStorage(JournalFileBackend(str(tmp_path / "study.journal")))
    stored = optuna.load_study(study_name="made/mlp", storage=journal).trials
    assert [trial.number for trial in stored] == [proposal.number for proposal in asked]
    assert [trial.params["optimizer"] for trial in stored] == [proposal.setting.optimizer for proposal in asked]
    assert [trial.value for trial in stored] == [abs(one.setting.learning_rate - 0.01) for one in asked]


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
