"""How large each measurement is: in full, or shrunk to see that all of it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Lanes, epochs and repetitions of every part.

    ``n_lanes`` and ``epochs`` are those of the reference training; ``wide_lanes`` and ``wide_epochs`` those of the
    larger network; ``lane_counts``, ``epoch_counts`` and ``row_counts`` what the cost is followed over.
    """

    n_lanes: int
    epochs: int
    wide_lanes: int
    wide_epochs: int
    n_repetitions: int
    lane_counts: tuple[int, ...]
    epoch_counts: tuple[int, ...]
    row_counts: tuple[int, ...]
    sweep_trials: int
    plain_trials: int
    n_seeds: int
    n_starts: int


FULL = Sizes(
    n_lanes=256,
    epochs=100,
    wide_lanes=64,
    wide_epochs=25,
    n_repetitions=3,
    lane_counts=(1, 4, 16, 64, 256, 1024, 4096),
    epoch_counts=(25, 50, 100, 200),
    row_counts=(85, 170, 340, 680),
    sweep_trials=256,
    plain_trials=6,
    n_seeds=3,
    n_starts=5,
)
QUICK = Sizes(
    n_lanes=8,
    epochs=5,
    wide_lanes=4,
    wide_epochs=3,
    n_repetitions=1,
    lane_counts=(1, 4),
    epoch_counts=(2, 4),
    row_counts=(85, 170),
    sweep_trials=12,
    plain_trials=1,
    n_seeds=2,
    n_starts=1,
)
