"""Bad input to the whole command: exit code 2, one message that helps, nothing trained and nothing half-written."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from undefault import wiring
from undefault.cli import run_command
from undefault.config import make_plan
from undefault.folders import SweepFolders, exclusive
from undefault.records import DatasetSpec, NetworkSpec, Task, TaskType
from undefault.sweep_command import run_sweep

PIPELINE = Path(__file__).parents[2] / "pipelines" / "sweep.py"
SMALL = ("experiment=smoke", "dataset=iris", "optimizers=[sgd,adam]", "search.n_trials=8", "task.epochs=3")
OWN = (*SMALL, "dataset=csv", "dataset.target=answer")
BUILT = (*SMALL, "network=custom")
MADE_BEFORE_CHECKING = {"mlruns", "mlruns/.lock"}
BUILDERS = """
import keras

def raises(input_shape, n_outputs):
    raise RuntimeError("no such\\nlayer")

def leaves(input_shape, n_outputs):
    raise SystemExit(0)

def no_arguments():
    return None

def no_model(input_shape, n_outputs):
    return 3

def wrong_output(input_shape, n_outputs):
    return keras.Sequential([keras.Input(input_shape), keras.layers.Dense(n_outputs + 3)])

def two_outputs(input_shape, n_outputs):
    rows = keras.Input(input_shape)
    return keras.Model(rows, [keras.layers.Dense(n_outputs)(rows), keras.layers.Dense(n_outputs)(rows)])

def wrong_input(input_shape, n_outputs):
    return keras.Sequential([keras.Input((9,)), keras.layers.Dense(n_outputs)])

def frozen(input_shape, n_outputs):
    return keras.Sequential([keras.Input(input_shape), keras.layers.Dense(n_outputs, trainable=False)])

def same(input_shape, n_outputs, made=[]):
    made.append(keras.Sequential([keras.Input(input_shape), keras.layers.Dense(n_outputs)]))
    return made[0]

def unbuilt(input_shape, n_outputs):
    return keras.Sequential([keras.layers.Dense(n_outputs)])

NOT_A_FUNCTION = 3
"""


class Accepted(BaseException):
    """The input was let through to where MLflow is opened."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of files that cannot be learned from, and of some that can."""
    folder = tmp_path_factory.mktemp("bad")
    rows = pd.DataFrame({"a": np.arange(60.0), "b": np.arange(60) % 7, "answer": np.tile(["yes", "no"], 30)})
    tables = {
        "good": rows,
        "constant": rows.assign(answer="yes"),
        "few": rows.head(10),
        "hole": rows.assign(b=np.nan),
        "infinite": rows.assign(b=[np.inf, *range(59)]),
        "rare": rows.assign(answer=["maybe", *rows["answer"][1:]]),
        "ünï côde": rows,
        "we;ird=na,me [x]{y}$": rows,
    }
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    (folder / "empty.csv").touch()
    (folder / "binary.csv").write_bytes(bytes(range(256)))
    (folder / "broken.csv").symlink_to("nowhere.csv")
    (folder / "taken").write_text("a file")
    (folder / "own_builders.py").write_text(BUILDERS)
    (folder / "own_syntax.py").write_text("def (:\n")
    (folder / "own_raising.py").write_text("raise RuntimeError('at import')\n")
    return folder


@pytest.fixture(autouse=True)
def _in_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in the folder; let nothing get as far as MLflow; leave signals and paths of import as they were."""

    def accept(*_arguments: object) -> None:
        raise Accepted

    monkeypatch.chdir(folder)
    monkeypatch.setattr(wiring, "open_tracker", accept)
    monkeypatch.setattr(sys, "path", [*sys.path])
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def contents(folder: Path) -> set[str]:
    paths = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    return {path for path in paths if "__pycache__" not in path}


def sweep(overrides: Sequence[str]) -> None:
    run_sweep(*make_plan(overrides), overrides)


def refused(overrides: Sequence[str], capsys: pytest.CaptureFixture[str], *words: str) -> None:
    """Assert that the command ends with 2 and one line that holds ``words`` in order, and that nothing was written."""
    before = contents(Path.cwd())
    assert run_command(sweep, overrides, "") == 2
    message = capsys.readouterr().err
    assert re.fullmatch(r"error: [^\n\x1b]+\n", message), message
    assert re.search(".*".join(map(re.escape, words)), message), message
    assert contents(Path.cwd()) - before <= MADE_BEFORE_CHECKING


def accepted(overrides: Sequence[str]) -> None:
    with pytest.raises(Accepted):
        run_sweep(*make_plan(overrides), overrides)


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("foo=1", ("unknown configuration key 'foo'",)),
        ("task.epoch=5", ("unknown configuration key 'task.epoch'; did you mean 'task.epochs'?",)),
        ("dataset=irsi", ("dataset must be one of", "got 'irsi'; did you mean 'iris'?")),
        ("network=mlp_17", ("network must be one of", "got 'mlp_17'; did you mean 'mlp_16'?")),
        ("dataset=[iris,iris]", ("dataset must name each option once", "drop the repetition")),
        ("task.epochs=abc", ("task.epochs must be a whole number, got 'abc'", "task.epochs=100")),
        ("task.batch_size=0", ("task.batch_size must be 1 or more, got 0",)),
        ("search.n_trials=4", ("search.n_trials must be at least", "got 4; raise it")),
        ("seed=-1", ("seed must lie between 0 and", "got -1")),
        ("confirm.margin=2", ("confirm.margin must lie between 0 and 1, got 2.0",)),
        ("title=../../evil", ("title must be", "got '../../evil'; choose another")),
        ("sweep.folder=", ("sweep.folder must not be empty",)),
        ("sweep.folder=taken", ("taken must be writable, got:", "change its rights or sweep.folder")),
        ("sweep.folder=taken/below", ("taken/below must be writable, got:", "change its rights or sweep.folder")),
        ("sweep.resume=latest", ("sweep.resume=latest needs an earlier sweep under mlruns/studies, got none",)),
        ("network.activation=rellu", ("network.activation must be one of", "got 'rellu'; did you mean 'relu'?")),
        ("network.activation=glu", ("network.activation must be one of", "got 'glu'")),
        ("network.activation=", ("network.activation must be one of", "got ''")),
        ("task.loss=mse", ("task.loss must be auto or one of", "for a multiclass target, got 'mse'")),
        ("dataset.label_noise=1.5", ("label_noise must be at least 0 and below 1, got 1.5",)),
        ("dataset.n_samples=3", ("n_samples must be at least 8, got 3",)),
        ("dataset.n_samples=5000", ("n_samples must be between 8 and 113", "got 5000")),
        ("dataset.scale=standart", ("dataset.scale must be one of", "did you mean 'standard'?")),
        ("dataset.path=good.csv", ("dataset.path is for dataset=csv, got 'good.csv' for 'iris'",)),
        ("optimizer.adam.learning_rate.low=0.01", ("must contain Keras's default 0.001", "low=0.01", "widen it")),
        ("optimizer.adam.keras_class=Adm", ("optimizer.adam.keras_class must be one of", "did you mean 'Adam'?")),
        ("+optimizer.adam.arguments.beta_3=1", ("must give arguments of keras.optimizers.Adam, got 'beta_3'",)),
        ("tracking.uri=nope", ("tracking.uri must start with one of", "got 'nope'; use sqlite:///")),
        ("tracking.uri=sqlite:///", ("tracking.uri must name a file", "write sqlite:///mlruns/mlflow.db")),
        ("tracking.uri=sqlite:///taken/x.db", ("must name a file that can be written", "taken is in its way")),
        ("tracking.uri=sqlite:///good.csv", ("must name a file that can be written", "good.csv is in its way")),
        ("tracking.uri=http://", ("tracking.uri must name a host, got 'http://'",)),
        ("tracking.uri=http://127.0.0.1:999999", ("tracking.uri must be a URI",)),
    ],
)
def test_a_bad_override_is_refused(override: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    refused([*SMALL, override], capsys, *words)


@pytest.mark.parametrize(
    ("hidden", "words"),
    [("[0]", "network.hidden must be 1 or more"), ("[1000000000]", "at most 100,000,000 parameters")],
)
def test_a_layer_of_no_possible_width_is_refused(hidden: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    refused([*SMALL, "network=mlp", f"network.hidden={hidden}"], capsys, words)


def test_every_activation_that_is_offered_builds() -> None:
    from undefault.engine.networks import activations, build_network

    for name in activations():
        network = NetworkSpec("own", (4,), name)
        task = Task(DatasetSpec("d", "iris"), network, TaskType.BINARY, 3, 1, "mse", epochs=1, batch_size=8)
        assert build_network(task)(np.ones((2, 3), np.float32)).shape == (2, 1)


@pytest.mark.parametrize("n_rows", ["5", "1e400", "1000000000000"])
def test_a_number_of_generated_rows_that_cannot_be_is_refused(n_rows: str, capsys: pytest.CaptureFixture[str]) -> None:
    refused([*SMALL, "dataset=moons", f"datasets.moons.parameters.n_rows={n_rows}"], capsys, "rows")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("missing.csv", ("dataset.path must be an existing file, but there is no missing.csv",)),
        ("broken.csv", ("dataset.path must be an existing file, but there is no broken.csv",)),
        (".", ("dataset.path must be a file", "is a folder")),
        ("empty.csv", ("empty.csv must hold a table, but it is empty",)),
        ("binary.csv", ("binary.csv must be",)),
        ("constant.csv", ("the target 'answer' must have at least two distinct values, got only yes",)),
        ("few.csv", ("at least 16 rows with a target, got 10; add rows",)),
        ("hole.csv", ("column 'b' has no values in 60 rows; remove it",)),
        ("infinite.csv", ("column 'b' must be finite", "1 of 60 values", "correct them")),
        ("rare.csv", ("each class of 'answer' needs at least 4 rows", "'maybe' has 1; merge or remove")),
        ("", ("dataset=csv needs dataset.path=FILE, got none",)),
    ],
)
def test_a_file_that_cannot_be_learned_from_is_refused(
    path: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    refused([*OWN, f"dataset.path='{path}'"], capsys, *words)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        (["dataset.target=nope"], ("good.csv has no column 'nope'", "it has 'a', 'b', 'answer'")),
        (["dataset.target="], ("good.csv needs dataset.target=COLUMN, one of 'a', 'b', 'answer'; got none",)),
        (["dataset.task=regression"], ("a regression target must hold numbers", "set dataset.task=classification")),
        (["dataset=[csv,parquet]"], ("'good' comes twice",)),
        (["task.loss=sparse_categorical_crossentropy"], ("for a binary target", "did you mean")),
    ],
)
def test_a_request_that_does_not_fit_the_file_is_refused(
    overrides: list[str], words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    refused([*OWN, "dataset.path=good.csv", *overrides], capsys, *words)


def test_a_file_that_may_not_be_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def forbidden(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    refused([*OWN, "dataset.path=good.csv"], capsys, "good.csv cannot be read: Permission denied; check")


@pytest.mark.parametrize("name", ["good", "ünï côde", "we;ird=na,me [x]{y}$"])
def test_any_file_name_is_accepted_where_it_is_quoted(name: str, tmp_path: Path) -> None:
    accepted([*OWN, f"dataset.path='{name}.csv'", f"sweep.folder='{tmp_path}'"])


@pytest.mark.parametrize(
    ("builder", "words"),
    [
        ("nope", ("must look like package.module:function, got 'nope'",)),
        (".own_builders:frozen", ("must look like package.module:function",)),
        ("nowhere:build", ("cannot be imported", "No module named 'nowhere'", "PYTHONPATH")),
        ("own_builders:nowhere", ("cannot be imported", "has no attribute 'nowhere'")),
        ("own_syntax:build", ("cannot be imported", "SyntaxError", "own_syntax.py, line 1")),
        ("own_raising:build", ("cannot be imported", "RuntimeError: at import")),
        ("own_builders:NOT_A_FUNCTION", ("must name a function, got int",)),
        ("own_builders:raises", ("failed for input_shape=(4,), n_outputs=3: RuntimeError: no such layer",)),
        ("own_builders:leaves", ("failed for input_shape=(4,)", "SystemExit: 0")),
        ("own_builders:no_arguments", ("failed for", "takes 0 positional arguments but 2 were given")),
        ("own_builders:no_model", ("must return a keras.Model, got int",)),
        ("own_builders:wrong_output", ("a row giving shape (1, 3), got (1, 6); end it with Dense(n_outputs)",)),
        ("own_builders:two_outputs", ("got several outputs",)),
        ("own_builders:wrong_input", ("rows of 4 features, got one that fails on them", "begin it with Input")),
        ("own_builders:frozen", ("must have weights to train, got none",)),
        ("own_builders:same", ("must return a new model each time",)),
    ],
)
def test_a_builder_that_cannot_be_used_is_refused(
    builder: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    refused([*BUILT, f"network.builder={builder}"], capsys, *words)


def test_a_builder_in_the_current_folder_is_found_and_its_model_built(tmp_path: Path) -> None:
    accepted([*BUILT, "network.builder=own_builders:unbuilt", f"sweep.folder='{tmp_path}'"])


def test_a_tracking_server_that_does_not_answer_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        uri = f"http://me:secret@127.0.0.1:{unused.getsockname()[1]}"
        refused([*SMALL, f"tracking.uri='{uri}'"], capsys, "must name a server that answers", "***", "start it")


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the id of a sweep that was begun in the current folder, which is a new one."""
    monkeypatch.chdir(tmp_path)
    _, composed = make_plan(SMALL)
    SweepFolders(Path("mlruns"), "20300101-000000-smoke").begin(composed)
    return "20300101-000000-smoke"


def test_an_unknown_sweep_cannot_go_on(begun: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = begun.replace("smoke", "smok")
    refused([*SMALL, f"sweep.resume={given}"], capsys, f"got '{given}'; did you mean '{begun}'?")


def test_a_sweep_cannot_go_on_with_other_overrides(begun: str, capsys: pytest.CaptureFixture[str]) -> None:
    refused(
        [*SMALL, "sweep.resume=latest", "task.epochs=4"], capsys, "task.epochs was 3, is 4; give the same overrides"
    )


def test_a_second_sweep_exits_with_75(capsys: pytest.CaptureFixture[str]) -> None:
    with exclusive(Path("locked")):
        assert run_command(sweep, [*SMALL, "sweep.folder=locked"], "") == 75
    assert "another sweep is running on locked" in capsys.readouterr().err


def test_the_command_itself_answers_a_misspelt_key_with_one_line(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(PIPELINE), "task.epoch=5"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PIPELINE.parents[1] / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    expected = "error: unknown configuration key 'task.epoch'; did you mean 'task.epochs'?\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)
    assert contents(tmp_path) == set()
