"""The tables beside a report, one file each; every number of the report comes from them."""

from undefault.tables.curves import curves_table
from undefault.tables.remedies import remedies_table
from undefault.tables.row_losses import row_losses_table
from undefault.tables.trainings import trainings_table
from undefault.tables.trials import trials_table
from undefault.tables.verdicts import verdicts_table

__all__ = [
    "curves_table",
    "remedies_table",
    "row_losses_table",
    "trainings_table",
    "trials_table",
    "verdicts_table",
]
