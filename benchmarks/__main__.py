"""``make bench``: measures, writes benchmarks/results.json and prints the table for the README."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from benchmarks import machine
from benchmarks.child import ROOT, Result
from benchmarks.parts import PARTS
from benchmarks.sizes import FULL, QUICK, Sizes
from benchmarks.table import replace_between_markers, write_table

RESULTS = Path(__file__).with_name("results.json")


def main(arguments: Sequence[str]) -> None:
    """Measure the chosen parts, all by default."""
    options = _parse(arguments)
    results: Result = {"quick": options.quick, "machine": machine.describe(), "parts": {}}
    for letter in options.parts or PARTS:
        results["parts"][letter] = _measure(letter, QUICK if options.quick else FULL)
        RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    table = write_table(results)
    print(table)
    if options.readme:
        readme = ROOT / "README.md"
        readme.write_text(replace_between_markers(readme.read_text(), table))


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    described = "; ".join(f"{letter}: {part.title}" for letter, part in PARTS.items())
    parser = argparse.ArgumentParser("python -m benchmarks", description=f"Parts: {described}.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help="all by default")
    parser.add_argument(
        "--quick", action="store_true", help="shrink all, to see that it runs; the figures mean nothing"
    )
    parser.add_argument("--readme", action="store_true", help="write the table into README.md, between its markers")
    options = parser.parse_args(arguments)
    if options.readme and (options.quick or options.parts):
        parser.error("--readme needs all parts in full; leave out --quick and the parts")
    return options


def _measure(letter: str, sizes: Sizes) -> Result:
    """Return the result of a part, saying on stderr what is being measured."""
    begun, part = perf_counter(), PARTS[letter]
    print(f"{letter}: {part.title} ...", file=sys.stderr)
    result = part.measure(sizes)
    print(f"{letter}: {perf_counter() - begun:.0f} seconds", file=sys.stderr)
    return result


if __name__ == "__main__":
    main(sys.argv[1:])
