"""Builders of networks that cannot be used: the code that a user named, and what it does instead of building."""

from pathlib import Path

from corpus_case import HANGS, SMALL, Case, Outcome

START = "import os, shutil, signal, sys, time, keras\n"
MODEL = "keras.Sequential([keras.Input(input_shape), keras.layers.Dense(n_outputs)])"


def own(name: str, body: str, *words: str, outcome: Outcome = Outcome.REFUSED) -> Case:
    """Return a case of a function ``build`` with this body."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return module(name, f"{START}def build(input_shape, n_outputs):\n{lines}", *words, outcome=outcome)


def module(name: str, source: str, *words: str, builder: str = "own:build", outcome: Outcome = Outcome.REFUSED) -> Case:
    """Return a case of a module in the current folder."""

    def make(folder: Path) -> None:
        (folder / "own.py").write_text(source)

    return Case(name, (*SMALL, "network=custom", f"network.builder={builder}"), words, make, outcome)


BUILDERS = [
    module("a builder without a colon", "", "must look like package.module:function, got 'nope'", builder="nope"),
    module("a builder beside its package", "", "must look like package.module:function", builder=".own:build"),
    module("a builder of no function", "", "must look like package.module:function", builder="own:"),
    module("a builder of a path", "", "must look like package.module:function", builder="./own.py:build"),
    module("a module that there is not", "", "No module named 'nowhere'", "PYTHONPATH", builder="nowhere:build"),
    module("a function that there is not", "", "cannot be imported", "has no attribute 'build'"),
    module("a module of no Python", "def (:\n", "cannot be imported", "SyntaxError", "own.py, line 1"),
    module("a module of nulls", "x = 1\0", "cannot be imported", "SyntaxError"),
    module(
        "a module that raises", "raise RuntimeError('at import')\n", "cannot be imported", "RuntimeError: at import"
    ),
    module("a module that exits", "raise SystemExit(0)\n", "cannot be imported", "SystemExit: 0"),
    module("a module that hangs", "import time\ntime.sleep(600)\n", "cannot be imported", HANGS),
    module("a module that imports itself", "import own\nbuild = own.build\n", "cannot be imported", "circular import"),
    module("a builder that is a number", "build = 3\n", "must name a function, got int"),
    module("a builder of another library", "", "failed for input_shape=(4,)", builder="json:dumps"),
    module("a builder without arguments", "def build():\n    pass\n", "failed for", "takes 0 positional arguments"),
    module("a builder that yields", "def build(*_):\n    yield 3\n", "must return a keras.Model, got generator"),
    own("a builder that raises", "raise RuntimeError('no such\\nlayer')", "n_outputs=3: RuntimeError: no such layer"),
    own("a builder that raises what is no error", "raise BaseException('x')", "failed for", "BaseException: x"),
    own("a builder that exits", "raise SystemExit(0)", "failed for input_shape=(4,)", "SystemExit: 0"),
    own("a builder that calls exit", "sys.exit('done')", "failed for", "SystemExit: done"),
    own("a builder that recurses", "return build(input_shape, n_outputs)", "failed for", "RecursionError"),
    own("a builder that hangs", "while True:\n    pass", "failed for", HANGS),
    own("a builder that sleeps", "time.sleep(600)", "failed for", HANGS),
    own(
        "a builder that hangs and catches every error",
        "while True:\n    try:\n        time.sleep(600)\n    except Exception:\n        pass",
        "failed for",
        HANGS,
    ),
    own("a builder that takes all memory", "return bytearray(10**16)", "failed for", "MemoryError"),
    own("a builder of nothing", "return None", "must return a keras.Model, got NoneType"),
    own("a builder of a number", "return 3", "must return a keras.Model, got int"),
    own("a builder of a class", "return keras.Sequential", "must return a keras.Model, got type"),
    own("a builder of a layer", "return keras.layers.Dense(n_outputs)", "must return a keras.Model, got Dense"),
    own("a builder of a pair", f"return {MODEL}, 1", "must return a keras.Model, got tuple"),
    own("a builder of an empty model", "return keras.Sequential()", "network.builder=own:build must"),
    own(
        "a builder of too many outputs",
        "return keras.Sequential([keras.Input(input_shape), keras.layers.Dense(n_outputs + 3)])",
        "a row giving shape (1, 3), got (1, 6); end it with Dense(n_outputs)",
    ),
    own(
        "a builder of a series",
        "apart = keras.layers.Reshape((-1, 1))\n"
        "return keras.Sequential([keras.Input(input_shape), apart, keras.layers.Dense(n_outputs)])",
        "a row giving shape (1, 3), got (1, 4, 3)",
    ),
    own(
        "a builder of two outputs",
        "rows, head = keras.Input(input_shape), keras.layers.Dense(n_outputs)\n"
        "return keras.Model(rows, [head(rows)] * 2)",
        "got several outputs",
    ),
    own(
        "a builder of two inputs",
        "rows = [keras.Input(input_shape), keras.Input(input_shape)]\n"
        "return keras.Model(rows, keras.layers.Dense(n_outputs)(keras.layers.Add()(rows)))",
        "rows of 4 features, got one that fails on them",
    ),
    own(
        "a builder for other rows",
        "return keras.Sequential([keras.Input((9,)), keras.layers.Dense(n_outputs)])",
        "rows of 4 features, got one that fails on them",
        "begin it with Input",
    ),
    own(
        "a builder of a frozen model",
        "return keras.Sequential([keras.Input(input_shape), keras.layers.Dense(n_outputs, trainable=False)])",
        "must have weights to train, got none",
    ),
    own(
        "a builder of the same model",
        f"global MADE\nMADE = globals().get('MADE') or {MODEL}\nreturn MADE",
        "must return a new model each time",
    ),
    own(
        "a builder whose second model is none",
        f"global CALLS\nCALLS = globals().get('CALLS', 0) + 1\nreturn {MODEL} if CALLS < 2 else None",
        "must return a keras.Model, got NoneType",
    ),
    own(
        "a model whose call hangs",
        "class Slow(keras.Model):\n    def call(self, x):\n        time.sleep(600)\nreturn Slow()",
        "rows of 4 features, got one that fails on them",
        HANGS,
    ),
    own(
        "a model whose call exits",
        "class Leaving(keras.Model):\n    def call(self, x):\n        sys.exit(3)\nreturn Leaving()",
        "rows of 4 features, got one that fails on them",
        "SystemExit: 3",
    ),
    own(
        "a builder that removes its folder",
        f"shutil.rmtree(os.getcwd())\nreturn {MODEL}",
        "cannot be imported",
        "FileNotFoundError",
    ),
    own("a builder that leaves its folder", f"os.chdir('/')\nreturn {MODEL}", outcome=Outcome.HANDLED),
    own("a builder that prints", f"print('building')\nreturn {MODEL}", outcome=Outcome.HANDLED),
    own("a builder that unsets the alarm", f"signal.alarm(0)\nreturn {MODEL}", outcome=Outcome.HANDLED),
    own(
        "a builder of a model without its input",
        "return keras.Sequential([keras.layers.Dense(n_outputs)])",
        outcome=Outcome.HANDLED,
    ),
]
