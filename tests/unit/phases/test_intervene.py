"""Interventions with a double of the engine, in worlds where it is known what each change is worth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from undefault.contracts import Engine
from undefault.datasets import HeldBack
from undefault.interventions import Conditions, Failure, Outcome, Proof
from undefault.phases.intervene import Stand, fresh_seeds, ladder_rates, prove
from undefault.phases.workshop import Workshop
from undefault.plan import IntervenePlan
from undefault.problem import Problem
from undefault.pruning import Pruning
from undefault.records import CURVES, Decay, Phase, Replicate, Setting, Task, Training
from undefault.specs import Range
from undefault.sweep import sweep
from undefault.tables import (
    fixes_table,
    intervention_rows_table,
    intervention_trainings_table,
    interventions_table,
    verdicts_table,
)
from undefault.trials import TaskResult
from undefault.verdicts.scores import Scored, score

Moons = tuple[Problem, HeldBack]
PLAN = IntervenePlan(n_seeds=3, n_rates=5, n_rate_seeds=2, epochs_factor=3, n_fresh_seeds=4)
DEFAULT = Setting("adam", 0.001)
TUNED = Setting("adam", 0.1, decay=Decay("cosine", {"decay_steps": 20.0, "alpha": 0.1}), weight_decay=0.01, patience=3)
NOTHING = {"rate": 0.0, "decay": 0.0, "weight_decay": 0.0, "early_stopping": 0.0, "epochs": 0.0, "scale": 0.0}


@dataclass
class World(Engine):
    """An engine in whose world every change takes its worth off a loss of ``base``; only 0.1 is a good rate."""

    worth: Mapping[str, float]
    base: float = 0.6
    calls: list[tuple[Task, Sequence[Setting], Sequence[Replicate]]] = field(default_factory=list)

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        self.calls.append((task, settings, replicates))
        return [self._training(task, setting, replicates) for setting in settings]

    def _training(self, task: Task, setting: Setting, replicates: Sequence[Replicate]) -> Training:
        has = {
            "rate": setting.learning_rate == 0.1,
            "decay": setting.decay.kind != "constant",
            "weight_decay": setting.weight_decay > 0,
            "early_stopping": setting.patience is not None,
            "epochs": task.epochs > 4,
            "scale": task.dataset.scale == "standard",
        }
        worth = sum({**NOTHING, **self.worth}[name] for name, true in has.items() if true)
        noise = np.array([0.01 * np.sin(replicate.weights_seed) for replicate in replicates])
        curves = np.repeat((self.base - worth + noise)[:, None], task.epochs, axis=1)
        last = np.full(len(replicates), task.epochs - 1)
        tested = None
        if replicates[0].y_test is not None:
            tested = curves[:, :1] + 0.01 * np.sin(np.arange(len(replicates[0].y_test)))
        seeds = tuple(replicate.seed for replicate in replicates)
        return Training(
            setting, seeds, last_epoch=last, restored_epoch=last, **dict.fromkeys(CURVES, curves),
            test_loss=tested, last_test_loss=tested, test_metric=None if tested is None else curves[:, 0],
        )  # fmt: skip


@dataclass(frozen=True)
class Trainer:
    """What a workshop's training does, and nothing else."""

    engine: Engine

    def train(
        self,
        problem: Problem,
        settings: Sequence[Setting],
        phase: Phase,
        seeds: Sequence[int],
        *,
        held_back: HeldBack | None = None,
    ) -> list[Scored]:
        replicates = problem.replicates(phase, seeds, held_back=held_back)
        trainings = self.engine.train(problem.task, settings, replicates)
        return [score(training, replicates, problem.task.loss) for training in trainings]


def proofs_in(world: World, moons: Moons, *pairs: tuple[Setting, Setting], scale: str = "standard") -> list[Proof]:
    """Return the proofs for pairs of default and tuned setting, after forgetting the calls for what was known."""
    conditions = Conditions(4, scale, "standard")
    problem = moons[0].altered(epochs=4, scale=scale, scale_target="standard")
    stand = Stand(problem, moons[1], Trainer(world).train, PLAN, alpha=0.05)
    failures = []
    for default, tuned in pairs:
        own, other = stand.train(problem, [default, tuned], Phase.CONFIRM, range(3), held_back=moons[1])
        failures.append(Failure(default, tuned, own, other, Range(1e-4, 1), conditions, trials=(0, 1)))
    world.calls.clear()
    return prove(failures, stand)


def test_where_the_rate_alone_does_it_the_fix_is_the_rate_and_proven(moons: Moons) -> None:
    [proof] = proofs_in(World({"rate": 0.4}), moons, (DEFAULT, TUNED))
    assert (proof.fix.change.names, proof.outcome) == (("learning_rate",), Outcome.PROVEN)
    assert proof.recommended[0].setting == replace(DEFAULT, learning_rate=0.1)
    shares = {arm.change.names[0]: arm.share.mean for arm in proof.arms}
    expected = {"learning_rate": 1, "decay": 0, "weight_decay": 0, "early_stopping": 0, "epochs": 0}
    assert shares == pytest.approx(expected, abs=1e-9)


def test_changes_that_add_up_are_found_together_and_no_more_of_them(moons: Moons) -> None:
    [proof] = proofs_in(World({"rate": 0.2, "weight_decay": 0.2, "decay": 0.005}), moons, (DEFAULT, TUNED))
    assert (proof.fix.change.names, proof.outcome) == (("learning_rate", "weight_decay"), Outcome.PROVEN)


def test_where_all_changes_are_needed_the_whole_setting_is_said(moons: Moons) -> None:
    world = World({"rate": 0.1, "weight_decay": 0.1, "decay": 0.1, "early_stopping": 0.1})
    [proof] = proofs_in(world, moons, (DEFAULT, TUNED))
    assert (proof.fix.change, proof.outcome) == (proof.failure.whole, Outcome.WHOLE)
    assert proof.recommended[0].setting == TUNED


def test_a_fix_outside_the_setting_is_found_on_a_task_with_the_same_weights_and_rows(moons: Moons) -> None:
    world = World({"rate": 0.2, "decay": 0.2, "epochs": 0.39})
    [proof] = proofs_in(world, moons, (DEFAULT, TUNED))
    assert (proof.fix.change.names, proof.fix.change.conditions.epochs) == (("epochs",), 12)
    confirmed = [
        (task.epochs, [(one.weights_seed, one.split.x_train.tobytes()) for one in replicates])
        for task, _, replicates in world.calls
        if replicates[0].y_test is not None
    ]
    by_budget = dict(confirmed[:2])
    assert by_budget[12] == by_budget[4]


def test_scaling_is_tried_only_where_it_changes_something(moons: Moons) -> None:
    scaled, unscaled = (
        proofs_in(World({"rate": 0.2, "scale": 0.2}), moons, (DEFAULT, TUNED), scale=scale)[0]
        for scale in ("standard", "none")
    )
    assert all("feature_scaling" not in arm.change.names for arm in scaled.arms)
    assert unscaled.recommended[0].names in {("feature_scaling",), ("learning_rate",)}
    assert {arm.change.names: arm.share.mean for arm in unscaled.arms}["feature_scaling",] == pytest.approx(1.0)


def test_the_ladder_is_climbed_without_test_rows_and_holds_the_tuned_rate_but_not_the_default(moons: Moons) -> None:
    world = World({"rate": 0.4})
    [proof] = proofs_in(world, moons, (DEFAULT, TUNED))
    _, settings, replicates = world.calls[0]
    assert proof.ladder is not None
    assert [setting.learning_rate for setting in settings] == list(proof.ladder.rates)
    assert all(replicate.x_test is None for replicate in replicates)
    assert proof.ladder.rate == 0.1
    assert ladder_rates(proof.failure, 5) == (0.0001, 0.01, 0.1, 1.0)


def test_a_tuned_rate_that_needs_its_momentum_is_not_the_rate_that_is_tried_alone(moons: Moons) -> None:
    tuned = replace(TUNED, learning_rate=0.5)
    [proof] = proofs_in(World({"rate": 0.3, "decay": 0.4}), moons, (replace(DEFAULT, learning_rate=0.01), tuned))
    assert proof.ladder is not None
    assert proof.arms[0].change.setting.learning_rate == proof.ladder.rate


def test_the_rerun_is_on_seeds_that_nothing_else_has_used(moons: Moons) -> None:
    world = World({"rate": 0.4})
    proofs_in(world, moons, (DEFAULT, TUNED))
    weights = [{replicate.weights_seed for replicate in replicates} for _, _, replicates in world.calls]
    assert len(weights[-1]) == PLAN.n_fresh_seeds == len(fresh_seeds(PLAN))
    assert not weights[-1] & set().union(*weights[:-1])


def test_proofs_do_not_depend_on_which_failures_are_proven_together_or_in_what_order(moons: Moons) -> None:
    first, second = (DEFAULT, TUNED), (Setting("sgd", 0.01), replace(TUNED, optimizer="sgd", patience=None))
    worth = {"rate": 0.2, "weight_decay": 0.15, "early_stopping": 0.05}
    both = [proofs_in(World(worth), moons, *pairs) for pairs in ((first, second), (second, first), (first,), (second,))]
    seen = [[(proof.fix.change, proof.outcome, proof.n_trainings) for proof in proofs] for proofs in both]
    assert seen[0] == seen[1][::-1] == seen[2] + seen[3]


def test_every_training_is_counted_once(moons: Moons) -> None:
    for worth in ({"rate": 0.4}, {"rate": 0.2, "weight_decay": 0.2}, {"epochs": 0.3, "decay": 0.3}):
        world = World(worth)
        proofs = proofs_in(world, moons, (DEFAULT, TUNED), (DEFAULT, replace(DEFAULT, learning_rate=0.1)))
        assert sum(proof.n_trainings for proof in proofs) == sum(len(s) * len(r) for _, s, r in world.calls)


def test_where_the_tuned_setting_itself_learns_nothing_no_fix_is_recommended(moons: Moons) -> None:
    [proof] = proofs_in(World({"rate": 0.4}, base=1.2), moons, (DEFAULT, TUNED))
    assert proof.outcome is Outcome.NOTHING_LEARNS
    with pytest.raises(ValueError, match="nothing learns"):
        _ = proof.recommended


def test_a_regret_that_is_not_seen_again_needs_no_fix(moons: Moons) -> None:
    [proof] = proofs_in(World({}), moons, (DEFAULT, TUNED))
    assert proof.outcome is Outcome.NOT_REPEATED


def test_a_sweep_proves_what_fails_and_nothing_else(moons: Moons, make_workshop: Callable[..., Workshop]) -> None:
    workshop = make_workshop()
    workshop.tracker.begin_study(moons[0])
    result: TaskResult = next(iter(sweep([moons], workshop)))
    [proof] = result.proofs
    contest = next(contest for contest in result.contests if contest.remedy is None)
    assert (proof.failure.default.optimizer, proof.failure.trials) == ("sgd", (contest.default, contest.challenger))
    assert proof.fix.change.names == ("learning_rate",)
    assert len(proof.failure.default_scored.training.seeds) == workshop.plan.intervene.n_seeds


def test_the_tables_of_a_proof_agree_with_it_and_fill_the_smallest_fix(
    moons: Moons, make_workshop: Callable[..., Workshop]
) -> None:
    workshop = make_workshop()
    workshop.tracker.begin_study(moons[0])
    results = list(sweep([moons], workshop))
    [proof] = results[0].proofs
    [fix] = fixes_table(results, str, alpha=0.05).to_dict("records")
    assert fix["fix"] == str(proof.recommended[0].setting)
    assert verdicts_table(results, str, alpha=0.05)["smallest_fix"].tolist() == [fix["fix"], ""]
    table = interventions_table(results, alpha=0.05).set_index("intervention")
    assert table.loc["learning_rate", "share_won_back"] == pytest.approx(1.0)
    assert not table.loc["feature_scaling", "is_applicable"]
    assert len(intervention_trainings_table(results)) == proof.n_trainings
    rows = intervention_rows_table(results)
    assert len(rows) == proof.n_trainings * moons[0].dataset.n_test
    assert rows.groupby("role", observed=True)["skill"].mean()["tuned"] == pytest.approx(fix["tuned_skill"])


def test_without_failures_every_table_is_empty_and_keeps_its_columns(moons: Moons) -> None:
    held = [TaskResult(moons[0], {}, ())]
    assert {"share_won_back", "cure"} <= set(interventions_table(held, alpha=0.05))
    assert {"outcome", "fix", "rate_cure"} <= set(fixes_table(held, str, alpha=0.05))
    for table in (intervention_trainings_table(held), intervention_rows_table(held)):
        assert table.empty
        assert {"study", "optimizer", "role", "changes", "seed"} <= set(table)
