"""How regret and the best learning rate move along a ladder of networks, of training rows or of label noise."""

from undefault.questions.best_rate import best_rates
from undefault.questions.ladders import LADDERS, Ladder, ladders_of
from undefault.questions.levels import levels
from undefault.questions.trend import Direction, Trend, theil_sen, trends

__all__ = [
    "LADDERS",
    "Direction",
    "Ladder",
    "Trend",
    "best_rates",
    "ladders_of",
    "levels",
    "theil_sen",
    "trends",
]
