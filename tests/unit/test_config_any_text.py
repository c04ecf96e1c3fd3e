"""Whatever is given as overrides, they compose into a plan or are refused with one `ConfigError`."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from undefault.composition import GROUPS, _known_keys
from undefault.config import make_plan
from undefault.errors import ConfigError
from undefault.folders import comparable

few = settings(max_examples=25, deadline=None)  # a composition takes half a second
KEYS = sorted({*GROUPS, *_known_keys()})
odd_values = st.sampled_from(
    [
        "null",
        "true",
        "-1",
        "0",
        "1e400",
        "nan",
        "-inf",
        "''",
        "[]",
        "{}",
        "[[]]",
        "{a:1}",
        "${seed}",
        "${title}",
        "???",
        "1,2",
        "[1,null]",
        "${oc.env:HOME}",
        "0x1F",
        "1_000",
        "[a,a]",
        "'\"'",
        "\\,",
        "<b>",
        "adam",
        "[adam]",
        "iris",
        "mlp",
        "a.b",
        "999999999999999999999999999999",
    ]
)
odd_keys = st.sampled_from(KEYS) | st.sampled_from(KEYS).map(lambda key: f"{key}.x") | st.text("abc.@/_~+", max_size=6)
pairs = st.builds("{}{}={}".format, st.sampled_from(["", "+", "++", "~"]), odd_keys, odd_values | st.text(max_size=8))


@few
@given(st.lists(pairs | st.text(max_size=12), min_size=1, max_size=2))
def test_any_overrides_make_a_plan_or_one_line_of_why_not(overrides: list[str]) -> None:
    try:
        plan, composed = make_plan(overrides)
    except ConfigError:
        return
    assert plan.datasets
    assert json.loads(json.dumps(comparable(composed))) == comparable(composed)


@few
@given(st.sampled_from(KEYS), odd_values)
def test_a_plan_made_twice_is_the_same(key: str, value: str) -> None:
    assert outcome(f"{key}={value}") == outcome(f"{key}={value}")


def outcome(override: str) -> str:
    """Return the plan of an override in words, in which NaN equals itself, or why there is none."""
    try:
        return repr(make_plan([override]))
    except ConfigError as error:
        return str(error)
