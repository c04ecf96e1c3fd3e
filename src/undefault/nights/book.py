"""The book of nights: one folder that outlives the nights' reports, a few rows and facts of each."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, final

import pandas as pd

from undefault.nights.evidence import EVIDENCE_COLUMNS
from undefault.nights.night import Night
from undefault.tables.formulas import with_formulas, without_formulas
from undefault.whole_file import whole_file

# What of a night's sweep.json is needed to compare other nights with it
FACTS = ("data", "config", "versions", "commit", "wall_seconds")
NIGHT_COLUMNS = ("night", "sweep_id", "state", "fails", "holds", "undecided", "changes", "wall_seconds")


@final
class Book:
    """Written in the order facts, evidence, nights: a night is finished once it has its row in ``nights.csv``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def nights(self) -> pd.DataFrame:
        """A row a finished night."""
        return self._read("nights", NIGHT_COLUMNS)

    @property
    def finished(self) -> Sequence[str]:
        """The ids of the sweeps of finished nights, in order."""
        return [str(sweep_id) for sweep_id in self.nights["sweep_id"]]

    def evidence(self, numbers: Sequence[int]) -> pd.DataFrame:
        """Return the evidence of these nights."""
        evidence = self._read("evidence", EVIDENCE_COLUMNS)
        return evidence[evidence["night"].isin(list(numbers))].reset_index(drop=True)

    def facts(self, sweep_id: str) -> Mapping[str, Any] | None:
        """Return what is kept of a night's ``sweep.json``; ``None`` where it has none."""
        try:
            return json.loads(self._facts_path(sweep_id).read_text())  # type: ignore[no-any-return]
        except FileNotFoundError:
            return None

    def take(self, night: Night, facts: Mapping[str, Any], evidence: pd.DataFrame) -> None:
        """Take a night's facts and evidence; what it had before is replaced."""
        kept = {key: facts[key] for key in FACTS}
        self._write_text(self._facts_path(night.sweep_id), json.dumps(kept, indent=1))
        before = self._read("evidence", EVIDENCE_COLUMNS)
        others = before[before["night"] != night.number]
        self.write("evidence", pd.concat([others, evidence]) if len(others) else evidence)

    def finish(self, row: Mapping[str, Any]) -> None:
        """Take the row of a night, of the columns `NIGHT_COLUMNS`."""
        before, new = self.nights, pd.DataFrame([row], columns=list(NIGHT_COLUMNS))
        self.write("nights", pd.concat([before, new]) if len(before) else new)

    def write(self, name: str, table: pd.DataFrame) -> None:
        """Write a table beside the others."""
        self._write_text(self.folder / f"{name}.csv", without_formulas(table).to_csv(index=False))

    def _facts_path(self, sweep_id: str) -> Path:
        return self.folder / f"{sweep_id}.json"

    def _read(self, name: str, columns: Sequence[str]) -> pd.DataFrame:
        try:
            table = pd.read_csv(self.folder / f"{name}.csv", keep_default_na=False, na_values={"regret": [""]})
        except FileNotFoundError:
            return pd.DataFrame(columns=list(columns))
        return with_formulas(table)

    def _write_text(self, path: Path, text: str) -> None:
        with whole_file(path) as file:
            file.write(text.encode())
