"""Charts that are lists of rows, words above and mark below: counts and events."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from sdvdata import words as wording
from sdvdata.charts.axes import Span, day_text, number_axis, time_axis, time_span
from sdvdata.charts.frames import (
    STOPS,
    bounded,
    checked,
    days_of,
    either,
    name_of,
    numbers_of,
    only_one,
    programmes_of,
    tally,
    words_of,
)
from sdvdata.charts.lettering import text_width, wrap
from sdvdata.charts.marks import (
    claim_marks,
    colour_by_programme,
    footnotes,
    heading,
    inline,
    layered,
    shape_by_programme,
    stop_layers,
    stroke_by_programme,
    title_lines,
    told,
)
from sdvdata.charts.style import DAY, FULL_WIDTH, LINE, STOP_WORDS, TEXT
from sdvdata.display import ChartError

_AFTER = 24  # a mark is nearer to its own words than to the next row's


@dataclass(frozen=True)
class _Row:
    """One row of a list: its words on top, its mark under them. A row without an index is a programme's heading."""

    programme: str
    index: int | None
    lines: tuple[str, ...]
    top: float

    @property
    def mark(self) -> float:
        """Where the mark is drawn."""
        return self.top + len(self.lines) * LINE + 13


def _listed(
    frame: pd.DataFrame, texts: Sequence[str], order: Sequence[int], programmes: Sequence[str]
) -> tuple[list[_Row], float]:
    keys = words_of(frame, "programme")
    rows: list[_Row] = []
    top = 6.0
    for programme in programmes:
        if rows:
            top += 12
        rows.append(_Row(programme, None, (name_of(programme),), top))
        top += LINE + 10
        for n in order:
            if keys[n] == programme:
                lines = tuple(wrap(texts[n], TEXT, FULL_WIDTH - 6, lines=4))
                rows.append(_Row(programme, n, lines, top))
                top = rows[-1].mark + _AFTER
    return rows, top


def _list_words(rows: Sequence[_Row]) -> list[alt.Chart]:
    layers: list[alt.Chart] = []
    for row in rows:
        if row.index is None:
            layers += heading(row.programme, 0, row.top + TEXT)
    texts = [
        {"x": 0, "y": round(row.top + TEXT * 0.95, 1), "text": "\n".join(row.lines)}
        for row in rows
        if row.index is not None
    ]
    layers.append(
        alt.Chart(inline(texts))
        .mark_text(align="left", baseline="alphabetic", lineBreak="\n")
        .encode(x=alt.value(0), y=_row_axis("y", rows), text="text:N")
    )
    return layers


def _row_axis(field: str, rows: Sequence[_Row]) -> alt.Y:
    height = _list_height(rows)
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, height], range=[0, height], nice=False), axis=None)


def _list_height(rows: Sequence[_Row]) -> float:
    return rows[-1].mark + _AFTER


def _number_text(value: float, low: float, high: float, qualifier: str, printed: str) -> str:
    def plain(number: float) -> str:
        return f"{number:,.10g}"

    if math.isfinite(value):
        return wording.bound(qualifier or "exact", printed) + plain(value)
    if math.isfinite(low) and math.isfinite(high):
        return f"{plain(low)}–{plain(high)}"
    one = "floor" if math.isfinite(low) else "ceiling"
    return wording.bound(one, printed) + plain(low if one == "floor" else high)


def counts_chart(
    frame: pd.DataFrame,
    *,
    title: str,
    alt_text: str,
    source: str,
    scale: Literal["auto", "linear", "log"] = "auto",
) -> alt.LayerChart:
    """Stated numbers of things, one row per claim, grouped by programme.

    Parameters
    ----------
    frame : DataFrame
        Claims of the table `counts` in one `counted_unit`, or of one `measure` (each row then says what its speaker
        counts); rows keep the order of the frame. `label` ("2018 · chair of the e-health committee (politician)") is
        written above the mark; without it the day and the speaker.
    title, alt_text, source : str
        Title; what the chart shows, for those who can't see it; who said it.
    scale : {"auto", "linear", "log"}
        By itself linear from zero, or logarithmic where the largest number is 20 times the smallest or more.

    Returns
    -------
    altair.LayerChart
        A point per number, a line from its lowest to its highest reading, an arrow where that side is open.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column or mixes units; if alt text or source is missing; if a logarithmic scale
        is asked for and a number is not above zero.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"claim_id": ["a", "b"], "programme": "sdv", "value": [650.0, 28.0], "qualifier": "exact",
    ...                       "counted_unit": "systems", "label": ["2018 · a chair", "2019 · governing parties"]})
    >>> chart = counts_chart(frame, title="Systems", alt_text="650 and 28.", source="Region Skåne; the parties")
    >>> chart.width
    418
    """
    checked(frame, title, alt_text, source, ("value", "counted_unit"))
    why = "Different things can't share an axis: filter by it, or draw a chart for each."
    unit = only_one(frame, "unit", title, why)
    measure = only_one(frame, "measure", title, why) if "measure" in frame.columns else ""
    # Speakers name what they count in their own words; within one measure each row then says its own.
    own_words = len(set(words_of(frame, "counted_unit"))) > 1 and bool(measure)
    counted = measure.replace("_", " ") if own_words else only_one(frame, "counted_unit", title, why)
    shown = bounded(frame)
    numbers = list(zip(*(numbers_of(shown, c) for c in ("value", "shown_low", "shown_high")), strict=True))
    drawn = [not all(map(math.isnan, triple)) for triple in numbers]
    lost = drawn.count(False)
    frame = frame[drawn]
    if frame.empty:
        raise ChartError(f"The chart {title!r} has nothing to show: no claim has a figure.")
    numbers = [triple for triple, kept in zip(numbers, drawn, strict=True) if kept]
    known = [number for triple in numbers for number in triple if math.isfinite(number)]
    log = scale == "log" or (scale == "auto" and min(known) > 0 and max(known) / min(known) >= 20)
    if log and min(known) <= 0:
        raise ChartError(f"The chart {title!r} can't have a logarithmic scale: it holds {min(known):g}.")
    start, end = 12.0, FULL_WIDTH - 24.0
    # The scale's pixels run over the whole width; the numbers keep clear of both edges.
    if log:
        inner = Span(min(known) / 1.3, max(known) * 1.15, start, end, log=True)
    else:
        inner = Span(min(0.0, min(known) * 1.05), max(0.0, max(known) * 1.05) or 1.0, start, end)
    x = Span(inner.back(0), inner.back(FULL_WIDTH), 0, FULL_WIDTH, log=log)

    speakers = [
        f"{day or 'no day'} · {who}{f' ({role})' if role else ''}"
        for day, who, role in zip(
            words_of(frame, "stated_on"), words_of(frame, "stated_by"), words_of(frame, "speaker_role"), strict=True
        )
    ]
    texts = words_of(frame, "label") if "label" in frame.columns else speakers
    if own_words:
        texts = [f"{text}: {thing}" for text, thing in zip(texts, words_of(frame, "counted_unit"), strict=True)]
    programmes = programmes_of(frame)
    rows, height = _listed(frame, texts, range(len(frame)), programmes)
    qualifiers, printed = words_of(frame, "qualifier"), words_of(frame, "as_printed")
    tips, tellings = told(frame)
    marks: list[dict[str, Any]] = []
    beside: list[dict[str, Any]] = []
    for row in rows:
        if row.index is None:
            continue
        value, low, high = numbers[row.index]
        mark: dict[str, Any] = {"programme": row.programme, **tellings[row.index], "y": row.mark, "point": False}
        left = x.at(low) if math.isfinite(low) else max(x.at(high if math.isfinite(high) else value) - 30, 2)
        right = (
            x.at(high) if math.isfinite(high) else min(x.at(low if math.isfinite(low) else value) + 30, FULL_WIDTH - 2)
        )
        if math.isfinite(value):
            mark |= {"x": _figures(value), "point": True}
        if right - left > 1:
            mark |= {"x0": _figures(x.back(left)), "x1": _figures(x.back(right))}
        if math.isnan(low):
            mark["down"] = _figures(x.back(left))
        if math.isnan(high):
            mark["up"] = _figures(x.back(right))
        marks.append(mark)
        text = _number_text(value, low, high, qualifiers[row.index], printed[row.index])
        wide = text_width(text, TEXT, bold=True)
        near = max(right, x.at(value) if math.isfinite(value) else right) + 13
        if near + wide > FULL_WIDTH:
            near = min(left, x.at(value) if math.isfinite(value) else left) - 13 - wide
        beside.append({"x": _figures(x.back(max(near, 0))), "y": row.mark + 6, "text": text})

    words = counted if unit in ("", "number") else f"{unit}: {counted}"
    name = wrap(f"{words}, counted in each speaker's words" if own_words else words, TEXT, FULL_WIDTH - 4)
    if log:
        name = wrap(f"{' '.join(name)} (each step is about three times the one before)", TEXT, FULL_WIDTH - 4)
    across = number_axis(x, name)
    colour, shape = colour_by_programme(programmes), shape_by_programme(programmes)
    y_axis = _row_axis("y", rows)
    base, spoken = claim_marks(marks, frame)
    layers = [
        base.transform_filter("isValid(datum.x0)")
        .mark_rule()
        .encode(
            x=alt.X("x0:Q", **across),
            x2="x1",
            y=y_axis,
            color=colour,
            size=alt.when("datum.point").then(alt.value(2.5)).otherwise(alt.value(7)),
            tooltip=tips,
            description=spoken,
        ),
        base.transform_filter("datum.point")
        .mark_point(filled=True, opacity=1, stroke="white", strokeWidth=1, size=140)
        .encode(x=alt.X("x:Q", **across), y=y_axis, color=colour, shape=shape, tooltip=tips, description=spoken),
    ]
    for field, arrow in (("up", "triangle-right"), ("down", "triangle-left")):
        if any(field in mark for mark in marks):
            layers.append(
                base.transform_filter(f"isValid(datum.{field})")
                .mark_point(filled=True, opacity=1, size=70, shape=arrow)
                .encode(x=alt.X(f"{field}:Q", **across), y=y_axis, color=colour)
            )
    layers.append(
        alt.Chart(inline(beside))
        .mark_text(align="left", baseline="alphabetic", fontWeight="bold")
        .encode(x=alt.X("x:Q", **across), y=y_axis, text="text:N")
    )
    notes = [_set_note(frame)]
    if lost:
        notes.append(f"Not drawn: {lost} claim{'s' * (lost > 1)} without a figure.")
    return layered([*layers, *_list_words(rows), *footnotes(0, height + 6, notes, source)]).properties(
        width=FULL_WIDTH, height=height, title=title_lines(title), description=alt_text.strip()
    )


def _figures(number: float) -> float:
    """Six significant figures: steady in a stored notebook, finer than a pixel."""
    return float(f"{number:.6g}")


_SETS = {"all": "all", "largest": "the largest", "named": "named ones", "sample": "a sample", "part": "a part"}


_TENSES = {
    "planned": "was planned",
    "done": "had been done",
    "in_use": "was in use",
    "observed": "was counted as it happened",
}


def _set_note(frame: pd.DataFrame) -> str:
    """What the counts do not have in common."""
    seen = tally(_SETS.get(word, "not stated") for word in words_of(frame, "set"))
    tenses = tally(_TENSES.get(word, "not stated") for word in words_of(frame, "tense"))
    parts = []
    if len(seen) > 1:
        parts.append(f"which of the things are counted ({', '.join(f'{word}: {n}' for word, n in seen.items())})")
    if len(tenses) > 1:
        parts.append(f"whether it {', '.join(f'{word} ({n})' for word, n in tenses.items())}")
    return f"The numbers differ in {' and in '.join(parts)}." if parts else ""


def _sentence(day: str, label: str) -> str:
    return f"{day[0].upper()}{day[1:]}. {label}" if day else label


def timeline(frame: pd.DataFrame, *, title: str, alt_text: str, source: str, when: str = "date") -> alt.LayerChart:
    """Dated events, one row per claim, grouped by programme and sorted by date.

    Parameters
    ----------
    frame : DataFrame
        Claims with `label` and the period `when`: `<when>_start` and `<when>_end`, and `<when>` as text, which is
        written before the label. With `kind`, plans are hollow; ends, pauses and dates taken back have marks of their
        own.
    title, alt_text, source : str
        Title; what the chart shows, for those who can't see it; who said it.
    when : str
        Which period: `date` (what the claim is about) or, say, `stated_on`.

    Returns
    -------
    altair.LayerChart
        A mark per day, a bar per longer period, an arrow where a period is open.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column or has no dates; if alt text or source is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> day = pd.to_datetime(["2024-11-12", "2024-11-15"])
    >>> frame = pd.DataFrame({"claim_id": ["a", "b"], "programme": "fvm", "kind": ["actual", "paused"],
    ...                       "label": ["went live at SÄS", "paused"], "date": ["2024-11-12", "2024-11-15"],
    ...                       "date_start": day, "date_end": day})
    >>> timeline(frame, title="Three days", alt_text="Live for three days.", source="VGR").title.text
    ['Three days']
    """
    checked(frame, title, alt_text, source, ("label", f"{when}_start", f"{when}_end"))
    firsts, lasts = days_of(frame, f"{when}_start"), days_of(frame, f"{when}_end")
    dated = [not (math.isnan(a) and math.isnan(b)) for a, b in zip(firsts, lasts, strict=True)]
    lost = dated.count(False)
    frame = frame[dated]
    if frame.empty:
        raise ChartError(f"The chart {title!r} has nothing to show: no claim has a date in {when}_start or {when}_end.")
    firsts, lasts = days_of(frame, f"{when}_start"), days_of(frame, f"{when}_end")
    inner = time_span([*firsts, *lasts], 14, FULL_WIDTH - 14, room=0.04)
    x = Span(math.floor(inner.back(0) / DAY) * DAY, math.ceil(inner.back(FULL_WIDTH) / DAY) * DAY, 0, FULL_WIDTH)
    said = words_of(frame, when)
    ids = words_of(frame, "claim_id")
    labels = words_of(frame, "label")
    texts = [_sentence(wording.date(day), label) for day, label in zip(said, labels, strict=True)]
    order = sorted(range(len(frame)), key=lambda n: (either(firsts[n], lasts[n]), either(lasts[n], firsts[n]), ids[n]))
    programmes = programmes_of(frame)
    rows, height = _listed(frame, texts, order, programmes)
    kinds = words_of(frame, "kind")
    tips, tellings = told(frame)
    marks: list[dict[str, Any]] = []
    for row in rows:
        if row.index is None:
            continue
        first, last = firsts[row.index], lasts[row.index]
        kind = kinds[row.index]
        look = kind if kind in STOPS else "plan" if kind == "planned" else "event"
        mark: dict[str, Any] = {"programme": row.programme, **tellings[row.index], "y": row.mark, "look": look}
        x0 = x.back(10) if math.isnan(first) else first
        x1 = x.back(FULL_WIDTH - 10) if math.isnan(last) else last
        if math.isnan(first):
            mark["open_left"] = day_text(x0)
        if math.isnan(last):
            mark["open_right"] = day_text(x1)
        mark["x"] = day_text(either(last, x1) if math.isnan(first) else first if math.isnan(last) else (x0 + x1) / 2)
        if x.at(x1) - x.at(x0) > 2:
            mark |= {"x0": day_text(x0), "x1": day_text(x1)}
        # A long bar is its own mark; a point in its middle would look like a day.
        # A stop keeps its mark all the same: the bar alone would not say what it is.
        mark["point"] = x.at(x1) - x.at(x0) < 16 or kind in STOPS
        marks.append(mark)
    across = time_axis(x, None, top=True)
    x_axis, y_axis = alt.X("x:T", **across), _row_axis("y", rows)
    colour, shape = colour_by_programme(programmes), shape_by_programme(programmes)
    outline = stroke_by_programme(programmes)
    base, spoken = claim_marks(marks, frame)
    layers = [
        base.transform_filter("isValid(datum.x0)")
        .mark_rule(strokeCap="butt")
        .encode(
            x=alt.X("x0:T", **across),
            x2="x1",
            y=y_axis,
            color=colour,
            size=alt.when("datum.look !== 'event'").then(alt.value(4)).otherwise(alt.value(9)),
            opacity=alt.when("datum.look === 'plan'").then(alt.value(0.55)).otherwise(alt.value(1)),
            tooltip=tips,
            description=spoken,
        ),
        base.transform_filter("datum.point && datum.look === 'event'")
        .mark_point(filled=True, opacity=1, size=130)
        .encode(x=x_axis, y=y_axis, color=colour, shape=shape, tooltip=tips, description=spoken),
        base.transform_filter("datum.point && datum.look === 'plan'")
        .mark_point(fill="white", opacity=1, size=110, strokeWidth=2.2)
        .encode(
            x=x_axis, y=y_axis, stroke=stroke_by_programme(programmes), shape=shape, tooltip=tips, description=spoken
        ),
        *stop_layers(
            base, "datum.point && datum.look", x_axis, y_axis, outline, tips, spoken, {m["look"] for m in marks}
        ),
    ]
    for field, arrow in (("open_left", "triangle-left"), ("open_right", "triangle-right")):
        if any(field in mark for mark in marks):
            layers.append(
                base.transform_filter(f"isValid(datum.{field})")
                .mark_point(filled=True, opacity=1, size=260, shape=arrow)
                .encode(x=alt.X(f"{field}:T", **across), y=y_axis, color=colour)
            )
    parts = []
    if any(mark["look"] == "plan" for mark in marks):
        parts.append("hollow or thin: a plan")
    looks = {mark["look"] for mark in marks if mark["point"]}
    parts += [words for kind, words in STOP_WORDS.items() if kind in looks]
    if any(not mark["point"] and mark["look"] != "plan" for mark in marks):
        parts.append("bar: some day within it")
    text = "; ".join(parts)
    notes = [f"{text[0].upper()}{text[1:]}." if text else ""]
    if lost:
        notes.append(f"Not drawn: {lost} claim{'s' * (lost > 1)} without a date.")
    return layered([*layers, *_list_words(rows), *footnotes(0, height + 6, notes, source)]).properties(
        width=FULL_WIDTH, height=height, title=title_lines(title), description=alt_text.strip()
    )
