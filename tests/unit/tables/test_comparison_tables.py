"""The tables across tasks, of numbers that are known."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from undefault.comparison.portfolio import Candidate, CandidateScores, Kind, judge_portfolio
from undefault.datasets import HeldBack
from undefault.problem import Problem
from undefault.records import Phase, Setting
from undefault.tables import (
    hyperparameters_table,
    portfolio_gains_table,
    portfolio_scores_table,
    portfolio_settings_table,
    ranks_table,
    readings_table,
    skills_table,
    tunability_table,
    verdicts_table,
)
from undefault.trials import TaskResult, Trial
from undefault.verdicts.contest import Contest
from undefault.verdicts.rule import Rule
from undefault.verdicts.scores import Scored

RULE = Rule(margin=0.05, alpha=0.05, looks=(3,), apart=0.0)
LOSSES = {"adam": (0.9, 0.3), "sgd": (0.5, 0.4), "lion": (0.6, 0.2)}
N_SEARCHED = 24


@pytest.fixture
def results(moons: tuple[Problem, HeldBack], make_scored: Callable[..., Scored]) -> list[TaskResult]:
    """Return two tasks of different sources with three optimizers each, all of known losses."""

    def trial(number: int, optimizer: str, loss: float, n_seeds: int) -> Trial:
        setting = Setting(optimizer, 0.001 * (number + 1))
        rows = loss + 0.001 * np.arange(5.0 * n_seeds).reshape(n_seeds, 5) ** 0.5
        found = make_scored(np.full((n_seeds, 3), loss), setting=setting)
        tested = make_scored(np.full((n_seeds, 3), loss), setting=setting, test_loss=rows)
        return Trial(
            number, "proposed" if number % 2 else "default", setting, {Phase.SEARCH: found, Phase.CONFIRM: tested}
        )

    def result(source: str) -> TaskResult:
        pairs = list(enumerate(LOSSES.items()))
        trials = {2 * i + j: trial(2 * i + j, name, losses[j], 3) for i, (name, losses) in pairs for j in (0, 1)}
        confirmed = {number: one.scored[Phase.CONFIRM] for number, one in trials.items()}
        contests = tuple(
            Contest(name, 2 * i, 2 * i + 1).judged(confirmed[2 * i], confirmed[2 * i + 1], RULE)
            for i, (name, _) in pairs
        )
        spec = replace(moons[0].task.dataset, name=source, source=source)
        return TaskResult(replace(moons[0], task=replace(moons[0].task, dataset=spec)), trials, contests)

    return [result("moons"), result("circles")]


@pytest.fixture
def scores() -> CandidateScores:
    """Return two sources and three candidates, the last of which is better by 0.2 on both."""
    kinds = (Kind.DEFAULT, Kind.REMEDY, Kind.FINALIST)
    candidates = tuple(
        Candidate(f"c{i}", kind, Setting("adam", 0.1 + i), None, "decay_steps" if i == 2 else None)
        for i, kind in enumerate(kinds)
    )
    skills = np.tile([0.6, 0.5, 0.8], (2, 4, 1)) + 0.01 * np.arange(2)[:, None, None]
    return CandidateScores(("a", "b"), ("a", "b"), candidates, skills, skills)


def test_a_reading_is_a_row_and_the_verdicts_own_is_the_verdict(results: list[TaskResult]) -> None:
    table, verdicts = readings_table(results, RULE), verdicts_table(results, str, alpha=0.05)
    own = table[table["relation"] == "is the verdict"]
    assert own[["study", "optimizer", "regret", "regret_low"]].to_numpy().tolist() == (
        verdicts[["study", "optimizer", "regret", "fixed_low"]].to_numpy().tolist()
    )
    assert table.groupby(["study", "optimizer"]).size().tolist() == [4] * 6


def test_ranks_are_those_of_the_skills_beside_them(results: list[TaskResult]) -> None:
    skills = skills_table(results)
    assert skills.groupby("role")["skill"].mean().to_dict() == pytest.approx(
        {role: 1 - np.mean([losses[i] for losses in LOSSES.values()]) for i, role in enumerate(("default", "tuned"))},
        abs=0.01,
    )
    ranks = ranks_table(skills, alpha=0.05)
    order = {role: rows["optimizer"].tolist() for role, rows in ranks.groupby("role")}
    assert order == {"default": ["sgd", "lion", "adam"], "tuned": ["lion", "adam", "sgd"]}
    assert set(ranks["n_datasets"]) == {2}


def test_an_optimizer_that_a_task_lacks_is_not_ranked(results: list[TaskResult]) -> None:
    skills = skills_table(results)
    lacking = skills[~((skills["optimizer"] == "sgd") & (skills["source"] == "moons"))]
    assert set(ranks_table(lacking, alpha=0.05)["optimizer"]) == {"adam", "lion"}


def test_tunability_is_the_mean_regret_most_tunable_first(results: list[TaskResult]) -> None:
    verdicts = verdicts_table(results, str, alpha=0.05)
    table = tunability_table(verdicts, skills_table(results), alpha=0.05)
    assert table["optimizer"].tolist() == ["adam", "lion", "sgd"]
    assert table["tunability"].tolist() == pytest.approx([0.6, 0.4, 0.1])


def test_a_hyperparameter_is_a_row_with_its_importance(
    results: list[TaskResult], make_scored: Callable[..., Scored]
) -> None:
    searched = {
        n: Trial(n, "proposed", Setting("adam", 0.01 * n), {Phase.SEARCH: make_scored([[0.5 / n]])})
        for n in range(10, 10 + N_SEARCHED)
    }
    wide = [replace(result, trials={**result.trials, **searched}) for result in results]
    table = hyperparameters_table(wide, {"adam": {"learning_rate": 0.7}})
    assert table[["optimizer", "hyperparameter", "importance", "n_trials"]].to_numpy().tolist() == [
        ["adam", "learning_rate", 0.7, 2 * (N_SEARCHED + 2)]
    ]
    assert table["gain"].iloc[0] > 0


def test_too_few_trials_leave_an_empty_table_with_its_columns(results: list[TaskResult]) -> None:
    table = hyperparameters_table(results, {})
    assert table.empty
    assert "hyperparameter" in table


def test_the_list_can_be_chosen_again_from_the_scores_beside_it(scores: CandidateScores) -> None:
    judgement = judge_portfolio(scores, alpha=0.05)
    assert judgement is not None
    table = portfolio_scores_table(scores)
    best = table.groupby("candidate")["test_skill"].mean().idxmax()
    settings = portfolio_settings_table(scores, judgement, lambda setting: f"rate {setting.learning_rate}")
    assert settings["candidate"].tolist() == ["c0", best] == ["c0", "c2"]
    assert settings["setting"].iloc[1] == "rate 2.1, decay over the whole budget"
    assert settings["is_used"].tolist() == [False, True]
    assert len(table) == scores.test_skill.size


def test_gains_are_told_against_the_best_default_and_each_default_and_remedy(scores: CandidateScores) -> None:
    table = portfolio_gains_table(scores, judge_portfolio(scores, alpha=0.05), alpha=0.05)
    first = table[table["size"] == 1].set_index("against")
    assert first["gain"].to_dict() == pytest.approx({"best default": 0.2, "c0": 0.2, "c1": 0.3})


@pytest.mark.parametrize("empty", [portfolio_scores_table(None), portfolio_gains_table(None, None, alpha=0.05)])
def test_without_candidates_the_tables_have_their_columns_still(empty: pd.DataFrame) -> None:
    assert empty.empty
    assert len(empty.columns)
