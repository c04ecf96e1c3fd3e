"""TensorFlow's options, such as oneDNN's being off, hold only if they are set before any test module imports it."""

import undefault.engine  # noqa: F401
