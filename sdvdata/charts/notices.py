"""Notice: how long before the promised day a promise was given up."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import pandas as pd

from sdvdata.charts.axes import Span, number_axis
from sdvdata.charts.frames import checked, numbers_of, programmes_of, words_of
from sdvdata.charts.horizons import one_subject
from sdvdata.charts.lettering import text_width, wrap
from sdvdata.charts.lists import _list_words, _listed, _row_axis
from sdvdata.charts.marks import claim_marks, colour_by_programme, footnotes, inline, layered, title_lines, told
from sdvdata.charts.style import CROSS, FULL_WIDTH, TEXT
from sdvdata.display import ChartError


def notice_chart(frame: pd.DataFrame, *, title: str, alt_text: str, source: str) -> alt.LayerChart:
    """Days from the day on which each promise was given up to the promised day.

    Parameters
    ----------
    frame : DataFrame
        Rows of `plans.notice` about one milestone (or about places), with `label`, which is written above each mark;
        rows without `days_low` are counted, not drawn.
    title, alt_text, source : str
        Title; what the chart shows, for those who can't see it; who said it.

    Returns
    -------
    altair.LayerChart
        A bar per promise over the days that the two dates allow, a cross where both are exact, the days in words
        beside it. The upright line is the promised day; what lies left of it came after.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column, mixes milestones or nothing can be drawn; if alt text or source is
        missing.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"claim_id": ["a"], "programme": "fvm", "milestone": "first_hospital",
    ...                       "label": ["stopped"], "days_low": [-3.0], "days_high": [-3.0]})
    >>> chart = notice_chart(frame, title="Notice", alt_text="Three days after.", source="VGR")
    >>> chart.to_dict()["title"]["text"]
    ['Notice']
    """
    checked(frame, title, alt_text, source, ("days_low", "days_high", "label", "milestone"))
    subject = one_subject(frame, title)
    drawn = [not math.isnan(low + high) for low, high in zip(*(numbers_of(frame, c) for c in _ENDS), strict=True)]
    lost = drawn.count(False)
    frame = frame[drawn]
    if frame.empty:
        raise ChartError(f"The chart {title!r} has nothing to show: no promise was given up on a known day.")
    lows, highs = numbers_of(frame, "days_low"), numbers_of(frame, "days_high")
    programmes = programmes_of(frame)
    rows, height = _listed(frame, words_of(frame, "label"), range(len(frame)), programmes)
    texts = [days_text(low, high) for low, high in zip(lows, highs, strict=True)]
    # The days in words stand to the right of each mark, so the longest bar leaves room for them.
    room = max(text_width(text, TEXT, bold=True) for text in texts) + 18
    inner = Span(min(-20.0, *lows), max(highs), 10, FULL_WIDTH - room)
    x = Span(round(inner.back(0)), round(inner.back(FULL_WIDTH)), 0, FULL_WIDTH)
    tips, tellings = told(frame)
    marks: list[dict[str, Any]] = []
    beside: list[dict[str, Any]] = []
    for row in rows:
        if row.index is None:
            continue
        low, high = lows[row.index], highs[row.index]
        marks.append(
            {
                "programme": row.programme,
                **tellings[row.index],
                "y": row.mark,
                "x0": low,
                "x1": high,
                "x": (low + high) / 2,
                "exact": x.at(high) - x.at(low) < 6,
            }
        )
        near = x.at(high) + 14
        beside.append({"x": round(x.back(near), 1), "y": row.mark + 6, "text": texts[row.index]})
    name = wrap(f"days from giving up to the promised day: {subject}", TEXT, FULL_WIDTH - 4)
    across = number_axis(x, name)
    x_axis, y_axis = alt.X("x:Q", **across), _row_axis("y", rows)
    colour = colour_by_programme(programmes)
    base, spoken = claim_marks(marks, frame)
    layers = [
        alt.Chart(inline([{"x": 0, "y": mark["y"] - 11, "y2": mark["y"] + 11} for mark in marks]))
        .mark_rule(color="#8A8A8A", strokeWidth=1.5)
        .encode(x=x_axis, y=_row_axis("y", rows), y2="y2"),
        base.transform_filter("!datum.exact")
        .mark_rule(strokeWidth=9)
        .encode(x=alt.X("x0:Q", **across), x2="x1", y=y_axis, color=colour, tooltip=tips, description=spoken),
        base.transform_filter("datum.exact")
        .mark_point(filled=False, opacity=1, size=150, shape=CROSS, strokeWidth=3.5)
        .encode(x=x_axis, y=y_axis, color=colour, tooltip=tips, description=spoken),
        alt.Chart(inline(beside))
        .mark_text(align="left", baseline="alphabetic", fontWeight="bold")
        .encode(x=x_axis, y=y_axis, text="text:N"),
    ]
    notes = ["Zero is the promised day. Bar: the days that the dates allow."]
    if lost:
        notes.append(f"Not drawn: {lost} plan{'s' * (lost > 1)} that came true, or that the next plan confirmed.")
    return layered([*layers, *_list_words(rows), *footnotes(0, height + 6, notes, source)]).properties(
        width=FULL_WIDTH, height=height, title=title_lines(title), description=alt_text.strip()
    )


_ENDS = ("days_low", "days_high")


def days_text(low: float, high: float) -> str:
    """Days of notice in words.

    Examples
    --------
    >>> days_text(3, 3), days_text(1, 181), days_text(-3, -3), days_text(-30, 3)
    ('3 days', '1 to 181 days', '3 days after it', '30 days after to 3 before')
    """
    one, two = f"{abs(low):.0f}", f"{abs(high):.0f}"
    if low >= 0:
        return f"{two} day{'s' * (high != 1)}" if low == high else f"{one} to {two} days"
    if high < 0:
        return f"{two} day{'s' * (high != -1)} after it" if low == high else f"{two} to {one} days after it"
    return f"{one} days after to {two} before"
