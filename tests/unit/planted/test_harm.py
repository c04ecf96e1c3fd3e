"""Only what does harm is a failure to be found."""

from dataclasses import replace

from undefault.planted import Planted
from undefault.planted.examine import Bench
from undefault.planted.harm import does_harm


def test_a_rate_that_diverges_does_harm_and_the_healthy_setting_in_its_place_does_none(
    failures: list[Planted], bench: Bench
) -> None:
    diverges = next(one for one in failures if one.name == "SGD's rate 1,000 times too high, relu / moons")
    assert does_harm(bench, diverges)
    assert not does_harm(bench, replace(diverges, broken=diverges.healthy))
