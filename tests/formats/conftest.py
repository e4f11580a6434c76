"""What holds of every document, as a fixture."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from invariants import check_document as check

from reader.text.document import Document


@pytest.fixture(scope="session")
def check_document() -> Callable[[Document], None]:
    """Asserts what holds of every document."""
    return check
