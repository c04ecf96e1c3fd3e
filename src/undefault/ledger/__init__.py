"""The durable record of finished trainings, from which an interrupted sweep goes on."""

from undefault.ledger.closed import ClosedEngine
from undefault.ledger.recorded import RecordedEngine

__all__ = ["ClosedEngine", "RecordedEngine"]
