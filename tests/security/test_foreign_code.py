"""No code is run that the user did not name: none in data, none beside it, none in what an earlier sweep left."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from undefault.datasets import load_dataset
from undefault.errors import DataError
from undefault.ledger.block import read_block
from undefault.records import DatasetSpec

ROOT = Path(__file__).parents[2]


class Bomb:
    """What leaves a mark where it is unpickled."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return exec, ("open('exploded', 'w').close()",)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_bomb_goes_off_where_it_is_unpickled() -> None:
    pickle.loads(pickle.dumps(Bomb()))  # noqa: S301 - that it would is what the other tests rest on
    assert Path("exploded").exists()


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet"])
def test_a_pickle_called_data_is_refused_unread(suffix: str) -> None:
    path = Path(f"own{suffix}")
    path.write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(DataError):
        load_dataset(DatasetSpec("own", "csv", path=str(path), target="y"), seed=0)
    assert not Path("exploded").exists()


@pytest.mark.parametrize("name", ["settings", "seeds", "train_loss"])
def test_a_block_of_trainings_with_a_pickle_in_it_is_refused_unread(name: str) -> None:
    arrays = {"settings": np.array("[]"), "seeds": np.arange(3), name: np.array([Bomb()], dtype=object)}
    np.savez_compressed("own.npz", **arrays)  # type: ignore[arg-type]  # the keyword allow_pickle is not among them
    with pytest.raises(ValueError, match="allow_pickle=False"):
        read_block(Path("own.npz"))
    assert not Path("exploded").exists()


@pytest.mark.parametrize("given", [["task.epoch=5"], ["--help"]])
def test_modules_that_lie_in_the_current_folder_are_not_run_by_a_command(given: list[str]) -> None:
    plant("hydra", "numpy", "random", "sitecustomize", "usercustomize", "undefault", "own")
    run(str(ROOT / "pipelines" / "sweep.py"), *given)
    assert not Path("exploded").exists()


def test_modules_that_lie_in_the_current_folder_are_not_run_by_processes_that_a_command_starts() -> None:
    """The process that writes to MLflow is spawned by multiprocessing, whose own modules could be shadowed too."""
    plant("mlflow", "multiprocessing", "random", "sqlalchemy", "threading", "logging")
    code = f"""
import sys
sys.path[:] = [entry for entry in sys.path if entry] + [{str(ROOT / "src")!r}]
from undefault.cli import run_command
def command(_):
    from pathlib import Path
    from undefault.tracking import RunWriter
    with RunWriter("sqlite:///own.db", experiment="e", curve_points=2, lock=Path("lock")) as writer:
        writer.start_sweep("s", name="s", tags={{}}, parameters={{}}, description="")
        assert writer.collect().sweep_run_id
if __name__ == "__main__":
    sys.exit(run_command(command, [], ""))
"""
    Path("apart").mkdir()
    Path("apart/main.py").write_text(code)
    done = run("apart/main.py")
    assert done.returncode == 0, done.stderr
    assert not Path("exploded").exists()


def plant(*modules: str) -> None:
    """Write modules that leave a mark where they are imported."""
    for module in modules:
        Path(f"{module}.py").write_text("open('exploded', 'w').close()\nraise SystemExit(9)\n")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(  # noqa: S603 - the command under test
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )
