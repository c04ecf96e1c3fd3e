"""The phases of a sweep, one file each: search, select, confirm and climb a task, then a portfolio over all."""

from undefault.phases.confirm import confirm
from undefault.phases.ladder import climb
from undefault.phases.portfolio import train_candidates
from undefault.phases.search import search
from undefault.phases.select import select

__all__ = ["climb", "confirm", "search", "select", "train_candidates"]
