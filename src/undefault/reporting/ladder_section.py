"""A section a ladder of tasks: the question, its answer, and two kinds of phase diagrams."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from undefault.reporting.ladder_answer import WORDS, answer_ladder
from undefault.reporting.ladder_map import LadderMap, RateMap, build_ladder_map, build_rate_maps
from undefault.reporting.tables import SweepTables


@dataclass(frozen=True)
class LadderSection:
    """What the report says of one ladder; ``answer`` starts with the shortest sentence."""

    name: str
    question: str
    title: str
    what: str
    answer: tuple[str, ...]
    regrets: LadderMap
    rates: tuple[RateMap, ...]


def build_ladder_sections(tables: SweepTables) -> tuple[LadderSection, ...]:
    """Return the sections of the ladders that the sweep has, none where it has none."""
    return tuple(_section(name, tables, tables.sweep) for name in WORDS if (tables.trends["ladder"] == name).any())


def _section(name: str, tables: SweepTables, sweep: Mapping[str, Any]) -> LadderSection:
    trends, rungs, skills = (
        frame[frame["ladder"] == name] for frame in (tables.trends, tables.rungs, tables.rung_skills)
    )
    words = WORDS[name]
    return LadderSection(
        name=name,
        question=words.question,
        title=words.title,
        what=words.what,
        answer=answer_ladder(name, trends, rungs, sweep),
        regrets=build_ladder_map(name, rungs),
        rates=build_rate_maps(name, skills),
    )
