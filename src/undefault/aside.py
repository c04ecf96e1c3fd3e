"""Work beside a sweep, or in its turn where there is nobody to do it."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, final


@final
class InTurn(Executor):
    """Carries out at once what is submitted, and raises what that raises."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return a future that is done."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@contextmanager
def one_thread() -> Iterator[Executor]:
    """Yield what carries out one piece of work after the other in a thread; an error drops what is left undone."""
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside")
    try:
        yield thread
    except BaseException:
        thread.shutdown(wait=False, cancel_futures=True)
        raise
    thread.shutdown()
