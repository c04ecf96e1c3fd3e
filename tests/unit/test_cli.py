"""What every command promises: its exit code, and one line instead of a traceback."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence

import pytest

from undefault.cli import run_command
from undefault.errors import ConfigError, DataError, LockedError, NetworkError, OutputError, UndefaultError

USAGE = "usage: make it"


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def raising(error: BaseException) -> Callable[[Sequence[str]], None]:
    def command(_arguments: Sequence[str]) -> None:
        raise error

    return command


def test_a_command_that_ends_well_exits_with_0_and_was_given_its_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[Sequence[str]] = []
    assert run_command(seen.append, ["seed=1"], USAGE) == 0
    assert seen == [["seed=1"]]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("kind", [UndefaultError, ConfigError, DataError, NetworkError, OutputError])
def test_what_a_user_can_mend_exits_with_2_and_one_line(
    kind: type[UndefaultError], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(raising(kind("seed must be a number, got x; mend it")), [], USAGE) == 2
    assert capsys.readouterr() == ("", "error: seed must be a number, got x; mend it\n")


def test_a_held_lock_exits_with_75(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(raising(LockedError("another sweep is running")), [], USAGE) == 75
    assert capsys.readouterr().err == "error: another sweep is running\n"


def test_ctrl_c_exits_with_130_and_says_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(raising(KeyboardInterrupt()), [], USAGE) == 130
    assert "sweep.resume=latest" in capsys.readouterr().err


def test_sigterm_exits_with_143_and_says_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    def ended(_arguments: Sequence[str]) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        signal.pause()

    assert run_command(ended, [], USAGE) == 143
    assert "sweep.resume=latest" in capsys.readouterr().err


def test_sigterm_passes_through_code_that_catches_every_exception() -> None:
    def stubborn(_arguments: Sequence[str]) -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            signal.pause()
        except Exception as error:
            raise AssertionError("swallowed") from error

    assert run_command(stubborn, [], USAGE) == 143


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_shown_wherever_it_is_asked_for_and_nothing_is_run(
    flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(raising(AssertionError("was run")), ["seed=1", flag], USAGE) == 0
    assert capsys.readouterr().out == f"{USAGE}\n"


def test_a_bug_keeps_its_traceback_and_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(raising(ZeroDivisionError("by nothing")), [], USAGE) == 1
    message = capsys.readouterr().err
    assert message.startswith("Traceback (most recent call last):")
    assert message.endswith("ZeroDivisionError: by nothing\n")


@pytest.mark.parametrize("error", [ConfigError, ZeroDivisionError])
def test_a_password_among_the_arguments_is_in_no_message_and_no_traceback(
    error: type[Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["tracking.uri='postgresql://me:open%2Fsesame@db/x'"]
    run_command(raising(error(f"{arguments} or open/sesame or open%2fsesame")), arguments, USAGE)
    message = capsys.readouterr().err
    assert "sesame" not in message
    assert "***" in message


def test_a_message_is_one_line_that_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    run_command(raising(ConfigError("got 'a\nb\x1b[2J\r'; mend it")), [], USAGE)
    assert capsys.readouterr().err == "error: got 'a\\nb\\x1b[2J\\r'; mend it\n"
