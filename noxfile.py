"""The checks of `.ci/run`, one session each: `nox -l` lists them, `nox -s lint` runs one."""

from __future__ import annotations

import nox

nox.options.sessions = ["lint", "tests"]
nox.options.reuse_existing_virtualenvs = True
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the test suite, or the tests that are named after `--`."""
    session.install(".[test]")
    session.run("python", "-m", "pytest", *(session.posargs or ("-n", "2")))


@nox.session
def lint(session: nox.Session) -> None:
    """Check lint, format, types and the directions of imports."""
    session.install(".[lint]")
    session.run("bash", ".ci/lint", session.bin, external=True)


@nox.session
def explore(session: nox.Session) -> None:
    """Run the property tests on new random examples, many more of them than the suite tries."""
    session.install(".[test]")
    session.run(
        "python", "-m", "pytest", "-m", "property", "-n", "2", *session.posargs,
        env={"HYPOTHESIS_PROFILE": "explore"},
    )  # fmt: skip


@nox.session
def fuzz(session: nox.Session) -> None:
    """Fuzz each target for a minute, guided by coverage; arguments after `--` go to the fuzzer."""
    session.install(".[test]")
    session.run("python", "tests/fuzz/run.py", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Measure which branches of the core the tests take."""
    session.install(".[test,coverage]")
    session.run("python", ".ci/coverage.py", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Write the tables and examples of the documentation anew from the program."""
    session.install("-e", ".[test]")
    session.run("python", "docs/refresh.py", *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """Build the distributions and check that they can be uploaded and installed."""
    session.install("build", "twine")
    session.run("python", "-m", "build")
    session.run("twine", "check", "--strict", "dist/*")
