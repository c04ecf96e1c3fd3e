"""Both schedulers: installed twice is installed once, removed is gone, and what others put there stays."""

import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from undefault.errors import ConfigError, OutputError
from undefault.schedule_command import schedule, status, unschedule
from undefault.scheduling import Crontab, Job, Scheduler, Systemd
from undefault.scheduling.crontab import line_of
from undefault.scheduling.systemd import units_of

OTHERS = "# my own\n5 4 * * * /usr/bin/backup --keep 100%\n"
# Stand-ins that keep what they are given, as the real ones do
CRONTAB = """#!/bin/sh
case "$1" in
  -l) cat "{folder}/crontab" 2>/dev/null || {{ echo "no crontab for me" >&2; exit 1; }} ;;
  -) cat > "{folder}/crontab" ;;
esac
"""
SYSTEMCTL = """#!/bin/sh
echo "$@" >> "{folder}/calls"
[ "$2" = list-timers ] && echo "NEXT LEFT LAST PASSED UNIT $5" || true
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder), prepend=":")

    def put(name: str, script: str) -> None:
        path = folder / name
        path.write_text(script.format(folder=tmp_path))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return put


@pytest.fixture(params=["cron", "systemd"])
def scheduler(
    request: pytest.FixtureRequest, tmp_path: Path, stand_in: Callable[[str, str], None]
) -> tuple[Scheduler, Callable[[], object]]:
    """A scheduler, and a look at all that it keeps."""
    if request.param == "cron":
        stand_in("crontab", CRONTAB)
        (tmp_path / "crontab").write_text(OTHERS)
        return Crontab(), (tmp_path / "crontab").read_text
    stand_in("systemctl", SYSTEMCTL)
    units = tmp_path / "units"
    units.mkdir()
    (units / "other.timer").write_text("")
    return Systemd(units), lambda: {path.name: path.read_text() for path in units.iterdir()}


def job(folder: Path, hour: int = 1, arguments: tuple[str, ...] = ()) -> Job:
    return Job(folder, hour, 30, arguments)


def test_installed_twice_is_installed_once_and_removed_is_gone(
    scheduler: tuple[Scheduler, Callable[[], object]], tmp_path: Path
) -> None:
    (one, kept), folder = scheduler, tmp_path / "project"
    before = kept()
    assert one.status(folder) is None
    one.install(job(folder))
    once = kept()
    one.install(job(folder))
    assert kept() == once != before
    assert job(folder).name in str(one.status(folder))
    one.install(job(folder, hour=3))
    one.install(job(folder))
    assert kept() == once
    for _ in range(2):
        one.remove(folder)
        assert kept() == before
    assert one.status(folder) is None


def test_two_copies_of_the_project_do_not_meet(
    scheduler: tuple[Scheduler, Callable[[], object]], tmp_path: Path
) -> None:
    (one, kept), mine, yours = scheduler, tmp_path / "mine", tmp_path / "yours"
    one.install(job(yours))
    before = kept()
    one.install(job(mine))
    one.remove(mine)
    assert kept() == before


def test_crons_line_begins_a_night_with_the_arguments_as_they_were_given(tmp_path: Path) -> None:
    folder, given = tmp_path / "a folder of 100% 'mine'", ("dataset=[wine,iris]", "dataset.path='my file.csv'")
    for name in ("mlruns", "pipelines"):
        (folder / name).mkdir(parents=True)
    (folder / "pipelines" / "nightly.py").write_text("import os, sys\nprint(os.getcwd(), *sys.argv[1:], sep='\\n')\n")
    line = line_of(Job(folder, 1, 30, given, delay_minutes=0))
    times, command = line[: len("30 1 * * *")], line[len("30 1 * * * ") :]
    assert times == "30 1 * * *"
    assert "%" not in command.replace(r"\%", "")
    shell = command.replace(r"\%", "%")  # as cron hands it on
    subprocess.run(["/bin/sh", "-c", shell], check=True)  # noqa: S603
    assert (folder / "mlruns" / "nightly.log").read_text().splitlines() == [str(folder), *given]


def test_the_units_are_sound_by_systemds_own_word(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd-analyze is not here")
    folder = tmp_path / "a folder"
    folder.mkdir()
    for name, text in units_of(Job(folder, 1, 30, ("dataset.path='my 100% file.csv'",))).items():
        (tmp_path / name).write_text(text)
    units = sorted(map(str, tmp_path.glob("undefault-nightly-*")))
    done = subprocess.run([verify, "verify", "--man=no", *units], check=False, capture_output=True, text=True)  # noqa: S603
    complaints = [line for line in done.stderr.splitlines() if "undefault-nightly" in line]
    assert complaints == []


def test_the_timer_makes_up_for_missed_nights_delays_them_and_tells_of_failures(tmp_path: Path) -> None:
    units = units_of(Job(tmp_path, 1, 30))
    timer = next(text for name, text in units.items() if name.endswith(".timer"))
    service = next(text for name, text in units.items() if name.endswith(".service") and "failure" not in name)
    assert "OnCalendar=*-*-* 01:30:00" in timer
    assert "Persistent=true" in timer
    assert "RandomizedDelaySec=15min" in timer
    assert f"OnFailure={Job(tmp_path, 1, 30).name}-failure.service" in service
    assert "SuccessExitStatus=3 4 75" in service


@pytest.mark.parametrize("at", ["", "24:00", "1:60", "noon", "01:30:00"])
def test_a_time_that_is_none_is_refused(at: str) -> None:
    with pytest.raises(ConfigError, match=r"AT must be a time of day such as 01:30, got"):
        schedule(at, [])


def test_where_there_is_no_scheduler_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for work in (lambda: Crontab().install(job(tmp_path)), status, unschedule):
        with pytest.raises(OutputError, match="needs a systemd that runs for this user, or cron, got neither"):
            work()
