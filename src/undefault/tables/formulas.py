"""Texts in CSV files: none is run as a formula by the spreadsheet that opens it, and each is read back as it was.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end. Such texts get an apostrophe
in front, which spreadsheets take for "this is text" (OWASP, CSV Injection), and so do texts that begin with one, so
that it can be taken away again. Numbers stay numbers.
"""

import pandas as pd

_MARK = "'"
_FORMULA = r"^(?=[=+\-@\t\r\n'])"
_MARKED = r"^'(?=[=+\-@\t\r\n'])"


def without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with every text, and every name of a column, that could be a formula marked as text.

    >>> without_formulas(pd.DataFrame({"x": ["=cmd()", "-1", "a-b"], "y": [-1, 2, 3]})).to_dict("list")
    {'x': ["'=cmd()", "'-1", 'a-b'], 'y': [-1, 2, 3]}
    """
    return _replaced(table, _FORMULA, _MARK)


def with_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table that `without_formulas` was given, from a CSV file that was read as text."""
    return _replaced(table, _MARKED, "")


def _replaced(table: pd.DataFrame, pattern: str, by: str) -> pd.DataFrame:
    columns = {name: _replaced_in(table[name], pattern, by) for name in table.columns}
    names = pd.Series(list(table.columns), dtype="str").str.replace(pattern, by, regex=True)
    return pd.DataFrame(columns, index=table.index).set_axis(list(names), axis="columns")


def _replaced_in(column: pd.Series, pattern: str, by: str) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return column
    texts = column.astype(object)
    is_text = texts.map(lambda value: isinstance(value, str))
    return texts.where(~is_text, texts.astype("str").str.replace(pattern, by, regex=True))
