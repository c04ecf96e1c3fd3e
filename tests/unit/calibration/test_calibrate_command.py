"""``make calibrate`` from its argument to its lines; the table itself is not written here."""

import pytest

from undefault import calibrate_command
from undefault.calibrate_command import N_ROWS, REGRETS, calibrate
from undefault.calibration import SCENARIOS, Rate
from undefault.config import make_plan
from undefault.errors import ConfigError, OutputError


@pytest.mark.parametrize(
    ("n_tasks", "words"), [("many", "must be a whole number, got 'many'"), ("0", "must be 1 or more, got 0")]
)
def test_a_number_of_tasks_that_is_none_is_refused(n_tasks: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        calibrate(n_tasks, n_processes=1)


def test_every_scenario_is_measured_with_every_number_of_rows_and_shown_in_a_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[Rate] = []
    monkeypatch.setattr(calibrate_command, "write_rates", written.extend)
    lines = calibrate("2", n_processes=1)
    assert len(lines) == 1 + len(SCENARIOS) * len(N_ROWS) + 1
    assert all(line.startswith(name) for name, line in zip(SCENARIOS, lines[1 :: len(N_ROWS)], strict=False))
    assert len(written) == len(SCENARIOS) * len(N_ROWS) * len(REGRETS) * len(make_plan([])[0].confirm.rule.looks)


def test_a_table_that_cannot_be_written_is_told_and_not_lost_in_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: list[Rate]) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr(calibrate_command, "write_rates", refuse)
    monkeypatch.setattr(calibrate_command, "N_ROWS", (5,))
    with pytest.raises(OutputError, match="must be writable, got: read-only; run this in a clone"):
        calibrate("2", n_processes=1)
