"""``measured.csv``: what the last calibration measured, a row a scenario, number of rows, true regret and look."""

import csv
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import TypeVar, get_type_hints

from undefault.calibration.measure import Rate

Record = TypeVar("Record")
MEASURED = Path(__file__).with_name("measured.csv")


def write_rates(rates: Sequence[Rate], path: Path = MEASURED) -> None:
    """Write the table, with six digits."""
    write_records(rates, Rate, path)


def read_rates(path: Path = MEASURED) -> list[Rate]:
    """Return the rows of the table."""
    return read_records(Rate, path)


def write_records(records: Sequence[Record], kind: type[Record], path: Path) -> None:
    """Write flat records as a table, numbers with six digits."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(kind)], lineterminator="\n")  # type: ignore[arg-type]
        writer.writeheader()
        for record in records:
            row = asdict(record)  # type: ignore[call-overload]
            writer.writerow({key: f"{value:.6g}" if isinstance(value, float) else value for key, value in row.items()})


def read_records(kind: type[Record], path: Path) -> list[Record]:
    """Return the records that `write_records` wrote."""
    types = get_type_hints(kind)
    with path.open(newline="") as file:
        return [kind(**{key: types[key](value) for key, value in row.items()}) for row in csv.DictReader(file)]
