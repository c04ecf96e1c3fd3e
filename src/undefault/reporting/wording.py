"""Numbers and lists as the report's words; a missing number is an en dash."""

import math
from collections.abc import Sequence

NEARLY_ONE = 0.99
MISSING = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def is_missing(value: float | None) -> bool:
    """Tell whether there is no finite number to print."""
    return value is None or not math.isfinite(value)


def skill_text(value: float | None) -> str:
    """Return a skill with two decimals.

    >>> skill_text(0.987), skill_text(None) == MISSING
    ('0.99', True)
    """
    return MISSING if value is None or is_missing(value) else f"{round(value, 2) + 0.0:.2f}".replace("-", MINUS)


def signed_text(value: float | None) -> str:
    """Return a difference of skills with its sign; what rounds to zero has none.

    >>> signed_text(0.123), signed_text(-0.001)
    ('+0.12', '0.00')
    """
    if value is None or is_missing(value):
        return MISSING
    rounded = round(value, 2)
    return f"{rounded:+.2f}".replace("-", MINUS) if rounded else "0.00"


def interval_text(low: float | None, high: float | None) -> str:
    """Return both ends of an interval.

    >>> interval_text(0.1, 0.256)
    '[+0.10, +0.26]'
    """
    return f"[{signed_text(low)}, {signed_text(high)}]"


def number_text(value: float | None) -> str:
    """Return a whole number with thousands apart, any other with three significant digits.

    Of a number just below 1 the distance to it has two, for a beta of 0.99986 is not 1.

    >>> number_text(12345), number_text(0.012345), number_text(0.99986)
    ('12,345', '0.0123', '0.99986')
    """
    if value is None or is_missing(value):
        return MISSING
    if NEARLY_ONE < value < 1:
        return f"{1 - float(f'{1 - value:.2g}'):.12g}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.3g}".replace("-", MINUS, 1)


def percent_text(share: float) -> str:
    """Return a share in percent.

    >>> percent_text(0.05).replace(NO_BREAK_SPACE, " ")
    '5 %'
    """
    return f"{100 * share:.3g}{NO_BREAK_SPACE}%"


def duration_text(seconds: float | None) -> str:
    """Return a duration in the two largest fitting units.

    >>> duration_text(4.25), duration_text(75), duration_text(7384)
    ('4.2 s', '1 min 15 s', '2 h 3 min')
    """
    if seconds is None or is_missing(seconds):
        return MISSING
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def counted(n: int, noun: str) -> str:
    """Return a count with its noun in the right number.

    >>> counted(1, "task"), counted(2, "task")
    ('1 task', '2 tasks')
    """
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def listed(words: Sequence[str]) -> str:
    """Return words as an English list.

    >>> listed(["adam", "sgd", "lion"])
    'adam, sgd and lion'
    """
    return " and ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} and {words[-1]}"
