"""Reconciliation as a command: MLflow, tables and report made anew from the durable record of a sweep."""

from pathlib import Path

from undefault.config import make_plan
from undefault.errors import ConfigError
from undefault.folders import interrupted
from undefault.redaction import HIDDEN
from undefault.sweep_command import carry_out


def reconcile(sweep_id: str = "latest", *given: str) -> Path:
    """Return the path of the report that was made anew; nothing is trained.

    ``given`` are overrides that the record does not hold: passwords, and where the sweep is. Raises `ConfigError` where
    there is no such sweep, and `OutputError` where it is unfinished.
    """
    folder = make_plan(given)[0].folder
    folders = interrupted(folder, sweep_id)
    named = {_key(override) for override in given}
    kept = [override for override in folders.begun_with().overrides if _key(override) not in named]
    hidden = [override for override in kept if HIDDEN in override]
    if hidden:
        raise ConfigError(f"passwords are not kept, so {hidden[0]} must be given; add it after the sweep's id")
    overrides = [*kept, *given]
    plan, composed = make_plan([*overrides, f"sweep.resume={folders.sweep_id}"])
    return carry_out(plan, composed, overrides, may_train=False).report


def _key(override: str) -> str:
    return override.partition("=")[0].lstrip("+~")
