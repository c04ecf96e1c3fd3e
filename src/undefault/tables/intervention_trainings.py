"""``intervention_trainings.parquet`` and ``intervention_rows.parquet``: what interventions and re-runs measured."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd

from undefault.interventions import Change
from undefault.tables.trials import setting_columns
from undefault.trials import TaskResult
from undefault.verdicts.scores import Scored

KEYS = ["study", "optimizer", "role", "changes"]
ON_CONFIRM_SEEDS = ("ladder", "intervention")


def intervention_trainings_table(results: Sequence[TaskResult]) -> pd.DataFrame:
    """Return a row a training.

    ``role`` is a rung of the ``ladder`` of rates or an ``intervention``, both on confirm seeds, or on the fresh seeds
    the ``fix``, the ``default`` or the ``tuned`` setting. On confirm seeds the last two are
    trials.
    """
    frames = [_trainings(keys, change, scored) for keys, change, scored in _trained(results)]
    return _joined(frames, ["seed", "phase", "valid_skill", "test_skill"])


def intervention_rows_table(results: Sequence[TaskResult]) -> pd.DataFrame:
    """Return a row a training and test row, from which every share and interval can be computed again."""
    tested = (trained for trained in _trained(results) if trained[-1].constant_test_loss is not None)
    return _joined([_rows(keys, scored) for keys, _, scored in tested], ["seed", "row", "skill"])


def _trained(results: Sequence[TaskResult]) -> Iterator[tuple[Mapping[str, str], Change, Scored]]:
    """Yield all trainings with what names them."""
    for result in results:
        for proof in result.proofs:
            named = {"study": result.problem.task.name, "optimizer": proof.failure.default.optimizer}
            for role, change, scored in proof.trained():
                yield {**named, "role": role, "changes": ";".join(change.names)}, change, scored


def _trainings(keys: Mapping[str, str], change: Change, scored: Scored) -> pd.DataFrame:
    training = scored.training
    return pd.DataFrame(
        {
            **keys,
            "phase": "confirm" if keys["role"] in ON_CONFIRM_SEEDS else "rerun",
            "seed": training.seeds,
            **asdict(change.conditions),
            **{name: value for name, value in setting_columns(change.setting).items() if name not in keys},
            "valid_skill": scored.valid_skill,
            "test_skill": np.nan if scored.constant_test_loss is None else scored.test_skill,
            "restored_epoch": training.restored_epoch + 1,
        }
    )


def _rows(keys: Mapping[str, str], scored: Scored) -> pd.DataFrame:
    skill = scored.row_skill
    n_seeds, n_rows = skill.shape
    seeds = np.repeat(np.array(scored.training.seeds, dtype=np.int32), n_rows)
    rows = np.tile(np.arange(n_rows, dtype=np.int32), n_seeds)
    return pd.DataFrame({**keys, "seed": seeds, "row": rows, "skill": skill.ravel()})


def _joined(frames: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    if not frames:
        return pd.DataFrame(columns=[*KEYS, *columns])
    table = pd.concat(frames, ignore_index=True)
    return table.astype(dict.fromkeys(KEYS, "category"))
