"""``claims.csv``: a row a claim of the field, with the sweep's answer."""

from dataclasses import asdict, fields

import pandas as pd

from undefault.claims import HYPOTHESES, Claim, Evidence, put_to_test


def claims_table(evidence: Evidence, *, alpha: float) -> pd.DataFrame:
    """Return the table, all claims in the order of `HYPOTHESES`; ``alpha`` is the error rate of all together."""
    found = [put_to_test(hypothesis, evidence, alpha=alpha) for hypothesis in HYPOTHESES]
    rows = [{**asdict(claim), "answer": claim.answer.value} for claim in found]
    return pd.DataFrame(rows, columns=[column.name for column in fields(Claim)])
