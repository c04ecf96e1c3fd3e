"""Hydra: overrides in, the typed configuration out; whatever is wrong with them becomes one clear message."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.errors import ConfigCompositionException, HydraException, MissingConfigException, OverrideParseException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import MissingMandatoryValue, OmegaConfBaseException

from undefault.errors import ConfigError, nearest
from undefault.schema import Root

CONF = Path(str(files("undefault.conf")))
GROUPS = sorted(folder.name for folder in CONF.iterdir() if folder.is_dir() and not folder.name.startswith("_"))


def options(group: str) -> list[str]:
    """Return the names of the files in a config group."""
    return sorted(path.stem for path in (CONF / group).glob("*.yaml"))


def compose_config(overrides: Sequence[str]) -> tuple[Root, dict[str, Any]]:
    """Return the configuration, typed and as plain data; raise `ConfigError` where an override does not fit."""
    composed = _compose(overrides)
    try:
        plain = OmegaConf.to_container(composed, resolve=True)
        typed = OmegaConf.merge(OmegaConf.structured(Root), composed)
        return OmegaConf.to_object(typed), plain  # type: ignore[return-value]
    except MissingMandatoryValue as error:
        raise ConfigError(f"{error.full_key} must be given, got nothing; add {error.full_key}=...") from error
    except OmegaConfBaseException as error:
        raise ConfigError(_mismatch(error, composed)) from error


def _compose(overrides: Sequence[str]) -> DictConfig:
    """Compose with every optimizer loaded, so that the list ``optimizers`` can pick among them."""
    GlobalHydra.instance().clear()
    try:
        with initialize_config_dir(str(CONF), version_base="1.3"):
            return compose("config", overrides=[_every_optimizer(), *overrides])
    except MissingConfigException as error:
        raise ConfigError(_missing_option(str(error.missing_cfg_file))) from error
    except OverrideParseException as error:
        raise ConfigError(
            f"an override must look like key=value, got {error.override!r}; quote values with spaces"
        ) from error
    except ConfigCompositionException as error:
        raise ConfigError(_unknown_key(error, overrides)) from error
    except (HydraException, OmegaConfBaseException, ValueError) as error:
        raise ConfigError(f"the overrides {' '.join(overrides)!r} cannot be composed: {_first_line(error)}") from error


def _every_optimizer() -> str:
    return f"+optimizer=[{','.join(options('optimizer'))}]"


def _missing_option(path: str) -> str:
    group, _, name = path.removesuffix(".yaml").rpartition("/")
    known = options(group)
    return f"{group} must be one of {', '.join(known)}, got {name!r}{nearest(name, known)}"


def _unknown_key(error: ConfigCompositionException, overrides: Sequence[str]) -> str:
    """Name the override that failed, and the key or group nearest to it."""
    message = _first_line(error)
    key = next((key for key in map(_key, overrides) if f"'{key}'" in message), None)
    if key is None:
        return f"the overrides {' '.join(overrides)!r} cannot be composed: {message}"
    cause = f": {_first_line(error.__cause__)}" if error.__cause__ and "not in" not in str(error.__cause__) else ""
    return f"unknown configuration key {key!r}{cause}{nearest(key, _known_keys())}"


def _key(override: str) -> str:
    return override.split("=", 1)[0].lstrip("+~")


def _known_keys() -> list[str]:
    """Return every key of the configuration as composed by default, and the groups."""
    with initialize_config_dir(str(CONF), version_base="1.3"):
        composed = compose("config", overrides=[_every_optimizer()])
    return [*GROUPS, *_flat(OmegaConf.to_container(composed), "")]


def _flat(node: Any, prefix: str) -> list[str]:
    if not isinstance(node, dict):
        return []
    keys = [f"{prefix}{key}" for key in node]
    return [*keys, *(deep for key, value in node.items() for deep in _flat(value, f"{prefix}{key}."))]


def _mismatch(error: OmegaConfBaseException, composed: DictConfig) -> str:
    key, message = str(error.full_key or error.key), _first_line(error)
    if "not in" in message:
        return f"unknown configuration key {key!r}{nearest(key, _known_keys())}"
    if "not a ListConfig" in message:
        given = OmegaConf.select(composed, key)
        return f"{key} must be a list, got {given!r}; write {key}=[{given}]"
    return f"{key}: {message}"


def _first_line(error: BaseException | None) -> str:
    return str(error).strip().split("\n", 1)[0]
