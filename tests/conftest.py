"""What tests of several modules share."""

from __future__ import annotations

from collections.abc import Iterator

import altair as alt
import pytest

from sdvdata import charts
from tests.spoilt import Record


@pytest.fixture
def record() -> Record:
    """Return the record's tables, to be spoilt in memory and handed to single rules."""
    return Record()


@pytest.fixture
def our_theme() -> Iterator[None]:
    """Draw charts in our theme, and leave Altair as it was."""
    before = alt.theme.active
    charts.enable()
    yield
    alt.theme.enable(before)
    alt.renderers.enable("default")
