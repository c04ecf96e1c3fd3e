"""Simulated tasks through the code that gives verdicts: how often they are wrong, and what they cost."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from undefault.calibration.scenarios import SCENARIOS
from undefault.records import FloatArray, Verdict
from undefault.seeds import generator
from undefault.verdicts.interval import bounds
from undefault.verdicts.judgement import deciding_bounds, reached
from undefault.verdicts.layout import Layout, two_way_layout
from undefault.verdicts.outlook import may_give_up, outlook
from undefault.verdicts.rule import Rule

CHUNK = 8_000_000  # simulated differences held at once
ROUNDING = 1e-9


@dataclass(frozen=True)
class Cell:
    """What is measured together: tasks of one scenario with ``n_rows`` test rows, judged by ``rule``.

    ``regrets`` are the true ones, in units of the margin; every regret meets the same noise.
    """

    scenario: str
    n_rows: int
    rule: Rule
    regrets: tuple[float, ...]
    n_tasks: int


@dataclass(frozen=True)
class Rate:
    """Shares of simulated tasks, up to and with the look at ``n_seeds``.

    ``fails`` and ``holds``: the verdict had been reached by then; a task that no more seeds could be hoped to decide
    gets none, as in a sweep. ``coverage``: the interval of that fixed number of
    seeds held the true regret. ``stopped_coverage``: the deciding interval did, of the look at which the task stopped
    or, if it had not, of this one. ``mean_seeds``: seeds trained by then. ``spread``: the standard deviation over tasks
    of the mean difference of that many seeds. ``regret`` is the true one, in skill.
    """

    scenario: str
    n_rows: int
    regret: float
    n_seeds: int
    margin: float
    alpha: float
    apart: float
    n_tasks: int
    fails: float
    holds: float
    coverage: float
    stopped_coverage: float
    mean_seeds: float
    spread: float


@dataclass(frozen=True)
class _Look:
    """What one look at tasks of one true regret gave, each ``(n_tasks,)``."""

    verdict: npt.NDArray[np.str_]
    stopped: npt.NDArray[np.bool_]
    covered: npt.NDArray[np.bool_]
    stopped_covered: npt.NDArray[np.bool_]
    used: npt.NDArray[np.int_]
    mean: FloatArray


def measure(cells: Sequence[Cell], *, n_processes: int) -> list[Rate]:
    """Return the rates of all cells, in their order; they do not depend on the number of processes."""
    if n_processes == 1:
        return [rate for cell in cells for rate in measure_cell(cell)]
    with ProcessPoolExecutor(n_processes) as pool:
        return [rate for rates in pool.map(measure_cell, cells) for rate in rates]


def measure_cell(cell: Cell) -> list[Rate]:
    """Return a rate for each true regret and look; a regret adds to the mean and changes no other moment."""
    rng = generator("calibration", cell.scenario, cell.n_rows)
    n_chunk = max(1, min(cell.n_tasks, CHUNK // (cell.n_rows * cell.rule.cap)))
    chunks: list[list[list[_Look]]] = []
    for first in range(0, cell.n_tasks, n_chunk):
        shape = (min(n_chunk, cell.n_tasks - first), cell.rule.cap, cell.n_rows)
        noise = SCENARIOS[cell.scenario](rng, shape)
        layouts = [two_way_layout(noise[:, :n_seeds]) for n_seeds in cell.rule.looks]
        chunks.append([_race(layouts, regret * cell.rule.margin, cell.rule) for regret in cell.regrets])
    return [
        _rate(cell, regret, cell.rule.looks[look], [chunk[index][look] for chunk in chunks])
        for index, regret in enumerate(cell.regrets)
        for look in range(len(cell.rule.looks))
    ]


def _race(layouts: Sequence[Layout], regret: float, rule: Rule) -> list[_Look]:
    """Return what every look gives where the noise has these moments; what has stopped, by a verdict or not, stays."""
    looks: list[_Look] = []
    for centred in layouts:
        layout = replace(centred, mean=centred.mean + regret)
        low, high = deciding_bounds(layout, rule)
        said = reached(low, high, margin=rule.margin)
        stops = (said != Verdict.UNDECIDED.value) | ~_may_be_decided(layout, rule)
        held, used = _holds(low, high, regret), np.full(len(said), layout.n_seeds, dtype=np.int_)
        now = _Look(said, stops, _holds(*bounds(layout, alpha=rule.alpha), regret), held, used, layout.mean)
        looks.append(_stopped(looks[-1], now) if looks else now)
    return looks


def _may_be_decided(layout: Layout, rule: Rule) -> npt.NDArray[np.bool_]:
    """Return where the seeds up to the cap could be hoped to bring a verdict, or where it is too early to say."""
    if not may_give_up(layout.n_seeds, rule):
        return np.ones(layout.mean.shape, dtype=bool)
    hoped = [reached(*deciding_bounds(at_cap, rule), margin=rule.margin) for at_cap in outlook(layout, rule)]
    return np.asarray((hoped[0] != Verdict.UNDECIDED.value) | (hoped[1] != Verdict.UNDECIDED.value))


def _stopped(before: _Look, now: _Look) -> _Look:
    """Return the later look, with what the tasks had that stopped before it; ``covered`` and ``mean`` are of all."""
    ended = before.stopped
    return _Look(
        np.where(ended, before.verdict, now.verdict),
        ended | now.stopped,
        now.covered,
        np.where(ended, before.stopped_covered, now.stopped_covered),
        np.where(ended, before.used, now.used),
        now.mean,
    )


def _holds(low: FloatArray, high: FloatArray, regret: float) -> npt.NDArray[np.bool_]:
    return (low <= regret + ROUNDING) & (high >= regret - ROUNDING)


def _rate(cell: Cell, regret: float, n_seeds: int, looks: Sequence[_Look]) -> Rate:
    verdicts = np.concatenate([look.verdict for look in looks])
    return Rate(
        scenario=cell.scenario,
        n_rows=cell.n_rows,
        regret=round(regret * cell.rule.margin, 9),
        n_seeds=n_seeds,
        margin=cell.rule.margin,
        alpha=cell.rule.alpha,
        apart=cell.rule.apart,
        n_tasks=cell.n_tasks,
        fails=float((verdicts == Verdict.FAILS.value).mean()),
        holds=float((verdicts == Verdict.HOLDS.value).mean()),
        coverage=float(np.concatenate([look.covered for look in looks]).mean()),
        stopped_coverage=float(np.concatenate([look.stopped_covered for look in looks]).mean()),
        mean_seeds=float(np.concatenate([look.used for look in looks]).mean()),
        spread=float(np.concatenate([look.mean for look in looks]).std()),
    )
