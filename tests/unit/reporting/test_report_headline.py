"""The headline says what the verdicts say, in grammatical sentences."""

from collections.abc import Mapping, Sequence

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from undefault.reporting.headline import write_headline
from undefault.reporting.summary import summarize_optimizers
from undefault.reporting.wording import NO_BREAK_SPACE

WORDS = ("fails", "holds", "undecided")
REGRET = {"fails": 0.3, "holds": 0.0, "undecided": 0.05}


def verdicts_of(words: Mapping[str, Sequence[str]], modes: str = "") -> pd.DataFrame:
    """Return verdicts with one column of words an optimizer, one word a task."""
    rows = [
        {"study": f"task{i}", "optimizer": optimizer, "family_verdict": word, "regret": REGRET[word]}
        for optimizer, column in words.items()
        for i, word in enumerate(column)
    ]
    frame = pd.DataFrame(rows)
    return frame.assign(failure_modes=frame["family_verdict"].map(lambda word: modes if word == "fails" else ""))


def headline(words: Mapping[str, Sequence[str]], modes: str = "") -> str:
    return " ".join(write_headline(verdicts_of(words, modes), 0.05)).replace(NO_BREAK_SPACE, " ")


def test_counts_are_those_of_the_verdicts() -> None:
    text = headline({"adam": ["holds", "fails"], "sgd": ["undecided", "holds"]})
    assert text.startswith(
        "On 2 tasks Keras's defaults fail in 1 of 4 pairs of task and optimizer (family-wise 5 %), "
        "hold in 2, and 1 is undecided."
    )


def test_one_pair_is_singular() -> None:
    pair = "the one pair of task and optimizer (family-wise 5 %)"
    assert headline({"adam": ["fails"]}).startswith(f"On 1 task Keras's default fails in {pair}.")
    assert headline({"adam": ["holds"]}).startswith(f"On 1 task Keras's default holds in {pair}.")
    assert headline({"adam": ["undecided"]}).startswith(f"On 1 task the data do not decide {pair}")


def test_undecided_data_are_said_to_decide_nothing() -> None:
    text = headline({"adam": ["undecided"] * 3, "sgd": ["undecided"] * 3})
    assert "the data decide none of the 6 pairs" in text
    assert "No default can be called safe" in text
    assert "on every task" not in text


def test_all_holding_defaults_are_named_together() -> None:
    text = headline({"adam": ["holds"] * 3, "sgd": ["holds"] * 3})
    assert "hold in all 6 pairs" in text
    assert "The defaults of adam and sgd hold on every task." in text
    assert "The safest defaults are those of adam and sgd" in text


def test_an_optimizer_failing_everywhere_is_named_with_its_cause() -> None:
    text = headline({"adam": ["holds", "holds"], "adagrad": ["fails", "fails"]}, "undertrained; stalled")
    assert "The default of adagrad fails on every task, mostly undertrained." in text
    assert "The commonest failure mode is “undertrained”, found in 2 of 2 failing pairs." in text
    assert "The safest default is that of adam: it holds on 2 of 2 tasks and fails on none" in text


def test_nine_in_ten_is_nearly_everywhere() -> None:
    text = headline({"adam": ["holds"] * 9 + ["fails"], "sgd": ["holds"] * 8 + ["fails"] * 2})
    assert "The default of adam holds on at least nine tasks in ten." in text


TABLES = st.integers(1, 4).flatmap(
    lambda n: st.dictionaries(
        st.sampled_from(["adam", "sgd", "lion"]), st.lists(st.sampled_from(WORDS), min_size=n, max_size=n), min_size=1
    )
)


@given(TABLES)
def test_every_headline_is_made_of_whole_sentences(words: dict[str, list[str]]) -> None:
    for sentence in write_headline(verdicts_of(words), 0.05):
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert "nan" not in sentence
        assert " 1 tasks" not in sentence
        assert " 1 pairs" not in sentence


@given(TABLES)
def test_summaries_count_every_verdict_once_and_put_most_holds_first(words: dict[str, list[str]]) -> None:
    summaries = summarize_optimizers(verdicts_of(words))
    assert sum(summary.n_tasks for summary in summaries) == sum(map(len, words.values()))
    holds = [summary.holds for summary in summaries]
    assert holds == sorted(holds, reverse=True)
