"""One amount restated in many ways: how far the choice of method alone moves it."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import pandas as pd

from sdvdata.charts.axes import Span, number_axis
from sdvdata.charts.frames import basis_title, checked, numbers_of, programmes_of, scale_of, words_of
from sdvdata.charts.lettering import wrap
from sdvdata.charts.marks import (
    colour_by_programme,
    footnotes,
    inline,
    layered,
    shape_by_programme,
    text_at,
    title_lines,
)
from sdvdata.charts.style import FULL_WIDTH, TEXT

_ROW = 50


def choices_chart(frame: pd.DataFrame, *, title: str, alt_text: str, source: str) -> alt.LayerChart:
    """Amounts on one scale, a row per choice, with the interval of each.

    Parameters
    ----------
    frame : DataFrame
        Restated rows in the columns of stated ones (`sdvdata.money.as_stated_frame`), with `choice` in words; all of
        one currency, price year and denominator, or it is an error.
    title, alt_text, source : str
        Title; what the chart shows, for those who can't see it; who said it.

    Returns
    -------
    altair.LayerChart
        A point per choice, a line from its lowest to its highest reading. The axis title is made from the frame.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column or mixes currencies; if words are missing.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"claim_id": "a", "programme": "sdv", "value": [1.0e9, 1.2e9], "currency": "SEK",
    ...                       "choice": ["early", "late"], "vat": "excl", "price_basis": "fixed", "price_year": 2024})
    >>> choices_chart(frame, title="One amount", alt_text="A fifth apart.", source="x").to_dict()["height"]
    100
    """
    checked(frame, title, alt_text, source, ("value", "currency", "choice"))
    unit, _ = scale_of(frame)
    columns = ("value", "shown_low", "shown_high") if "shown_low" in frame.columns else ("value", "value", "value")
    triples = [tuple(n / unit for n in triple) for triple in zip(*(numbers_of(frame, c) for c in columns), strict=True)]
    known = [n for triple in triples for n in triple if math.isfinite(n)]
    x = Span(0.0, max(known) * 1.16, 0, FULL_WIDTH)
    rows: list[dict[str, Any]] = []
    words: list[alt.Chart] = []
    for n, ((value, low, high), programme, choice) in enumerate(
        zip(triples, words_of(frame, "programme"), words_of(frame, "choice"), strict=True)
    ):
        y = n * _ROW + 38
        row = {"programme": programme, "x": round(value, 4), "y": y}
        if math.isfinite(low) and math.isfinite(high) and high > low:
            row |= {"x0": round(low, 4), "x1": round(high, 4)}
        rows.append(row)
        words.append(text_at(0, n * _ROW + 22, [choice]))
        right = x.at(high if math.isfinite(high) else value) + 10
        words.append(text_at(min(right, FULL_WIDTH - 44), y + 6, [f"{value:.2f}"], fontWeight="bold"))
    height = len(rows) * _ROW
    programmes = programmes_of(frame)
    across = number_axis(x, wrap(basis_title(frame), TEXT, FULL_WIDTH - 4))
    down = alt.Y("y:Q", scale=alt.Scale(domain=[0, height], range=[0, height], nice=False), axis=None)
    base = alt.Chart(inline(rows))
    colour = colour_by_programme(programmes)
    layers = [
        base.transform_filter("isValid(datum.x0)")
        .mark_rule()
        .encode(x=alt.X("x0:Q", **across), x2="x1", y=down, color=colour),
        base.mark_point(filled=True, opacity=1, stroke="white", strokeWidth=1).encode(
            x=alt.X("x:Q", **across), y=down, color=colour, shape=shape_by_programme(programmes)
        ),
    ]
    return layered([*layers, *words, *footnotes(0, height + 8, [], source)]).properties(
        width=FULL_WIDTH, height=height, title=title_lines(title), description=alt_text.strip()
    )
