"""Work spread over the cores that this process may use."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise


def on_all_cores(work: Callable[[int, int], None], n: int) -> None:
    """Call ``work(first, last)`` for ranges that cover ``n`` pieces, a core each; it must release Python's lock."""
    n_ranges = min(n, n_cores())
    bounds = [n * i // n_ranges for i in range(n_ranges + 1)]
    others = [_threads().submit(work, first, last) for first, last in list(pairwise(bounds))[1:]]
    work(*bounds[:2])
    for other in others:
        other.result()


def n_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=n_cores(), thread_name_prefix="lanes")
