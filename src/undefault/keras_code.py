"""Settings as Keras code: a line that names one, and a script to paste."""

from collections.abc import Mapping

from undefault.losses import KERAS_LOSSES
from undefault.records import Setting, Task, TaskType
from undefault.schedules import schedule_named
from undefault.specs import OptimizerSpec

OUTPUT_ACTIVATION = {TaskType.REGRESSION: "linear", TaskType.BINARY: "sigmoid", TaskType.MULTICLASS: "softmax"}


def describe(setting: Setting, spec: OptimizerSpec, default: Setting) -> str:
    """Return the setting on one line, e.g. ``Adam(learning_rate=0.01), patience 5 (best weights)``."""
    parts = [f"{spec.keras_class}({', '.join(_optimizer_arguments(setting, spec, default))})"]
    if setting.decay.kind == "reduce_on_plateau":
        parts.append(f"ReduceLROnPlateau({_arguments(setting.decay.values)})")
    if setting.patience is not None:
        weights = "best" if setting.restore_best_weights else "last"
        parts.append(f"patience {setting.patience} ({weights} weights)")
    if setting.batch_size is not None:
        parts.append(f"batch size {setting.batch_size}")
    return ", ".join(parts)


def training_code(task: Task, setting: Setting, spec: OptimizerSpec, default: Setting) -> str:
    """Return a script that builds, compiles and fits the task's network with the setting."""
    callbacks = _callbacks(setting)
    lines = [
        "import keras",
        "",
        *_model(task),
        "model.compile(",
        f"    optimizer=keras.optimizers.{spec.keras_class}(",
        *(f"        {argument}," for argument in _optimizer_arguments(setting, spec, default, "keras.optimizers.")),
        "    ),",
        f"    loss=keras.losses.{KERAS_LOSSES[task.task_type][task.loss]}(),",
        ")",
        "model.fit(",
        "    x_train, y_train, validation_data=(x_valid, y_valid),",
        f"    epochs={task.epochs}, batch_size={setting.batch_size or task.batch_size},",
        *(["    callbacks=[", *(f"        {callback}," for callback in callbacks), "    ],"] if callbacks else []),
        ")",
    ]
    return "\n".join(lines)


def _optimizer_arguments(setting: Setting, spec: OptimizerSpec, default: Setting, module: str = "") -> list[str]:
    """Return the arguments that differ from Keras's own defaults, the learning rate first."""
    arguments = [f"learning_rate={_rate(setting, module)}"]
    for name, value in setting.hyperparameters.items():
        if name in spec.arguments or value != default.hyperparameters.get(name):
            arguments.append(f"{name}={_value(name, value)}")
    if setting.weight_decay != default.weight_decay:
        arguments.append(f"weight_decay={setting.weight_decay!r}")
    return arguments


def _model(task: Task) -> list[str]:
    if task.network.builder:
        module, _, function = task.network.builder.partition(":")
        return [f"from {module} import {function}", "", f"model = {function}(({task.n_features},), {task.n_outputs})"]
    hidden = [f'keras.layers.Dense({width}, activation="{task.network.activation}")' for width in task.network.hidden]
    output = f'keras.layers.Dense({task.n_outputs}, activation="{OUTPUT_ACTIVATION[task.task_type]}")'
    layers = [f"keras.Input(({task.n_features},))", *hidden, output]
    return ["model = keras.Sequential([", *(f"    {layer}," for layer in layers), "])"]


def _callbacks(setting: Setting) -> list[str]:
    callbacks = []
    if setting.decay.kind == "reduce_on_plateau":
        callbacks.append(f"keras.callbacks.ReduceLROnPlateau({_arguments(setting.decay.values)})")
    if setting.patience is not None:
        restore = ", restore_best_weights=True" if setting.restore_best_weights else ""
        callbacks.append(f"keras.callbacks.EarlyStopping(patience={setting.patience}{restore})")
    return callbacks


def _rate(setting: Setting, module: str) -> str:
    keras_class = schedule_named(setting.decay.kind).keras_class
    if keras_class is None:
        return repr(setting.learning_rate)
    place = f"{module}schedules." if module else ""
    return f"{place}{keras_class}({setting.learning_rate!r}, {_arguments(setting.decay.values)})"


def _arguments(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name}={_value(name, value)}" for name, value in values.items())


def _value(name: str, value: float) -> str:
    """Return a flag as a boolean and a whole number without its point."""
    if name in ("nesterov", "amsgrad", "centered"):
        return str(bool(value))
    return str(int(value)) if name in ("decay_steps", "patience") else repr(float(value))
