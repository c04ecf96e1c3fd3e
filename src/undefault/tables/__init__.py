"""The tables beside a report, one file each; every number of the report comes from them."""

from undefault.tables.curves import curves_table
from undefault.tables.findings import findings_table
from undefault.tables.hyperparameters import hyperparameters_table
from undefault.tables.portfolio_gains import portfolio_gains_table
from undefault.tables.portfolio_scores import portfolio_scores_table
from undefault.tables.portfolio_settings import portfolio_settings_table
from undefault.tables.ranks import ranks_table
from undefault.tables.readings import readings_table
from undefault.tables.remedies import remedies_table
from undefault.tables.row_losses import row_losses_table
from undefault.tables.skills import skills_table
from undefault.tables.trainings import trainings_table
from undefault.tables.trials import trials_table
from undefault.tables.tunability import tunability_table
from undefault.tables.verdicts import verdicts_table

__all__ = [
    "curves_table",
    "findings_table",
    "hyperparameters_table",
    "portfolio_gains_table",
    "portfolio_scores_table",
    "portfolio_settings_table",
    "ranks_table",
    "readings_table",
    "remedies_table",
    "row_losses_table",
    "skills_table",
    "trainings_table",
    "trials_table",
    "tunability_table",
    "verdicts_table",
]
