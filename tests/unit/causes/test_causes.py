"""The benchmark of causes: what it counts, and what it finds in a world that is known."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from undefault.causes import Finding, measure_causes, measure_hopeless, read_findings, renew_findings, summarize
from undefault.causes.measure import Laboratory, with_decoys
from undefault.causes.summary import is_found, recommended_in_vain, share_found
from undefault.contracts import Engine
from undefault.interventions import differing
from undefault.plan import IntervenePlan
from undefault.planted import Arm, Planted
from undefault.planted.kind import stand
from undefault.pruning import Pruning
from undefault.records import CURVES, Replicate, Setting, Task, Training
from undefault.specs import OptimizerSpec, Range, SearchSpace
from undefault.verdicts.rule import Rule

RATES = Range(1e-4, 1)
SPACE = SearchSpace((OptimizerSpec("sgd", "SGD", RATES),), (), weight_decay=RATES, patience=Range(1, 9))
BROKEN, HEALTHY = Setting("sgd", 0.001, {"momentum": 0.999}), Setting("sgd", 0.001, {"momentum": 0.9})
FOUND = Finding("a", "iris", "momentum", decoys=False, verdict="fails", regret=0.5, top="momentum", top_share=1.0)


class MomentumMatters(Engine):
    """A world in which momentum 0.999 ruins training, or in which ``nothing_helps``."""

    def __init__(self, *, nothing_helps: bool = False) -> None:
        self._nothing_helps = nothing_helps

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        return [self._training(task, setting, replicates) for setting in settings]

    def _training(self, task: Task, setting: Setting, replicates: Sequence[Replicate]) -> Training:
        ruined = self._nothing_helps or setting.hyperparameters["momentum"] == 0.999
        noise = np.array([0.01 * np.sin(replicate.weights_seed) for replicate in replicates])
        curves = np.repeat(((1.3 if ruined else 0.2) + noise)[:, None], task.epochs, axis=1)
        last = np.full(len(replicates), task.epochs - 1)
        tested = None
        if replicates[0].y_test is not None:
            tested = curves[:, :1] + 0.01 * np.sin(np.arange(len(replicates[0].y_test)))
        seeds = tuple(replicate.seed for replicate in replicates)
        return Training(
            setting, seeds, last_epoch=last, restored_epoch=last, **dict.fromkeys(CURVES, curves),
            test_loss=tested, last_test_loss=tested, test_metric=None if tested is None else curves[:, 0],
        )  # fmt: skip


def laboratory(engine: Engine) -> Laboratory:
    plan = IntervenePlan(n_seeds=3, n_rates=3, n_rate_seeds=2, epochs_factor=2, n_fresh_seeds=3)
    return Laboratory(engine, plan, Rule(0.05, 0.05, (4,), apart=0.0))


def planted(cause: str | None) -> Planted:
    ground = stand("iris", 2)
    return Planted("momentum 0.999", (), cause, Arm(BROKEN, ground), Arm(HEALTHY, ground))


def test_the_planted_cause_is_found_alone_and_among_decoys() -> None:
    findings = measure_causes([planted("momentum")], SPACE, laboratory(MomentumMatters()))
    assert [finding.decoys for finding in findings] == [False, True]
    assert all(finding.fails and is_found(finding) for finding in findings)
    assert [finding.cause_share for finding in findings] == pytest.approx([1.0, 1.0])


def test_where_no_setting_can_help_nothing_is_recommended() -> None:
    finding = measure_hopeless(planted(None), SPACE, laboratory(MomentumMatters(nothing_helps=True)))
    assert not finding.fails
    assert recommended_in_vain([finding]) == []


def test_decoys_differ_in_what_the_cause_does_not_and_in_nothing_else() -> None:
    disguised = with_decoys(HEALTHY, 300)
    assert differing(HEALTHY, disguised) == ("decay", "weight_decay", "early_stopping")
    stopping = Setting("sgd", 0.1, patience=3, weight_decay=0.1)
    assert differing(stopping, with_decoys(stopping, 300)) == ("decay",)


def test_the_summary_counts_what_failed_and_lists_every_miss() -> None:
    missed = Finding("b", "wine", "momentum", False, "fails", 0.4, "learning_rate", 1.1, 0.9)  # noqa: FBT003
    spared = Finding("c", "wine", "momentum", decoys=False, verdict="undecided", regret=0.0)
    vain = Finding("d", "iris", "", decoys=False, verdict="fails", regret=0.3, outcome="proven")
    findings = [FOUND, missed, spared, vain]
    assert share_found(findings, decoys=False) == (1, 2)
    lines = summarize(findings)
    assert lines[0].startswith("planted cause alone: the top intervention in 1 of 2, 50.0%")
    assert "missed: b / wine: momentum wins back 90.0%, learning_rate 110.0%" in lines
    assert "in vain: d / iris: regret 0.30, proven" in lines


def test_findings_are_read_as_they_were_written_and_measured_last(tmp_path: Path) -> None:
    spared = Finding("c", "wine", "momentum", decoys=True, verdict="undecided", regret=0.25)
    renew_findings([replace(FOUND, top="decay"), spared], tmp_path / "measured.csv")
    renew_findings([FOUND], tmp_path / "measured.csv")
    first, second = read_findings(tmp_path / "measured.csv")
    assert (first.top, first.top_share, first.decoys) == ("momentum", 1.0, False)
    assert (second.top, second.decoys, second.regret) == ("", True, 0.25)
    assert np.isnan(second.top_share)
