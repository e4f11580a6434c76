"""Which branches of the core the tests take: 90 of 100 or more in each of four rooms, or an error.

    python .ci/coverage.py [PYTEST ARGUMENTS...]

Runs the tests that concern `text`, `search`, `notes` and `library` (or what the arguments name) under
coverage.py, with every process that they start, and prints a line a room and the branches that were not
taken, as `from->to` in lines of the file. Exits with 1 when a test fails or a room is below the mark. Takes
nearly twice the processor time of these tests alone, which is why `.ci/run` leaves it out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOMS = ("text", "search", "notes", "library")
LEAST = 90.0
TESTS = [
    *(f"tests/{room}" for room in (*ROOMS, "formats")),
    "tests/verbs",
    "tests/test_cli.py",
]
COVERAGE = [sys.executable, "-m", "coverage"]


def main(arguments: list[str]) -> int:
    os.chdir(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["COVERAGE_FILE"] = str(Path(scratch, "data"))
        ran = subprocess.run(
            [*COVERAGE, "run", "-m", "pytest", "-p", "no:cacheprovider", *(arguments or TESTS)]
        )
        subprocess.run([*COVERAGE, "combine", "-q"], check=True)
        report = Path(scratch, "report.json")
        subprocess.run([*COVERAGE, "json", "-q", "-o", str(report)], check=True)
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    low = [room for room in ROOMS if _show(room, files) < LEAST]
    if low:
        print(f"below {LEAST:.0f} % of the branches: {', '.join(low)}", file=sys.stderr)
    return 1 if low or ran.returncode else 0


def _show(room: str, files: dict[str, dict]) -> float:
    """Prints what was not taken in a room, then its share; the share of branches taken, in per cent."""
    taken = branches = 0
    for name, file in sorted(files.items()):
        if not name.startswith(f"reader/{room}/"):
            continue
        taken += file["summary"]["covered_branches"]
        branches += file["summary"]["num_branches"]
        if missing := file["missing_branches"]:
            places = ", ".join(f"{line}->{'exit' if to < 0 else to}" for line, to in missing)
            print(f"  {name}: {places}")
    share = 100 * taken / branches if branches else 0.0
    print(f"reader/{room}: {share:.1f} % of {branches} branches")
    return share


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
