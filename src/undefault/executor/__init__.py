"""Where batches train: in this process, or in one of their own that may die, hang or run out of memory.

A new place is a `Hand` in a file here, and its line in `undefault.wiring`.
"""

from undefault.executor.hand import Batch, Hand, HandLostError, MakeEngine
from undefault.executor.in_process import InProcess
from undefault.executor.retrying import RetryingEngine
from undefault.executor.worker import Worker

__all__ = ["Batch", "Hand", "HandLostError", "InProcess", "MakeEngine", "RetryingEngine", "Worker"]
