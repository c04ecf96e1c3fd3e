"""A measurement in a process of its own, so that nothing is compiled, loaded or held in memory from another one."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
Result = dict[str, Any]


def ask(module: str, **arguments: Any) -> Result:
    """Run ``benchmarks.<module>``, which must `answer`, and return its result; raise `RuntimeError` where it fails."""
    command = [sys.executable, "-m", f"benchmarks.{module}", json.dumps(arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"benchmarks.{module} must end with 0, got {done.returncode}:\n{done.stderr}")
    result: Result = json.loads(done.stdout.splitlines()[-1])
    return result


def answer(measure: Callable[..., Result]) -> None:
    """Measure with the arguments that `ask` gave and print the result."""
    print(json.dumps(measure(**json.loads(sys.argv[1]))))
