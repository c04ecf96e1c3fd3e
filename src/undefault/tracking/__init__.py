"""Tracking: every trial becomes an MLflow run, written by a process of its own, off the training path."""

from undefault.tracking.deletion import delete_runs
from undefault.tracking.mlflow_tracker import MLflowTracker
from undefault.tracking.run_writer import RunWriter
from undefault.tracking.telemetry import TELEMETRY_OFF
from undefault.tracking.tracked import TrackedDataset, TrackedTrial, TrackingSummary, TrialUpdate
from undefault.tracking.ui import sweep_links, ui_command

__all__ = [
    "TELEMETRY_OFF",
    "MLflowTracker",
    "RunWriter",
    "TrackedDataset",
    "TrackedTrial",
    "TrackingSummary",
    "TrialUpdate",
    "delete_runs",
    "sweep_links",
    "ui_command",
]
