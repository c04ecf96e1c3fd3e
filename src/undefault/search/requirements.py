"""Which samplers need a package that Undefault does not bring; Optuna is not imported for the answer."""

from importlib.util import find_spec

from undefault.errors import ConfigError

NEEDED = {"gp": "torch"}


def require_installed(sampler: str) -> None:
    """Raise `ConfigError` where the sampler's package is not installed."""
    package = NEEDED.get(sampler)
    if package and find_spec(package) is None:
        raise ConfigError(
            f"search={sampler} needs the package {package}, got an environment without it; install it with "
            f".venv/bin/python -m pip install {package}, or choose another sampler"
        )
