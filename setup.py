"""Compiles the kernels; everything else about the project is in pyproject.toml."""

from setuptools import setup

setup(cffi_modules=["src/undefault/engine/kernels/build.py:ffi"])
