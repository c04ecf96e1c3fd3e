"""The default settings of the installed Keras are those that this release was written for."""

import inspect
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import pytest
import yaml

# Taken with inspect.signature from Keras 3.15.1; change it only together with what the report says of the defaults.
GOLDEN: Mapping[str, Mapping[str, Any]] = json.loads((Path(__file__).parent / "keras_defaults.json").read_text())
OPTIMIZERS = Path(__file__).parents[2] / "conf" / "optimizer"


def installed_defaults(keras_class: str) -> dict[str, Any]:
    """Return all arguments of an optimizer that have a default."""
    parameters = inspect.signature(getattr(keras.optimizers, keras_class)).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not inspect.Parameter.empty}


def difference(keras_class: str) -> str:
    """Return a sentence on each argument whose default is another, or is not there."""
    golden, installed = GOLDEN[keras_class], installed_defaults(keras_class)
    return " ".join(
        f"Keras {keras.__version__} changed {keras_class}({name}={golden.get(name, 'absent')!r}) "
        f"to {name}={installed.get(name, 'absent')!r}."
        for name in sorted({*golden, *installed})
        if golden.get(name, "absent") != installed.get(name, "absent")
    )


def configured_classes() -> list[str]:
    return sorted({yaml.safe_load(path.read_text())["keras_class"] for path in OPTIMIZERS.glob("*.yaml")})


@pytest.mark.parametrize("keras_class", configured_classes())
def test_no_default_argument_of_a_configured_optimizer_has_changed(keras_class: str) -> None:
    assert difference(keras_class) == ""


def test_the_golden_file_holds_every_configured_optimizer_and_no_other() -> None:
    assert sorted(GOLDEN) == configured_classes()


def test_a_change_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Adam:
        def __init__(self, learning_rate: float = 0.01) -> None:
            pass

    monkeypatch.setattr(keras.optimizers, "Adam", Adam)
    said = difference("Adam")
    assert f"Keras {keras.__version__} changed Adam(learning_rate=0.001) to learning_rate=0.01." in said
    assert "changed Adam(beta_1=0.9) to beta_1='absent'." in said
