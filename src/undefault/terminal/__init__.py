"""Rich: what a sweep shows in the terminal."""

from undefault.terminal.plan import show_plan
from undefault.terminal.progress import SweepProgress
from undefault.terminal.verdicts import show_verdicts

__all__ = ["SweepProgress", "show_plan", "show_verdicts"]
