"""Where sweeps write: one at a time, each in folders of its own, and a resumed one under the same configuration."""

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.errors import ConfigError, LockedError, OutputError
from undefault.folders import (
    LATEST,
    STATE,
    Beginning,
    SweepFolders,
    comparable,
    exclusive,
    interrupted,
    kept_on_disk,
    require_same,
)

COMPOSED: dict[str, Any] = {"seed": 0, "task": {"epochs": 3, "loss": "auto"}, "sweep": {"folder": "x", "resume": None}}
values = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
configurations = st.recursive(
    st.dictionaries(st.text(st.characters(categories=["L"]), min_size=1), values, max_size=4),
    lambda inner: st.dictionaries(st.text(st.characters(categories=["L"]), min_size=1), inner, min_size=1, max_size=3),
    max_leaves=4,
)


def beginning(configuration: dict[str, Any] = COMPOSED) -> Beginning:
    return Beginning(["seed=0"], comparable(configuration), {"keras": "3.15.0"}, {"wine": "0123", "iris": "4567"})


def begun(root: Path, sweep_id: str, *, at: int) -> SweepFolders:
    folders = SweepFolders(root, sweep_id)
    folders.begin(beginning())
    os.utime(folders.studies / STATE, (at, at))
    return folders


def test_a_second_sweep_is_told_of_the_lock_and_of_the_way_out(tmp_path: Path) -> None:
    with (
        exclusive(tmp_path / "runs"),
        pytest.raises(
            LockedError, match=r"running on .*runs, process \d+ since .* UTC; wait for it, or give .* sweep\.folder"
        ),
        exclusive(tmp_path / "runs"),
    ):
        pytest.fail("both hold the lock")


def test_the_lock_is_free_again_after_a_sweep_that_failed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), exclusive(tmp_path):
        raise RuntimeError
    with exclusive(tmp_path):
        pass


def test_sweeps_in_two_folders_do_not_hold_each_other_up(tmp_path: Path) -> None:
    with exclusive(tmp_path / "a"), exclusive(tmp_path / "b"):
        pass


@pytest.mark.parametrize("below", ["", "deep/er"])
def test_a_file_in_the_folders_way_is_refused(tmp_path: Path, below: str) -> None:
    (tmp_path / "taken").write_text("")
    root = tmp_path / "taken" / below
    with (
        pytest.raises(OutputError, match=r"taken.* must be writable, got: .*; change its rights or sweep\.folder"),
        exclusive(root),
    ):
        pytest.fail("the lock was taken in a file")


def test_a_sweep_that_cannot_make_its_folders_leaves_none_behind(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("in the way")
    with pytest.raises(OutputError, match="must be writable"):
        SweepFolders(tmp_path, "one").begin(beginning())
    assert list((tmp_path / "studies").iterdir()) == []


def test_a_folder_is_never_begun_twice_and_the_first_stays(tmp_path: Path) -> None:
    first = begun(tmp_path, "one", at=1)
    with pytest.raises(OutputError):
        first.begin(beginning({**COMPOSED, "seed": 1}))
    assert first.begun_with() == beginning()
    assert first.report.is_dir()


def test_latest_is_the_sweep_begun_last_whatever_its_name_and_whatever_was_resumed_since(tmp_path: Path) -> None:
    begun(tmp_path, "z", at=100)
    begun(tmp_path, "a", at=200)
    (tmp_path / "studies" / "z" / "trainings").mkdir()
    assert interrupted(tmp_path, "latest").sweep_id == "a"


def test_a_sweep_is_found_by_its_id(tmp_path: Path) -> None:
    begun(tmp_path, "one", at=1)
    begun(tmp_path, "two", at=2)
    assert interrupted(tmp_path, "one") == SweepFolders(tmp_path, "one")


@pytest.mark.parametrize("unknown", ["onee", "..", "../studies/one", "", "one/"])
def test_an_unknown_id_is_answered_with_the_last_one(tmp_path: Path, unknown: str) -> None:
    begun(tmp_path, "one", at=1)
    with pytest.raises(ConfigError, match=rf"got {re.escape(repr(unknown))}.*; the last begun is one"):
        interrupted(tmp_path, unknown)


def test_resuming_where_nothing_was_begun_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"needs an earlier sweep under .*studies, got none; leave sweep\.resume out"):
        interrupted(tmp_path, "latest")


def test_a_folder_without_its_configuration_is_no_sweep(tmp_path: Path) -> None:
    (tmp_path / "studies" / "half").mkdir(parents=True)
    with pytest.raises(ConfigError, match="got none"):
        interrupted(tmp_path, "half")


def test_latest_is_the_sweep_begun_last_though_the_clock_was_set_back(tmp_path: Path) -> None:
    begun(tmp_path, "first", at=200)
    begun(tmp_path, "second", at=100)
    assert interrupted(tmp_path, "latest").sweep_id == "second"


@pytest.mark.parametrize("note", [None, "", "gone", "../.."])
def test_a_note_of_the_latest_sweep_that_is_lost_or_wrong_gives_way_to_the_newest_one(
    tmp_path: Path, note: str | None
) -> None:
    begun(tmp_path, "old", at=100)
    begun(tmp_path, "new", at=200)
    latest = tmp_path / "studies" / LATEST
    latest.unlink() if note is None else latest.write_text(note)
    assert interrupted(tmp_path, "latest").sweep_id == "new"


@given(composed=configurations)
def test_what_a_sweep_began_with_is_accepted_again(
    tmp_path_factory: pytest.TempPathFactory, composed: dict[str, Any]
) -> None:
    folders = SweepFolders(tmp_path_factory.mktemp("root"), "one")
    begun = Beginning([], comparable({**composed, "sweep": {"resume": None}}), {"keras": "3"}, {"wine": "0"})
    folders.begin(begun)
    again = comparable({**composed, "sweep": {"resume": "latest"}})
    require_same(folders, configuration=again, versions={"keras": "3"}, data={"wine": "0"})


def test_what_differs_is_shown_with_both_values(tmp_path: Path) -> None:
    folders = begun(tmp_path, "one", at=1)
    changed = comparable({**COMPOSED, "task": {"epochs": 4, "loss": "auto"}})
    with pytest.raises(ConfigError, match=r"task\.epochs was 3, is 4; give the same overrides, or begin a new sweep"):
        require_same(folders, configuration=changed)


def test_a_key_that_came_or_went_differs(tmp_path: Path) -> None:
    folders = begun(tmp_path, "one", at=1)
    with pytest.raises(ConfigError, match=r"task\.extra was None, is 1; task\.loss was 'auto', is None"):
        require_same(folders, configuration=comparable({**COMPOSED, "task": {"epochs": 3, "extra": 1}}))


def test_another_keras_is_refused(tmp_path: Path) -> None:
    folders = begun(tmp_path, "one", at=1)
    with pytest.raises(ConfigError, match=r"versions it began with, got: keras was '3\.15\.0', is '3\.16\.0'; install"):
        require_same(folders, versions={"keras": "3.16.0"})


def test_another_dataset_is_refused_by_name(tmp_path: Path) -> None:
    folders = begun(tmp_path, "one", at=1)
    with pytest.raises(ConfigError, match="data it began with, got: wine was '0123', is '9999'; bring back the data"):
        require_same(folders, data={"wine": "9999", "iris": "4567"})


@pytest.mark.parametrize("damaged", ["{half", "[1]", "{}", '{"overrides": [], "configuration": 3}', "\ud800"])
def test_a_damaged_beginning_is_named(tmp_path: Path, damaged: str) -> None:
    folders = begun(tmp_path, "one", at=1)
    (folders.studies / STATE).write_text(damaged, errors="surrogatepass")
    with pytest.raises(OutputError, match=r"sweep\.json must hold what the sweep began with, got: .*; begin"):
        require_same(folders, configuration=comparable(COMPOSED))


def test_only_which_sweep_goes_on_may_change(tmp_path: Path) -> None:
    assert comparable({**COMPOSED, "sweep": {"folder": "x", "resume": "latest"}}) == comparable(COMPOSED)
    assert comparable({**COMPOSED, "sweep": {"folder": "y", "resume": None}}) != comparable(COMPOSED)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_disk_that_takes_no_more_is_told_with_the_way_to_go_on(tmp_path: Path, number: int) -> None:
    with (
        pytest.raises(OutputError, match=r"must be writable and have room, got: .*sweep\.resume=one"),
        kept_on_disk(SweepFolders(tmp_path, "one")),
    ):
        raise OSError(number, os.strerror(number))


def test_an_error_that_is_no_disks_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError), kept_on_disk(SweepFolders(tmp_path, "one")):
        raise ConnectionResetError
