"""Hydra: overrides in, the typed configuration out; whatever is wrong with them becomes one clear message."""

import functools
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import ConfigCompositionException, HydraException, MissingConfigException, OverrideParseException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import MissingMandatoryValue, OmegaConfBaseException

from undefault.errors import ConfigError, nearest
from undefault.schema import RangeNode, Root

CONF = Path(str(files("undefault.conf")))
GROUPS = sorted(folder.name for folder in CONF.iterdir() if folder.is_dir() and not folder.name.startswith("_"))
FILLED_BY = {"datasets": "dataset", "networks": "network"}
WORDS = {"Integer": "a whole number", "int": "a whole number", "Float": "a number", "float": "a number"}
WORDS |= {"Boolean": "true or false", "bool": "true or false", "str": "a text"}


def options(group: str) -> list[str]:
    """Return the names of the files in a config group."""
    return sorted(path.stem for path in (CONF / group).glob("*.yaml"))


def compose_config(overrides: Sequence[str]) -> tuple[Root, dict[str, Any]]:
    """Return the configuration, typed and as plain data; raise `ConfigError` where an override does not fit."""
    _check_overrides(overrides)
    composed = _compose(overrides)
    try:
        plain = OmegaConf.to_container(composed, resolve=True)
        typed = OmegaConf.merge(OmegaConf.structured(Root), composed)
        return OmegaConf.to_object(typed), plain  # type: ignore[return-value]
    except MissingMandatoryValue as error:
        key = _as_given(str(error.full_key))
        raise ConfigError(f"{key} must be given, got nothing; add {key}=...") from error
    except OmegaConfBaseException as error:
        raise ConfigError(_mismatch(error, composed)) from error


def _check_overrides(overrides: Sequence[str]) -> None:
    """Raise `ConfigError` for what Hydra would read otherwise than it was meant, or not at all."""
    for given in overrides:
        _check_text(given)
    try:
        parsed = OverridesParser.create().parse_overrides(list(overrides))
    except OverrideParseException as error:
        raise ConfigError(
            f"an override must look like key=value, got {error.override!r}; quote a value that holds anything but "
            "letters, digits and _ . / : - twice, as in \"dataset.path='my file.csv'\""
        ) from error
    except RecursionError as error:
        raise ConfigError(
            "an override must not be nested so deep that it cannot be read, got brackets in brackets; flatten it"
        ) from error
    for override in parsed:
        _check_override(override)


def _check_text(override: str) -> None:
    """Raise `ConfigError` for what no file could hold: bytes that are no UTF-8, which Python hands on as halves."""
    if not override.isascii() and any("\ud800" <= sign <= "\udfff" for sign in override):
        raise ConfigError(f"an override must be UTF-8, got {override!r}; rename the file, or write it in UTF-8")


def _check_override(override: Override) -> None:
    key, given = override.key_or_group, override.input_line
    if not key:
        raise ConfigError(f"an override must look like key=value, got {given!r}; put a key in front of the =")
    if key.split(".")[0] == "hydra":
        raise ConfigError(f"unknown configuration key {key!r}; Hydra only composes here, so its own keys do nothing")
    if key != _as_given(key):
        raise ConfigError(f"{key} are chosen by {_as_given(key)}=..., got {given!r}; see conf/{_as_given(key)}")
    if key == "optimizer":
        raise ConfigError(f"optimizers take part by their list, got {given!r}; write optimizers=[adam,sgd]")
    if override.is_sweep_override():
        raise ConfigError(
            f"{key} must be one value or a list, got {given!r}; write a list as {key}=[1,2], and quote a text that "
            f"holds a comma twice, as in \"{key}='a,b'\""
        )
    if key in GROUPS:
        _check_choice(override)


def _check_choice(override: Override) -> None:
    """Raise `ConfigError` where an override of a config group does not choose among its options."""
    group, given = override.key_or_group, override.input_line
    if override.is_delete():
        raise ConfigError(f"{group} cannot be deleted, got {given!r}; write {group}=[] for none, where none is allowed")
    value = override.value()
    chosen = value if isinstance(value, list) else [value]
    if not all(isinstance(name, str) for name in chosen):
        raise ConfigError(f"{group} must name an option or a list of them, got {given!r}; see conf/{group}")
    names = [str(name).removesuffix(".yaml") for name in chosen]
    for name in names:
        _check_option(group, name)
    if len(set(names)) < len(names):
        raise ConfigError(f"{group} must name each option once, got {given!r}; drop the repetition")


def _check_option(group: str, name: str) -> None:
    """Raise `ConfigError` for an unknown option; Hydra would also take a path to a file elsewhere for one."""
    known = options(group)
    if name not in known:
        raise ConfigError(f"{group} must be one of {', '.join(known)}, got {name!r}{nearest(name, known)}")


def _compose(overrides: Sequence[str]) -> DictConfig:
    """Compose with every optimizer loaded, so that the list ``optimizers`` can pick among them."""
    GlobalHydra.instance().clear()
    try:
        with initialize_config_dir(str(CONF), version_base="1.3"):
            return compose("config", overrides=[_every_optimizer(), *overrides])
    except MissingConfigException as error:
        raise ConfigError(_missing_option(str(error.missing_cfg_file))) from error
    except ConfigCompositionException as error:
        raise ConfigError(_unknown_key(error, overrides)) from error
    except (HydraException, OmegaConfBaseException, ValueError) as error:
        raise ConfigError(_uncomposable(error, overrides)) from error


def _every_optimizer() -> str:
    return f"+optimizer=[{','.join(options('optimizer'))}]"


def _missing_option(path: str) -> str:
    group, _, name = path.removesuffix(".yaml").rpartition("/")
    return f"{group} must be one of {', '.join(options(group))}, got {name!r}{nearest(name, options(group))}"


def _unknown_key(error: ConfigCompositionException, overrides: Sequence[str]) -> str:
    """Name the override that failed, and the key or group nearest to it."""
    message = _first_line(error)
    key = next((key for key in map(_key, overrides) if f"'{key}'" in message or f"override {key}=" in message), None)
    if key is None:
        return _uncomposable(error, overrides)
    cause = error.__cause__
    missing = str(cause.full_key) if isinstance(cause, OmegaConfBaseException) and cause.full_key else key
    if missing.rpartition(".")[2] in RangeNode.__dataclass_fields__:
        return f"{missing} has its own default in no file; add it with a plus: +{missing}=..."
    if missing in _defaults():
        return f"{missing} cannot be composed from {key!r}: {_first_line(cause)}; see conf/ for what it holds"
    return f"unknown configuration key {missing!r}{nearest(missing, _known_keys())}"


def _uncomposable(error: Exception, overrides: Sequence[str]) -> str:
    return f"the overrides {' '.join(overrides)!r} cannot be composed: {_first_line(error)}; see conf/ for keys, values"


def _key(override: str) -> str:
    return override.split("=", 1)[0].lstrip("+~")


def _as_given(key: str) -> str:
    """Return the group that fills a node which must not be empty, or the key itself."""
    return FILLED_BY.get(key, key)


def _known_keys() -> list[str]:
    """Return every key of the configuration as composed by default, and the groups."""
    return [*GROUPS, *_defaults()]


@functools.cache
def _defaults() -> dict[str, Any]:
    """Return every key of the configuration as composed by default, with its value."""
    with initialize_config_dir(str(CONF), version_base="1.3"):
        composed = compose("config", overrides=[_every_optimizer()])
    return _flat(OmegaConf.to_container(composed), "")


def _flat(node: Any, prefix: str) -> dict[str, Any]:
    if not isinstance(node, dict):
        return {}
    flat = {f"{prefix}{key}": value for key, value in node.items()}
    for key, value in node.items():
        flat |= _flat(value, f"{prefix}{key}.")
    return flat


def _mismatch(error: OmegaConfBaseException, composed: DictConfig) -> str:
    key, message = str(error.full_key or error.key), _first_line(error)
    if "not in" in message:
        return f"unknown configuration key {key!r}{nearest(key, _known_keys())}"
    if "nterpolation" in message:
        return f"{key} cannot be resolved: {message}; give it a value"
    given = OmegaConf.select(composed, key)
    shown = "null" if given is None else repr(given)
    if "not a ListConfig" in message:
        return f"{key} must be a list, got {shown}; write {key}=[{given}]"
    return f"{key} must be {_expected(message)}, got {shown}{_example(key, _defaults().get(key))}"


def _expected(message: str) -> str:
    """Return in words what type the message of OmegaConf asks for."""
    names = (name for name in re.findall(r"\w+", message.rpartition(" ")[2]) if name in WORDS)
    return WORDS.get(next(names, ""), "of another type")


def _example(key: str, default: Any) -> str:
    if isinstance(default, dict):
        return f"; it holds {', '.join(f'{key}.{name}' for name in default)}"
    return f"; see conf/ for {key}" if default is None else f"; by default it is {key}={default}"


def _first_line(error: BaseException | None) -> str:
    return str(error).strip().split("\n", 1)[0]
