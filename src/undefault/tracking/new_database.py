"""A new SQLite file with MLflow's tables, made whole; only the child process loads this."""

from filelock import FileLock
from mlflow import MlflowClient

from undefault.tracking.uri import SQLITE, sqlite_path


def make_database(uri: str) -> None:
    """Make the SQLite file that ``uri`` names, where it names one that is missing.

    MLflow makes its tables in many steps. Two processes at once, or one that is killed between two steps, would leave a
    file that nothing can be done with; so one at a time makes it, under another name.
    """
    path = sqlite_path(uri)
    if path is None or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(f".{path.name}.lock")):
        if path.exists():
            return
        new = path.with_name(f".{path.name}.new")
        new.unlink(missing_ok=True)
        MlflowClient(f"{SQLITE}{new}").search_experiments(max_results=1)
        new.replace(path)
