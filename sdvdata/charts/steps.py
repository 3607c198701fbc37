"""Budgets as steps where a source says that they were decided, everything else as loose points."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import pandas as pd

from sdvdata.charts.axes import Span, day_text, number_axis, time_axis, time_span
from sdvdata.charts.frames import basis_title, days_of, either, mix_note, name_of, programmes_of, scale_of, words_of
from sdvdata.charts.lettering import wrap
from sdvdata.charts.marks import colour_by_programme, footnotes, inline, layered, title_lines
from sdvdata.charts.money import _amount_ends, _money_ready, _money_rows, _money_view
from sdvdata.charts.style import AXIS_ROOM, DAY, FULL_WIDTH, PLOT_WIDTH, TEXT

#: A step that the record repeats on one day only is drawn this long, so that it is seen.
_SHORTEST = 60 * DAY


def budget_steps(frame: pd.DataFrame, *, title: str, alt_text: str, source: str) -> alt.VConcatChart:
    """Stated budgets, one panel per programme; a band where a source says that the amount was decided.

    Parameters
    ----------
    frame : DataFrame
        As for `money_panels`, with `step_start` and `step_end`: the days between which a decided amount is known to
        have stood, missing for all other rows.
    title, alt_text, source : str
        Title; what the chart shows, for those who can't see it; who said it.

    Returns
    -------
    altair.VConcatChart
        Points as in `money_panels`, and a broad band per decided amount. Bands are not joined: between them the record
        knows no decision.

    Raises
    ------
    ChartError
        As for `money_panels`.

    Examples
    --------
    >>> import pandas as pd
    >>> day = pd.to_datetime(["2017-09-19", "2024-12-10"])
    >>> frame = pd.DataFrame({"claim_id": ["a", "b"], "programme": "sdv", "label": "frame", "value": [1.046e9, 2.85e9],
    ...                       "currency": "SEK", "stated_on_start": day, "stated_on_end": day,
    ...                       "step_start": [day[0], pd.NaT], "step_end": [day[1], pd.NaT]})
    >>> chart = budget_steps(frame, title="Budgets", alt_text="One decided.", source="Region Skåne")
    >>> len(chart.vconcat)
    1
    """
    kept, notes = _money_ready(frame, title, alt_text, source)
    edges = [
        day
        for column in ("stated_on_start", "stated_on_end", "step_start", "step_end")
        for day in days_of(kept, column)
    ]
    days = time_span(edges, 0, PLOT_WIDTH)
    programmes = programmes_of(kept)
    keys = words_of(kept, "programme")
    panels: list[alt.LayerChart] = []
    for n, programme in enumerate(programmes):
        part = kept[[key == programme for key in keys]]
        last = n == len(programmes) - 1
        below = "when it was said" if last else None
        layers, height = _money_view(part, f"{title}: {name_of(programme)}", days, programmes, [programme], below=below)
        layers += _bands(part, days, height, programmes, below)
        if last:
            told = [
                "Broad band: a source says that this amount was decided; it reaches as far as the record repeats it."
            ]
            layers += footnotes(-AXIS_ROOM, height + 58, [*told, mix_note(kept), *notes], source)
        panels.append(layered([*layers]).properties(width=PLOT_WIDTH, height=height))
    return alt.vconcat(*panels, spacing=22).properties(title=title_lines(title), description=alt_text.strip())


def _bands(part: pd.DataFrame, days: Span, height: float, programmes: list[str], below: str | None) -> list[alt.Chart]:
    """One broad level line per decided amount."""
    unit, _ = scale_of(part)
    rows, _ = _money_rows(part, unit)
    y = Span(*_amount_ends(rows), height, 0)
    bands: list[dict[str, Any]] = []
    for programme, value, first, final in zip(
        words_of(part, "programme"), part["value"], days_of(part, "step_start"), days_of(part, "step_end"), strict=True
    ):
        if math.isfinite(first) and math.isfinite(value):
            end = max(either(final, first), first + _SHORTEST)  # of no known end: as short as can be seen
            bands.append({"programme": programme, "x0": day_text(first), "x1": day_text(end), "y": value / unit})
    if not bands:
        return []
    name = wrap(basis_title(part), TEXT, FULL_WIDTH - 4)
    return [
        alt.Chart(inline(bands))
        .mark_rule(strokeWidth=9, opacity=0.35)
        .encode(
            x=alt.X("x0:T", **time_axis(days, below)),
            x2="x1",
            y=alt.Y("y:Q", **number_axis(y, name, upright=True)),
            color=colour_by_programme(programmes),
        )
    ]
