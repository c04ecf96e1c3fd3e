"""The verdicts, shown at the end."""

import pandas as pd
from rich.console import Console
from rich.table import Table

STYLES = {"fails": "red", "holds": "green", "undecided": "yellow"}


def show_verdicts(console: Console, verdicts: pd.DataFrame, *, margin: float) -> None:
    """Print a row an optimizer: its verdicts over all tasks, and where its default loses most."""
    table = Table(title="Keras's default settings", title_justify="left", title_style="bold")
    table.add_column("optimizer")
    for verdict, style in STYLES.items():
        table.add_column(verdict, justify="right", style=style)
    table.add_column("median regret", justify="right")
    table.add_column("largest regret")
    for optimizer, rows in verdicts.groupby("optimizer", sort=False):
        counts = [str(int((rows["verdict"] == verdict).sum())) for verdict in STYLES]
        worst = rows.nlargest(1, "regret").iloc[0]
        largest = f"{worst['regret']:.2f} on {worst['study']}"
        table.add_row(str(optimizer), *counts, f"{rows['regret'].median():.2f}", largest)
    console.print(table)
    console.print(
        f"regret: tuned minus default skill on test rows; a default fails where all of its interval is above {margin}",
        highlight=False,
    )
