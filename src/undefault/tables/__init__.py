"""The tables beside a report, one file each; every number of the report comes from them."""

from undefault.tables.boundaries import boundaries_table
from undefault.tables.budgets import budgets_table
from undefault.tables.claims import claims_table
from undefault.tables.curves import curves_table
from undefault.tables.findings import findings_table
from undefault.tables.fixes import fixes_table
from undefault.tables.hyperparameters import hyperparameters_table
from undefault.tables.intervention_trainings import intervention_rows_table, intervention_trainings_table
from undefault.tables.interventions import interventions_table
from undefault.tables.patience import best_patience_table, patience_table
from undefault.tables.portfolio_gains import portfolio_gains_table
from undefault.tables.portfolio_scores import portfolio_scores_table
from undefault.tables.portfolio_settings import portfolio_settings_table
from undefault.tables.ranks import ranks_table
from undefault.tables.rates import rates_table
from undefault.tables.readings import readings_table
from undefault.tables.remedies import remedies_table
from undefault.tables.row_losses import row_losses_table
from undefault.tables.rungs import rung_skills_table, rungs_table
from undefault.tables.shapes import shapes_table
from undefault.tables.skills import skills_table
from undefault.tables.stability import stability_table
from undefault.tables.tasks import tasks_table
from undefault.tables.trainings import trainings_table
from undefault.tables.trends import trends_table
from undefault.tables.trials import trials_table
from undefault.tables.tunability import tunability_table
from undefault.tables.verdicts import verdicts_table

__all__ = [
    "best_patience_table",
    "boundaries_table",
    "budgets_table",
    "claims_table",
    "curves_table",
    "findings_table",
    "fixes_table",
    "hyperparameters_table",
    "intervention_rows_table",
    "intervention_trainings_table",
    "interventions_table",
    "patience_table",
    "portfolio_gains_table",
    "portfolio_scores_table",
    "portfolio_settings_table",
    "ranks_table",
    "rates_table",
    "readings_table",
    "remedies_table",
    "row_losses_table",
    "rung_skills_table",
    "rungs_table",
    "shapes_table",
    "skills_table",
    "stability_table",
    "tasks_table",
    "trainings_table",
    "trends_table",
    "trials_table",
    "tunability_table",
    "verdicts_table",
]
