"""Whether interventions find the cause of planted failures, and recommend nothing where no setting can help."""

from undefault.causes.measure import Finding, measure_causes, measure_hopeless
from undefault.causes.summary import summarize
from undefault.causes.table import MEASURED, read_findings, renew_findings

__all__ = ["MEASURED", "Finding", "measure_causes", "measure_hopeless", "read_findings", "renew_findings", "summarize"]
