"""Write the report of a sweep from the files in its folder."""

from pathlib import Path

from undefault.errors import OutputError
from undefault.reporting.content import compose_report
from undefault.reporting.html import render_html
from undefault.reporting.markdown import render_markdown
from undefault.reporting.tables import read_tables


def write_report(folder: Path) -> Path:
    """Write ``report.html`` and ``report.md`` into ``folder`` and return the path of the former.

    Reads only the files of `columns`; the same files give the same bytes. Raises `OutputError` where a file is missing
    or cannot be read, or the report cannot be written.
    """
    report = compose_report(read_tables(folder))
    write_page(folder / "report.md", render_markdown(report))
    return write_page(folder / "report.html", render_html(report))


def write_page(path: Path, text: str) -> Path:
    """Write a page and return its path; raise `OutputError` where that fails."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error}; free space or choose another folder") from error
    return path
