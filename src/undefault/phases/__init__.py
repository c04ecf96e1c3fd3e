"""The three phases of a study, one file each: search, select, confirm."""

from undefault.phases.confirm import confirm
from undefault.phases.search import search
from undefault.phases.select import select

__all__ = ["confirm", "search", "select"]
