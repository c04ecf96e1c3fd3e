"""From overrides to a plan: everything in conf/ composes, and every bad override ends in one clear message."""

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undefault.composition import GROUPS, options
from undefault.config import make_plan
from undefault.errors import ConfigError
from undefault.search import requirements

ALONE = {"csv": ["dataset.path=own.csv"], "parquet": ["dataset.path=own.parquet"], "custom": ["network.builder=m:f"]}
CHOSEN = [(group, name) for group in GROUPS for name in options(group) if group != "optimizer"]
HEAVY = ("tensorflow", "keras", "mlflow", "sklearn", "optuna", "plotly", "jinja2")


def refused(overrides: list[str]) -> str:
    """Return the message that the overrides are refused with, after checking that it is one line."""
    with pytest.raises(ConfigError) as caught:
        make_plan(overrides)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(("group", "name"), CHOSEN)
def test_every_option_of_every_group_composes(group: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "find_spec", lambda _: object())  # as if torch were installed, for search=gp
    plan, composed = make_plan([f"{group}={name}", *ALONE.get(name, [])])
    assert plan.datasets
    assert plan.networks
    assert composed["title"] == plan.title


@pytest.mark.parametrize("name", options("optimizer"))
def test_every_optimizer_takes_part_by_its_name_alone(name: str) -> None:
    plan, _ = make_plan([f"optimizers=[{name}]"])
    assert [spec.name for spec in plan.space.optimizers] == [name]
    assert all(remedy.optimizer == name for remedy in plan.remedies)


def test_a_plan_is_made_without_any_heavy_library() -> None:
    code = (
        f"import sys; from undefault.config import make_plan; make_plan([]); print(*(set({HEAVY}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split() == []


@settings(max_examples=8)
@given(
    seed=st.integers(0, 2**32 - 1),
    epochs=st.integers(1, 10**6),
    batch_size=st.integers(1, 4096),
    margin=st.floats(1e-3, 0.999),
    hidden=st.lists(st.integers(1, 512), max_size=4),
    names=st.lists(st.sampled_from(options("optimizer")), min_size=1, unique=True),
    title=st.from_regex(r"[A-Za-z_][\w.-]{0,63}", fullmatch=True, alphabet=st.characters(codec="ascii")),
)
def test_values_arrive_in_the_plan_as_they_were_given(
    seed: int, epochs: int, batch_size: int, margin: float, hidden: list[int], names: list[str], title: str
) -> None:
    plan, _ = make_plan(
        [
            f"seed={seed}",
            f"task.epochs={epochs}",
            f"task.batch_size={batch_size}",
            f"confirm.margin={margin!r}",
            "network=mlp",
            f"network.hidden={hidden}",
            f"optimizers=[{','.join(names)}]",
            f"title='{title}'",
        ]
    )
    assert (plan.seed, plan.budget.epochs, plan.budget.batch_size) == (seed, epochs, batch_size)
    assert (plan.confirm.rule.margin, plan.title) == (margin, title)
    assert plan.networks[0].hidden == tuple(hidden)
    assert [spec.name for spec in plan.space.optimizers] == names


@settings(max_examples=15)
@given(override=st.text(max_size=30) | st.from_regex(r"[a-z]{1,9}(\.[a-z]{1,9})?=[ -~]{0,9}", fullmatch=True))
def test_any_text_is_composed_or_refused_and_never_crashes(override: str) -> None:
    with suppress(ConfigError):
        make_plan([override])


@pytest.mark.parametrize(
    ("override", "answer"),
    [
        ("task.epoch=5", "unknown configuration key 'task.epoch'; did you mean 'task.epochs'?"),
        ("datset=iris", "unknown configuration key 'datset'; did you mean 'dataset'?"),
        ("+network.hiden=[3]", "unknown configuration key 'network.hiden'; did you mean 'network.hidden'?"),
        ("++sweep.folders=x", "unknown configuration key 'sweep.folders'; did you mean 'sweep.folder'?"),
        ("dataset=irsi", "got 'irsi'; did you mean 'iris'?"),
        ("dataset=[wine,irsi]", "got 'irsi'; did you mean 'iris'?"),
        ("experiment=smok", "got 'smok'; did you mean 'smoke'?"),
        ("optimizers=[adm]", "got 'adm'; did you mean 'adam'?"),
        ("search.sampler=tppe", "got 'tppe'; did you mean 'tpe'?"),
        ("search.pruner=halfing", "got 'halfing'; did you mean 'halving'?"),
        ("engine.kind=kears", "got 'kears'; did you mean 'keras'?"),
        ("remedy.adam_1e-4.optimizer=adm", "got 'adm'; did you mean 'adam'?"),
        ("remedy.adam_1e4.patience=3", "did you mean 'remedy.adam_1e-4'?"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest(override: str, answer: str) -> None:
    assert answer in refused([override])


@pytest.mark.parametrize(
    ("override", "expected", "came"),
    [
        ("task.epochs=abc", "task.epochs must be a whole number", "got 'abc'; by default it is task.epochs=100"),
        ("task.epochs=1.5", "task.epochs must be a whole number", "got 1.5"),
        ("task.epochs=null", "task.epochs must be a whole number", "got null"),
        ("task.epochs=true", "task.epochs must be a whole number", "got True"),
        ("confirm.margin=wide", "confirm.margin must be a number", "got 'wide'"),
        ("title=null", "title must be a text", "got null"),
        ("task=3", "task must be of another type", "it holds task.epochs, task.batch_size, task.loss"),
        ("optimizers=adam", "optimizers must be a list", "write optimizers=[adam]"),
        ("network.hidden=16", "network.hidden must be a list", "write network.hidden=[16]"),
        ("search.batch_sizes=[a]", "search.batch_sizes[0] must be a whole number", "got 'a'"),
        ("dataset.n_samples=few", "dataset.n_samples must be a whole number", "got 'few'"),
        ("dataset.label_noise=[null]", "dataset.label_noise must be a finite number", "got null"),
        ("optimizers={a:1}", "optimizers cannot be composed", "Cannot merge"),
    ],
)
def test_a_wrong_type_is_answered_with_the_right_one(override: str, expected: str, came: str) -> None:
    message = refused([override])
    assert message.startswith(expected)
    assert came in message


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("dataset.path", "an override must look like key=value, got 'dataset.path'"),
        ("", "an override must look like key=value, got ''"),
        ("=3", "put a key in front of the ="),
        ("title=ä☃", "quote a value that holds anything but letters"),
        ("--multirun", "an override must look like key=value"),
        ("task.epochs=1,2", "write a list as task.epochs=[1,2]"),
        ("optimizer=adam", "write optimizers=[adam,sgd]"),
        ("datasets=[iris]", "datasets are chosen by dataset=..."),
        ("hydra.run.dir=x", "Hydra only composes here"),
        ("~dataset", "dataset cannot be deleted"),
        ("~task.epochs", "task.epochs must be given, got nothing; add task.epochs=..."),
        ("decay=null", "decay must name an option or a list of them"),
        ("dataset=[]", "dataset must be given, got nothing; add dataset=..."),
        ("network=[]", "network must be given, got nothing; add network=..."),
        ("dataset=[iris,iris]", "dataset must name each option once"),
        ("search.patience.log=false", "add it with a plus: +search.patience.log=..."),
        ("search.patience={low:1,high:9,log:false}", "add it with a plus: +search.patience.log=..."),
        ("title=${missing}", "title cannot be resolved: Interpolation key 'missing' not found"),
        ("network=custom", "add network.builder=package.module:function"),
        ("network.hidden=[8]", "network.hidden goes with network=mlp alone"),
        ("network.builder=m:f", "network.builder goes with network=custom alone"),
    ],
)
def test_an_override_that_means_something_else_is_answered_with_what_to_write(override: str, words: str) -> None:
    assert words in refused([override])


@pytest.mark.parametrize("count", ["task.epochs", "task.batch_size", "search.n_seeds", "search.trials_per_round"])
@pytest.mark.parametrize("value", [0, 10**30])
def test_a_count_below_1_or_beyond_reason_is_refused(count: str, value: int) -> None:
    assert f"{count} must be " in refused([f"{count}={value}"])


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("seed=-1", "seed must lie between 0 and 4294967295, got -1"),
        ("seed=4294967296", "seed must lie between 0 and 4294967295"),
        ("select.n_settings=0", "select.n_settings must be 1 or more, got 0"),
        ("select.n_seeds=0", "select.n_seeds must be 1 or more, got 0"),
        ("confirm.looks=[1,2]", "confirm.looks must be growing numbers of seeds from 2 up"),
        ("confirm.looks=[8,8]", "as in [10,20,40], got [8, 8]"),
        ("confirm.looks=[]", "confirm.looks must be growing numbers of seeds"),
        ("confirm.looks=[0]", "confirm.looks must be 1 or more, got 0"),
        ("confirm.apart=-0.1", "confirm.apart must lie between 0 and 4 of skill, got -0.1"),
        ("confirm.apart=nan", "confirm.apart must lie between 0 and 4 of skill, got nan"),
        ("confirm.margin=2", "confirm.margin must lie between 0 and 1, got 2.0"),
        ("confirm.margin=nan", "confirm.margin must lie between 0 and 1, got nan"),
        ("confirm.alpha=0", "confirm.alpha must lie between 0 and 1, got 0.0"),
        ("confirm.alpha=1e400", "confirm.alpha must lie between 0 and 1, got inf"),
        ("search.n_trials=5", "search.n_trials must be at least 16"),
        ("search.n_trials=1000000000", "search.n_trials must be at most 100,000"),
        ("search.batch_sizes=[8,8]", "search.batch_sizes must name each size once"),
        ("search.batch_sizes=[0]", "search.batch_sizes must be 1 or more, got 0"),
        ("search.patience={low:20,high:2}", "search.patience: low must be below high"),
        ("search.patience.low=1.5", "search.patience: low and high must be whole numbers"),
        ("search.patience.integer=false", "search.patience must be a range of whole epochs"),
        ("search.patience.high=1e400", "search.patience: low and high must be finite"),
        ("search.weight_decay.low=0", "search.weight_decay: low must be above 0 on a log scale"),
        ("optimizer.adam.learning_rate.high=inf", "optimizer.adam.learning_rate: low and high must be finite"),
        ("optimizer.adam.learning_rate.low=nan", "optimizer.adam.learning_rate: low must be below high"),
        ("optimizer.adam.hyperparameters.beta_1.high=1.5", "optimizer.adam.beta_1: low and high of 1 - value"),
        ("+optimizer.adam.arguments.epsilon=nan", "optimizer.adam.arguments.epsilon must be a finite number"),
        (
            "decay.reduce_on_plateau.ranges.factor.high=1.5",
            "decay.reduce_on_plateau.factor must lie between 0 and 0.999",
        ),
        ("decay.cosine.budget_argument=foo", "decay.cosine must give each of decay_steps, alpha once, got alpha, foo"),
        ("+decay.cosine.fixed.foo=3", "decay.cosine must give each of decay_steps, alpha once"),
        ("+decay.linear.budget_argument=decay_steps", "decay must be one of constant"),
        ("remedy.adam_1e-4.learning_rate=0", "remedy.adam_1e-4.learning_rate must be above 0"),
        ("remedy.adam_1e-4.learning_rate=nan", "remedy.adam_1e-4.learning_rate must be a finite number"),
        ("remedy.rmsprop_patience_5.patience=-1", "remedy.rmsprop_patience_5.patience must be 0 or more epochs"),
        ("remedy.adam_exponential_decay.decay.values.decay_steps=0", "decay_steps must lie between 1 and 1e+09, got 0"),
        ("dataset.n_samples=[30,30]", "must come once, but 'iris-n30' comes twice"),
        ("dataset.label_noise=[0.1,0.1]", "must come once, but 'iris-noise0.1' comes twice"),
        ("dataset.n_samples=[]", "must be a value or a list of at least one, got []"),
        ("dataset.label_noise=nan", "dataset.label_noise must be a finite number, got nan"),
        ("tracking.curve_points=1", "tracking.curve_points must be 2 or more"),
        ("tracking.uri=", "tracking.uri must not be empty"),
        ("tracking.experiment=", "tracking.experiment must not be empty"),
        ("sweep.folder=", "sweep.folder must not be empty"),
        ("sweep.resume=", "sweep.resume must not be empty"),
        ("optimizers=[]", "optimizers must name at least one of"),
        ("optimizers=[adam,adam]", "optimizers must name each optimizer once"),
        ("engine.memory_mb=0", "engine.memory_mb must be 1 or more, got 0"),
    ],
)
def test_a_value_out_of_range_is_answered_with_the_range(override: str, words: str) -> None:
    assert words in refused([override])


@pytest.mark.parametrize("title", ["a/b", "../../evil", "'my title'", "", "'a\\nb'", "'<b>'", "'[red]'", "a" * 65])
def test_a_title_that_makes_no_folder_name_is_refused(title: str) -> None:
    assert "title must be 1 to 64 letters, digits and _ . -" in refused([f"title={title}"])


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("my file.csv", "my file"),
        ("/some/where/own.csv", "own"),
        ("ünï ☃.csv", "ünï _"),
        ("a[b]{c}<d>;e=f.csv", "a_b__c__d__e_f"),
        ("x" * 200 + ".csv", "x" * 64),
    ],
)
def test_a_dataset_is_named_after_its_file_in_characters_that_any_file_and_table_can_hold(path: str, name: str) -> None:
    plan, _ = make_plan(["dataset=csv", f"dataset.path='{path}'", "dataset.target=y"])
    assert (plan.datasets[0].name, plan.datasets[0].path) == (name, path)


def test_two_datasets_of_one_name_are_refused() -> None:
    message = refused(["dataset=[csv,parquet]", "dataset.path=own.csv", "dataset.target=y"])
    assert "but 'own' comes twice" in message


def test_lists_of_sizes_and_noises_make_one_dataset_each() -> None:
    plan, _ = make_plan(["dataset=iris", "dataset.n_samples=[20,40]", "dataset.label_noise=[0,0.1]"])
    names = [spec.name for spec in plan.datasets]
    assert names == ["iris-n20-noise0", "iris-n20-noise0.1", "iris-n40-noise0", "iris-n40-noise0.1"]


def test_an_empty_path_or_target_counts_as_none() -> None:
    plan, _ = make_plan(["dataset=csv", "dataset.path=", "dataset.target="])
    assert (plan.datasets[0].path, plan.datasets[0].target) == (None, None)


def test_no_decay_and_no_remedy_is_a_choice() -> None:
    plan, _ = make_plan(["decay=[]", "remedy=[]"])
    assert (plan.space.decays, plan.remedies) == ((), ())


@pytest.mark.parametrize("sampler", ["tpe", "random", "cmaes", "qmc", "grid"])
def test_a_sampler_is_chosen_by_name(sampler: str) -> None:
    assert make_plan([f"search={sampler}"])[0].search.sampler == sampler


def test_a_sampler_whose_package_is_missing_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "find_spec", lambda _: None)
    with pytest.raises(ConfigError, match=r"needs the package torch.*pip install torch"):
        make_plan(["search=gp"])


@pytest.mark.parametrize("key", ["n_seeds", "n_rates", "epochs_factor", "n_fresh_seeds"])
def test_interventions_need_two_of_everything_to_compare(key: str) -> None:
    assert f"intervene.{key} must be 2 or more, got 1" in refused([f"intervene.{key}=1"])


def test_a_ladder_may_be_climbed_on_one_seed() -> None:
    assert make_plan(["intervene.n_rate_seeds=1"])[0].intervene.n_rate_seeds == 1
