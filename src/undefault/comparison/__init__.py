"""Many tasks and several readings: optimizers compared, what is worth tuning, and settings that travel."""
