"""The page of all nights, written from the tables of their book."""

from collections.abc import Sequence
from os.path import relpath
from pathlib import Path
from typing import Any

import pandas as pd

from undefault.nights import Change
from undefault.reporting.html import page_environment, page_styles
from undefault.reporting.interval_bar import IntervalBar, draw_bar, shared_axis
from undefault.reporting.report import write_page
from undefault.tables.formulas import with_formulas


def write_night_page(
    folder: Path, report: Path | None, changes: Sequence[Change], incidents: Sequence[str], *, margin: float
) -> Path:
    """Write ``nights.html`` into the book's folder and return its path; ``report`` is the last night's, if any."""
    environment, accumulated = page_environment(), _table(folder / "accumulated.csv")
    page = environment.get_template("nights.html.j2").render(
        nights=_rows(_table(folder / "nights.csv"))[::-1],
        accumulated=zip(_rows(accumulated), _bars(accumulated, margin), strict=True),
        margin=margin,
        changes=changes,
        incidents=incidents,
        report=None if report is None else relpath(report, folder),
        styles=page_styles(environment),
    )
    return write_page(folder / "nights.html", page)


def _table(path: Path) -> pd.DataFrame:
    try:
        return with_formulas(pd.read_csv(path, keep_default_na=False))
    except FileNotFoundError:
        return pd.DataFrame()


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _bars(table: pd.DataFrame, margin: float) -> list[IntervalBar | None]:
    if table.empty:
        return []
    axis = shared_axis(table, ("low", "regret", "high"), margin)
    estimates = table[["low", "regret", "high"]].to_numpy(dtype=float)
    return [draw_bar(axis, (low, centre, high), margin) for low, centre, high in estimates]
