"""Axes whose pixels are known before Vega draws them, so that words can be placed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from sdvdata.charts.lettering import text_width
from sdvdata.charts.style import AXIS_ROOM, DAY, FULL_WIDTH, LINE, TEXT


@dataclass(frozen=True)
class Span:
    """An axis whose pixels are known before Vega draws it, so that labels can be placed."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def _on(self, value: float) -> float:
        return math.log10(value) if self.log else value

    def at(self, value: float) -> float:
        """Pixel of a value."""
        share = (self._on(value) - self._on(self.low)) / (self._on(self.high) - self._on(self.low))
        return self.start + share * (self.end - self.start)

    def back(self, pixel: float) -> float:
        """Value at a pixel."""
        share = (pixel - self.start) / (self.end - self.start)
        on = self._on(self.low) + share * (self._on(self.high) - self._on(self.low))
        return float(10**on) if self.log else on


def day_text(ms: float) -> str:
    """A day as charts store it."""
    # A date without a time is read as UTC by every browser; one with a time is read in the reader's own zone.
    return pd.Timestamp(round(ms / DAY) * DAY, unit="ms").strftime("%Y-%m-%d")


def time_span(days: Iterable[float], start: float, end: float, room: float = 0.05) -> Span:
    """Time axis that holds all these days, with a margin."""
    known = [day for day in days if not math.isnan(day)]
    low, high = min(known), max(known)
    pad = max((high - low) * room, 45 * DAY)
    return Span(math.floor((low - pad) / DAY) * DAY, math.ceil((high + pad) / DAY) * DAY, start, end)


def _time_ticks(span: Span) -> tuple[list[float], str]:
    """Days for the ticks and the form of their labels: years, or quarters in a short span."""
    first, last = pd.Timestamp(span.low, unit="ms"), pd.Timestamp(span.high, unit="ms")
    length = abs(span.end - span.start)
    for step in (1, 2, 5, 10, 25):
        years = [y for y in range(first.year, last.year + 1) if y % step == 0]
        ticks = [pd.Timestamp(year=y, month=1, day=1).timestamp() * 1000 for y in years]
        ticks = [tick for tick in ticks if span.low <= tick <= span.high]
        if len(ticks) < 2:
            break
        if len(ticks) * 50 <= length:
            return ticks, "%Y"
    months = [m.timestamp() * 1000 for m in pd.date_range(first, last, freq="MS")]
    step = next((s for s in (1, 3, 6, 12) if len(months) / s * 90 <= length), 12)
    chosen = [m for m in months if (pd.Timestamp(m, unit="ms").month - 1) % step == 0]
    return chosen or months[:1], "%b %Y"


def _number_ticks(low: float, high: float, most: int = 6) -> list[float]:
    raw = (high - low) / most
    size = 10 ** math.floor(math.log10(raw))
    step = next(size * times for times in (1, 2, 2.5, 5, 10) if size * times >= raw * 0.999)
    return [round(n * step, 10) for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _written(ticks: Iterable[float], span: Span, words: Callable[[float], str]) -> list[float]:
    """Ticks of a level axis whose words stay inside the picture."""
    left = span.end - FULL_WIDTH  # an upright axis leaves room on the left
    kept = []
    for tick in ticks:
        half = text_width(words(tick), TEXT) / 2
        if left <= span.at(tick) - half and span.at(tick) + half <= span.end:
            kept.append(tick)
    return kept


def time_axis(span: Span, title: str | list[str] | None, *, upright: bool = False, top: bool = False) -> dict[str, Any]:
    """Scale, ticks and title of a time axis in UTC, so that no reader sees the day before."""
    ticks, form = _time_ticks(span)
    if not upright:
        ticks = _written(ticks, span, lambda tick: pd.Timestamp(tick, unit="ms").strftime(form))
    axis = alt.Axis(
        values=ticks,
        format=form,
        labelOverlap=False,
        labelFlush=False,
        grid=True,
        **(_over(title) if upright else {"orient": "top"} if top else {}),
    )
    return {
        "scale": alt.Scale(type="utc", domain=[span.low, span.high], nice=False),
        "axis": axis,
        "title": title,
    }


def _over(title: str | list[str] | None) -> dict[str, Any]:
    """An upright axis with its title written level above it: a phone is not turned to read it."""
    lines = 1 if isinstance(title, str) else len(title or [])
    return {
        "titleAngle": 0,
        "titleAlign": "left",
        "titleBaseline": "alphabetic",
        "titleX": -AXIS_ROOM,
        "titleY": -12 - (lines - 1) * LINE,
        "titleLineHeight": LINE,
        "minExtent": AXIS_ROOM,
        "maxExtent": AXIS_ROOM,
    }


def number_axis(span: Span, title: str | list[str], *, upright: bool = False) -> dict[str, Any]:
    """Scale, ticks and title of an axis of numbers."""
    if span.log:
        steps = [m * 10**n for n in range(-3, 10) for m in (1, 3)]
        ticks = [step for step in steps if span.low <= step <= span.high]
    else:
        ticks = _number_ticks(span.low, span.high, 5 if upright else 6)
    if not upright:
        ticks = _written(ticks, span, "{:,g}".format)
    axis = alt.Axis(
        values=ticks,
        format=",~f",
        labelOverlap=False,
        grid=True,
        **(
            _over(title)
            if upright
            else {"orient": "top", "titleLineHeight": LINE, "titleAlign": "left", "titleAnchor": "start"}
        ),
    )
    return {
        "scale": alt.Scale(type="log" if span.log else "linear", domain=[span.low, span.high], nice=False, zero=False),
        "axis": axis,
        "title": title,
    }
