"""The report of a sweep, written from the files in its folder and from nothing else."""

from undefault.reporting.report import write_report

__all__ = ["write_report"]
