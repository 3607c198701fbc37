"""Plans by the day they were made: the milestone trend chart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from sdvdata.charts.axes import Span, day_text, time_axis, time_span
from sdvdata.charts.frames import STOPS, checked, days_of, either, name_of, programmes_of, tally, words_of
from sdvdata.charts.lettering import Box, crossed, wrap
from sdvdata.charts.marks import (
    Wish,
    claim_marks,
    colour_by_programme,
    footnotes,
    inline,
    joined,
    key_row,
    label_layers,
    layered,
    settled,
    shape_by_programme,
    stop_layers,
    stroke_by_programme,
    title_lines,
    told,
)
from sdvdata.charts.style import AXIS_ROOM, DAY, FULL_WIDTH, LINE, PLOT_WIDTH, STAR, STOP_WORDS, TALLEST, TEXT
from sdvdata.display import ChartError


def _milestone(frame: pd.DataFrame, title: str) -> str:
    """The milestone that all claims share, in words. A claim may stand for several: the first hospital is a first unit.

    A stop needs none: it ends them all.
    """
    named = [
        {word.strip() for word in text.split(";") if word.strip()}
        for text, kind in zip(words_of(frame, "milestone"), words_of(frame, "kind"), strict=True)
        if text or kind not in STOPS
    ]
    common = set.intersection(*named) if named else set()
    if named and not common:
        seen = tally(text or "blank" for text in words_of(frame, "milestone"))
        raise ChartError(
            f"The chart {title!r} mixes milestones: {', '.join(f'{m} ({n})' for m, n in sorted(seen.items()))}. "
            "Two milestones on one axis would read as slip: filter by `milestone`."
        )
    return " and ".join(sorted(common)).replace("_", " ") or "end"


def _promise_rows(frame: pd.DataFrame, title: str) -> tuple[list[dict[str, Any]], list[str]]:
    tellings = told(frame)[1]
    words = {c: words_of(frame, c) for c in ("programme", "kind", "plan_status", "plan", "label", "date")}
    days = {
        c: days_of(frame, c)
        for c in (
            "date_start",
            "date_end",
            "stated_on_start",
            "stated_on_end",
            "plan_from_start",
            "plan_from_end",
            "plan_until_start",
            "plan_until_end",
        )
    }
    rows: list[dict[str, Any]] = []
    lost = 0
    quiet = [bool(mute) for mute in frame["quiet"]] if "quiet" in frame.columns else [False] * len(frame)
    own = [bool(mine) for mine in frame["own"]] if "own" in frame.columns else [None] * len(frame)
    for n in range(len(frame)):
        kind = words["kind"][n] or "planned"
        promised = (
            either(days["date_start"][n], days["date_end"][n]),
            either(days["date_end"][n], days["date_start"][n]),
        )
        said = (
            either(days["stated_on_start"][n], days["stated_on_end"][n]),
            either(days["stated_on_end"][n], days["stated_on_start"][n]),
        )
        force = (days["plan_from_start"][n], days["plan_until_end"][n])
        if kind == "planned":
            # A plan recalled years later counts where it was in force, never where we happen to hear of it.
            recalled = not math.isnan(force[1]) and force[1] < said[0]
            x0 = either(force[0], min(said[0], either(force[1], said[0])))
            x1 = either(force[1], max(said[1], x0))
            middle = (x0 + x1) / 2 if recalled else min(max((said[0] + said[1]) / 2, x0), x1)
            middle = either(middle, (x0 + x1) / 2)
        else:
            recalled = False
            if math.isnan(promised[0]):  # a withdrawal has no date of its own, only the day it was announced
                promised = said
            middle = (promised[0] + promised[1]) / 2
            x0 = x1 = middle
        # The stair steps in the middle of the days on which the plan may have been made and dropped.
        made = (either(days["plan_from_start"][n], x0) + either(days["plan_from_end"][n], x0)) / 2
        dropped = (either(days["plan_until_start"][n], x1) + either(days["plan_until_end"][n], x1)) / 2
        if math.isnan(middle) or math.isnan(promised[0]):
            lost += 1
            continue
        rows.append(
            {
                "programme": words["programme"][n],
                **tellings[n],
                "kind": kind,
                "status": words["plan_status"][n],
                "plan": words["plan"][n] or f"claim {n}",
                "made": made,
                "dropped": max(made, dropped),
                "label": words["label"][n],
                "said": words["date"][n],
                "recalled": recalled,
                "own": own[n],
                "quiet": quiet[n],
                "x": middle,
                "x0": x0,
                "x1": x1,
                "y": (promised[0] + promised[1]) / 2,
                "y0": promised[0],
                "y1": promised[1],
            }
        )
    if not rows:
        raise ChartError(f"The chart {title!r} has nothing to show: no claim has both a date and a day it was said.")
    return rows, [f"Not drawn: {lost} claim{'s' * (lost > 1)} without a date or a day."] if lost else []


def promise_chart(frame: pd.DataFrame, *, title: str, alt_text: str, source: str) -> alt.LayerChart:
    """Milestone trend chart: what was promised, by the day it was promised.

    Parameters
    ----------
    frame : DataFrame
        Claims of the table `schedules` that share a milestone (stops may have none): `milestone`, `kind`, `date` and
        `stated_on` with their `_start` and `_end`, and as far as there `plan`, `plan_status`, `plan_from` and
        `plan_until` with their `_start` and `_end`, `label`, `own` (whether a plan is the buyer's own; if the column is
        there, other plans are hollow and stand alone), `quiet` (whether an end goes without a label).
    title, alt_text, source : str
        Title; what the chart shows, for those who can't see it; who said it.

    Returns
    -------
    altair.LayerChart
        A point per statement of a plan, at the day it was said or (hollow) in the middle of the time that a recalled
        plan was in force; an upright bar over the promised period; a thin level line over the time in force. The
        slanting line is the day itself: plans reach it when they come true. A star is a go-live; ends, pauses and dates taken back have marks of their own. Plans
        that held are joined to stairs; what was only proposed, wished or leaked stands alone.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column or its claims share no milestone; if alt text or source is missing; if the
        labels find no room.

    Examples
    --------
    >>> import pandas as pd
    >>> said, date = pd.to_datetime(["2019-12-01", "2023-11-17"]), pd.to_datetime(["2021-10-01", "2025-03-01"])
    >>> frame = pd.DataFrame({"claim_id": ["a", "b"], "programme": "sdv", "milestone": "first_hospital",
    ...                       "kind": "planned", "date_start": date, "date_end": date,
    ...                       "stated_on_start": said, "stated_on_end": said})
    >>> chart = promise_chart(frame, title="Slip", alt_text="It slipped 3.4 years.", source="Region Skåne")
    >>> chart.to_dict()["title"]["text"]
    ['Slip']
    """
    columns = ("milestone", "kind", "date_start", "date_end", "stated_on_start", "stated_on_end")
    checked(frame, title, alt_text, source, columns)
    milestone = _milestone(frame, title)
    rows, notes = _promise_rows(frame, title)
    programmes = programmes_of(frame)
    x = time_span([row[c] for row in rows for c in ("x0", "x1", "x")], 0, PLOT_WIDTH)
    if any(row["kind"] != "planned" for row in rows):  # what became of it is written to the right of its mark
        x = replace(x, high=math.ceil((x.high + 0.22 * (x.high - x.low)) / DAY) * DAY)
    dates = time_span([row[c] for row in rows for c in ("y0", "y1")], 0, 1)
    low, high = min(dates.low, x.high), dates.high

    stairs = _stairs(rows)

    day = (max(x.low, low), min(x.high, high))

    def wanted(height: float) -> tuple[list[Wish], list[Box]]:
        y = Span(low, high, height, 0)
        obstacles: list[Box] = []
        for row in rows:
            px, py = x.at(row["x"]), y.at(row["y"])
            obstacles.append((px - 8, py - 8, px + 8, py + 8))
            obstacles += crossed(px, y.at(row["y0"]), px, y.at(row["y1"]), half=3)
            obstacles += crossed(x.at(row["x0"]), py, x.at(row["x1"]), py)
        for steps in stairs.values():
            for (x0, y0), (x1, y1) in pairwise(steps):
                obstacles += crossed(x.at(x0), y.at(y0), x.at(x1), y.at(y1))
        wishes = joined(_promise_wishes(rows, programmes, x, y), counted=False)
        if day[1] > day[0]:
            obstacles += crossed(x.at(day[0]), y.at(day[0]), x.at(day[1]), y.at(day[1]))
            low_end = day[0] + 0.12 * (day[1] - day[0])
            wishes.append(Wish("the day itself", x.at(low_end), y.at(low_end), "the day itself"))
        return wishes, obstacles

    height, placed = settled(wanted, range(360, TALLEST, 60), wide=145, title=title)
    y = Span(low, high, height, 0)

    name = wrap(f"promised date: {milestone}", TEXT, FULL_WIDTH - 4)
    across = time_axis(x, "when the plan was said or in force")
    up = time_axis(y, name, upright=True)
    x_axis, y_axis = alt.X("x:T", **across), alt.Y("y:T", **up)
    tips, _ = told(frame)
    colour, shape = colour_by_programme(programmes), shape_by_programme(programmes)
    outline = stroke_by_programme(programmes)
    marks = []
    for row in rows:
        mark = {k: v for k, v in row.items() if k not in _INNER}
        mark |= {"x": day_text(row["x"]), "y": day_text(row["y"]), "hollow": _hollow(row)}
        if row["x1"] - row["x0"] > DAY:
            mark |= {"x0": day_text(row["x0"]), "x1": day_text(row["x1"])}
        if row["y1"] - row["y0"] > DAY:
            mark |= {"y0": day_text(row["y0"]), "y1": day_text(row["y1"])}
        del mark["recalled"], mark["own"], mark["quiet"]
        marks.append(mark)
    base, spoken = claim_marks(marks, frame)
    layers: list[alt.Chart] = []
    if day[1] > day[0]:
        layers.append(
            alt.Chart(
                inline([{"x": day_text(day[0]), "y": day_text(day[0])}, {"x": day_text(day[1]), "y": day_text(day[1])}])
            )
            .mark_line(color="#8A8A8A", strokeDash=[5, 4], strokeWidth=1.5)
            .encode(x=x_axis, y=y_axis)
        )
    corners = [
        {"programme": programme, "x": day_text(px), "y": day_text(py), "order": n}
        for programme, steps in stairs.items()
        for n, (px, py) in enumerate(steps)
    ]
    if corners:
        layers.append(
            alt.Chart(inline(corners))
            .mark_line(strokeWidth=3, opacity=0.6)
            .encode(x=x_axis, y=y_axis, color=colour, order="order:Q")
        )
    layers += [
        base.transform_filter("isValid(datum.x0)")
        .mark_rule(strokeWidth=1.5, opacity=0.55)
        .encode(x=alt.X("x0:T", **across), x2="x1", y=y_axis, color=colour, tooltip=tips, description=spoken),
        base.transform_filter("isValid(datum.y0)")
        .mark_rule(strokeWidth=4, opacity=0.75)
        .encode(x=x_axis, y=alt.Y("y0:T", **up), y2="y1", color=colour, tooltip=tips, description=spoken),
        base.transform_filter("datum.kind === 'planned' && !datum.hollow")
        .mark_point(filled=True, opacity=1, stroke="white", strokeWidth=1)
        .encode(x=x_axis, y=y_axis, color=colour, shape=shape, tooltip=tips, description=spoken),
        base.transform_filter("datum.kind === 'planned' && datum.hollow")
        .mark_point(fill="white", opacity=1, size=90, strokeWidth=2)
        .encode(
            x=x_axis, y=y_axis, stroke=stroke_by_programme(programmes), shape=shape, tooltip=tips, description=spoken
        ),
        base.transform_filter("datum.kind === 'actual'")
        .mark_point(filled=True, opacity=1, size=380, shape=STAR, stroke="white", strokeWidth=1)
        .encode(x=x_axis, y=y_axis, color=colour, tooltip=tips, description=spoken),
        *stop_layers(base, "datum.kind", x_axis, y_axis, outline, tips, spoken, {row["kind"] for row in rows}),
    ]
    layers += label_layers(placed, lambda px: day_text(x.back(px)), lambda px: day_text(y.back(px)), x_axis, y_axis)
    key = key_row(programmes, -AXIS_ROOM, -len(name) * LINE - 16)
    foot = footnotes(-AXIS_ROOM, height + 58, [_promise_note(rows), *notes], source)
    return layered([*layers, *key, *foot]).properties(
        width=PLOT_WIDTH, height=height, title=title_lines(title), description=alt_text.strip()
    )


# What a row needs for drawing and a reader of the data does not.
_INNER = {"x", "x0", "x1", "y", "y0", "y1", "label", "said", "status", "plan", "made", "dropped"}


def _held(row: Mapping[str, Any]) -> bool:
    """Whether a plan is the buyer's own; where the frame does not say, what was decided, announced or reported is."""
    if row["own"] is None:
        return row["status"] in ("decided", "announced", "reported", "")
    return bool(row["own"])


def _hollow(row: Mapping[str, Any]) -> bool:
    """Whether a plan is not the buyer's own; where the frame does not say whose it is, whether it is only recalled."""
    if row["own"] is None:
        return bool(row["recalled"])
    return row["kind"] == "planned" and not row["own"]


def _stairs(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[tuple[float, float]]]:
    """Corners of the line that a programme's plans make: level while a plan held, then to the next.

    One step per plan, at its most exact date. What is not the buyer's own plan is a loose point.
    """
    plans: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        if row["kind"] == "planned" and _held(row):
            mine = plans.setdefault(row["programme"], {})
            known = mine.get(row["plan"])
            if known is None or row["y1"] - row["y0"] < known["y1"] - known["y0"]:
                mine[row["plan"]] = row
    stairs: dict[str, list[tuple[float, float]]] = {}
    for programme, mine in plans.items():
        steps: list[tuple[float, float]] = []
        for row in sorted(mine.values(), key=lambda row: (row["made"], row["dropped"], row["y"])):
            start = max(row["made"], steps[-1][0]) if steps else row["made"]
            steps += [(start, row["y"]), (max(start, row["dropped"]), row["y"])]
        stairs[programme] = steps
    return stairs


def _promise_note(rows: Sequence[Mapping[str, Any]]) -> str:
    kinds = {row["kind"] for row in rows}
    parts = []
    if "actual" in kinds:
        parts.append("star: it happened")
    parts += [words for kind, words in STOP_WORDS.items() if kind in kinds]
    if any(row["own"] is False and row["kind"] == "planned" for row in rows):
        parts.append("hollow: not the buyer's own plan")
    elif any(row["recalled"] and row["own"] is None for row in rows):
        parts.append("hollow: plan recalled later")
    if any(row["y1"] - row["y0"] > DAY for row in rows):
        parts.append("bar: promised for a period")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _promise_wishes(rows: Sequence[Mapping[str, Any]], programmes: Sequence[str], x: Span, y: Span) -> list[Wish]:
    """The programme's name at what became of it, or at its last plan, and the labels that the frame asks for."""
    wishes: list[Wish] = []
    for programme in programmes:
        mine = [row for row in rows if row["programme"] == programme]
        ends = [row for row in mine if row["kind"] != "planned"]
        last = max(mine, key=lambda row: (row["x"], row["y"]))
        for row in mine:
            if row["quiet"]:
                continue
            text = row["label"]
            if not text and row in ends:
                what = "went live" if row["kind"] == "actual" else STOPS.get(row["kind"], row["kind"])
                text = f"{what} {row['said']}".strip()
            if row in ends:
                text = f"{name_of(programme)} {text}"
            elif row is last and not ends:
                text = f"{name_of(programme)}: {text}" if text else name_of(programme)
            if text:
                wishes.append(Wish(text, x.at(row["x"]), y.at(row["y"]), f"{programme}|{text}"))
    return wishes
