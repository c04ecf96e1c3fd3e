"""Which trainings are stopped before the end of the budget, and when: pruners by name, one file each.

A new pruner is one file with a function from the number of epochs to its brackets, its line in `PRUNERS`, and nothing
else: trials are compared by rank, so that a pruner only says when and how many go on.
"""

from undefault.pruning.cut import cut, losses_after
from undefault.pruning.groups import Group, Pruning
from undefault.pruning.pruners import PRUNERS, bracket_of
from undefault.pruning.race import Race
from undefault.pruning.rung import Bracket, Rung

__all__ = ["PRUNERS", "Bracket", "Group", "Pruning", "Race", "Rung", "bracket_of", "cut", "losses_after"]
