"""Optuna: the only folder that knows it."""
