"""Twelve claims of the field, one a file, each put to the test on the tables of a sweep.

A new claim is one file, and its line here; `answer.N_CLAIMS` must count it.
"""

from collections.abc import Sequence

from undefault.claims.adam_rate_too_high import HYPOTHESIS as ADAM_RATE_TOO_HIGH
from undefault.claims.adaptive_beat_sgd import HYPOTHESIS as ADAPTIVE_BEAT_SGD
from undefault.claims.answer import put_to_test
from undefault.claims.claim import Answer, Claim, Hypothesis
from undefault.claims.evidence import TASK_COLUMNS, Evidence
from undefault.claims.exponential_decay_beats_constant import HYPOTHESIS as EXPONENTIAL_DECAY_BEATS_CONSTANT
from undefault.claims.larger_want_smaller_rates import HYPOTHESIS as LARGER_WANT_SMALLER_RATES
from undefault.claims.low_rate_reduces_overfitting import HYPOTHESIS as LOW_RATE_REDUCES_OVERFITTING
from undefault.claims.low_rate_stabilises import HYPOTHESIS as LOW_RATE_STABILISES
from undefault.claims.momentum_overshoots import HYPOTHESIS as MOMENTUM_OVERSHOOTS
from undefault.claims.noise_wants_smaller_rate import HYPOTHESIS as NOISE_WANTS_SMALLER_RATE
from undefault.claims.patience_5_balances import HYPOTHESIS as PATIENCE_5_BALANCES
from undefault.claims.plateau_prevents_overshooting import HYPOTHESIS as PLATEAU_PREVENTS_OVERSHOOTING
from undefault.claims.small_networks_poor_minima import HYPOTHESIS as SMALL_NETWORKS_POOR_MINIMA
from undefault.claims.too_small_rate_stuck import HYPOTHESIS as TOO_SMALL_RATE_STUCK

__all__ = ["HYPOTHESES", "TASK_COLUMNS", "Answer", "Claim", "Evidence", "Hypothesis", "put_to_test"]

HYPOTHESES: Sequence[Hypothesis] = (
    ADAM_RATE_TOO_HIGH,
    LOW_RATE_STABILISES,
    PLATEAU_PREVENTS_OVERSHOOTING,
    MOMENTUM_OVERSHOOTS,
    SMALL_NETWORKS_POOR_MINIMA,
    LOW_RATE_REDUCES_OVERFITTING,
    TOO_SMALL_RATE_STUCK,
    LARGER_WANT_SMALLER_RATES,
    ADAPTIVE_BEAT_SGD,
    NOISE_WANTS_SMALLER_RATE,
    PATIENCE_5_BALANCES,
    EXPONENTIAL_DECAY_BEATS_CONSTANT,
)
