"""Training in the sweep's own process: nothing to start, but what kills or hangs it does the same to the sweep."""

from typing import final

from undefault.executor.hand import Batch, Hand, HandLostError, MakeEngine
from undefault.records import Training


@final
class InProcess(Hand):
    """Trains in the calling thread."""

    def __init__(self, make_engine: MakeEngine, memory_mb: int) -> None:
        self._engine = make_engine(memory_mb)

    def train(self, batch: Batch) -> list[Training]:
        """Return the batch's trainings; raise `HandLostError` where memory ran out."""
        try:
            return batch.train_by(self._engine)
        except MemoryError as error:
            raise HandLostError(f"ran out of memory: {error}", by_memory=True) from error

    def dismiss(self) -> None:
        """Do nothing: memory goes with the last name of this object."""
