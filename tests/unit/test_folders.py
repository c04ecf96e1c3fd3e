"""Where sweeps write: one at a time, each in folders of its own, and a resumed one under the same configuration."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.errors import ConfigError, LockedError, OutputError
from undefault.folders import STATE, SweepFolders, comparable, exclusive, interrupted, require_same

COMPOSED: dict[str, Any] = {"seed": 0, "task": {"epochs": 3, "loss": "auto"}, "sweep": {"folder": "x", "resume": None}}
values = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
configurations = st.recursive(
    st.dictionaries(st.text(st.characters(categories=["L"]), min_size=1), values, max_size=4),
    lambda inner: st.dictionaries(st.text(st.characters(categories=["L"]), min_size=1), inner, min_size=1, max_size=3),
    max_leaves=4,
)


def begun(root: Path, sweep_id: str, *, at: int) -> SweepFolders:
    folders = SweepFolders(root, sweep_id)
    folders.begin(COMPOSED)
    os.utime(folders.studies / STATE, (at, at))
    return folders


def test_a_second_sweep_is_told_of_the_lock_and_of_the_way_out(tmp_path: Path) -> None:
    with (
        exclusive(tmp_path / "runs"),
        pytest.raises(LockedError, match=r"another sweep is running on .*runs; wait for it, or give .* sweep\.folder"),
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
        SweepFolders(tmp_path, "one").begin(COMPOSED)
    assert list((tmp_path / "studies").iterdir()) == []


def test_a_folder_is_never_begun_twice_and_the_first_stays(tmp_path: Path) -> None:
    first = begun(tmp_path, "one", at=1)
    with pytest.raises(OutputError):
        first.begin({**COMPOSED, "seed": 1})
    assert json.loads((first.studies / STATE).read_text())["seed"] == 0
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


@given(composed=configurations)
def test_the_configuration_that_a_sweep_began_with_is_accepted_again(
    tmp_path_factory: pytest.TempPathFactory, composed: dict[str, Any]
) -> None:
    folders = SweepFolders(tmp_path_factory.mktemp("root"), "one")
    folders.begin({**composed, "sweep": {"resume": None}})
    require_same(folders, {**composed, "sweep": {"resume": "latest"}})


def test_what_differs_is_shown_with_both_values(tmp_path: Path) -> None:
    folders = begun(tmp_path, "one", at=1)
    changed = {**COMPOSED, "task": {"epochs": 4, "loss": "auto"}}
    with pytest.raises(ConfigError, match=r"task\.epochs was 3, is 4; give the same overrides, or begin a new sweep"):
        require_same(folders, changed)


def test_a_key_that_came_or_went_differs(tmp_path: Path) -> None:
    folders = begun(tmp_path, "one", at=1)
    with pytest.raises(ConfigError, match=r"task\.extra was None, is 1; task\.loss was 'auto', is None"):
        require_same(folders, {**COMPOSED, "task": {"epochs": 3, "extra": 1}})


def test_a_damaged_configuration_is_named(tmp_path: Path) -> None:
    folders = begun(tmp_path, "one", at=1)
    (folders.studies / STATE).write_text("{half")
    with pytest.raises(OutputError, match=r"sweep\.json must hold the configuration .*; begin a new sweep"):
        require_same(folders, COMPOSED)


def test_only_which_sweep_goes_on_may_change(tmp_path: Path) -> None:
    assert comparable({**COMPOSED, "sweep": {"folder": "x", "resume": "latest"}}) == comparable(COMPOSED)
    assert comparable({**COMPOSED, "sweep": {"folder": "y", "resume": None}}) != comparable(COMPOSED)
