"""What ``make bench-causes`` runs: every planted failure through the real interventions, by the plan of sweeps."""

from collections.abc import Sequence
from typing import Any

from rich.progress import track

from undefault import wiring
from undefault.causes import MEASURED, Finding, measure_causes, measure_hopeless, renew_findings, summarize
from undefault.causes.measure import Laboratory, ground_key
from undefault.composition import options
from undefault.config import make_plan
from undefault.errors import ConfigError, OutputError
from undefault.plan import Plan
from undefault.planted import Planted, planted_failures
from undefault.specs import SearchSpace
from undefault.verdicts.rule import Rule

N_SEEDS = 20  # on which a planted failure must show before it counts


def bench_causes(word: str = "") -> list[str]:
    """Renew the table and return its summary as lines; ``word`` limits what is measured, by name.

    A name is a kind and a dataset, as in ``momentum 0.999 / wine``. Raises `ConfigError` where none has the word in it.
    """
    plan = make_plan([f"optimizers=[{','.join(options('optimizer'))}]"])[0]
    laboratory = _laboratory(plan)
    planted = [one for one in planted_failures(wiring.known_settings(plan).defaults) if word in one.name]
    if not planted:
        raise ConfigError(f"the word must be in the name of a planted failure, got {word!r}; leave it out")
    findings = [
        finding
        for group in track(_together(planted), "grounds")
        for finding in _findings(group, plan.space, laboratory)
    ]
    try:
        renew_findings(findings)
    except OSError as error:
        raise OutputError(f"{MEASURED} must be writable, got: {error}; run this in a clone of the sources") from error
    return [*summarize(findings), f"table: {MEASURED}"]


def _laboratory(plan: Plan) -> Laboratory:
    """Return the laboratory of the sweeps' plan, whose rule looks once, at the interval of that number of seeds."""
    rule = plan.confirm.rule
    one_look = Rule(rule.margin, rule.alpha, (N_SEEDS,), apart=0.0)
    return Laboratory(wiring.make_engine(plan), plan.intervene, one_look)


def _together(planted: Sequence[Planted]) -> list[list[Planted]]:
    """Return the failures in groups that one ground carries; by whether a setting can help."""
    groups: dict[Any, list[Planted]] = {}
    for one in planted:
        groups.setdefault((ground_key(one.broken), one.cause is None), []).append(one)
    return list(groups.values())


def _findings(planted: Sequence[Planted], space: SearchSpace, laboratory: Laboratory) -> list[Finding]:
    """Return what is found: with a cause alone and among decoys, without one by a search."""
    if planted[0].cause is None:
        return [measure_hopeless(one, space, laboratory) for one in planted]
    return measure_causes(planted, space, laboratory)
