"""Whether a package that requirements.lock pins has a known weakness, as the OSV database knows it, by pip-audit.

Exits with 0 where none has, 1 where one has, and 3 where not every package could be asked about: pip-audit itself says
"No known vulnerabilities found" and exits with 0 where it skipped them all.
"""

import json
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import venv
from pathlib import Path
from typing import Any

CLEAN, WEAK, NOT_ASKED = 0, 1, 3
AUDITOR = "pip-audit==2.10.1"
SERVICE = "https://api.osv.dev/"
LOCK = Path(__file__).parents[1] / "requirements.lock"


def main() -> int:
    """Audit the lock with an auditor in an environment of its own, so that it is no dependency itself."""
    try:
        _require_service()
        with tempfile.TemporaryDirectory() as folder:
            audited = _audited(Path(folder))
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        print(f"audit: NOT DONE, for {SERVICE} was not reached or did not answer as expected: {error}")
        return NOT_ASKED
    return report(audited)


def report(packages: list[dict[str, Any]]) -> int:
    """Print what pip-audit knows of the packages and return the exit code."""
    weak = [f"{one['name']} {one['version']}: {flaw['id']}" for one in packages for flaw in one.get("vulns", [])]
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    for line in weak:
        print(f"audit: {line}")
    if weak:
        return WEAK
    if skipped or not packages:
        print(f"audit: NOT DONE for {len(skipped)} of {len(packages)} packages, e.g. {skipped[:3]}")
        return NOT_ASKED
    print(f"audit: none of {len(packages)} packages has a known weakness")
    return CLEAN


def _require_service() -> None:
    try:
        urllib.request.urlopen(SERVICE, timeout=10).close()
    except urllib.error.HTTPError:
        return  # an answer, whatever it says


def _audited(folder: Path) -> list[dict[str, Any]]:
    """Return a record a package: its weaknesses, or why it was skipped."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", AUDITOR], check=True)  # noqa: S603 - our own command
    service = ["--vulnerability-service", "osv", "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(  # noqa: S603 - our own command
        [python, "-m", "pip_audit", "--require-hashes", "--disable-pip", *service, "-r", str(LOCK)],
        capture_output=True,
        text=True,
        check=False,
    )
    packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    return packages


if __name__ == "__main__":
    sys.exit(main())
