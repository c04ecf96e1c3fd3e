"""How much of a search's best score was luck: the search's score against the confirmed one."""

import html
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go  # type: ignore[import-untyped]  # plotly 7.1 ships no types

from undefault.reporting.wording import counted, listed, skill_text


@dataclass(frozen=True)
class ScoreDrop:
    """The drop from search to confirmation over ``n_pairs`` tuned settings, in validation skill."""

    optimizer: str
    n_pairs: int
    mean_drop: float
    largest_drop: float


def score_drops(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with both scores and their ``drop`` = search skill minus confirmed validation skill."""
    drop = verdicts["search_skill"] - verdicts["confirm_valid_skill"]
    return verdicts.assign(drop=drop).dropna(subset=["drop"])


def overall_drop(verdicts: pd.DataFrame) -> ScoreDrop | None:
    """Return the drop over all pairs, or ``None`` where no pair has both scores."""
    drops = score_drops(verdicts)
    return None if drops.empty else _summarize("all", drops["drop"])


def drops_by_optimizer(verdicts: pd.DataFrame) -> tuple[ScoreDrop, ...]:
    """Return one drop an optimizer, the largest mean first."""
    groups = score_drops(verdicts).groupby("optimizer")["drop"]
    return tuple(sorted((_summarize(str(name), drop) for name, drop in groups), key=lambda row: -row.mean_drop))


def describe_drop(drop: ScoreDrop) -> str:
    """Return the mean change from search to confirmation as a clause; a negative drop is a gain.

    >>> describe_drop(ScoreDrop("all", 2, 0.031, 0.05))
    'lose 0.031 of validation skill on average over 2 pairs'
    """
    verb = "lose" if drop.mean_drop >= 0 else "gain"
    return f"{verb} {abs(drop.mean_drop):.3f} of validation skill on average over {counted(drop.n_pairs, 'pair')}"


def describe_worse(verdicts: pd.DataFrame) -> str:
    """Return where tuning came out worse than the default on the test rows, as sentences.

    Shown to be worse is a tuned setting whose whole interval of the regret lies below 0.
    """
    lower, shown = verdicts[verdicts["regret"] < 0], verdicts[verdicts["regret_high"] < 0]
    if lower.empty:
        return "On the test rows no tuned setting came out worse than its default."
    worst = lower.sort_values("regret").iloc[0]
    sentence = (
        f"On the test rows {counted(len(lower), 'tuned setting')} of {len(verdicts)} came out worse than the default, "
        f"at most by {skill_text(-worst['regret'])} of skill ({worst['study']}, {worst['optimizer']})"
    )
    if shown.empty:
        return f"{sentence}; none is shown to be worse, for every interval reaches 0."
    pairs = [f"{row['study']} with {row['optimizer']}" for row in shown.to_dict("records")]
    return f"{sentence}. Shown to be worse: {listed(pairs)}."


def _summarize(optimizer: str, drop: pd.Series) -> ScoreDrop:
    return ScoreDrop(optimizer, len(drop), float(drop.mean()), float(drop.max()))


def draw_scores(verdicts: pd.DataFrame) -> dict[str, Any]:
    """Return a Plotly figure as plain data: confirmed against search skill, a point a pair, and the line of no drop."""
    drops = score_drops(verdicts)
    ends = _axis_ends(drops)
    figure = go.Figure()
    figure.add_scatter(x=ends, y=ends, mode="lines", name="no drop", hoverinfo="skip", line={"dash": "dot", "width": 1})
    figure.add_scatter(
        x=drops["search_skill"].tolist(),
        y=drops["confirm_valid_skill"].tolist(),
        text=[html.escape(f"{row.study}, {row.optimizer}") for row in drops.itertuples()],
        customdata=drops["drop"].tolist(),
        mode="markers",
        name="tuned setting",
        hovertemplate="%{text}<br>search %{x:.2f}, confirmed %{y:.2f}<br>drop %{customdata:.3f}<extra></extra>",
    )
    figure.update_layout(
        xaxis={"title": {"text": "skill in search"}, "range": ends},
        yaxis={"title": {"text": "skill confirmed on fresh seeds"}, "range": ends},
        template="none",
        showlegend=False,
    )
    data: dict[str, Any] = figure.to_plotly_json()
    return data


def _axis_ends(drops: pd.DataFrame) -> list[float]:
    scores = drops[["search_skill", "confirm_valid_skill"]].to_numpy(dtype=float)
    return [float(scores.min()) - 0.05, float(scores.max()) + 0.05] if scores.size else [-0.05, 1.05]
