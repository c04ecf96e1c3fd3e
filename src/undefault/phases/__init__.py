"""The phases of a sweep, one file each: search, select and confirm a task, then a portfolio over all tasks."""

from undefault.phases.confirm import confirm
from undefault.phases.portfolio import train_candidates
from undefault.phases.search import search
from undefault.phases.select import select

__all__ = ["confirm", "search", "select", "train_candidates"]
