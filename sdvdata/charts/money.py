"""Stated amounts of money by the day they were said."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from sdvdata.charts.axes import Span, day_text, number_axis, time_axis, time_span
from sdvdata.charts.frames import (
    basis_title,
    bounded,
    checked,
    days_of,
    mix_note,
    name_of,
    numbers_of,
    programmes_of,
    scale_of,
    words_of,
)
from sdvdata.charts.lettering import Box, crossed, wrap
from sdvdata.charts.marks import (
    Wish,
    claim_marks,
    colour_by_programme,
    footnotes,
    joined,
    key_row,
    label_layers,
    layered,
    settled,
    shape_by_programme,
    stroke_by_programme,
    title_lines,
    told,
)
from sdvdata.charts.style import AXIS_ROOM, FULL_WIDTH, LINE, PLOT_WIDTH, TALLEST, TEXT
from sdvdata.display import ChartError


def _money_rows(frame: pd.DataFrame, unit: float) -> tuple[list[dict[str, Any]], list[str]]:
    """One record per claim that can be drawn, and notes on those that can't."""
    shown = bounded(frame)
    tellings = told(frame)[1]
    labels = words_of(frame, "label") if "label" in frame.columns else words_of(frame, "as_printed")
    flows = words_of(frame, "flow")
    # Money spent and money promised look different wherever they meet.
    hollow = [flow != "spend" and "spend" in flows for flow in flows]
    rows: list[dict[str, Any]] = []
    undated = wordless = 0
    for n, (value, low, high, first, last) in enumerate(
        zip(
            numbers_of(shown, "value"),
            numbers_of(shown, "shown_low"),
            numbers_of(shown, "shown_high"),
            days_of(frame, "stated_on_start"),
            days_of(frame, "stated_on_end"),
            strict=True,
        )
    ):
        if all(map(math.isnan, (value, low, high))):
            wordless += 1
        elif math.isnan(first) and math.isnan(last):
            undated += 1
        else:
            first, last = (last if math.isnan(first) else first), (first if math.isnan(last) else last)
            rows.append(
                {
                    "programme": words_of(frame, "programme")[n],
                    **tellings[n],
                    "label": labels[n],
                    "first": first,
                    "last": last,
                    "value": value / unit,
                    "low": low / unit,
                    "high": high / unit,
                    "hollow": hollow[n],
                }
            )
    notes = []
    if any(row["hollow"] for row in rows):
        notes.append("Filled: spent. Hollow: budgeted, contracted, expected or claimed.")
    if wordless:
        notes.append(f"Not drawn: {wordless} claim{'s' * (wordless > 1)} without a figure.")
    if undated:
        notes.append(f"Not drawn: {undated} claim{'s' * (undated > 1)} without a day.")
    return rows, notes


def _amount_ends(rows: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Lower and upper end of the axis of amounts."""
    known = [n for row in rows for n in (row["value"], row["low"], row["high"]) if math.isfinite(n)]
    top, bottom = max(0.0, *known), min(0.0, *known)
    reach = (top - bottom) or 1.0
    return bottom - (reach * 0.08 if bottom < 0 else 0), top + reach * 0.14


def _money_view(
    frame: pd.DataFrame,
    title: str,
    days: Span,
    programmes: Sequence[str],
    headed: Sequence[str],
    *,
    below: str | None = "when it was said",
) -> tuple[list[alt.Chart], float]:
    """Layers of one panel and its height."""
    unit, _ = scale_of(frame)
    rows, _ = _money_rows(frame, unit)
    amounts = _amount_ends(rows)

    def wanted(height: float) -> tuple[list[Wish], list[Box]]:
        y = Span(*amounts, height, 0)
        wishes: list[Wish] = []
        obstacles: list[Box] = []
        for row in rows:
            x_mid, x0, x1 = days.at((row["first"] + row["last"]) / 2), days.at(row["first"]), days.at(row["last"])
            low, high = _ends(row, y)
            middle = y.at(row["value"]) if math.isfinite(row["value"]) else (low + high) / 2
            obstacles.append((x_mid - 8, middle - 8, x_mid + 8, middle + 8))
            obstacles += crossed(x_mid, low, x_mid, high, half=4)
            obstacles += crossed(x0, middle, x1, middle)
            if row["label"]:
                wishes.append(Wish(row["label"], x_mid, middle, f"{row['programme']}|{row['label']}"))
        return joined(wishes, counted=True), obstacles

    height, placed = settled(wanted, range(200, TALLEST, 60), wide=150, title=title)
    y = Span(*amounts, height, 0)

    name = wrap(basis_title(frame), TEXT, FULL_WIDTH - 4)
    x_axis = alt.X("x:T", **time_axis(days, below))
    y_axis = alt.Y("y:Q", **number_axis(y, name, upright=True))
    tips, _ = told(frame)
    colour, shape = colour_by_programme(programmes), shape_by_programme(programmes)
    marks: list[dict[str, Any]] = []
    for row in rows:
        mark = {key: row[key] for key in row if key not in ("first", "last", "value", "low", "high", "label")}
        low, high = _ends(row, y)
        middle = y.at(row["value"]) if math.isfinite(row["value"]) else (low + high) / 2
        mark |= {"x": day_text((row["first"] + row["last"]) / 2), "y": round(y.back(middle), 4)}
        mark["point"] = math.isfinite(row["value"])
        if row["last"] > row["first"]:
            mark |= {"x0": day_text(row["first"]), "x1": day_text(row["last"])}
        if abs(high - low) > 1:
            mark |= {"y0": round(y.back(low), 4), "y1": round(y.back(high), 4)}
        if math.isnan(row["high"]):
            mark["up"] = round(y.back(high), 4)
        if math.isnan(row["low"]):
            mark["down"] = round(y.back(low), 4)
        marks.append(mark)
    base, spoken = claim_marks(marks, frame)
    layers = [
        base.transform_filter("isValid(datum.x0)")
        .mark_rule(strokeWidth=1.5, opacity=0.55)
        .encode(
            x=alt.X("x0:T", **time_axis(days, below)),
            x2="x1",
            y=y_axis,
            color=colour,
            tooltip=tips,
            description=spoken,
        ),
        base.transform_filter("isValid(datum.y0)")
        .mark_rule()
        .encode(
            x=x_axis,
            y=alt.Y("y0:Q", **number_axis(y, name, upright=True)),
            y2="y1",
            color=colour,
            size=alt.when("datum.point").then(alt.value(2)).otherwise(alt.value(7)),
            tooltip=tips,
            description=spoken,
        ),
    ]
    for field, arrow in (("up", "triangle-up"), ("down", "triangle-down")):
        if any(field in mark for mark in marks):
            layers.append(
                base.transform_filter(f"isValid(datum.{field})")
                .mark_point(filled=True, opacity=1, size=60, shape=arrow)
                .encode(x=x_axis, y=alt.Y(f"{field}:Q", **number_axis(y, name, upright=True)), color=colour)
            )
    layers.append(
        base.transform_filter("datum.point && !datum.hollow")
        .mark_point(filled=True, opacity=1, stroke="white", strokeWidth=1)
        .encode(x=x_axis, y=y_axis, color=colour, shape=shape, tooltip=tips, description=spoken)
    )
    if any(mark["hollow"] for mark in marks):
        layers.append(
            base.transform_filter("datum.point && datum.hollow")
            .mark_point(fill="white", opacity=1, size=90, strokeWidth=2)
            .encode(
                x=x_axis,
                y=y_axis,
                stroke=stroke_by_programme(programmes),
                shape=shape,
                tooltip=tips,
                description=spoken,
            )
        )
    layers += label_layers(placed, lambda px: day_text(days.back(px)), lambda px: round(y.back(px), 4), x_axis, y_axis)
    over = len(name) * LINE + 16
    return layers + key_row(headed, -AXIS_ROOM, -over), height


def _ends(row: Mapping[str, Any], y: Span) -> tuple[float, float]:
    """Pixels of the lower and the upper end; an open side reaches a little way, under an arrow."""
    low, high, value = row["low"], row["high"], row["value"]
    from_high = high if math.isfinite(high) else value
    from_low = low if math.isfinite(low) else value
    lower = y.at(low) if math.isfinite(low) else min(y.at(from_high) + 26, y.start)
    upper = y.at(high) if math.isfinite(high) else max(y.at(from_low) - 26, 0.0)
    return lower, upper


def _money_ready(frame: pd.DataFrame, title: str, alt_text: str, source: str) -> tuple[pd.DataFrame, list[str]]:
    checked(frame, title, alt_text, source, ("value", "currency", "stated_on_start", "stated_on_end"))
    shown = bounded(frame)
    drawable = [
        not all(map(math.isnan, numbers))
        for numbers in zip(*(numbers_of(shown, c) for c in ("value", "shown_low", "shown_high")), strict=True)
    ]
    dated = [
        not (math.isnan(a) and math.isnan(b))
        for a, b in zip(days_of(frame, "stated_on_start"), days_of(frame, "stated_on_end"), strict=True)
    ]
    kept = shown[[a and b for a, b in zip(drawable, dated, strict=True)]]
    if kept.empty:
        raise ChartError(f"The chart {title!r} has nothing to show: no claim has both a figure and a day.")
    return kept, _money_rows(frame, 1.0)[1]


def money_panels(frame: pd.DataFrame, *, title: str, alt_text: str, source: str) -> alt.VConcatChart:
    """Stated amounts, one panel per programme, so that no two currencies share an axis.

    Parameters
    ----------
    frame : DataFrame
        Claims of the table `costs`, each programme in one currency. `label` (a few words; blank for none) is written
        beside the point; without that column the amount as printed. `interval` adds the bounds that qualifying words
        stand for.
    title, alt_text, source : str
        Title; what the chart shows, for those who can't see it; who said it.

    Returns
    -------
    altair.VConcatChart
        Panels with a common time axis. Each has its own scale and its own axis title, with its own currency, price
        basis and VAT.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column or mixes currencies within a programme; if alt text or source is missing;
        if the labels find no room.

    Examples
    --------
    >>> import pandas as pd
    >>> day = pd.to_datetime(["2024-12-10", "2023-05-16"])
    >>> frame = pd.DataFrame({"claim_id": ["a", "b"], "programme": ["sdv", "helseplattformen"], "label": "frame",
    ...                       "value": [2.85e9, 3.7e9],
    ...                       "currency": ["SEK", "NOK"], "stated_on_start": day, "stated_on_end": day})
    >>> chart = money_panels(frame, title="Frames", alt_text="Two frames.", source="Region Skåne; Aftenposten")
    >>> len(chart.vconcat)
    2
    """
    kept, notes = _money_ready(frame, title, alt_text, source)
    days = time_span([*days_of(kept, "stated_on_start"), *days_of(kept, "stated_on_end")], 0, PLOT_WIDTH)
    programmes = programmes_of(kept)
    panels: list[alt.LayerChart] = []
    keys = words_of(kept, "programme")
    for n, programme in enumerate(programmes):
        part = kept[[key == programme for key in keys]]
        last = n == len(programmes) - 1
        layers, height = _money_view(
            part,
            f"{title}: {name_of(programme)}",
            days,
            programmes,
            [programme],
            below="when it was said" if last else None,
        )
        if last:
            layers += footnotes(-AXIS_ROOM, height + 58, [mix_note(kept), *notes], source)
        panels.append(layered([*layers]).properties(width=PLOT_WIDTH, height=height))
    return alt.vconcat(*panels, spacing=22).properties(title=title_lines(title), description=alt_text.strip())
