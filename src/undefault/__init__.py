"""Undefault: where Keras's default optimizer settings fail on small problems, why, and what to use instead."""

__version__ = "0.1.0"
