"""``measured.csv``: what came of every planted failure when it was last measured."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from undefault.causes.measure import Finding

MEASURED = Path(__file__).with_name("measured.csv")


def renew_findings(findings: Sequence[Finding], path: Path = MEASURED) -> None:
    """Write the findings in place of earlier ones on the same planted failures; the others stay."""
    renewed = {(one.kind, one.source) for one in findings}
    others = [one for one in read_findings(path) if (one.kind, one.source) not in renewed] if path.exists() else []
    kept = sorted([*others, *findings], key=lambda one: (one.kind, one.source, one.decoys))
    pd.DataFrame([asdict(finding) for finding in kept]).to_csv(path, index=False, float_format="%.4g")


def read_findings(path: Path = MEASURED) -> list[Finding]:
    """Return the rows of the table."""
    table = pd.read_csv(path, keep_default_na=False, na_values={"top_share": [""], "cause_share": [""]})
    return [Finding(**{str(name): value for name, value in row.items()}) for row in table.to_dict("records")]
