"""All planted failures: every kind on every dataset that it suits."""

from undefault.planted.kind import Defaults, Kind
from undefault.planted.of_settings import OF_SETTINGS
from undefault.planted.of_tasks import OF_TASKS
from undefault.planted.record import Planted

KINDS: tuple[Kind, ...] = (*OF_SETTINGS, *OF_TASKS)


def planted_failures(defaults: Defaults) -> list[Planted]:
    """Return the failures, kind by kind; ``defaults`` are the default settings of all optimizers by name."""
    return [kind.on(source, defaults) for kind in KINDS for source in kind.sources]
