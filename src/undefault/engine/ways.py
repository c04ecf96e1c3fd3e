"""Which way the vectorized engine trains a task's network."""

from importlib.util import find_spec

from undefault.contracts import Way
from undefault.engine.dense_stack import read_dense_stack
from undefault.engine.networks import build_network
from undefault.engine.update_rules import rule_of
from undefault.engine.vectorizable import why_not_network, why_not_optimizer
from undefault.records import Setting, Task


def way_of(task: Task) -> Way:
    """Return the fastest way that trains the network as ``model.fit`` does."""
    if is_compiled() and read_dense_stack(build_network(task), task):
        return Way.KERNELS
    return Way.MODEL_FIT if why_not_network(task) else Way.TENSORFLOW


def why_one_by_one(way: Way, keras_class: str, setting: Setting) -> str | None:
    """Return why an optimizer's settings train one after the other where the network would not, or ``None``."""
    if way is Way.MODEL_FIT or (way is Way.KERNELS and rule_of(keras_class, setting)):
        return None
    return why_not_optimizer(keras_class, setting.hyperparameters)


def is_compiled() -> bool:
    """Return whether the kernels were compiled when the project was installed."""
    return find_spec("undefault.engine._kernels") is not None


def why_not_kernels() -> str | None:
    """Return why no network is trained by the kernels, or ``None`` where they are there."""
    if is_compiled():
        return None
    return (
        "the kernels were not compiled when Undefault was installed, so plain dense networks train about ten times "
        "slower; install a C compiler and run make setup again"
    )
