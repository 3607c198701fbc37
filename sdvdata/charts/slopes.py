"""How the promised date of each place moved from plan to plan."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from sdvdata.charts.axes import Span, day_text, time_axis, time_span
from sdvdata.charts.frames import checked, days_of, either, only_one, programmes_of, words_of
from sdvdata.charts.lettering import wrap
from sdvdata.charts.marks import (
    claim_marks,
    colour_by_programme,
    footnotes,
    inline,
    layered,
    shape_by_programme,
    stroke_by_programme,
    text_at,
    title_lines,
    told,
)
from sdvdata.charts.style import (
    AXIS_ROOM,
    DAY,
    FULL_WIDTH,
    LINE,
    OTHER_COLOUR,
    PLOT_WIDTH,
    STAR,
    TEXT,
    programme_colours,
)
from sdvdata.display import ChartError

_HEIGHT = 480
_LABEL = 166  # room for the names of the places, on the right
_SAMPLE = 26  # each name has a piece of its line in front
_OPEN_DAYS = 120 * DAY  # an open side is drawn as long as this, with an arrow
#: How the lines of places that cross are told apart; colour and marker are the programme's.
_DASHES = ([1, 0], [7, 4], [2, 3], [10, 3, 2, 3], [16, 5], [2, 2, 2, 6], [4, 2], [6, 2, 2, 2, 2, 2])


def slope_chart(frame: pd.DataFrame, *, title: str, alt_text: str, source: str) -> alt.LayerChart:
    """Promised dates of the places of one programme, by when each plan came into force.

    Parameters
    ----------
    frame : DataFrame
        Claims with `name` (of the place), `own`, `date` and `plan_from` with their `_start` and `_end`, and `kind`
        (planned, actual). Places that move alike are drawn as one line.
    title, alt_text, source : str
        Title; what the chart shows, for those who can't see it; who said it.

    Returns
    -------
    altair.LayerChart
        A line per place or group of places, each dashed in its own way, its names at its end; hollow marks are plans
        that are not the buyer's own; a star is a go-live. Thin level lines are the days within which a plan came into
        force, upright bars the promised period; an arrow stands where a side is open. The slanting line is the day
        itself.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column, holds two programmes or nothing can be drawn; if alt text or source is
        missing.

    Examples
    --------
    >>> import pandas as pd
    >>> start, due = pd.to_datetime(["2019-10-01", "2022-12-01"]), pd.to_datetime(["2021-11-01", "2026-03-01"])
    >>> frame = pd.DataFrame({"claim_id": ["a", "b"], "programme": "sdv", "name": "Lund", "own": True,
    ...                       "kind": "planned", "date_start": due, "date_end": due,
    ...                       "plan_from_start": start, "plan_from_end": start})
    >>> slope_chart(frame, title="Lund", alt_text="It moved.", source="Region Skåne").to_dict()["height"]
    480
    """
    columns = ("name", "own", "kind", "date_start", "date_end", "plan_from_start", "plan_from_end")
    checked(frame, title, alt_text, source, columns)
    only_one(frame, "programme", title, "Draw a chart for each programme.")
    days = {c: days_of(frame, c) for c in columns[3:]}
    names, kinds = words_of(frame, "name"), words_of(frame, "kind")
    tips, tellings = told(frame)
    marks: list[dict[str, Any]] = []
    for n in range(len(frame)):
        # An open side has no middle: the known side stands for it.
        first, last = (
            either(days["date_start"][n], days["date_end"][n]),
            either(days["date_end"][n], days["date_start"][n]),
        )
        y = (first + last) / 2
        begin, end = days["plan_from_start"][n], days["plan_from_end"][n]
        actual = kinds[n] == "actual"
        x = y if actual else (either(begin, end) + either(end, begin)) / 2
        if not math.isnan(x + y):
            opened = [
                side
                for side, day in (("below", days["date_start"][n]), ("above", days["date_end"][n]), ("before", begin))
                if math.isnan(day) and not (actual and side == "before")
            ]
            first = first - _OPEN_DAYS if "below" in opened else first
            last = last + _OPEN_DAYS if "above" in opened else last
            x0 = x if actual else end - _OPEN_DAYS if "before" in opened else begin
            marks.append(
                {
                    "programme": words_of(frame, "programme")[n],
                    **tellings[n],
                    "name": names[n],
                    "x": x,
                    "y": y,
                    "x0": x0,
                    "x1": x if actual else either(end, x),
                    "y0": first,
                    "y1": last,
                    "open": " ".join(opened),
                    "look": "star" if kinds[n] == "actual" else "own" if bool(frame["own"].iloc[n]) else "other",
                }
            )
    if not marks:
        raise ChartError(f"The chart {title!r} has nothing to show: no plan can be placed in time.")
    groups = _alike(marks)
    inner = time_span([mark[c] for mark in marks for c in ("x", "x0", "x1")], 0, PLOT_WIDTH - _LABEL)
    x_span = replace(
        inner, high=inner.low + (inner.high - inner.low) * PLOT_WIDTH / (PLOT_WIDTH - _LABEL), end=PLOT_WIDTH
    )
    x_span = replace(x_span, high=math.ceil(x_span.high / DAY) * DAY)
    found = time_span([mark[c] for mark in marks for c in ("y0", "y1")], _HEIGHT, 0)
    name = wrap("promised go-live of each place", TEXT, FULL_WIDTH - 4)
    across, up = time_axis(x_span, "when the plan came into force"), time_axis(found, name, upright=True)
    x_axis, y_axis = alt.X("x:T", **across), alt.Y("y:T", **up)
    programmes = programmes_of(frame)
    colour, shape = colour_by_programme(programmes), shape_by_programme(programmes)
    shown = [
        {**mark, **{c: day_text(mark[c]) for c in ("x", "x0", "x1", "y", "y0", "y1")}, "group": n}
        for n, group in enumerate(groups)
        for mark in group
    ]
    base, spoken = claim_marks(shown, frame)
    # The slanting line stops where the names begin.
    names_from = _names_from(groups, x_span)
    low, high = max(x_span.low, found.low), min(x_span.back(names_from - 8), found.high)
    dash = alt.StrokeDash(
        "group:N",
        scale=alt.Scale(domain=list(range(len(groups))), range=[_dash(n) for n in range(len(groups))]),
        legend=None,
    )
    layers: list[alt.Chart] = []
    if high > low:
        corners = [{"x": day_text(day), "y": day_text(day)} for day in (low, high)]
        layers.append(
            alt.Chart(inline(corners))
            .mark_line(color="#8A8A8A", strokeDash=[5, 4], strokeWidth=1.5)
            .encode(x=x_axis, y=y_axis)
        )
    layers += [
        base.transform_filter("datum.look !== 'star'")
        .mark_line(strokeWidth=2, opacity=0.7)
        .encode(x=x_axis, y=y_axis, color=colour, strokeDash=dash, detail="name:N"),
        base.transform_filter("datum.x0 !== datum.x1")
        .mark_rule(strokeWidth=1.2, opacity=0.45)
        .encode(x=alt.X("x0:T", **across), x2="x1", y=y_axis, color=colour, tooltip=tips, description=spoken),
        base.transform_filter("datum.y0 !== datum.y1")
        .mark_rule(strokeWidth=3, opacity=0.5)
        .encode(x=x_axis, y=alt.Y("y0:T", **up), y2="y1", color=colour, tooltip=tips, description=spoken),
        base.transform_filter("datum.look === 'own'")
        .mark_point(filled=True, opacity=1, stroke="white", strokeWidth=1)
        .encode(x=x_axis, y=y_axis, color=colour, shape=shape, tooltip=tips, description=spoken),
        base.transform_filter("datum.look === 'other'")
        .mark_point(fill="white", opacity=1, size=80, strokeWidth=2)
        .encode(
            x=x_axis, y=y_axis, stroke=stroke_by_programme(programmes), shape=shape, tooltip=tips, description=spoken
        ),
        base.transform_filter("datum.look === 'star'")
        .mark_point(filled=True, opacity=1, size=300, shape=STAR, stroke="white", strokeWidth=1)
        .encode(x=x_axis, y=y_axis, color=colour, tooltip=tips, description=spoken),
    ]
    for side, field, axis, arrow in (
        ("above", "y1", alt.Y("y1:T", **up), "triangle-up"),
        ("below", "y0", alt.Y("y0:T", **up), "triangle-down"),
    ):
        if any(side in mark["open"] for mark in marks):
            layers.append(
                base.transform_filter(f"indexof(datum.open, '{side}') >= 0 && isValid(datum.{field})")
                .mark_point(filled=True, opacity=0.8, size=60, shape=arrow)
                .encode(x=x_axis, y=axis, color=colour, tooltip=tips, description=spoken)
            )
    if any("before" in mark["open"] for mark in marks):
        layers.append(
            base.transform_filter("indexof(datum.open, 'before') >= 0")
            .mark_point(filled=True, opacity=0.8, size=60, shape="triangle-left")
            .encode(x=alt.X("x0:T", **across), y=y_axis, color=colour, tooltip=tips, description=spoken)
        )
    layers += _names(groups, x_span, found, programmes[0])
    notes = [
        "Hollow: not the buyer's own plan. Upright bar: promised for a period. Thin level line: came into force some "
        "day within it. Grey, slanting: the day itself."
    ]
    if any(mark["open"] for mark in marks):
        notes[0] += " Arrow: no end given."
    if any(mark["look"] == "star" for mark in marks):
        notes[0] += " Star: went live."
    return layered([*layers, *footnotes(-AXIS_ROOM, _HEIGHT + 58, notes, source)]).properties(
        width=PLOT_WIDTH, height=_HEIGHT, title=title_lines(title, offset=18), description=alt_text.strip()
    )


def _alike(marks: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Places that share every date, one group each; within a group by time."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    for mark in marks:
        by_name.setdefault(mark["name"], []).append(mark)
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for mine in by_name.values():
        mine.sort(key=lambda mark: (mark["x"], mark["y"]))
        key = tuple((mark["x"], mark["y0"], mark["y1"], mark["open"]) for mark in mine)
        groups.setdefault(key, []).extend(mine)
    return list(groups.values())


def _dash(group: int) -> list[int]:
    return list(_DASHES[group % len(_DASHES)])


def _names_from(groups: list[list[dict[str, Any]]], x: Span) -> float:
    """Where the pieces of line in front of the names begin."""
    return x.at(max(mark[c] for group in groups for mark in group for c in ("x", "x1"))) + 18


def _names(groups: list[list[dict[str, Any]]], x: Span, y: Span, programme: str) -> list[alt.Chart]:
    """Names at the ends of the lines, pushed apart where they would overlap, each behind a piece of its line."""
    start = _names_from(groups, x)
    left = start + _SAMPLE + 6
    wide = PLOT_WIDTH - left
    wanted = []
    for n, group in enumerate(groups):
        last = max(group, key=lambda mark: (mark["x"], mark["y"]))
        lines = wrap(", ".join(dict.fromkeys(mark["name"] for mark in group)), TEXT, wide)
        wanted.append((y.at(last["y"]), lines, (x.at(last["x"]), y.at(last["y"]), n)))
    wanted.sort(key=lambda item: item[0])
    tops: list[float] = []
    for at, lines, _ in wanted:
        top = at - len(lines) * LINE / 2
        if tops:
            top = max(top, tops[-1] + len(wanted[len(tops) - 1][1]) * LINE + 3)
        tops.append(top)
    over = tops[-1] + len(wanted[-1][1]) * LINE - _HEIGHT
    if over > 0:
        tops = [top - over for top in tops]
        for n in range(len(tops) - 2, -1, -1):
            tops[n] = min(tops[n] + over, tops[n + 1] - len(wanted[n][1]) * LINE - 3)
    layers = []
    colour = programme_colours().get(programme, OTHER_COLOUR)
    for top, (_, lines, (px, py, n)) in zip(tops, wanted, strict=True):
        middle = top + len(lines) * LINE / 2
        layers.append(text_at(left, top + TEXT * 0.95, lines))
        layers += [
            alt.Chart(inline([{}]))
            .mark_rule(color="#8A8A8A", strokeWidth=1, aria=False)
            .encode(x=alt.value(px + 7), y=alt.value(py), x2=alt.value(start - 2), y2=alt.value(middle)),
            alt.Chart(inline([{}]))
            .mark_rule(color=colour, strokeWidth=2, strokeDash=_dash(n), aria=False)
            .encode(x=alt.value(start), y=alt.value(middle), x2=alt.value(start + _SAMPLE), y2=alt.value(middle)),
        ]
    return layers
