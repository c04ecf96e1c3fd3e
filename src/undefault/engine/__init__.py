"""Keras: the only folder that knows it. Importing this package does not import TensorFlow, its modules do."""

import importlib
import logging
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # oneDNN sums in an order that depends on the machine's load
# TensorFlow 2.21 counts traces by Python function and warns of many; here every task traces its own network, once
logging.getLogger("tensorflow").setLevel(logging.ERROR)


def load() -> None:
    """Import Keras and TensorFlow, whose C++ library writes to stderr while it loads, whatever the log level says."""
    stderr, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        importlib.import_module("keras")
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(null)
