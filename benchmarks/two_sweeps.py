"""How far two sweeps of the same tasks agree: ``python -m benchmarks.two_sweeps REPORT REPORT``, folders of reports."""

import sys
from pathlib import Path

import pandas as pd

KEYS = ["study", "optimizer"]
DECIDED = ("fails", "holds")


def main(one: str, other: str) -> None:
    """Print the verdicts of one sweep against those of the other, how many agree, and what each trained to confirm."""
    reports = Path(one), Path(other)
    first, second = (pd.read_csv(report / "verdicts.csv")[[*KEYS, "verdict"]] for report in reports)
    both = first.merge(second, on=KEYS, suffixes=("_first", "_second"), validate="one_to_one")
    print(pd.crosstab(both["verdict_first"], both["verdict_second"]))
    decided = both[both["verdict_first"].isin(DECIDED) & both["verdict_second"].isin(DECIDED)]
    agree = int((decided["verdict_first"] == decided["verdict_second"]).sum())
    print(f"{agree} of {len(decided)} verdicts that both decide agree, {len(decided) - agree} flip")
    for report in reports:
        trainings = pd.read_parquet(report / "trainings.parquet", columns=["phase"])
        print(f"{report.name}: {(trainings['phase'] == 'confirm').sum():,} trainings to confirm")


if __name__ == "__main__":
    main(*sys.argv[1:])
