"""What the tests of the analysis share."""

from __future__ import annotations

import pytest

from reader.analysis.pipeline import Recogniser


@pytest.fixture(scope="session")
def recogniser() -> Recogniser:
    """The model, loaded once for all tests."""
    return Recogniser.load()
