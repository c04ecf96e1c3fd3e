"""A batch runs again when what trains it is lost, and is set aside when that goes on."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from engines_for_tests import FailingEngine, trained

from undefault.datasets import HeldBack
from undefault.errors import DataError, SetAsideError
from undefault.executor import Hand, InProcess, RetryingEngine, Worker
from undefault.problem import Problem
from undefault.records import Phase, Setting, Training

ADAM = Setting("adam", 0.001)
Moons = tuple[Problem, HeldBack]
Train = Callable[..., list[Training]]


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def engine(tmp_path: Path, notes: list[str]) -> Iterator[Callable[..., RetryingEngine]]:
    """Return a function that makes an engine whose hands fail in a way, so many times."""
    made: list[RetryingEngine] = []

    def make(
        way: str, n_failures: int, *, kind: str = "process", stall: float = 60, longest: float = 60
    ) -> RetryingEngine:
        failing = partial(FailingEngine, way, n_failures, tmp_path / "count")

        def hire(memory_mb: int) -> Hand:
            if kind == "inline":
                return InProcess(failing, memory_mb)
            return Worker(failing, memory_mb, stall_seconds=stall, batch_seconds=longest)

        made.append(RetryingEngine(hire, memory_mb=1024, n_attempts=3, note=notes.append))
        return made[-1]

    yield make
    for one in made:
        one.close()
    assert not [child for child in multiprocessing.active_children() if child.name == "undefault-worker"]


def train(engine: RetryingEngine, moons: Moons) -> list[Training]:
    problem = moons[0]
    return engine.train(problem.task, [ADAM], problem.replicates(Phase.SEARCH, [0]))


def memory_of(trainings: list[Training]) -> float:
    return float(trainings[0].valid_loss[0, 0])


@pytest.mark.parametrize("kind", ["process", "inline"])
def test_what_never_fails_is_trained_once(
    kind: str, engine: Callable[..., RetryingEngine], moons: Moons, notes: list[str], tmp_path: Path
) -> None:
    trainings = train(engine("exits", 0, kind=kind), moons)
    assert trainings[0].setting == trained(ADAM, 1024).setting
    assert memory_of(trainings) == 1024
    assert (tmp_path / "count").read_text() == "x"
    assert notes == []


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("exits", "died (with exit code 3)"),
        ("SIGSEGV", "died (by signal SIGSEGV)"),
        ("SIGSTOP", "stood still for 10 s"),
        ("sleeps", "stood still for 10 s"),
    ],
)
def test_a_batch_runs_again_with_as_much_memory_when_its_process_is_lost(
    way: str, told: str, engine: Callable[..., RetryingEngine], moons: Moons, notes: list[str]
) -> None:
    assert memory_of(train(engine(way, 1, stall=10), moons)) == 1024
    [note] = notes
    assert told in note
    assert "1 settings on 1 seeds" in note


@pytest.mark.parametrize(("way", "kind"), [("memory", "process"), ("memory", "inline"), ("SIGKILL", "process")])
def test_a_batch_runs_again_with_half_the_memory_when_that_may_have_run_out(
    way: str, kind: str, engine: Callable[..., RetryingEngine], moons: Moons, notes: list[str]
) -> None:
    assert memory_of(train(engine(way, 2, kind=kind), moons)) == 256
    assert [note.partition("within ")[2] for note in notes] == ["512 MB", "256 MB"]


def test_a_batch_that_works_on_for_ever_is_given_up(
    engine: Callable[..., RetryingEngine], moons: Moons, notes: list[str]
) -> None:
    train(engine("works on", 1, longest=12), moons)
    assert "was not done after 0.2 minutes" in notes[0]


@pytest.mark.parametrize(("way", "kind"), [("SIGABRT", "process"), ("memory", "inline")])
def test_a_batch_that_costs_every_attempt_is_set_aside_and_the_next_is_trained(
    way: str, kind: str, engine: Callable[..., RetryingEngine], moons: Moons, tmp_path: Path
) -> None:
    failing = engine(way, 3, kind=kind)
    with pytest.raises(SetAsideError, match="1 settings on 1 seeds failed 3 times: what trained them"):
        train(failing, moons)
    assert train(failing, moons)
    assert (tmp_path / "count").read_text() == "xxxx"


@pytest.mark.parametrize("kind", ["process", "inline"])
def test_an_error_of_the_data_is_no_loss_and_comes_as_it_is(
    kind: str, engine: Callable[..., RetryingEngine], moons: Moons, notes: list[str]
) -> None:
    with pytest.raises(DataError, match="rows must be numbers, got none"):
        train(engine("bad data", 1, kind=kind), moons)
    assert notes == []


def test_a_bug_in_the_process_shows_where_it_was_raised(engine: Callable[..., RetryingEngine], moons: Moons) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        train(engine("error", 1), moons)
    assert "engines_for_tests.py" in "".join(caught.value.__notes__)


def test_an_interrupt_leaves_no_process_behind(engine: Callable[..., RetryingEngine], moons: Moons) -> None:
    working = engine("works on", 1)
    working.start()
    [process] = [child for child in multiprocessing.active_children() if child.name == "undefault-worker"]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # which pytest-xdist's processes ignore
    threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            train(working, moons)
    finally:
        signal.signal(signal.SIGINT, before)
    assert not process.is_alive()


def test_the_process_leaves_ctrl_c_to_the_sweep(engine: Callable[..., RetryingEngine], moons: Moons) -> None:
    quiet = engine("exits", 0)
    train(quiet, moons)
    [process] = [child for child in multiprocessing.active_children() if child.name == "undefault-worker"]
    for interrupt in (signal.SIGINT, signal.SIGTERM):
        os.kill(process.pid or 0, interrupt)
    time.sleep(0.2)
    assert train(quiet, moons)
    assert process.is_alive()
