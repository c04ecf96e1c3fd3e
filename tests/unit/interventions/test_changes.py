"""Settings between a default and a tuned one: what differs, what is changed, and how it is shown."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from undefault.interventions import (
    EPOCHS,
    FEATURE_SCALING,
    Change,
    Conditions,
    changed,
    differing,
    fix_text,
    value_text,
)
from undefault.records import Decay, Setting

DECAYS = st.sampled_from([Decay(), Decay("cosine", {"decay_steps": 300.0, "alpha": 0.01})])
SETTINGS = st.builds(
    Setting,
    optimizer=st.just("adam"),
    learning_rate=st.sampled_from([0.001, 0.01, 0.1]),
    hyperparameters=st.fixed_dictionaries({name: st.sampled_from([0.5, 0.9, 0.99]) for name in ("beta_1", "beta_2")}),
    decay=DECAYS,
    weight_decay=st.sampled_from([0.0, 0.01]),
    patience=st.sampled_from([None, 3, 10]),
    restore_best_weights=st.booleans(),
    batch_size=st.sampled_from([None, 16]),
)


@given(SETTINGS, SETTINGS)
def test_no_change_leaves_the_default_and_all_changes_make_the_tuned_setting(default: Setting, tuned: Setting) -> None:
    assert changed(default, tuned, ()) == default
    assert changed(default, tuned, differing(default, tuned)) == tuned


@given(SETTINGS, SETTINGS, st.data())
def test_changes_can_be_made_one_after_the_other_in_any_order(
    default: Setting, tuned: Setting, data: st.DataObject
) -> None:
    order: Sequence[str] = data.draw(st.permutations(differing(default, tuned)))
    setting = default
    for place, name in enumerate(order):
        setting = changed(setting, tuned, [name])
        assert setting == changed(default, tuned, order[: place + 1])
        assert set(differing(setting, tuned)) == set(order[place + 1 :])


@given(SETTINGS)
def test_a_setting_does_not_differ_from_itself(setting: Setting) -> None:
    assert differing(setting, setting) == ()


def test_values_are_shown_as_people_read_them() -> None:
    decay = Decay("cosine", {"decay_steps": 300.0, "alpha": 0.01})
    setting = Setting("adam", 0.0312, {"beta_1": 0.9}, decay, 0.001, 12, restore_best_weights=True)
    change = Change((), setting, Conditions(300, "standard", "none"))
    names = (
        "learning_rate",
        "beta_1",
        "decay",
        "weight_decay",
        "early_stopping",
        "batch_size",
        EPOCHS,
        FEATURE_SCALING,
    )
    assert [value_text(change, name) for name in names] == [
        "0.0312", "0.9", "cosine(decay_steps=300, alpha=0.01)", "0.001", "patience 12 (best weights)", "the task's",
        "300", "standard",
    ]  # fmt: skip


def test_a_fix_outside_the_setting_is_said_in_words() -> None:
    default = Setting("adam", 0.001)
    now = Conditions(100, "standard", "none")
    assert fix_text(Change((FEATURE_SCALING,), default, now), lambda _: "Adam()") == (
        "Adam(), features scaled (standard)"
    )
    assert fix_text(Change(("learning_rate",), default, now), lambda _: "Adam(0.1)") == "Adam(0.1)"
