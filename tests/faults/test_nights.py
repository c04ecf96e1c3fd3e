"""Three nights in a row: one killed and gone on with, one that another start meets, one past its deadline."""

import json
import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from sweeps_for_faults import Struck, start

pytestmark = pytest.mark.faults

DEADLINE_MINUTES = 1.0
SESAME = "open-sesame"
NIGHTS = (
    "nightly.keep_nights=2",
    f"nightly.deadline_minutes={DEADLINE_MINUTES}",
    f"nightly.notify=['json://me:{SESAME}@127.0.0.1:9/']",  # where nobody listens
)


def begin(folder: Path, *overrides: str) -> Struck:
    return start(folder, *NIGHTS, *overrides, pipeline="nightly")


def ended(night: Struck) -> int:
    code, said = night.end()
    assert code in (0, 3), said
    assert said.splitlines()[-1] == "nights: mlruns/nights/nights.html"
    assert "address 1 to notify, json, could not be reached" in said.replace("\n", " ")
    assert SESAME not in said
    return code


@pytest.fixture(scope="module")
def mlruns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What three nights leave."""
    folder = tmp_path_factory.mktemp("nights")
    killed = begin(folder, "nightly.deadline_minutes=null")
    assert killed.wait_for("training confirm")
    killed.kill(group=True)
    assert ended(begin(folder, "nightly.deadline_minutes=null")) == 0  # the first night has nothing to differ from

    second = begin(folder, "nightly.deadline_minutes=null")
    assert second.wait_for("training confirm")
    code, said = begin(folder).end()
    assert code == 75, said
    assert f"another night is running on mlruns/nights, process {second.process.pid} since" in said.replace("\n", " ")
    ended(second)

    third = begin(folder)
    begun = time.monotonic()
    while len(list(folder.glob("mlruns/studies/night-0003-*/optuna/*.journal"))) < 2:
        assert third.process.poll() is None
        time.sleep(0.05)
    os.killpg(third.process.pid, signal.SIGSTOP)
    time.sleep(max(60 * DEADLINE_MINUTES / 2 - (time.monotonic() - begun), 0) + 2)  # into what is left for the report
    os.killpg(third.process.pid, signal.SIGCONT)
    ended(third)
    assert time.monotonic() - begun < 60 * DEADLINE_MINUTES
    return folder / "mlruns"


def test_every_night_has_its_row_and_the_last_was_cut_short(mlruns: Path) -> None:
    nights = pd.read_csv(mlruns / "nights" / "nights.csv")
    assert nights["night"].tolist() == [1, 2, 3]
    assert nights["state"].tolist() == ["whole", "whole", "cut short"]


def test_the_night_past_its_deadline_reports_what_it_finished(mlruns: Path) -> None:
    [facts] = mlruns.glob("reports/night-0003-*/sweep.json")
    told = json.loads(facts.read_text())
    assert told["set_aside"] == ["moons/mlp_8"]
    assert [task["study"] for task in told["tasks"]] == ["iris/mlp_8"]
    assert "the deadline of 1 minutes leaves no more time" in " ".join(told["notes"])
    assert (facts.parent / "report.html").exists()


def test_evidence_accumulates_over_rows_and_seeds_of_their_own(mlruns: Path) -> None:
    together = pd.read_csv(mlruns / "nights" / "accumulated.csv")
    assert together.groupby("study")["n_nights"].first().to_dict() == {"iris/mlp_8": 3, "moons/mlp_8": 2}
    evidence = pd.read_csv(mlruns / "nights" / "evidence.csv")
    assert evidence.groupby("night").size().to_dict() == {1: 4, 2: 4, 3: 2}
    assert evidence.groupby(["study", "optimizer"])["regret"].nunique().min() >= 2


def test_only_two_nights_are_kept_and_the_first_is_really_gone(mlruns: Path) -> None:
    for kept in ("reports", "studies"):
        names = sorted(path.name[:10] for path in (mlruns / kept).iterdir() if path.is_dir())
        assert names == ["night-0002", "night-0003"]
    with closing(sqlite3.connect(mlruns / "mlflow.db")) as database:
        query = "SELECT DISTINCT value FROM tags WHERE key = 'undefault.sweep_id'"
        assert sorted(name[:10] for (name,) in database.execute(query)) == ["night-0002", "night-0003"]
        runs = {run for (run,) in database.execute("SELECT run_uuid FROM runs")}
        for table in ("metrics", "latest_metrics", "params", "tags"):
            holding = {run for (run,) in database.execute(f"SELECT DISTINCT run_uuid FROM {table}")}  # noqa: S608
            assert holding <= runs
        statuses = database.execute("SELECT DISTINCT lifecycle_stage, status FROM runs").fetchall()
        assert statuses == [("active", "FINISHED")]
    assert {path.name for path in (mlruns / "artifacts").iterdir()} <= runs


def test_an_address_to_notify_is_in_no_written_byte(mlruns: Path) -> None:
    files = [path for path in mlruns.rglob("*") if path.is_file()]
    assert len(files) > 50
    assert [path for path in files if SESAME.encode() in path.read_bytes()] == []


def test_the_page_of_all_nights_names_them_and_leads_to_the_last_report(mlruns: Path) -> None:
    page = (mlruns / "nights" / "nights.html").read_text()
    assert all(f"night-000{number}-" in page for number in (1, 2, 3))
    [report] = mlruns.glob("reports/night-0003-*/report.html")
    assert f'href="../reports/{report.parent.name}/report.html"' in page
