"""What the first wave was to hold, plan by plan."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from sdvdata.charts.frames import checked, numbers_of, programmes_of, words_of
from sdvdata.charts.lists import _list_words, _listed, _row_axis
from sdvdata.charts.marks import (
    claim_marks,
    colour_by_programme,
    footnotes,
    inline,
    layered,
    shape_by_programme,
    stroke_by_programme,
    title_lines,
    told,
)
from sdvdata.charts.style import FULL_WIDTH, QUIET

_STEP = 34


def wave_chart(frame: pd.DataFrame, *, title: str, alt_text: str, source: str) -> alt.LayerChart:
    """Hospitals of the first wave, a row per plan and a mark per hospital.

    Parameters
    ----------
    frame : DataFrame
        Rows of `plans.first_wave` with `label`, which is written above the marks; tooltips tell what else it has.
    title, alt_text, source : str
        Title; what the chart shows, for those who can't see it; who said it.

    Returns
    -------
    altair.LayerChart
        Plans in the order of the frame; hollow marks are plans that are not the buyer's own. A plan that names no
        hospital says so.

    Raises
    ------
    ChartError
        If the frame is empty or lacks a column; if alt text or source is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"claim_id": ["a", "b"], "programme": "sdv", "number": [4, 1], "own": [False, True],
    ...                       "label": ["Malmö, Lund, Trelleborg, Ystad", "Ystad"]})
    >>> wave_chart(frame, title="Shrank", alt_text="From four to one.", source="Region Skåne").to_dict()["width"]
    418
    """
    checked(frame, title, alt_text, source, ("number", "own", "label"))
    programmes = programmes_of(frame)
    rows, height = _listed(frame, words_of(frame, "label"), range(len(frame)), programmes)
    numbers = numbers_of(frame, "number")
    tips, tellings = told(frame)
    marks: list[dict[str, Any]] = [
        {
            "programme": row.programme,
            **tellings[row.index],
            "x": 10 + n * _STEP,
            "y": row.mark,
            "hollow": not bool(frame["own"].iloc[row.index]),
        }
        for row in rows
        if row.index is not None
        for n in range(int(numbers[row.index]))
    ]
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, FULL_WIDTH], range=[0, FULL_WIDTH], nice=False), axis=None)
    y = _row_axis("y", rows)
    base, spoken = claim_marks(marks, frame)
    shape = shape_by_programme(programmes)
    layers = [
        base.transform_filter("!datum.hollow")
        .mark_point(filled=True, opacity=1, size=190)
        .encode(x=x, y=y, color=colour_by_programme(programmes), shape=shape, tooltip=tips, description=spoken),
        base.transform_filter("datum.hollow")
        .mark_point(fill="white", opacity=1, size=160, strokeWidth=2.2)
        .encode(x=x, y=y, stroke=stroke_by_programme(programmes), shape=shape, tooltip=tips, description=spoken),
    ]
    blank = [
        {"x": 4, "y": row.mark + 6, "text": "hospitals not stated"}
        for row in rows
        if row.index is not None and not numbers[row.index]
    ]
    if blank:
        # No mark would read as no hospital.
        layers.append(
            alt.Chart(inline(blank))
            .mark_text(align="left", baseline="alphabetic", fontStyle="italic", color=QUIET)
            .encode(x=x, y=y, text="text:N")
        )
    notes = ["One mark is one hospital named for the first start. Hollow: not the buyer's own plan."]
    return layered([*layers, *_list_words(rows), *footnotes(0, height + 6, notes, source)]).properties(
        width=FULL_WIDTH, height=height, title=title_lines(title), description=alt_text.strip()
    )
