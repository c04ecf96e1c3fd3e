"""CSV files that cannot be learned from, or only with a note, and paths that lead to no file."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
from corpus_case import CSV, Case, Make, Outcome, csv, rows, text

GOOD = csv(rows())
HALF = ["yes", "no"] * 30


def path(name: str, given: str, *words: str, make: Make = lambda folder: None) -> Case:
    """Return a case of a path that leads to no file."""
    return Case(name, (*CSV, f"dataset.path={given}"), words, make)


def refused(name: str, content: pd.DataFrame | str | bytes, *words: str, overrides: tuple[str, ...] = ()) -> Case:
    """Return a case of a file that is refused."""
    return Case(name, (*CSV, *overrides), words, csv(content))


def noted(name: str, content: pd.DataFrame | str | bytes, *words: str, overrides: tuple[str, ...] = ()) -> Case:
    """Return a case of a file that is used, with a note where words are given."""
    return Case(name, (*CSV, *overrides), words, csv(content), Outcome.HANDLED)


def named(name: str, file: str, given: str) -> Case:
    """Return a case of a good file of an odd name, which is used."""
    return Case(name, (*CSV, f"dataset.path={given}"), (), csv(rows(), file), Outcome.HANDLED)


def a_link_to(target: str) -> Make:
    return lambda folder: (folder / "own.csv").symlink_to(target)


def a_large_file(folder: Path) -> None:
    """Make a file of 2 GB that takes no room."""
    with (folder / "own.csv").open("wb") as file:
        file.truncate(2 * 10**9)


PATHS = [
    path("no file", "missing.csv", "dataset.path must be an existing file, but there is no missing.csv"),
    path("no path", "", "dataset=csv needs dataset.path=FILE, got none"),
    path("a folder as a file", "own.csv", "must be a file", "is a folder", make=lambda f: (f / "own.csv").mkdir()),
    path("this folder as a file", ".", "dataset.path must be a file", "is a folder"),
    path("a link to nothing", "own.csv", "there is no own.csv", make=a_link_to("nowhere.csv")),
    path("a link to itself", "own.csv", "own.csv cannot be read", "symbolic links", make=a_link_to("own.csv")),
    path("a link to an endless device", "own.csv", "is a pipe or device", make=a_link_to("/dev/zero")),
    path("a pipe that nobody writes", "own.csv", "is a pipe or device", make=lambda f: os.mkfifo(f / "own.csv")),
    path("a device", "/dev/zero", "dataset.path must end in .csv, .tsv, .parquet, got /dev/zero"),
    path("a spreadsheet", "own.xlsx", "dataset.path must end in .csv, .tsv, .parquet", make=csv("x", "own.xlsx")),
    path("a pickle", "own.pkl", "dataset.path must end in .csv, .tsv, .parquet", make=csv("x", "own.pkl")),
    path("a zip file", "own.csv.zip", "dataset.path must end in .csv, .tsv, .parquet", make=csv("x", "own.csv.zip")),
    path("an address as a file", "https://me:open-sesame@host/own.csv", "there is no https:/***@host/own.csv"),
    path("a file of nobody's home", "'~nobody-at-all/own.csv'", "known home folder"),
    path("a path with a null", '"a\0b.csv"', "cannot be read", "null"),
    path("a path of no end", f"{'x' * 300}.csv", "cannot be read: File name too long"),
    path("a file below a file", "own.csv/own.csv", "own.csv/own.csv cannot be read: Not a directory", make=GOOD),
    path("a file of 2 GB", "own.csv", "at most 500 MB, got 2,000 MB", "sample", make=a_large_file),
    named("a name with spaces and umlauts", "ünï côde.csv", "'ünï côde.csv'"),
    named("a name of signs", "we;ird=na,me [x]{y}$.csv", "'we;ird=na,me [x]{y}$.csv'"),
    named("a name that begins with a dash", "-n.csv", "-n.csv"),
    named("a name of a formula", "=cmd().csv", "'=cmd().csv'"),
    named("a suffix in capitals", "own.CSV", "own.CSV"),
]

REQUESTS = [
    Case("no such target", (*CSV, "dataset.target=nope"), ("own.csv has no column 'nope'", "it has 'a', 'b'"), GOOD),
    Case("a misspelt target", (*CSV, "dataset.target=anser"), ("did you mean 'answer'?",), GOOD),
    Case("no target", (*CSV, "dataset.target="), ("needs dataset.target=COLUMN, one of 'a', 'b', 'answer'",), GOOD),
    Case(
        "a number wanted of text", (*CSV, "dataset.task=regression"), ("a regression target must hold numbers",), GOOD
    ),
    Case("a file twice", (*CSV, "dataset=[csv,parquet]"), ("'own' comes twice",), GOOD),
    Case(
        "a loss of three classes for two", (*CSV, "task.loss=sparse_categorical_crossentropy"), ("binary target",), GOOD
    ),
    Case(
        "a parameter of a file", (*CSV, "+datasets.csv.parameters.n_rows=9"), ("takes no parameters, got n_rows",), GOOD
    ),
]

TEXTS = [
    refused("an empty file", "", "own.csv must hold a table, but it is empty"),
    refused("nothing but line ends", "\n\n\n", "must be a table with a header line"),
    refused("nothing but a byte order mark", b"\xef\xbb\xbf", "must be a table with a header line"),
    refused("a header alone", "a,answer\n", "must hold rows and columns, got shape (0, 2)"),
    refused("one row", "a,answer\n1,yes\n", "at least two distinct values"),
    refused("two rows", "a,answer\n1,yes\n2,no\n", "at least 16 rows with a target, got 2"),
    refused("all bytes there are", bytes(range(256)), "own.csv must be"),
    refused("a null for each sign", "a,answer\n".encode("utf-32-le"), "own.csv"),
    refused("Latin-1", text("a,answer", "#,é", "1,à").encode("latin-1"), "must be UTF-8 text", "save it as UTF-8"),
    refused("UTF-16", rows().to_csv(index=False).encode("utf-16"), "must be UTF-8 text", "0xff", "save it as UTF-8"),
    noted("UTF-8 with a byte order mark", b"\xef\xbb\xbf" + rows().to_csv(index=False).encode()),
    noted("line ends of old", rows().to_csv(index=False, lineterminator="\r").encode()),
    noted("line ends of Windows", rows().to_csv(index=False, lineterminator="\r\n").encode()),
    noted("semicolons", rows().to_csv(index=False, sep=";")),
    noted("a semicolon in a quoted name", rows().rename(columns={"a": "a;b;c;d"}).to_csv(index=False, quoting=1)),
    refused("rows that grow", "a,b,answer\n1,2,x\n1,2,3,4\n", "must be a table with a header line", "correct the file"),
    refused("rows wider than the header", "a,answer\n" + "1,2,3\n" * 20, "must be a table with a header line"),
    noted("rows that end early", text("a,b,answer", "#,#,yes", "7", "8", *["9,9,no"] * 20), "2 rows without a value"),
    refused("a quote that is never closed", text("a,answer", "#,yes", '1,"no'), "own.csv must be a table"),
    noted("quotes within quotes", text("a,answer", '#,"say ""yes"""', *['3,"no"'] * 20)),
    noted("line ends within quotes", text("a,answer", '#,"ye\ns"', *['3,"no"'] * 20)),
    refused("a column twice", "a,a,answer\n1,2,x\n", "distinct column names, but 'a' comes twice"),
    refused("a column twice but for spaces", text("a, a,answer", "#,#,yes"), "'a' comes twice"),
    refused("the target twice", text("answer,a,answer", "yes,#,no"), "'answer' comes twice"),
    noted("a column without a name", text(",b,answer", "#,#,yes", *["1,2,no"] * 20)),
    noted("a cell of a million signs", text("a,b,answer", "#,x,yes", f"1,{'y' * 10**6},no", *["2,x,no"] * 20)),
    refused(
        "a single column", "answer\n" + "yes\nno\n" * 30, "at least one feature column", "target is the only column"
    ),
    refused("a web page", "<!DOCTYPE html>\n<html><body>Not found</body></html>\n", "own.csv"),
    refused("a Parquet file called CSV", b"PAR1" + b"\x15\x04\x15\xff" * 20 + b"PAR1", "must be UTF-8 text"),
    refused("a JSON file called CSV", '{"a": [1, 2],\n "answer": ["yes", "no"]}\n', "own.csv"),
    noted("ten thousand columns", rows(**{f"x{i}": np.arange(60) * i for i in range(2000)})),
    noted("a formula for a name", rows(**{"=cmd()|'/C calc'!A0": 1}), "=cmd()", "it is constant"),
    noted("markup for a name", rows(**{"<script>alert(1)</script>": 1}), "<script>", "it is constant"),
]

VALUES = [
    refused("an infinity", rows(b=[np.inf, *range(59)]), "column 'b' must be finite", "1 of 60 values", "correct them"),
    refused(
        "infinities in words", text("a,answer", "#,yes", "Infinity,no", *["-inf,no"] * 9), "column 'a' must be finite"
    ),
    refused("a value beyond float32", rows(b=[1e39, *range(59)]), "column 'b' must be finite in float32"),
    refused("a value beyond float64", text("a,answer", "#,yes", *["1e999,no"] * 9), "column 'a' must be finite"),
    refused("a number of 400 digits", text("a,answer", "#,yes", f"{'9' * 400},no", *["1,no"] * 9), "column 'a'"),
    noted(
        "a number of 5,000 digits", text("a,answer", "#,yes", f"{'9' * 5000},no", *["1,no"] * 9), "1 cells that are not"
    ),
    noted("values near the end of float32", rows(b=np.linspace(-3e38, 3e38, 60))),
    noted(
        "values near the end of float32, unscaled",
        rows(b=np.linspace(-3e38, 3e38, 60)),
        overrides=("dataset.scale=none",),
    ),
    noted("values too small for float32", rows(b=np.arange(60) * 1e-300)),
    refused("a column of holes", rows(b=np.nan), "column 'b' has no values in 60 rows; remove it"),
    noted(
        "holes in words",
        text("a,b,answer", "#,NA,yes", "1,2,no", *["3,n/a,no"] * 20, "4,5,no"),
        "'b'",
        "missing values",
    ),
    noted("holes in a text", rows(b=[None, "x", "y"] * 20), "'b': 20 missing values are a category of their own"),
    noted("a hole in the target", rows(answer=[None, *HALF[1:]]), "1 rows without a value in the target 'answer'"),
    noted("text among numbers", rows(b=["?", *range(59)]), "1 cells that are not numbers, e.g. '?', count as missing"),
    noted("numbers of both kinds", text("a,b,answer", "#,1,yes", *["2,2.5,no"] * 20)),
    noted("leading zeros", text("a,zip,answer", "#,01234,yes", *["2,99,no"] * 20), "'zip'", "leading zeros"),
    noted("leading zeros for classes", text("a,answer", "#,007", *["2,010"] * 20), "'answer'", "leading zeros"),
    noted(
        "decimal commas",
        text("a;b;answer", "#;1,5;yes", *["2;0,25;no"] * 20),
        "'b': decimal commas were read as points",
    ),
    noted("decimal commas in quotes", text("a,b,answer", '#,"1,5",yes', *['2,"0,25",no'] * 20), "decimal commas"),
    noted("a target with decimal commas", text("a;answer", "#;#,5"), "'answer': decimal commas"),
    noted("commas between thousands", text("a;b;answer", "#;1,234,567;yes", *["2;1,000;no"] * 20), "between thousands"),
    refused(
        "commas that may be either", text("a;b;answer", "#;1,234;yes", *["2;5,678;no"] * 20), "say what its commas mean"
    ),
    noted("dates", rows(b=pd.date_range("2024-01-01", periods=60)), "'b' was left out: text with 45 distinct values"),
    noted("truths", rows(b=[True, False, False] * 20)),
    noted("a constant", rows(b=3), "'b' was left out: it is constant"),
    noted("numbers of rows", rows(id=np.arange(60)), "'id' was left out: it numbers the rows"),
    noted("a name for each row", rows(b=[f"n{i}" for i in range(60)]), "text with", "names rows rather than groups"),
    noted(
        "a category too many",
        pd.concat([rows(b=[f"c{i}" for i in range(60 * k, 60 * k + 60)]) for k in (0, 1)] * 3),
        "'b' was left out",
        "categories",
    ),
    noted("two equal columns", rows(c=np.arange(60.0))),
    refused("nothing to learn from", rows(a=1, b=2), "at least one feature column", "it is constant"),
]

TARGETS = [
    refused("one class", rows(answer="yes"), "'answer' must have at least two distinct values, got only 'yes'"),
    refused("one class that steers", rows(answer="\x1b[2J\nyes"), "must have at least two distinct values"),
    refused("a target of holes", rows(answer=np.nan), "must have at least two distinct values, got no value"),
    refused("ten rows", rows().head(10), "at least 16 rows with a target, got 10; add rows"),
    refused(
        "a rare class", rows(answer=["maybe", *HALF[1:]]), "needs at least 4 rows", "'maybe' has 1; merge or remove"
    ),
    refused("a class for each row", rows(answer=[f"n{i}" for i in range(60)]), "needs at least 4 rows", ", ..."),
    refused("an infinite target", rows(answer=[np.inf, *range(59)]), "'answer' must be finite in float32"),
    refused("a target beyond float32", rows(answer=[1e39, *range(59)]), "'answer' must be finite in float32"),
    refused("a target with a question mark", rows(answer=["?", *range(59)]), "holds numbers except in 1 of 60 cells"),
    refused(
        "a target of equal numbers but one",
        rows(answer=[1.5, *[0.0] * 59]),
        "'answer' needs at least 4 rows that differ from its most frequent value",
        "got 1",
        overrides=("dataset.task=regression",),
    ),
    refused(
        "a target that float32 takes for one number",
        rows(answer=1e8 + np.arange(60) / 60),
        "needs at least 4 rows that differ",
        overrides=("dataset.task=regression", "dataset.scale_target=none"),
    ),
    noted(
        "a target of equal numbers but four",
        rows(answer=[1.5, 2, 3, 4, *[0.0] * 56]),
        overrides=("dataset.task=regression",),
    ),
    refused(
        "more samples of equal numbers",
        pd.DataFrame({"a": range(2000), "answer": [1.5, 2, 3, 4, *[0.0] * 1996]}),
        "must have two distinct values of the target",
        "raise dataset.n_samples=8",
        overrides=("dataset.task=regression", "dataset.n_samples=8"),
    ),
    noted("classes of markup", rows(answer=["<b>|`=cmd()`", "@x"] * 30)),
    noted("classes that are truths", rows(answer=[True, False] * 30)),
    noted("a class of an empty text", rows(answer=["", "x", "y"] * 20), "20 rows without a value"),
]

TABLES = [*PATHS, *REQUESTS, *TEXTS, *VALUES, *TARGETS]
