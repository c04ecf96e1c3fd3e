"""The short form of ``make crash-test``."""

from pathlib import Path

from crashes import Crashed, crash_many

N_KILLS = 4


def test_a_sweep_killed_anywhere_ends_as_if_it_never_was(tmp_path: Path) -> None:
    crashed = [found for found in crash_many(tmp_path, N_KILLS, seed=1) if isinstance(found, Crashed)]
    assert sum(len(one.stages) for one in crashed) == N_KILLS
    assert [one.wrong for one in crashed] == [[]] * len(crashed)
