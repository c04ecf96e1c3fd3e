"""The planted failures, from the defaults of the installed Keras."""

import pytest

from undefault.bench_checks_command import make_bench
from undefault.planted import Planted, planted_failures
from undefault.planted.examine import Bench


@pytest.fixture(scope="session")
def bench() -> Bench:
    return make_bench()


@pytest.fixture(scope="session")
def failures(bench: Bench) -> list[Planted]:
    return planted_failures(bench.defaults)
