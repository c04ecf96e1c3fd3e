"""TensorFlow's want of memory is Python's."""

import pytest
import tensorflow as tf

from undefault.engine.memory import memory_errors


def test_memory_that_runs_out_in_tensorflow_is_a_memory_error() -> None:
    with pytest.raises(MemoryError, match="no room for a tensor"), memory_errors():
        raise tf.errors.ResourceExhaustedError(None, None, "no room for a tensor\nof shape [9]")


def test_other_errors_of_tensorflow_stay_what_they_are() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError), memory_errors():
        raise tf.errors.InvalidArgumentError(None, None, "shapes differ")
