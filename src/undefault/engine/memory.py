"""Memory that runs out in TensorFlow, told as Python tells it."""

from collections.abc import Iterator
from contextlib import contextmanager

import tensorflow as tf


@contextmanager
def memory_errors() -> Iterator[None]:
    """Turn TensorFlow's own error into a `MemoryError`, on which a batch is tried again with less."""
    try:
        yield
    except tf.errors.ResourceExhaustedError as error:
        raise MemoryError(str(error).partition("\n")[0]) from error
