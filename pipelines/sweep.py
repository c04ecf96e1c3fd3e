"""``make sweep``: where do Keras's default optimizer settings fail, and what to use instead."""

import sys
from collections.abc import Sequence

from undefault.cli import run_command

USAGE = """usage: make sweep [ARGS="KEY=VALUE ..."]

  experiment=default|smoke|small_networks|small_datasets
  dataset=wine | dataset=[wine,iris] | dataset=csv dataset.path=FILE dataset.target=COLUMN
  network=mlp_16 | network=mlp network.hidden=[16,8] | network=custom network.builder=package.module:function
  optimizers=[adam,sgd]  task.epochs=100  task.batch_size=32  search.n_trials=64  seed=1
  sweep.resume=latest

All keys and values: conf/. The last line of the output is the path of the report."""


def main(arguments: Sequence[str]) -> None:
    """Run one sweep and print where its report is.

    The configuration is composed before what trains and judges is imported, so that its errors come at once.
    """
    from undefault.config import make_plan

    plan, composed = make_plan(arguments)
    from undefault.sweep_command import run_sweep

    print(f"report: {run_sweep(plan, composed, arguments)}")


if __name__ == "__main__":
    sys.exit(run_command(main, sys.argv[1:], USAGE))
