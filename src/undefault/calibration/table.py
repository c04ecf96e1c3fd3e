"""``measured.csv``: what the last calibration measured, a row a scenario, number of rows, true regret and look."""

import csv
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import get_type_hints

from undefault.calibration.measure import Rate

MEASURED = Path(__file__).with_name("measured.csv")


def write_rates(rates: Sequence[Rate], path: Path = MEASURED) -> None:
    """Write the table, with six digits."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Rate)], lineterminator="\n")
        writer.writeheader()
        for rate in rates:
            writer.writerow(
                {key: f"{value:.6g}" if isinstance(value, float) else value for key, value in asdict(rate).items()}
            )


def read_rates(path: Path = MEASURED) -> list[Rate]:
    """Return the rows of the table."""
    types = get_type_hints(Rate)
    with path.open(newline="") as file:
        return [Rate(**{key: types[key](value) for key, value in row.items()}) for row in csv.DictReader(file)]
