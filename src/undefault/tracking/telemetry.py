"""The environment under which MLflow reports nothing to anyone; it must be set before MLflow is imported."""

from collections.abc import Mapping
from types import MappingProxyType

TELEMETRY_OFF: Mapping[str, str] = MappingProxyType({"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"})
