"""Time still to go, by the day on which a date was said."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import pandas as pd

from sdvdata.charts.axes import Span, day_text, number_axis, time_axis, time_span
from sdvdata.charts.frames import checked, days_of, numbers_of, only_one, programmes_of, words_of
from sdvdata.charts.lettering import wrap
from sdvdata.charts.marks import (
    claim_marks,
    colour_by_programme,
    footnotes,
    inline,
    key_row,
    layered,
    shape_by_programme,
    stroke_by_programme,
    title_lines,
    told,
)
from sdvdata.charts.style import AXIS_ROOM, DAY, FULL_WIDTH, LINE, PLOT_WIDTH, TEXT
from sdvdata.display import ChartError

_HEIGHT = 360
#: An open side is drawn as long as this, with an arrow.
_OPEN_MONTHS = 4.0


def horizon_chart(frame: pd.DataFrame, *, subject: str, title: str, alt_text: str, source: str) -> alt.LayerChart:
    """Months still to go when each date was said.

    Parameters
    ----------
    frame : DataFrame
        Rows of `plans.horizon`: claims with `months_low`, `months_high`, `own`, `plan`, and `stated_on` with its
        `_start` and `_end`.
    subject : str
        The milestone or place that all rows are about, for the axis title.
    title, alt_text, source : str
        Title; what the chart shows, for those who can't see it; who said it.

    Returns
    -------
    altair.LayerChart
        A point per statement, an upright bar over the months that its date allows; statements of one plan of the
        buyer's own are joined. A plan that holds falls month by month to the ground, which is the day itself.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column or nothing can be drawn; if alt text or source is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> said = pd.to_datetime(["2023-11-12", "2024-10-02"])
    >>> frame = pd.DataFrame({"claim_id": ["a", "b"], "programme": "fvm", "plan": "p", "own": True,
    ...                       "months_low": [12.0, 1.3], "months_high": [12.0, 1.3],
    ...                       "stated_on_start": said, "stated_on_end": said})
    >>> chart = horizon_chart(frame, subject="first hospital", title="To go", alt_text="A year.", source="VGR")
    >>> chart.to_dict()["height"]
    360
    """
    checked(frame, title, alt_text, source, ("months_low", "months_high", "own", "stated_on_start", "stated_on_end"))
    lows, highs = numbers_of(frame, "months_low"), numbers_of(frame, "months_high")
    first, last = days_of(frame, "stated_on_start"), days_of(frame, "stated_on_end")
    drawn = [not math.isnan(low) and not math.isnan(a + b) for low, a, b in zip(lows, first, last, strict=True)]
    if not any(drawn):
        raise ChartError(f"The chart {title!r} has nothing to show: no statement has a time to go.")
    programmes = programmes_of(frame[drawn])
    tips, tellings = told(frame)
    plans = words_of(frame, "plan")
    marks: list[dict[str, Any]] = []
    for n, keep in enumerate(drawn):
        if not keep:
            continue
        high = lows[n] + _OPEN_MONTHS if math.isnan(highs[n]) else highs[n]
        marks.append(
            {
                "programme": words_of(frame, "programme")[n],
                **tellings[n],
                "plan": plans[n],
                "hollow": not bool(frame["own"].iloc[n]),
                "x": day_text((first[n] + last[n]) / 2),
                "x0": day_text(first[n]),
                "x1": day_text(last[n]),
                "y": round((lows[n] + high) / 2, 2),
                "y0": lows[n],
                "y1": round(high, 2),
                "open": math.isnan(highs[n]),
                "wide": last[n] - first[n] > 31 * DAY,
            }
        )
    x = time_span([day for n, keep in enumerate(drawn) if keep for day in (first[n], last[n])], 0, PLOT_WIDTH)
    y = Span(min(0.0, *(mark["y0"] for mark in marks)), max(mark["y1"] for mark in marks) * 1.06, _HEIGHT, 0)
    name = wrap(f"months to go to the promised date: {subject}", TEXT, FULL_WIDTH - 4)
    across, up = time_axis(x, "when it was said"), number_axis(y, name, upright=True)
    x_axis, y_axis = alt.X("x:T", **across), alt.Y("y:Q", **up)
    colour, shape = colour_by_programme(programmes), shape_by_programme(programmes)
    base, spoken = claim_marks(marks, frame)
    layers = [
        alt.Chart(inline([{"y": 0}])).mark_rule(color="#8A8A8A", strokeDash=[5, 4], strokeWidth=1.5).encode(y=y_axis),
        base.transform_filter("!datum.hollow")
        .mark_line(strokeWidth=2, opacity=0.45)
        .encode(x=x_axis, y=y_axis, color=colour, detail="plan:N"),
        base.transform_filter("datum.wide")
        .mark_rule(strokeWidth=1.5, opacity=0.35)
        .encode(x=alt.X("x0:T", **across), x2="x1", y=y_axis, color=colour, tooltip=tips, description=spoken),
        base.transform_filter("datum.y1 - datum.y0 > 0.5")
        .mark_rule(strokeWidth=3, opacity=0.4)
        .encode(x=x_axis, y=alt.Y("y0:Q", **up), y2="y1", color=colour, tooltip=tips, description=spoken),
        base.transform_filter("!datum.hollow")
        .mark_point(filled=True, opacity=1, stroke="white", strokeWidth=1)
        .encode(x=x_axis, y=y_axis, color=colour, shape=shape, tooltip=tips, description=spoken),
        base.transform_filter("datum.hollow")
        .mark_point(fill="white", opacity=1, size=80, strokeWidth=2)
        .encode(
            x=x_axis, y=y_axis, stroke=stroke_by_programme(programmes), shape=shape, tooltip=tips, description=spoken
        ),
    ]
    if any(mark["open"] for mark in marks):
        layers.append(
            base.transform_filter("datum.open")
            .mark_point(filled=True, opacity=1, size=80, shape="triangle-up")
            .encode(x=x_axis, y=alt.Y("y1:Q", **up), color=colour)
        )
    lost = drawn.count(False)
    notes = ["Line: one plan of the buyer's own. Hollow: not the buyer's own plan."]
    if lost:
        notes.append(
            f"Not drawn: {lost} statement{'s' * (lost > 1)} that look{'s' * (lost == 1)} back only (the table says why)."
        )
    key = key_row(programmes, -AXIS_ROOM, -len(name) * LINE - 16)
    foot = footnotes(-AXIS_ROOM, _HEIGHT + 58, notes, source)
    return layered([*layers, *key, *foot]).properties(
        width=PLOT_WIDTH, height=_HEIGHT, title=title_lines(title), description=alt_text.strip()
    )


def one_subject(frame: pd.DataFrame, title: str) -> str:
    """The one milestone or place that the rows of a frame of vintages are about, in words."""
    milestone = only_one(frame, "milestone", title, "Two milestones on one chart would read as slip.")
    return milestone.replace("_", " ") or "go-live of each place"
