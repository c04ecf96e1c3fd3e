"""Not the optimizer's fault: no setting learns, for the rows or the network do not let it."""

import numpy as np

from undefault.diagnosis.case import NOTHING_LEARNED, Case
from undefault.diagnosis.curves import training_skill
from undefault.diagnosis.facts import UNSCALED, Facts
from undefault.diagnosis.finding import Finding

NAME = "not the optimizer's fault"
MEMORIZED = 0.2  # of skill on training rows
ALL_DEAD = 0.99


def not_the_optimizers_fault(case: Case) -> Finding:
    """Fire where the best of all settings has less than `NOTHING_LEARNED` on test rows; the evidence says why."""
    reached = max(float(scored.test_skill.mean()) for scored in (case.best, case.tuned, case.default))
    evidence = f"the best setting has a skill of {reached:.2f}"
    if reached < NOTHING_LEARNED:
        evidence = f"{evidence}: {_why(case)}"
    severity = float(np.clip(1 - reached / NOTHING_LEARNED, 0, 1))
    return Finding.when(NAME, reached < NOTHING_LEARNED, evidence, severity=severity)


def _why(case: Case) -> str:
    """Return the likeliest reason, the surest first."""
    scales, dead = _scales(case.facts), case.default.training.dead_units[:, 0]
    if case.facts.spread == 0:
        return "all training rows have the same features"
    if scales > UNSCALED or scales < 1 / UNSCALED:
        return f"features or target are not scaled (root mean square {scales:.2g})"
    if np.median(dead) > ALL_DEAD and np.median(case.best.training.dead_units[:, 0]) > ALL_DEAD:
        return "all hidden units are dead from the first epoch on"
    if np.median(training_skill(case.best)) > MEMORIZED or np.median(training_skill(case.default)) > MEMORIZED:
        return "training rows are memorized, but what is learned does not carry over: the labels carry no signal"
    n_parameters = case.facts.n_parameters
    return f"training rows are not learned either: the network ({n_parameters} parameters) is too small or cannot train"


def _scales(facts: Facts) -> float:
    """Return the scale that is farthest from 1, of the features together or of the target."""
    known = np.array([facts.feature_scales.max(), facts.target_scale])
    known = known[np.isfinite(known) & (known > 0)]
    return float(known[np.abs(np.log(known)).argmax()]) if known.size else 1.0
