"""How every chart looks: colours, shapes, sizes, the theme."""

from __future__ import annotations

from typing import Any

import altair as alt

from sdvdata.charts.lettering import LINE_HEIGHT
from sdvdata.tables import core, load, made_once

OTHER_COLOUR = "#6B6B6B"
OTHER_SHAPE = "diamond"

INK = "#1A1A1A"
QUIET = "#4A4A4A"
GRID = "#E4E4E4"
# Asked for in this order; vl-convert falls back on its own Liberation Sans, which has the same widths.
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"

WIDTH = 430
"""Width of every chart, padding included."""

TEXT = 16
TITLE = 19
PAD = 6
AXIS_ROOM = 52  # room for the labels of an upright axis
PLOT_WIDTH = WIDTH - 2 * PAD - AXIS_ROOM
FULL_WIDTH = WIDTH - 2 * PAD  # a list of rows has no upright axis
LINE = TEXT * LINE_HEIGHT
TALLEST = 720
DAY = 86_400_000

STAR = "M0,-1L0.26,-0.36L0.95,-0.31L0.42,0.14L0.59,0.81L0,0.44L-0.59,0.81L-0.42,0.14L-0.95,-0.31L-0.26,-0.36Z"
CROSS = "M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7"
# An end is a cross, a pause two bars, a date taken back an open diamond: three things that must not be mistaken for each other.
BARS = "M-0.45,-0.75L-0.45,0.75M0.45,-0.75L0.45,0.75"
STOP_SHAPES: dict[str, str] = {"terminated": CROSS, "paused": BARS, "withdrawn_no_date": "diamond"}
STOP_WORDS: dict[str, str] = {
    "terminated": "cross: ended",
    "paused": "two bars: paused",
    "withdrawn_no_date": "open diamond: date taken back",
}


def _look(column: str) -> dict[str, str]:
    """Return one column of the programmes that have a look of their own, in their order; shared by all callers."""

    def make() -> dict[str, str]:
        names = load("programmes", programme=core()).set_index("programme")[column]
        return {programme: str(names[programme]) for programme in core()}

    found: dict[str, str] = made_once(f"look {column}", ["programmes"], make)
    return found


def programme_colours() -> dict[str, str]:
    """Return one colour per programme, everywhere: told apart by readers of every colour vision.

    Examples
    --------
    >>> programme_colours()["fvm"]
    '#D55E00'
    """
    return _look("colour")


def programme_shapes() -> dict[str, str]:
    """Return one marker per programme, everywhere, so that colour is never the only sign.

    Examples
    --------
    >>> programme_shapes()["fvm"]
    'square'
    """
    return _look("shape")


def short_names() -> dict[str, str]:
    """Return short names for labels; any other programme is shown by its key.

    Examples
    --------
    >>> short_names()["fvm"]
    'FVM'
    """
    return _look("short_name")


def theme() -> alt.theme.ThemeConfig:
    """Look of every chart: white ground, dark letters of 16 and more, no frame.

    Returns
    -------
    altair.theme.ThemeConfig
        For `altair.theme.register`; `enable` does that.

    Examples
    --------
    >>> theme()["config"]["background"]
    'white'
    """
    letters = {
        "labelFont": FONT,
        "labelFontSize": TEXT,
        "labelColor": INK,
        "titleFont": FONT,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "titleColor": INK,
    }
    config: dict[str, Any] = {
        "background": "white",
        "font": FONT,
        "padding": PAD,
        "view": {"stroke": None, "continuousWidth": PLOT_WIDTH, "continuousHeight": 260},
        "axis": {
            **letters,
            "domainColor": "#8A8A8A",
            "grid": True,
            "gridColor": GRID,
            "labelPadding": 6,
            "tickColor": "#8A8A8A",
            "tickSize": 5,
            "titlePadding": 8,
        },
        "legend": {**letters, "labelLimit": 0, "titleLimit": 0},
        "header": {**letters, "labelFontWeight": "bold"},
        "title": {
            "font": FONT,
            "fontSize": TITLE,
            "fontWeight": "bold",
            "color": INK,
            "anchor": "start",
            "frame": "bounds",
            "lineHeight": TITLE * LINE_HEIGHT,
            "subtitleFont": FONT,
            "subtitleFontSize": TEXT,
            "subtitleColor": QUIET,
        },
        "text": {"font": FONT, "fontSize": TEXT, "color": INK, "lineHeight": LINE},
        "point": {"size": 125, "strokeWidth": 2.2},
        "rule": {"strokeWidth": 2},
        # Without these two, other programmes' charts and plain Altair charts would bring their own palette.
        "mark": {"color": OTHER_COLOUR},
        "range": {"category": [*programme_colours().values(), "#CC79A7", "#E69F00", "#56B4E9", OTHER_COLOUR]},
    }
    return {"config": config}  # type: ignore[typeddict-item]
