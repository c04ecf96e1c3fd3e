"""All that a report says, put together once so that HTML and Markdown cannot differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from undefault.records import Verdict
from undefault.reporting.boundary_table import (
    BoundaryRow,
    WideningRow,
    build_boundary_rows,
    build_widening_rows,
    describe_boundaries,
)
from undefault.reporting.calibration_table import CalibrationTable, build_calibration
from undefault.reporting.claim_table import ClaimRow, build_claim_rows, count_claims
from undefault.reporting.finding_table import (
    FindingMap,
    FindingRow,
    build_finding_map,
    build_finding_rows,
    describe_findings,
)
from undefault.reporting.fix_table import Fixes, build_fixes
from undefault.reporting.headline import write_headline
from undefault.reporting.ladder_section import LadderSection, build_ladder_sections
from undefault.reporting.learning_curves import build_curves
from undefault.reporting.method import Fact, build_facts, write_config
from undefault.reporting.portfolio_table import Portfolio, build_portfolio
from undefault.reporting.rank_table import RankRow, build_rank_rows, describe_ranks, draw_profiles, draw_ranks
from undefault.reporting.reading_table import (
    Contradiction,
    ReadingSummary,
    describe_readings,
    find_contradictions,
    summarize_readings,
)
from undefault.reporting.recommendation import Recommendation, build_recommendations
from undefault.reporting.recompute import write_snippet
from undefault.reporting.regret_map import RegretMap, build_regret_map
from undefault.reporting.remedy_answer import answer_remedies
from undefault.reporting.remedy_table import RemedyRow, RemedySummary, build_remedy_rows, summarize_remedies
from undefault.reporting.replay_section import ReplaySection, build_replay
from undefault.reporting.stability_section import StabilitySection, build_stability
from undefault.reporting.summary import OptimizerSummary, count_verdicts, summarize_optimizers
from undefault.reporting.tables import SweepTables
from undefault.reporting.tuning_table import TunabilityRow, TuningMap, build_tunability_rows, build_tuning_map
from undefault.reporting.verdict_table import VerdictRow, build_verdict_rows
from undefault.reporting.winners_curse import ScoreDrop, describe_worse, draw_scores, drops_by_optimizer, overall_drop


@dataclass(frozen=True)
class Report:
    """One sweep's report before it is laid out."""

    files: tuple[str, ...]
    sweep: Mapping[str, Any]
    headline: tuple[str, ...]
    counts: Mapping[Verdict, int]
    regret_map: RegretMap
    summaries: tuple[OptimizerSummary, ...]
    verdicts: tuple[VerdictRow, ...]
    findings_sentence: str
    finding_map: FindingMap
    findings: tuple[FindingRow, ...]
    curves: Mapping[str, Any]
    first_pair: tuple[str, str]
    fixes: Fixes
    recommendations: tuple[Recommendation, ...]
    ladders: tuple[LadderSection, ...]
    claim_sentence: str
    claims: tuple[ClaimRow, ...]
    remedy_sentences: tuple[str, ...]
    remedies: tuple[RemedyRow, ...]
    remedy_summaries: tuple[RemedySummary, ...]
    worse_sentence: str
    drop: ScoreDrop | None
    drops: tuple[ScoreDrop, ...]
    scores: Mapping[str, Any]
    rank_sentences: tuple[str, ...]
    rank_rows: tuple[RankRow, ...]
    ranks: Mapping[str, Any]
    profiles: Mapping[str, Any]
    readings_sentence: str
    reading_summaries: tuple[ReadingSummary, ...]
    contradictions: tuple[Contradiction, ...]
    tunability: tuple[TunabilityRow, ...]
    tuning_map: TuningMap
    portfolio: Portfolio | None
    calibration: CalibrationTable
    boundary_sentence: str
    boundaries: tuple[BoundaryRow, ...]
    widenings: tuple[WideningRow, ...]
    stability: StabilitySection
    replay: ReplaySection
    facts: tuple[Fact, ...]
    config: str
    snippet: str


def compose_report(tables: SweepTables) -> Report:
    """Return what the report of these tables says."""
    sweep, verdicts = tables.sweep, tables.verdicts
    margin, alpha = sweep["margin"], sweep["alpha"]
    summaries = summarize_optimizers(verdicts)
    return Report(
        files=tables.files,
        sweep=sweep,
        headline=write_headline(verdicts, alpha),
        counts=count_verdicts(verdicts),
        regret_map=build_regret_map(
            verdicts,
            studies=order_studies(tables),
            optimizers=[summary.optimizer for summary in summaries],
            alpha=alpha,
        ),
        summaries=summaries,
        verdicts=build_verdict_rows(verdicts, tables.trials, margin),
        findings_sentence=describe_findings(tables.findings),
        finding_map=build_finding_map(tables.findings, [summary.optimizer for summary in summaries]),
        findings=build_finding_rows(tables.findings, verdicts),
        curves=build_curves(tables),
        first_pair=_first_pair(tables),
        fixes=build_fixes(tables.interventions, tables.fixes, sweep["fixes"]),
        recommendations=build_recommendations(sweep),
        ladders=build_ladder_sections(tables),
        claim_sentence=count_claims(tables.claims, alpha),
        claims=build_claim_rows(tables.claims),
        remedy_sentences=answer_remedies(tables.remedies, sweep),
        remedies=build_remedy_rows(tables.remedies, margin),
        remedy_summaries=summarize_remedies(tables.remedies),
        worse_sentence=describe_worse(verdicts),
        drop=overall_drop(verdicts),
        drops=drops_by_optimizer(verdicts),
        scores=draw_scores(verdicts),
        rank_sentences=describe_ranks(tables.ranks, alpha),
        rank_rows=build_rank_rows(tables.ranks),
        ranks=draw_ranks(tables.ranks),
        profiles=draw_profiles(tables.skills),
        readings_sentence=describe_readings(tables.readings),
        reading_summaries=summarize_readings(tables.readings),
        contradictions=find_contradictions(tables.readings),
        tunability=build_tunability_rows(tables.tunability, margin),
        tuning_map=build_tuning_map(tables.hyperparameters),
        portfolio=build_portfolio(tables.portfolio_settings, tables.portfolio_gains, margin),
        calibration=build_calibration(tables.calibration, tables.calibration_null, sweep),
        boundary_sentence=describe_boundaries(tables.boundaries, sweep, len(verdicts)),
        boundaries=build_boundary_rows(tables.boundaries),
        widenings=build_widening_rows(sweep),
        stability=build_stability(tables.stability),
        replay=build_replay(tables.patience, tables.every_patience, tables.budgets, margin),
        facts=build_facts(tables),
        config=write_config(sweep),
        snippet=write_snippet(tables),
    )


def order_studies(tables: SweepTables) -> list[str]:
    """Return the studies with verdicts in the order of the sweep's tasks, unlisted ones last."""
    judged = list(dict.fromkeys(tables.verdicts["study"]))
    listed = [task["study"] for task in tables.sweep["tasks"] if task["study"] in judged]
    return [*listed, *(study for study in judged if study not in listed)]


def _first_pair(tables: SweepTables) -> tuple[str, str]:
    """Return the study and optimizer whose curves are shown first: the largest regret."""
    row = tables.verdicts.sort_values("regret", ascending=False, na_position="last", kind="stable").iloc[0]
    return str(row["study"]), str(row["optimizer"])
