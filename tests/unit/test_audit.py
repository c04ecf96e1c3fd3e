"""What `make audit` says of what pip-audit found: no answer is never a clean answer."""

from pathlib import Path
from runpy import run_path

import pytest

AUDIT = run_path(str(Path(__file__).parents[2] / ".ci" / "audit.py"))
CLEAN = {"name": "numpy", "version": "2.4.6", "vulns": []}
WEAK = {"name": "old", "version": "1.0", "vulns": [{"id": "GHSA-x"}]}
SKIPPED = {"name": "own", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "words"),
    [
        ([CLEAN], 0, "none of 1 packages has a known weakness"),
        ([CLEAN, WEAK], 1, "old 1.0: GHSA-x"),
        ([CLEAN, WEAK, SKIPPED], 1, "old 1.0: GHSA-x"),
        ([CLEAN, SKIPPED], 3, "NOT DONE for 1 of 2 packages, e.g. ['own']"),
        ([], 3, "NOT DONE"),
    ],
)
def test_only_an_answer_on_every_package_is_a_clean_one(
    packages: list[object], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert AUDIT["report"](packages) == code
    assert words in capsys.readouterr().out
