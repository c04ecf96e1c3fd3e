"""One planted failure through the real interventions: what they name as its cause, or what they recommend."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from undefault.contracts import Engine
from undefault.datasets import HeldBack, Rows
from undefault.interventions import Arm as Intervened
from undefault.interventions import Conditions, Failure
from undefault.phases.intervene import Stand, investigate, prove
from undefault.plan import IntervenePlan
from undefault.planted import Arm, Planted
from undefault.problem import Problem
from undefault.records import Decay, Phase, Replicate, Setting, Verdict
from undefault.seeds import generator
from undefault.specs import SearchSpace
from undefault.verdicts.judgement import judge
from undefault.verdicts.rule import Rule
from undefault.verdicts.scores import Scored, score

INTERVENTION_NAMES = {
    "patience": "early_stopping",
    "feature scaling": "feature_scaling",
    "target scaling": "target_scaling",
}
N_SEARCHED, N_SEARCH_SEEDS = 16, 3
PATIENCES = (None, 5, 20)


@dataclass(frozen=True)
class Finding:
    """What came of one planted failure.

    ``cause`` is the planted one under its intervention's name, empty where no setting can help. ``decoys`` tells that
    the tuned setting differed in more than the cause. ``top`` is the single change that wins back most, with its
    share; ``outcome`` is the fix's, where one was sought. Without a regret above the margin ``verdict`` is not `fails`,
    and nothing else is known.
    """

    kind: str
    source: str
    cause: str
    decoys: bool
    verdict: str
    regret: float
    top: str = ""
    top_share: float = np.nan
    cause_share: float = np.nan
    outcome: str = ""

    @property
    def fails(self) -> bool:
        """Whether there was a failure to explain."""
        return self.verdict == Verdict.FAILS


@dataclass(frozen=True)
class Laboratory:
    """Trains and scores what is planted, by the plan of sweeps; ``rule`` has one look.

    ``prepared`` holds replicates beside the rows they come from, which keeps the rows' identity theirs.
    """

    engine: Engine
    plan: IntervenePlan
    rule: Rule
    prepared: dict[tuple[Any, ...], tuple[Replicate, Rows]] = field(default_factory=dict)

    def train(
        self,
        problem: Problem,
        settings: Sequence[Setting],
        phase: Phase,
        seeds: Sequence[int],
        *,
        held_back: HeldBack | None = None,
    ) -> list[Scored]:
        """Train settings on the phase's seeds and score them, in order."""
        replicates = self.replicates(problem, phase, seeds, held_back)
        trainings = self.engine.train(problem.task, settings, replicates)
        return [score(training, replicates, problem.task.loss) for training in trainings]

    def replicates(
        self, problem: Problem, phase: Phase, seeds: Sequence[int], held_back: HeldBack | None
    ) -> list[Replicate]:
        """Return the replicates, prepared once: on small tasks that takes longer than to train."""
        rows, task = problem.dataset.development, problem.task
        known = (id(rows), str(task.dataset), task.name, phase, held_back is None)
        for seed in seeds:
            if (*known, seed) not in self.prepared:
                [replicate] = problem.replicates(phase, [seed], held_back=held_back)
                self.prepared[*known, seed] = replicate, rows
        return [self.prepared[*known, seed][0] for seed in seeds]

    def confirmed(self, arms: Sequence[Arm]) -> list[Scored]:
        """Return each arm on the seeds of the one look; arms on one ground are trained together."""
        scores: dict[int, Scored] = {}
        for ground in dict.fromkeys(ground_key(arm) for arm in arms):
            places = [place for place, arm in enumerate(arms) if ground_key(arm) == ground]
            stand, settings = arms[places[0]].ground, [arms[place].setting for place in places]
            trained = self.train(
                stand.problem, settings, Phase.CONFIRM, range(self.rule.cap), held_back=stand.held_back
            )
            scores |= dict(zip(places, trained, strict=True))
        return [scores[place] for place in range(len(arms))]

    def stand(self, arm: Arm, *, epochs_factor: int) -> Stand:
        """Return where interventions on a broken arm are trained."""
        plan = replace(self.plan, epochs_factor=epochs_factor)
        return Stand(arm.ground.problem, arm.ground.held_back, self.train, plan, self.rule.alpha)


def ground_key(arm: Arm) -> tuple[int, str]:
    """Return what is the same for arms on the same rows and the same task."""
    return id(arm.ground.problem.dataset.development), repr(arm.ground.task)


def measure_causes(planted: Sequence[Planted], space: SearchSpace, laboratory: Laboratory) -> list[Finding]:
    """Return for failures planted on one ground the change that wins back most, of each alone and among decoys.

    With decoys, the healthy setting differs from the broken one in up to three things besides the cause that ought not
    to matter. Where the cause is the budget, more epochs are as many as the healthy arm has.
    """
    cases = [(one, decoys) for one in planted for decoys in (False, True)]
    healthy = [_disguised(one.healthy) if decoys else one.healthy for one, decoys in cases]
    scores = laboratory.confirmed([*(one.broken for one, _ in cases), *healthy])
    pairs = list(zip(scores[: len(cases)], scores[len(cases) :], strict=True))
    findings = [
        _judged(one, pair, laboratory.rule, decoys=decoys) for (one, decoys), pair in zip(cases, pairs, strict=True)
    ]
    failing = [place for place, finding in enumerate(findings) if finding.fails]
    if not failing:
        return findings
    failures = [
        _failure(cases[i][0].broken, healthy[i].setting, pairs[i], space, laboratory.plan.n_seeds) for i in failing
    ]
    broken, longer = planted[0].broken, planted[0].healthy.ground.task.epochs // planted[0].broken.ground.task.epochs
    factor = longer if longer > 1 else laboratory.plan.epochs_factor
    _, explained = investigate(failures, laboratory.stand(broken, epochs_factor=factor))
    for place, arms in zip(failing, explained, strict=True):
        findings[place] = _with_top(findings[place], arms)
    return findings


def _judged(one: Planted, pair: tuple[Scored, Scored], rule: Rule, *, decoys: bool) -> Finding:
    judgement = judge(pair[1].row_skill - pair[0].row_skill, rule)
    cause = INTERVENTION_NAMES.get(one.cause or "", one.cause or "")
    return Finding(one.kind, one.source, cause, decoys, judgement.verdict.value, judgement.interval.mean)


def _with_top(finding: Finding, arms: Sequence[Intervened]) -> Finding:
    shares = {arm.change.names[0]: arm.share.mean for arm in arms if len(arm.change.names) == 1}
    top = max(shares, key=lambda name: shares[name])
    return replace(finding, top=top, top_share=shares[top], cause_share=shares.get(finding.cause, np.nan))


def _disguised(healthy: Arm) -> Arm:
    return replace(healthy, setting=with_decoys(healthy.setting, healthy.ground.problem.n_steps))


def measure_hopeless(planted: Planted, space: SearchSpace, laboratory: Laboratory) -> Finding:
    """Return what is recommended where no setting can help: a tuned setting is searched, judged and then proven.

    The search is a small random one over rate and early stopping, by validation on search seeds, as a sweep's.
    """
    broken, tuned = planted.broken, _searched(planted.broken, space, laboratory)
    default, best = laboratory.confirmed([broken, replace(broken, setting=tuned)])
    finding = _judged(planted, (default, best), laboratory.rule, decoys=False)
    if not finding.fails:
        return finding
    failure = _failure(broken, tuned, (default, best), space, laboratory.plan.n_seeds)
    [proof] = prove([failure], laboratory.stand(broken, epochs_factor=laboratory.plan.epochs_factor))
    return replace(finding, outcome=proof.outcome.value)


def with_decoys(setting: Setting, n_steps: int) -> Setting:
    """Return the setting with a slow decay, a little weight decay and late early stopping, where it has none."""
    slow = Decay("exponential", {"decay_steps": n_steps, "decay_rate": 0.9})
    stops = setting.patience is not None
    return replace(
        setting,
        decay=slow if setting.decay.kind == "constant" else setting.decay,
        weight_decay=setting.weight_decay or 1e-5,
        patience=setting.patience if stops else 50,
        restore_best_weights=setting.restore_best_weights if stops else True,
    )


def _failure(broken: Arm, tuned: Setting, pair: tuple[Scored, Scored], space: SearchSpace, n_seeds: int) -> Failure:
    task, rates = broken.ground.task, space.optimizer(broken.setting.optimizer).learning_rate
    conditions = Conditions(task.epochs, task.dataset.scale, task.dataset.scale_target)
    own, other = (scored.first(n_seeds) for scored in pair)
    return Failure(broken.setting, tuned, own, other, rates, conditions, trials=(0, 1))


def _searched(broken: Arm, space: SearchSpace, laboratory: Laboratory) -> Setting:
    """Return the best of random rates and patiences by validation, the broken setting itself among them."""
    random = generator("causes", broken.ground.task.name)
    rates = space.optimizer(broken.setting.optimizer).learning_rate
    low, high = np.log([rates.low, rates.high])
    settings = [broken.setting]
    for _ in range(N_SEARCHED):
        patience = PATIENCES[int(random.integers(len(PATIENCES)))]
        rate = float(f"{np.exp(random.uniform(low, high)):.3g}")
        settings.append(
            replace(broken.setting, learning_rate=rate, patience=patience, restore_best_weights=patience is not None)
        )
    scores = laboratory.train(broken.ground.problem, settings, Phase.SEARCH, range(N_SEARCH_SEEDS))
    return settings[int(np.argmax([scored.valid_skill.mean() for scored in scores]))]
