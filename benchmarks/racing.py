"""What racing saves and changes: ``python -m benchmarks.racing REPORT``.

The report is of a sweep that trained all seeds at once, as in ``confirm.looks=[128]``. The shipped rule is then
replayed on its rows twice: as a sweep applies it, and without ever stopping before the cap.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from undefault.config import make_plan
from undefault.records import FloatArray
from undefault.verdicts.family import surest_level
from undefault.verdicts.judgement import Judgement, judge
from undefault.verdicts.rule import Rule

COLUMNS = ["study", "trial", "seed", "row", "skill"]


def main(report: str) -> None:
    """Print how many trainings the race takes, and how its verdicts differ from those of all seeds."""
    rule = make_plan([])[0].confirm.rule
    verdicts = pd.read_csv(Path(report) / "verdicts.csv")
    rows = pd.read_parquet(Path(report) / "test_losses.parquet", columns=COLUMNS)
    level = surest_level(len(verdicts), alpha=rule.alpha)
    n_raced, n_all, pairs = 0, 0, Counter[tuple[str, str]]()
    for study, skills in _skills(rows):
        asked: dict[int, int] = {}
        for row in verdicts[verdicts["study"] == study].to_dict("records"):
            default, tuned = int(row["default_trial"]), int(row["tuned_trial"])
            raced, whole, n_seeds = _replay(skills[tuned] - skills[default], rule, level)
            pairs[raced, whole] += 1
            for trial in (default, tuned):
                asked[trial] = max(asked.get(trial, 0), n_seeds)
        n_raced, n_all = n_raced + sum(asked.values()), n_all + rule.cap * len(asked)
        print(f"{study}: {sum(asked.values()):,} of {rule.cap * len(asked):,} trainings", flush=True)
    same = sum(count for (raced, whole), count in pairs.items() if raced == whole)
    print(
        f"{n_raced:,} of {n_all:,} trainings ({n_raced / n_all:.0%}); {same} of {pairs.total()} verdicts are the same"
    )
    for (raced, whole), count in pairs.items():
        if raced != whole:
            print(f"{count} {raced} by the race, {whole} by all seeds")


def _skills(rows: pd.DataFrame) -> Iterator[tuple[str, dict[int, FloatArray]]]:
    """Yield each study with the skills ``(n_seeds, n_rows)`` of its trials."""
    for study, of_study in rows.groupby("study", observed=True):
        yield (
            str(study),
            {
                int(str(trial)): of_trial.pivot_table(index="seed", columns="row", values="skill").to_numpy()
                for trial, of_trial in of_study.groupby("trial", observed=True)
            },
        )


def _replay(differences: FloatArray, rule: Rule, level: float) -> tuple[str, str, int]:
    """Return the verdict of the race, that of all looks, and how many seeds the race took."""
    if not np.any(differences):
        return "holds", "holds", rule.looks[0]
    raced = whole = judge(differences[: rule.looks[0]], rule)
    n_seeds = rule.looks[0]
    for before, look in pairwise(rule.looks):
        is_open = any(raced.reachable_p_value <= one < raced.p_value for one in (rule.alpha, level))
        now = judge(differences[:look], rule)
        if is_open and n_seeds == before:
            raced, n_seeds = _surer(raced, now), look
        whole = _surer(whole, now)
    return raced.verdict.value, whole.verdict.value, n_seeds


def _surer(before: Judgement, now: Judgement) -> Judgement:
    """Return the judgement to go by, as `undefault.verdicts.contest` has it."""
    if before.verdict == "undecided" or now.p_value <= before.p_value:
        return now
    return replace(before, reachable_p_value=now.reachable_p_value)


if __name__ == "__main__":
    main(*sys.argv[1:])
