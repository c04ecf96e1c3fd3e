"""Every broken input of the corpus ends in one message that helps and exit code 2, or is handled and noted."""

import functools
import importlib
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from corpus_builders import BUILDERS
from corpus_case import HANGS, SECONDS, Case, Outcome
from corpus_configs import CONFIGS
from corpus_parquet import PARQUET_FILES
from corpus_tables import TABLES

from undefault import config, wiring
from undefault.cli import run_command
from undefault.composition import compose_config
from undefault.engine import builder

CASES = [*CONFIGS, *TABLES, *PARQUET_FILES, *BUILDERS]
composed_once = functools.cache(compose_config)  # most cases differ in their files alone


class Accepted(BaseException):
    """The input was let through to where MLflow is opened."""


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Work in a new folder and let nothing get as far as MLflow; return the notes on all datasets loaded meanwhile."""
    seen: list[str] = []
    load_tasks = wiring.load_tasks

    def noting(plan: Any) -> wiring.Tasks:
        tasks = load_tasks(plan)
        seen.extend(note for problem, _ in tasks for note in problem.dataset.notes)
        return tasks

    def accept(*_arguments: object) -> None:
        raise Accepted

    def compose(overrides: Sequence[str]) -> Any:
        return composed_once(tuple(overrides))

    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(config, "compose_config", compose)
    monkeypatch.setattr(wiring, "load_tasks", noting)
    monkeypatch.setattr(wiring, "open_tracker", accept)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = signal.getsignal(signal.SIGTERM)
    yield seen
    signal.signal(signal.SIGTERM, before)
    sys.modules.pop("own", None)
    importlib.invalidate_caches()


def contents(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "_"))
def test_a_broken_input_is_answered(
    case: Case,
    notes: list[str],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if HANGS in case.words:
        monkeypatch.setattr(builder, "BUILD_SECONDS", SECONDS)
    case.make(tmp_path / "here")
    before = contents(tmp_path)
    main = importlib.import_module(f"pipelines.{case.command}").main
    pattern = re.compile(".*".join(map(re.escape, case.words)), re.DOTALL)
    if case.outcome is Outcome.HANDLED:
        with pytest.raises(Accepted):
            run_command(main, case.arguments, "")
        assert pattern.search("\n".join(notes)), notes
        return
    code, message = run_command(main, case.arguments, ""), capfd.readouterr().err
    assert code == 2, message
    assert re.fullmatch(r"error: [ -~\u00a0-\ud7ff\ue000-\U0010ffff]+\n", message), message
    assert pattern.search(message), message
    assert contents(tmp_path) <= before


def test_the_corpus_is_large_and_no_case_comes_twice() -> None:
    names = [case.name for case in CASES]
    assert len(names) >= 150
    assert len(set(names)) == len(names)
