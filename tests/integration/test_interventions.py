"""A small real sweep in which a default fails: its fix ran again on fresh seeds, is in the report, and adds up."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from undefault.config import make_plan
from undefault.interventions import share_won_back
from undefault.records import FloatArray
from undefault.sweep_command import run_sweep

ADADELTA = (
    "experiment=smoke",
    "executor=inline",
    "dataset=iris",
    "optimizers=[adadelta]",
    "search.n_trials=12",
    "intervene.n_fresh_seeds=5",
    "intervene.n_rates=4",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sweep")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        return (folder / run_sweep(*make_plan(ADADELTA), ADADELTA)).parent


def rows_of(table: pd.DataFrame, **where: object) -> FloatArray:
    """Return the shares in the skill ``(n_seeds, n_rows)`` of the trainings with these values."""
    own = table[np.logical_and.reduce([table[name] == value for name, value in where.items()])]
    return own.pivot_table(index="seed", columns="row", values="skill", observed=True).to_numpy()


def test_adadeltas_default_fails_and_has_a_fix_in_every_place(report: Path) -> None:
    [verdict] = pd.read_csv(report / "verdicts.csv").to_dict("records")
    [fix] = pd.read_csv(report / "fixes.csv").to_dict("records")
    [written] = json.loads((report / "sweep.json").read_text())["fixes"]
    assert verdict["verdict"] == "fails"
    assert verdict["smallest_fix"] == fix["fix"]
    assert fix["fix"].startswith("Adadelta(learning_rate=")
    assert "keras.optimizers.Adadelta(" in written["code"]
    assert written["replayed"]
    for name in ("report.html", "report.md"):
        text = (report / name).read_text()
        assert "What to change" in text
        assert written["replay_note"] in text


def test_the_share_that_the_fix_wins_back_is_that_of_the_rows_of_the_fresh_seeds(report: Path) -> None:
    rows = pd.read_parquet(report / "intervention_rows.parquet")
    [fix] = pd.read_csv(report / "fixes.csv").to_dict("records")
    whole = ";".join(rows.loc[rows["role"] == "tuned", "changes"].unique())
    role = "tuned" if fix["rerun_changes"] == whole else "fix"
    fixed, default, tuned = (rows_of(rows, role=name) for name in (role, "default", "tuned"))
    assert len(default) == fix["n_seeds"] == 5
    share = share_won_back(fixed, default, tuned, alpha=0.05)
    told = [fix["share_won_back"], fix["share_low"], fix["share_high"], fix["regret"]]
    np.testing.assert_allclose(told, [share.mean, share.low, share.high, (tuned - default).mean()], rtol=1e-4)


def test_every_intervention_adds_up_from_the_rows_beside_it(report: Path) -> None:
    rows, confirmed = (pd.read_parquet(report / f"{name}.parquet") for name in ("intervention_rows", "test_losses"))
    [verdict] = pd.read_csv(report / "verdicts.csv").to_dict("records")
    measured = pd.read_csv(report / "interventions.csv").query("is_applicable")
    n_seeds = int(measured["n_seeds"].iloc[0])
    default, tuned = (rows_of(confirmed, trial=verdict[name])[:n_seeds] for name in ("default_trial", "tuned_trial"))
    for row in measured.to_dict("records"):
        own = rows_of(rows, role="intervention", changes=row["intervention"])
        won = (own - default).mean() if len(own) else row["gain"]
        assert won == pytest.approx(row["gain"], abs=1e-6)
        assert row["gain"] / (tuned - default).mean() == pytest.approx(row["share_won_back"], abs=1e-5)


def test_the_trainings_of_interventions_are_counted_in_the_facts(report: Path) -> None:
    counts = json.loads((report / "sweep.json").read_text())["counts"]
    assert counts["trainings of interventions"] == len(pd.read_parquet(report / "intervention_trainings.parquet"))
