"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

# With CI set, as on a machine that decides whether a change goes in, the same examples are tried each time:
# the answer is about the change. Everywhere else they differ from run to run.
settings.register_profile(
    "reader",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("reader")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data that lies beside a checkout of the founders; tests that need it skip without it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("no shared data beside this checkout")
    return SHARED_DATA
