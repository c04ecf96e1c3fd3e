"""The phases of a sweep, one file each: search, select, confirm, intervene; then a portfolio over all tasks."""

from undefault.phases.confirm import confirm
from undefault.phases.intervene import intervene
from undefault.phases.portfolio import train_candidates
from undefault.phases.search import search
from undefault.phases.select import select

__all__ = ["confirm", "intervene", "search", "select", "train_candidates"]
