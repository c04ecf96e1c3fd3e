"""The tables beside a report, of two trials whose numbers are known."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from undefault.datasets import HeldBack
from undefault.problem import Problem
from undefault.records import Decay, Phase, Setting, Verdict
from undefault.tables import (
    curves_table,
    remedies_table,
    row_losses_table,
    trainings_table,
    trials_table,
    verdicts_table,
)
from undefault.trials import TaskResult, Trial
from undefault.verdicts.contest import Contest
from undefault.verdicts.rule import Rule
from undefault.verdicts.scores import Scored

RULE = Rule(margin=0.05, alpha=0.05, looks=(2,), apart=0.0)
DEFAULT = Setting("adam", 0.001, {"beta_1": 0.9, "beta_2": 0.999})
TUNED = replace(
    DEFAULT, learning_rate=0.1, decay=Decay("cosine", {"decay_steps": 16.0, "alpha": 0.1}), patience=3, batch_size=8
)
FALLING = np.array([[1.0, 0.9, 0.8], [1.0, 0.92, 0.82]])
CONTRACT = (
    "dataset, network, n_parameters, n_train, label_noise, optimizer, verdict, regret, regret_low, regret_high, "
    "n_seeds, default_skill, tuned_skill, failure_modes, smallest_fix"
)


@pytest.fixture
def result(moons: tuple[Problem, HeldBack], make_scored: Callable[..., Scored]) -> TaskResult:
    """Return a task of three trials: a default that fails, a tuned setting, and one that only the search saw."""

    def trial(number: int, origin: str, setting: Setting, loss: float) -> Trial:
        found = make_scored(FALLING * loss, setting=setting, restored_epoch=np.array([1, 2]))
        rows = loss + 0.001 * np.arange(10.0).reshape(2, 5)
        return Trial(
            number, origin, setting,
            {Phase.SEARCH: found, Phase.CONFIRM: make_scored(FALLING * loss, setting=setting, test_loss=rows)},
        )  # fmt: skip

    trials = {0: trial(0, "default", DEFAULT, 0.9), 1: trial(1, "proposed", TUNED, 0.3)}
    exploded = make_scored([[1.0, np.nan], [1.0, 0.5]], setting=replace(DEFAULT, learning_rate=1.0))
    trials[2] = Trial(2, "proposed", exploded.training.setting, {Phase.SEARCH: exploded})
    confirmed = [trials[n].scored[Phase.CONFIRM] for n in (0, 1)]
    contests = [Contest("adam", 0, 1), Contest("adam", 0, 1, remedy="adam_tuned")]
    return TaskResult(moons[0], trials, tuple(contest.judged(confirmed[0], confirmed[1], RULE) for contest in contests))


def test_the_verdicts_have_the_columns_of_the_contract(result: TaskResult) -> None:
    assert set(CONTRACT.split(", ")) <= set(verdicts_table([result], str, alpha=0.05).columns)


def test_a_verdict_is_its_contests_judgement(result: TaskResult) -> None:
    row = verdicts_table([result], lambda setting: f"rate {setting.learning_rate}", alpha=0.05).iloc[0]
    judgement = result.contests[0].judgement
    assert judgement is not None
    assert (row["verdict"], row["family_verdict"]) == (Verdict.FAILS, Verdict.FAILS)
    assert row["regret"] == pytest.approx(0.6)
    assert (row["regret_low"], row["regret_high"]) == (judgement.interval.low, judgement.interval.high)
    assert (row["fixed_low"], row["fixed_high"]) == (judgement.fixed.low, judgement.fixed.high)
    assert row["n_seeds_cap"] == RULE.cap
    assert (row["default_trial"], row["tuned_trial"], row["tuned_setting"]) == (0, 1, "rate 0.1")
    assert row["tuned_skill"] - row["default_skill"] == pytest.approx(row["regret"])
    assert (row["n_parameters"], row["n_train"], row["n_seeds"]) == (9, 57, 2)
    assert pd.isna(row["n_seeds_needed"])


def test_twice_the_tasks_make_the_family_stricter_and_never_a_single_verdict(result: TaskResult) -> None:
    one, many = (verdicts_table([result] * n_tasks, str, alpha=0.05) for n_tasks in (1, 40))
    assert set(many["verdict"]) == set(one["verdict"])
    p_value = one["p_value"].iloc[0]
    assert set(many["family_verdict"]) == ({"fails"} if p_value <= 0.05 / 40 else {"undecided"})


def test_remedies_have_a_row_each_and_are_no_verdicts(result: TaskResult) -> None:
    remedies = remedies_table([result], alpha=0.05)
    assert remedies[["remedy", "optimizer", "verdict", "trial"]].to_numpy().tolist() == [
        ["adam_tuned", "adam", "helps", 1]
    ]
    assert remedies["gain"].iloc[0] == pytest.approx(0.6)
    assert len(verdicts_table([result], str, alpha=0.05)) == 1


def test_without_remedies_the_table_has_its_columns_still(result: TaskResult) -> None:
    empty = remedies_table([replace(result, contests=result.contests[:1])], alpha=0.05)
    assert len(empty) == 0
    assert list(empty.columns) == list(remedies_table([result], alpha=0.05).columns)


def test_a_trial_is_a_row_with_its_setting_and_its_run(result: TaskResult) -> None:
    table = trials_table([result], {("moons/mlp_2", 1): "run 1"}).set_index("trial")
    assert list(table.index) == [0, 1, 2]
    names = ["optimizer", "learning_rate", "decay", "decay_steps", "decay_alpha", "patience"]
    assert table[names].to_numpy()[1].tolist() == ["adam", 0.1, "cosine", 16.0, 0.1, 3]
    assert table["mlflow_run_id"].notna().tolist() == [False, True, False]
    assert table["patience"].isna().tolist() == [True, False, True]
    assert table["momentum"].isna().all()


def test_a_trial_says_how_far_it_came_and_how_it_ended(result: TaskResult) -> None:
    table = trials_table([result], {}).set_index("trial")
    assert table["phase"].tolist() == ["confirm", "confirm", "search"]
    assert table["state"].tolist() == ["complete", "complete", "diverged"]
    assert table["n_seeds"].tolist() == [4, 4, 2]
    assert table["test_loss"].isna().tolist() == [False, False, True]
    assert table.loc[0, "valid_loss"] == pytest.approx(0.9 * (0.9 + 0.82) / 2)


def test_a_training_is_a_row_with_epochs_counted_from_1(result: TaskResult) -> None:
    table = trainings_table([result])
    assert len(table) == sum(trial.n_seeds for trial in result.trials.values())
    first = table.query("trial == 0 and phase == 'search'")
    assert first["restored_epoch"].tolist() == [2, 3]
    assert first["last_epoch"].tolist() == [3, 3]
    np.testing.assert_allclose(first["valid_loss"], [0.9 * 0.9, 0.9 * 0.82])
    np.testing.assert_allclose(first["valid_skill"], 1 - first["valid_loss"])
    assert table["test_loss"].notna().tolist() == (table["phase"] == "confirm").tolist()


def test_a_curve_is_kept_for_the_whole_budget(result: TaskResult) -> None:
    table = curves_table([result])
    own = table.query("trial == 1 and phase == 'confirm' and seed == 1")
    assert own["epoch"].tolist() == [1, 2, 3]
    np.testing.assert_allclose(own["valid_loss"], 0.3 * FALLING[1], rtol=1e-6)
    assert len(table) == 4 * 2 * 3 + 2 * 2


def test_the_rows_shares_are_those_that_the_regret_is_made_of(result: TaskResult) -> None:
    table = row_losses_table([result])
    assert set(table["trial"]) == {0, 1}
    assert table["row"].max() == 4
    mean = table.groupby("trial")["skill"].mean()
    judgement = result.contests[0].judgement
    assert judgement is not None
    assert mean[1] - mean[0] == pytest.approx(judgement.interval.mean)


def test_losses_too_large_for_a_sum_in_float32_are_told_without_a_warning(
    moons: tuple[Problem, HeldBack], make_scored: Callable[..., Scored]
) -> None:
    huge = np.full((3, 2), 3e38, dtype=np.float32)
    scored = make_scored(huge, test_loss=huge)
    trial = Trial(0, "default", DEFAULT, {Phase.SEARCH: scored, Phase.CONFIRM: scored})
    result = TaskResult(moons[0], {0: trial}, ())
    assert trials_table([result], {})["valid_loss"].tolist() == pytest.approx([3e38])
    assert trainings_table([result])["test_skill"].tolist() == [-1] * 6
