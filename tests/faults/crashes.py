"""``make crash-test``: a small sweep is killed at random instants, over and over, and must end as if it never was."""

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sweeps_for_faults import POLL_SECONDS, Struck, counted, differences, start

START_SECONDS = 6.0  # about as long as imports and data take, before the first stage


@dataclass(frozen=True)
class Crashed:
    """A sweep that was killed in ``stages`` and brought to its end; ``wrong`` is what it then lacked."""

    stages: list[str]
    wrong: list[str]


def run_whole(folder: Path) -> list[str]:
    """Run the sweep unharmed; return its stages in order of their first coming."""
    running, seen = start(folder), dict.fromkeys(["start"])
    while running.process.poll() is None:
        seen[running.stage] = None
        time.sleep(POLL_SECONDS)
    code, said = running.end()
    if code != 0:
        raise RuntimeError(f"the unharmed sweep must end with 0, got {code}: {said}")
    return list(seen)


def crash(folder: Path, whole: Path, stages: list[str], chance: random.Random, *, most: int) -> Crashed:
    """Kill a sweep up to ``most`` times, resume it each time, and compare it at its end with the whole one."""
    struck: list[str] = []
    running = start(folder)
    while len(struck) < most and _reach(running, chance.choice(stages), chance):
        struck.append(running.kill(group=chance.random() < 0.5))
        running = _go_on(folder)
    code, said = running.end()
    wrong = [f"exit code {code}: {said}"] if code else differences(folder, whole)
    return Crashed(struck, wrong)


def _reach(running: Struck, stage: str, chance: random.Random) -> bool:
    """Wait for a random instant in a stage, some of them short, some long; return whether the sweep still runs."""
    if stage == "start":
        time.sleep(chance.uniform(0, START_SECONDS))
    elif running.wait_for(stage):
        time.sleep(10 ** chance.uniform(-4, 0))
    return running.process.poll() is None


def _go_on(folder: Path) -> Struck:
    """Resume the sweep, or begin it where it was killed before it had."""
    begun = any(folder.glob("mlruns/studies/*/sweep.json"))
    return start(folder, "sweep.resume=latest") if begun else start(folder)


def crash_many(folder: Path, n_kills: int, *, seed: int = 0, most: int = 10) -> Iterator[Crashed | list[str]]:
    """Yield first the stages of the sweep, then sweep after sweep until there were ``n_kills`` kills."""
    chance, done, number = random.Random(seed), 0, 0  # noqa: S311 - no secret
    stages = run_whole(folder / "whole")
    yield stages
    while done < n_kills:
        number += 1
        crashed = crash(folder / str(number), folder / "whole", stages, chance, most=min(most, n_kills - done))
        done += len(crashed.stages)
        yield crashed


def main(n_kills: str = "100", seed: str = "0") -> int:
    """Print a line a sweep and a summary; return 1 where anything was lost, doubled or different."""
    struck: list[str] = []
    n_wrong = n_sweeps = 0
    with TemporaryDirectory(prefix="undefault-crashes-") as folder:
        for outcome in crash_many(Path(folder), int(n_kills), seed=int(seed)):
            if isinstance(outcome, list):
                print("stages:", ", ".join(outcome), flush=True)  # noqa: T201
                continue
            struck += outcome.stages
            n_sweeps += 1
            n_wrong += bool(outcome.wrong)
            shown = "; ".join(outcome.wrong) or "as if never killed"
            print(f"{len(struck)} kills; this sweep: {counted(outcome.stages)}: {shown}", flush=True)  # noqa: T201
    print(f"{len(struck)} kills over {n_sweeps} sweeps, {n_wrong} of them wrong at their end")  # noqa: T201
    print(f"kills by stage: {counted(struck)}")  # noqa: T201
    return int(n_wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
