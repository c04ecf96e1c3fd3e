"""The phases of a sweep, one file each, from the search of a task to a portfolio over all tasks."""

from undefault.phases.confirm import confirm
from undefault.phases.intervene import intervene
from undefault.phases.ladder import climb
from undefault.phases.portfolio import train_candidates
from undefault.phases.search import search
from undefault.phases.select import select
from undefault.phases.stability import find_limits

__all__ = ["climb", "confirm", "find_limits", "intervene", "search", "select", "train_candidates"]
