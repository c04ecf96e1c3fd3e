"""How often verdicts are wrong, measured on simulated tasks whose regret is known."""

from undefault.calibration.measure import Cell, Rate, measure, measure_cell
from undefault.calibration.scenarios import SCENARIOS
from undefault.calibration.table import MEASURED, read_rates, write_rates

__all__ = ["MEASURED", "SCENARIOS", "Cell", "Rate", "measure", "measure_cell", "read_rates", "write_rates"]
