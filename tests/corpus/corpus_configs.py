"""Overrides that cannot be meant, and folders, stores and earlier sweeps that cannot be used."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from corpus_case import SMALL, Case, Make, config

from undefault.config import make_plan
from undefault.folders import STATE, Beginning, SweepFolders, comparable
from undefault.provenance import deciding_versions

SWEEP_ID = "20300101-000000-smoke"


def a_file(name: str, content: bytes = b"a file") -> Make:
    return lambda folder: (folder / name).write_bytes(content)


def a_link(name: str, target: str) -> Make:
    return lambda folder: (folder / name).symlink_to(target)


def a_database(change: Callable[[Path], object]) -> Make:
    def make(folder: Path) -> None:
        database = sqlite3.connect(folder / "own.db")
        database.execute("CREATE TABLE t (x)")
        database.commit()
        database.close()
        change(folder / "own.db")

    return make


def read_only(path: Path) -> None:
    """Make a database read-only for everyone, root included: by the format version that its header asks of writers."""
    content = bytearray(path.read_bytes())
    content[18] = 9
    path.write_bytes(content)


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[20:100] = b"\xff" * 80
    path.write_bytes(content)


def begun(change: Callable[[Path], object] = lambda state: None) -> Make:
    def make(folder: Path) -> None:
        configuration = comparable(make_plan(SMALL)[1])
        SweepFolders(Path("mlruns"), SWEEP_ID).begin(Beginning(SMALL, configuration, deciding_versions(), {}))
        change(folder / "mlruns" / "studies" / SWEEP_ID / STATE)

    return make


KEYS = [
    config("a key that is unknown", "foo=1", "unknown configuration key 'foo'"),
    config("a misspelt key", "task.epoch=5", "unknown configuration key 'task.epoch'; did you mean 'task.epochs'?"),
    config("a misspelt key, added", "+task.epoch=5", "unknown configuration key 'task.epoch'"),
    config("a misspelt dataset", "dataset=irsi", "dataset must be one of", "got 'irsi'; did you mean 'iris'?"),
    config("a misspelt network", "network=mlp_17", "network must be one of", "did you mean 'mlp_16'?"),
    config("a dataset twice", "dataset=[iris,iris]", "dataset must name each option once", "drop the repetition"),
    config("an option that is a path", "dataset=../../../etc/passwd", "dataset must be one of", "got"),
    config("an option in an absolute path", "dataset=/etc/passwd", "dataset must be one of"),
    config("an option that is a number", "dataset=3", "dataset must name an option or a list of them, got 'dataset=3'"),
    config("an option within a list of lists", "dataset=[[iris]]", "dataset must name an option or a list of them"),
    config("a null in a list of options", "dataset=[iris,null]", "dataset must name an option or a list of them"),
    config("a dictionary of options", "network={a:1}", "network must"),
    config("a group deleted", "~network", "network cannot be deleted"),
    config("a group moved elsewhere", "dataset@x=iris", "dataset"),
    config("an option of a path with a null", 'dataset="a\\0b"', "dataset"),
    config("no equals sign", "task.epochs", "an override must look like key=value, got 'task.epochs'"),
    config("an option of a command line", "--multirun", "an override must look like key=value"),
    config("an empty override", "", "an override must look like key=value, got ''"),
    config("no key", "=3", "put a key in front of the ="),
    config("a key with dots alone", "..=3", "override"),
    config("a bracket that is not closed", "optimizers=[adam", "an override must look like key=value"),
    config("a quote that is not closed", "title='smoke", "an override must look like key=value"),
    config("a sweep over values", "task.epochs=1,2", "write a list as task.epochs=[1,2]"),
    config("a sweep over a range", "task.epochs=range(1,4)", "task.epochs must be one value or a list"),
    config("a key of Hydra's", "hydra.run.dir=/tmp/x", "Hydra only composes here"),
    config("a search path of Hydra's", "hydra.searchpath=[file:///tmp]", "Hydra only composes here"),
    config("a target to be called", "+task._target_=os.system", "unknown configuration key 'task._target_'"),
    config("half a character", "title=\udcff", "must be UTF-8"),
    config("a list as deep as a well", f"optimizers={'[' * 3000}{']' * 3000}", "nested"),
    config("a value that refers to itself", "title='${title}'", "title cannot be resolved"),
    config(
        "two values that refer to one another", ("title='${task.loss}'", "task.loss='${title}'"), "cannot be resolved"
    ),
    config("a value that refers to its parent", "task.epochs='${task}'", "task.epochs"),
    config("a value that refers to nothing", "title='${missing}'", "title cannot be resolved: Interpolation key"),
    config("a variable that is not set", "title='${oc.env:UNDEFAULT_UNSET}'", "title", "UNDEFAULT_UNSET"),
    config("a resolver that there is not", "title='${sh:ls}'", "title cannot be resolved"),
    config("an interpolation cut short", "title='${title'", "title"),
]

VALUES = [
    config("text for a number", "task.epochs=abc", "task.epochs must be a whole number, got 'abc'", "task.epochs=100"),
    config("a fraction for a count", "task.epochs=1.5", "task.epochs must be a whole number, got 1.5"),
    config("nothing for a count", "task.epochs=null", "task.epochs must be a whole number, got null"),
    config("a list for a count", "task.epochs=[3]", "task.epochs must be", "got [3]"),
    config("a count below 1", "task.batch_size=0", "task.batch_size must be 1 or more, got 0"),
    config("a count beyond all", f"task.epochs={10**40}", "task.epochs must be at most 1,000,000,000"),
    config("too few trials", "search.n_trials=4", "search.n_trials must be at least", "got 4; raise it"),
    config("too many trials", "search.n_trials=100001", "search.n_trials must be at most 100,000"),
    config("a seed below 0", "seed=-1", "seed must lie between 0 and", "got -1"),
    config("a margin beyond skill", "confirm.margin=2", "confirm.margin must lie between 0 and 1, got 2.0"),
    config("a margin that is no number", "confirm.margin=nan", "confirm.margin must lie between 0 and 1, got nan"),
    config("an infinite error rate", "confirm.alpha=inf", "confirm.alpha must lie between 0 and 1, got inf"),
    config("looks that shrink", "confirm.looks=[4,3]", "confirm.looks must be growing numbers of seeds"),
    config("looks that are no list", "confirm.looks=3", "confirm.looks must be a list", "write confirm.looks=[3]"),
    config("a title that leads elsewhere", "title=../../evil", "title must be", "got '../../evil'; choose another"),
    config("a title of markup", "title='<script>alert(1)</script>'", "title must be"),
    config("optimizers within a list", "optimizers=[[adam]]", "optimizers"),
    config("looks within a list", "confirm.looks=[[3]]", "confirm.looks"),
    config("a title that ends a line", 'title="a\nb"', "title must be"),
    config("a layer of no width", ("network=mlp", "network.hidden=[0]"), "network.hidden must be 1 or more"),
    config("a layer beyond memory", ("network=mlp", "network.hidden=[1000000000]"), "at most 100,000,000 parameters"),
    config(
        "a layer of half a unit", ("network=mlp", "network.hidden=[1.5]"), "network.hidden[0] must be a whole number"
    ),
    config("layers within layers", ("network=mlp", "network.hidden=[[8]]"), "network.hidden"),
    config("a misspelt activation", "network.activation=rellu", "network.activation must be one of", "'relu'?"),
    config("an activation that halves a layer", "network.activation=glu", "network.activation must be one of"),
    config("no activation", "network.activation=", "network.activation must be one of", "got ''"),
    config("a loss for other targets", "task.loss=mse", "task.loss must be auto or one of", "for a multiclass target"),
    config("noise beyond all labels", "dataset.label_noise=1.5", "label_noise must be at least 0 and below 1, got 1.5"),
    config(
        "noise that is a truth", "dataset.label_noise=true", "dataset.label_noise must be a finite number, got True"
    ),
    config("noise that is text", "dataset.label_noise=much", "dataset.label_noise must be a finite number, got 'much'"),
    config("few rows", "dataset.n_samples=3", "n_samples must be at least 8, got 3"),
    config("more rows than there are", "dataset.n_samples=5000", "n_samples must be between 8 and 113", "got 5000"),
    config("a dictionary for rows", "dataset.n_samples={a:1}", "dataset.n_samples must be a whole number"),
    config("a misspelt scale", "dataset.scale=standart", "dataset.scale must be one of", "did you mean 'standard'?"),
    config("a file for a set that needs none", "dataset.path=x.csv", "dataset.path is for dataset=csv, got 'x.csv'"),
    config("5 rows generated", ("dataset=moons", "datasets.moons.parameters.n_rows=5"), "16 rows"),
    config("infinite rows", ("dataset=moons", "datasets.moons.parameters.n_rows=1e400"), "n_rows", "whole number"),
    config("a trillion rows", ("dataset=moons", f"datasets.moons.parameters.n_rows={10**12}"), "n_rows", "at most"),
    config(
        "a default outside its range", "optimizer.adam.learning_rate.low=0.01", "must contain Keras's default 0.001"
    ),
    config("a class that Keras has not", "optimizer.adam.keras_class=Adm", "must be one of", "did you mean 'Adam'?"),
    config("an argument that Adam has not", "+optimizer.adam.arguments.beta_3=1", "arguments of keras.optimizers.Adam"),
    config("no optimizer", "optimizers=[]", "optimizers must name at least one of"),
    config("an optimizer that is a number", "optimizers=[3]", "optimizers must be one of"),
    config("a metric of no name", "engine.kind=gpu", "engine.kind must be one of"),
    config("a curve of one point", "tracking.curve_points=1", "tracking.curve_points must be 2 or more"),
    config("text for a memory", "engine.memory_mb=1GB", "engine.memory_mb must be a whole number, got '1GB'"),
]

FOLDERS = [
    config("no folder", "sweep.folder=", "sweep.folder must not be empty"),
    config("a folder that is a file", "sweep.folder=taken", "taken must be writable, got:", make=a_file("taken")),
    config("a folder below a file", "sweep.folder=taken/x", "taken/x must be writable, got:", make=a_file("taken")),
    config("a folder with a null", 'sweep.folder="a\0b"', "must be writable", "null"),
    config("a folder that is a device", "sweep.folder=/dev/null", "/dev/null must be writable"),
    config("a folder of no end", f"sweep.folder={'x' * 300}", "must be writable", "File name too long"),
    config("a folder that links to itself", "sweep.folder=loop", "loop must be writable", make=a_link("loop", "loop")),
    config(
        "a folder that links nowhere", "sweep.folder=gone", "gone must be writable", make=a_link("gone", "no/where")
    ),
    config(
        "a lock that is a folder",
        "sweep.folder=own",
        "own must be writable",
        make=lambda f: (f / "own/.lock").mkdir(parents=True),
    ),
]

STORES = [
    config("a store of no kind", "tracking.uri=nope", "tracking.uri must start with one of", "use sqlite:///"),
    config("a store in no file", "tracking.uri=sqlite:///", "tracking.uri must name a file"),
    config("a store in memory", "tracking.uri='sqlite:///:memory:'", "tracking.uri must name a file"),
    config("a store with a null", 'tracking.uri="sqlite:///a\0b.db"', "tracking.uri must name a file"),
    config("a store below a file", "tracking.uri=sqlite:///taken/x.db", "taken is in its way", make=a_file("taken")),
    config(
        "a store in a file of another kind", "tracking.uri=sqlite:///taken", "taken is in its way", make=a_file("taken")
    ),
    config(
        "a store in a folder", "tracking.uri=sqlite:///own", "own is in its way", make=lambda f: (f / "own").mkdir()
    ),
    config("a store that links to itself", "tracking.uri=sqlite:///loop", "loop", make=a_link("loop", "loop")),
    config(
        "a store that is read-only", "tracking.uri=sqlite:///own.db", "readonly database", make=a_database(read_only)
    ),
    config("a store that is damaged", "tracking.uri=sqlite:///own.db", "database", make=a_database(damaged)),
    config("a server without a host", "tracking.uri=http://", "tracking.uri must name a host, got 'http://'"),
    config("a server of no port", "tracking.uri=http://127.0.0.1:999999", "tracking.uri must be a URI"),
    config("a host of no name", f"tracking.uri=http://{'x' * 70}.invalid", "must name a server that answers"),
    config("brackets that are no address", "tracking.uri='http://[::1'", "tracking.uri must be a URI"),
    config(
        "a database without its driver", "tracking.uri=mysql+pymysql://me:open-sesame@/x", "'pymysql' is not installed"
    ),
    config("a database of a driver that is none", "tracking.uri=postgresql+nope://me@/x", "lets you in"),
]

EARLIER = [
    config("no earlier sweep", "sweep.resume=latest", "needs an earlier sweep under mlruns/studies, got none"),
    config("a misspelt sweep", f"sweep.resume={SWEEP_ID[:-1]}", "did you mean", SWEEP_ID, make=begun()),
    config("a sweep that leads elsewhere", "sweep.resume=../../..", "sweep.resume must be latest or", make=begun()),
    config("other overrides", ("sweep.resume=latest", "task.epochs=4"), "task.epochs was 3, is 4", make=begun()),
    config(
        "a sweep of no state",
        "sweep.resume=latest",
        "must hold what the sweep began with",
        make=begun(lambda s: s.write_text("")),
    ),
    config(
        "a sweep of a list",
        "sweep.resume=latest",
        "must hold what the sweep began with",
        make=begun(lambda s: s.write_text("[1]")),
    ),
    config(
        "a sweep of bytes",
        "sweep.resume=latest",
        "must hold what the sweep began with",
        make=begun(lambda s: s.write_bytes(b"\xff")),
    ),
    config(
        "a sweep cut short",
        "sweep.resume=latest",
        "must hold what the sweep began with",
        make=begun(lambda s: os.truncate(s, 40)),
    ),
]


def report_of(content: str) -> Make:
    def make(folder: Path) -> None:
        (folder / "mlruns/reports/x").mkdir(parents=True)
        (folder / "mlruns/reports/x/sweep.json").write_text(content)

    return make


OTHER_COMMANDS = [
    Case("a report of nothing", (), ("a finished sweep under mlruns/reports was expected",), command="report"),
    Case(
        "a report that leads elsewhere",
        ("../../etc",),
        ("the sweep must be latest or one",),
        report_of("{}"),
        command="report",
    ),
    Case("a report without tables", (), ("verdicts.csv expected, found nothing",), report_of("{}"), command="report"),
    Case("a report of too much", ("a", "b", "c"), ("at most 2 arguments",), command="report"),
    Case("a UI on a port of letters", ("http",), ("PORT must be a number from 1 to 65535, got 'http'",), command="ui"),
    Case("a UI on no port", ("0",), ("PORT must be a number",), command="ui"),
    Case("a UI of a report that is none", (), ("sweep.json must",), report_of("[1"), command="ui"),
    Case("a UI of a report without a run", (), ("sweep.json must",), report_of("{}"), command="ui"),
    Case("a calibration of letters", ("many",), ("must be a whole number, got 'many'",), command="calibrate"),
    Case("a calibration of nothing", ("0",), ("must be 1 or more, got 0",), command="calibrate"),
]

CONFIGS = [*KEYS, *VALUES, *FOLDERS, *STORES, *EARLIER, *OTHER_COMMANDS]
