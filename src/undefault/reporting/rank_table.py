"""Optimizers over all tasks: mean ranks with their critical difference, and performance profiles."""

import html
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go  # type: ignore[import-untyped]  # plotly 7.1 ships no types

from undefault.comparison.profiles import FURTHEST, profile, shortfalls
from undefault.reporting.wording import counted, is_missing, percent_text, skill_text

N_NAMED = 4  # profiles that get a colour of their own


@dataclass(frozen=True)
class RankRow:
    """One optimizer's mean rank, mean skill and area under its profile, by default and tuned."""

    optimizer: str
    default_rank: str
    tuned_rank: str
    default_skill: str
    tuned_skill: str
    default_area: str
    tuned_area: str


def build_rank_rows(ranks: pd.DataFrame) -> tuple[RankRow, ...]:
    """Return a row an optimizer, in the order of the defaults' ranks."""
    cells = {(row["role"], row["optimizer"]): row for row in ranks.to_dict("records")}
    names = ranks.loc[ranks["role"] == "default", "optimizer"]
    return tuple(
        RankRow(
            str(name),
            *(_rank_text(cells.get((role, name), {}).get("mean_rank")) for role in ("default", "tuned")),
            *(skill_text(cells.get((role, name), {}).get("mean_skill")) for role in ("default", "tuned")),
            *(skill_text(cells.get((role, name), {}).get("profile_area")) for role in ("default", "tuned")),
        )
        for name in names
    )


def describe_ranks(ranks: pd.DataFrame, alpha: float) -> tuple[str, ...]:
    """Return a sentence a role on what the ranks show, or why they show nothing."""
    return tuple(_sentence(str(role), rows, alpha) for role, rows in ranks.groupby("role", sort=True))


def _sentence(role: str, rows: pd.DataFrame, alpha: float) -> str:
    best = rows.sort_values("mean_rank", kind="stable").iloc[0]
    difference, n_datasets = float(best["critical_difference"]), int(best["n_datasets"])
    name = f"{best['optimizer']}'s default" if role == "default" else f"{best['optimizer']}, tuned,"
    start = f"{role.capitalize()} settings: {name} has the best mean rank ({best['mean_rank']:.1f})"
    if is_missing(difference):
        return f"{start}; a test needs three optimizers and two datasets or more."
    if best["p_value"] > alpha:
        return f"{start}, but no optimizer differs from another (Friedman's test, {_p_text(best['p_value'])})."
    worse = rows.loc[rows["mean_rank"] - best["mean_rank"] >= difference, "optimizer"].tolist()
    told = (
        f"it is shown to rank before {', '.join(worse)}" if worse else "no single optimizer is shown to rank behind it"
    )
    return (
        f"{start}; the optimizers differ (Friedman's test, {_p_text(best['p_value'])}), and with a critical "
        f"difference of {difference:.1f} ranks over {counted(n_datasets, 'dataset')} {told}."
    )


def draw_ranks(ranks: pd.DataFrame) -> dict[str, Any]:
    """Return a Plotly figure as plain data: a dot an optimizer and role, and the best default's reach as a band."""
    order = ranks.loc[ranks["role"] == "default", "optimizer"].tolist()[::-1]
    figure = go.Figure()
    for role, rows in ranks.groupby("role", sort=True):
        figure.add_scatter(
            x=rows["mean_rank"].tolist(),
            y=[html.escape(name) for name in rows["optimizer"]],
            mode="markers",
            name=str(role),
            hovertemplate=f"%{{y}}, {role}: mean rank %{{x:.2f}}<extra></extra>",
        )
    best = ranks[ranks["role"] == "default"].iloc[0] if order else None
    band = None if best is None or is_missing(best["critical_difference"]) else best
    ends = None if band is None else [float(band["mean_rank"]), float(band["mean_rank"] + band["critical_difference"])]
    data: dict[str, Any] = figure.to_plotly_json()
    return {**data, "order": [html.escape(name) for name in order], "band": ends, "ranks": [0.5, len(order) + 0.5]}


def draw_profiles(skills: pd.DataFrame) -> dict[str, Any]:
    """Return a Plotly figure as plain data: a line a default, the few best first."""
    wide = skills.pivot_table(index="study", columns=["role", "optimizer"], values="skill")
    wide = wide.dropna(axis="columns")
    distances = np.linspace(0, FURTHEST, 101)
    lines = pd.DataFrame(profile(shortfalls(wide.to_numpy()), distances).T, columns=wide.columns)
    defaults = lines.xs("default", axis="columns")
    names = pd.Series(defaults.mean()).sort_values(ascending=False, kind="stable").index.tolist()
    figure = go.Figure()
    for name in names:
        figure.add_scatter(
            x=distances.tolist(),
            y=defaults[name].tolist(),
            mode="lines",
            line={"shape": "hv"},
            name=html.escape(str(name)),
            hovertemplate=f"{html.escape(str(name))}: %{{y:.0%}} of tasks within %{{x:.2f}}<extra></extra>",
        )
    data: dict[str, Any] = figure.to_plotly_json()
    return {**data, "named": N_NAMED}


def _rank_text(value: float | None) -> str:
    return f"{value:.1f}" if value is not None and not is_missing(value) else skill_text(None)


def _p_text(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.2g}"


def area_note() -> str:
    """Return what an area of 1 means."""
    return f"1 where a setting is the best on every task, 0 where it is always {percent_text(FURTHEST)} of skill behind"
