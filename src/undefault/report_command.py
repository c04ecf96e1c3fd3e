"""The report as a command: written again from the tables that lie beside it."""

from pathlib import Path

from undefault.errors import ConfigError, nearest


def rewrite_report(sweep_id: str = "latest", folder: str = "mlruns") -> Path:
    """Return the path of the report that was written again; raise `ConfigError` where there is no such sweep."""
    from undefault.reporting import write_report

    reports = Path(folder) / "reports"
    known = sorted(path.parent.name for path in reports.glob("*/sweep.json"))
    if not known:
        raise ConfigError(f"a finished sweep under {reports} was expected, got none; run make sweep first")
    chosen = known[-1] if sweep_id == "latest" else sweep_id
    if chosen not in known:
        raise ConfigError(
            f"the sweep must be latest or one under {reports}, got {sweep_id!r}{nearest(sweep_id, known)}"
        )
    return write_report(reports / chosen)
