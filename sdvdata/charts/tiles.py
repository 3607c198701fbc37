"""A tile-grid map: one square per health region, the same size whatever its area or population.

What a region has is written on its tile, so that colour is never the only sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import altair as alt
import pandas as pd

from sdvdata.charts.frames import is_frame, worded
from sdvdata.charts.lettering import text_width, wrap
from sdvdata.charts.marks import footnotes, inline, layered, text_at, title_lines
from sdvdata.charts.style import FULL_WIDTH, INK, LINE, TEXT
from sdvdata.display import ChartError

__all__ = ["TILE_CODES", "TILE_COLOURS", "tile_chart", "tile_panels"]

#: The letter that stands on a tile, the same in every map.
TILE_CODES: dict[str, str] = {
    "cosmic": "C",
    "millennium": "L",
    "ncs-cross": "N",
    "takecare": "T",
    "melior": "M",
    "vas": "V",
    "epic": "E",
    "dips": "D",
    "columna": "K",
    "esko": "O",
    "doculive": "U",
    "siemens-unnamed": "S",
    "mixed": "×",
    "open": "–",
    "not_found": "?",
}

#: Light fills on which dark letters can be read; the codes tell apart what colours do not.
TILE_COLOURS: dict[str, str] = {
    "cosmic": "#9CCDEB",
    "millennium": "#F2B48C",
    "ncs-cross": "#CDBBE8",
    "takecare": "#F6DF8A",
    "melior": "#EBAECB",
    "vas": "#C9C9C9",
    "epic": "#92D6BD",
    "dips": "#B4C3F2",
    "columna": "#DCC7A0",
    "esko": "#CBE6A3",
    "doculive": "#D9C2D0",
    "siemens-unnamed": "#E2E2E2",
    "mixed": "#FFFFFF",
    "open": "#FFFFFF",
    "not_found": "#FFFFFF",
}

#: Names of countries, written above their regions.
_COUNTRIES = {"SE": "Sweden", "NO": "Norway", "DK": "Denmark", "FI": "Finland"}

_NEEDED = ("region", "name", "label", "tile_column", "tile_row", "state")
_TALL = 56  # of a tile with three lines
_GAP = 2
_HEAD = LINE + 2  # room for the countries' names above the first row


def tile_chart(
    frame: pd.DataFrame, names: Mapping[str, str], *, title: str, alt_text: str, source: str
) -> alt.LayerChart:
    """One map: on each tile the region's letters, the letter of its record system, and the year of the statement.

    Parameters
    ----------
    frame : DataFrame
        One row per region with `region`, `name`, `label`, `tile_column`, `tile_row`, `state`
        and, for the year, `known_as_of`; with `country`, its name is written above its regions.
    names : mapping of str to str
        Names of the states, for the key.
    title, alt_text, source : str
        Title; what the map shows, for those who can't see it; who said it.

    Returns
    -------
    altair.LayerChart
        Solid edge: a record system. Broken edge: mixed, open or not found.

    Raises
    ------
    ChartError
        If the frame is empty, lacks a column, has two regions on one tile or a state without a
        code; if alt text or source is missing.

    Examples
    --------
    >>> frame = pd.DataFrame({"region": ["skane"], "name": ["Skåne"], "label": ["SK"], "tile_column": [1],
    ...                       "tile_row": [1], "state": ["melior"], "known_as_of": ["2022"]})
    >>> chart = tile_chart(frame, {"melior": "Melior"}, title="t", alt_text="Skåne has Melior.", source="s")
    >>> chart.to_dict()["title"]["text"]
    ['t']
    """
    _checked({title: frame}, title, alt_text, source)
    wide = FULL_WIDTH / float(frame["tile_column"].max())
    head = _head(frame)
    tiles, texts = _tiles(frame, names, 0, head, wide, _TALL, small=False)
    texts += _countries(frame, 0, head, wide, _TALL, FULL_WIDTH, bold=True)
    height = round(head + float(frame["tile_row"].max()) * _TALL)
    key, height = _key([frame], names, height + 6)
    notes = [
        "On each square: the region's letters, the letter of its record (key), the year of the newest statement found. "
        "Broken edge: no single system known."
    ]
    return _drawn([(tiles, texts)], [*key, *footnotes(0, height + 4, notes, source)], height, title, alt_text)


def tile_panels(
    frames: Mapping[str, pd.DataFrame], names: Mapping[str, str], *, title: str, alt_text: str, source: str
) -> alt.LayerChart:
    """Small maps beside each other, one per heading, with one letter on each tile.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        Heading (a year, say) to a frame as for `tile_chart`.
    names, title, alt_text, source
        As for `tile_chart`.

    Returns
    -------
    altair.LayerChart
        Two maps in a row, all to one key.

    Raises
    ------
    ChartError
        As for `tile_chart`.

    Examples
    --------
    >>> frame = pd.DataFrame({"region": ["skane"], "name": ["Skåne"], "label": ["SK"], "tile_column": [1],
    ...                       "tile_row": [1], "state": ["melior"], "known_as_of": ["2022"]})
    >>> chart = tile_panels({"2018": frame, "2022": frame}, {"melior": "Melior"}, title="t", alt_text="a", source="s")
    >>> chart.to_dict()["width"]
    418
    """
    _checked(frames, title, alt_text, source)
    columns = max(float(frame["tile_column"].max()) for frame in frames.values())
    rows = max(float(frame["tile_row"].max()) for frame in frames.values())
    between = 16
    half = (FULL_WIDTH - between) / 2
    tile = half / columns
    head = max(_head(frame) for frame in frames.values())
    tall = LINE + 6 + head + rows * tile + 14
    marks, heads = [], []
    for n, (heading, frame) in enumerate(frames.items()):
        left, top = (n % 2) * (half + between), (n // 2) * tall
        heads.append(text_at(left, top + TEXT, wrap(heading, TEXT, half, lines=1, bold=True), fontWeight="bold"))
        squares, words = _tiles(frame, names, left, top + LINE + 6 + head, tile, tile, small=True)
        words += _countries(frame, left, top + LINE + 6 + head, tile, tile, half, bold=False)
        marks.append((squares, words))
    height = round(-(-len(frames) // 2) * tall)
    key, height = _key(list(frames.values()), names, height)
    below = footnotes(0, height + 4, ["Broken edge: no single system known."], source)
    return _drawn(marks, [*heads, *key, *below], height, title, alt_text)


def _checked(frames: Mapping[str, pd.DataFrame], title: str, alt_text: str, source: str) -> None:
    worded(title, alt_text, source)
    if not isinstance(frames, Mapping):
        raise ChartError(
            f"The chart {title!r} needs a mapping of heading to frame; it was given a {type(frames).__name__}."
        )
    if not frames:
        raise ChartError(f"The chart {title!r} has nothing to show: no map was given.")
    for frame in frames.values():
        is_frame(frame, title)
        missing = [column for column in _NEEDED if column not in frame.columns]
        if missing:
            raise ChartError(f"The chart {title!r} needs the columns {', '.join(missing)}.")
        if frame.empty:
            raise ChartError(f"The chart {title!r} has nothing to show: no regions.")
        twice = frame[frame.duplicated(["tile_column", "tile_row"], keep=False)]
        if not twice.empty:
            raise ChartError(f"The chart {title!r} has two regions on one tile: {', '.join(twice['name'])}.")
        for state in frame["state"]:
            if state not in TILE_CODES:
                raise ChartError(f"No tile for '{state}'. Known: {', '.join(TILE_CODES)}.")


_Marks = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def _tiles(
    frame: pd.DataFrame, names: Mapping[str, str], left: float, top: float, wide: float, tall: float, *, small: bool
) -> _Marks:
    """Squares and the words on them."""
    tiles, texts = [], []
    for _, row in frame.iterrows():
        x, y = left + (float(row["tile_column"]) - 1) * wide, top + (float(row["tile_row"]) - 1) * tall
        state = str(row["state"])
        known = str(row.get("known_as_of") or "")
        said = f"{row['name']}: {names.get(state, state)}"
        tiles.append(
            {"x": round(x + _GAP / 2, 2), "x2": round(x + wide - _GAP / 2, 2), "y": round(y + _GAP / 2, 2),
             "y2": round(y + tall - _GAP / 2, 2), "state": state, "said": said, "known": known,
             "broken": _broken(state)}
        )  # fmt: skip
        middle = round(x + wide / 2, 2)
        if small:
            texts.append({"x": middle, "y": round(y + tall / 2 + 5.5, 2), "text": TILE_CODES[state], "bold": False})
            continue
        year = "".join(sign for sign in known if sign.isdigit())[:4]
        for n, (text, bold) in enumerate(((str(row["label"]), True), (TILE_CODES[state], False), (year, False))):
            texts.append({"x": middle, "y": round(y + 18 + n * 16.5, 2), "text": text, "bold": bold})
    return tiles, texts


def _head(frame: pd.DataFrame) -> float:
    """Room above the first row for the names of countries."""
    return _HEAD if "country" in frame.columns else 0.0


def _countries(
    frame: pd.DataFrame, left: float, top: float, wide: float, tall: float, room: float, *, bold: bool
) -> list[dict[str, Any]]:
    """Each country's name above its northernmost region, in the middle of its columns, within the map."""
    if "country" not in frame.columns:
        return []
    texts = []
    for country, own in frame.groupby("country", sort=True):
        name = _COUNTRIES.get(str(country), str(country))
        columns = own["tile_column"].astype(float)
        half = text_width(name, TEXT, bold=bold) / 2
        middle = (columns.min() - 1 + columns.max()) / 2 * wide
        middle = min(max(middle, half), room - half)
        y = top + (float(own["tile_row"].min()) - 1) * tall - 5
        texts.append({"x": round(left + middle, 2), "y": round(y, 2), "text": name, "bold": bold})
    return texts


def _broken(state: str) -> bool:
    """Whether the state is no single record system."""
    return TILE_COLOURS[state] == "#FFFFFF"


def _key(frames: list[pd.DataFrame], names: Mapping[str, str], top: float) -> tuple[list[alt.Chart], int]:
    """What the letters stand for, in the order of the codes."""
    used = [state for state in TILE_CODES if any((frame["state"] == state).any() for frame in frames)]
    layers: list[alt.Chart] = []
    x, y = 0.0, top + TEXT + 4
    for state in used:
        text = f"{TILE_CODES[state]}: {names.get(state, state)}"
        wide = 22 + text_width(text, TEXT) + 14
        if x and x + wide > FULL_WIDTH:
            x, y = 0.0, y + LINE + 3
        swatch = {"x": x, "x2": x + 16, "y": y - 13, "y2": y + 3}
        layers.append(_squares([{**swatch, "state": state}], told=False, broken=_broken(state)))
        layers.append(text_at(x + 22, y, [text]))
        x += wide
    return layers, round(y + 8)


def _squares(tiles: list[dict[str, Any]], *, told: bool, broken: bool = False) -> alt.Chart:
    plain = alt.Scale(nice=False, zero=False)
    states = list(TILE_COLOURS)
    chart = (
        alt.Chart(inline(tiles))
        .mark_rect(strokeWidth=1.4, stroke=INK, strokeDash=[4, 3] if broken else [1, 0])
        .encode(
            x=alt.X("x:Q", scale=plain, axis=None),
            x2="x2",
            y=alt.Y("y:Q", scale=plain, axis=None),
            y2="y2",
            fill=alt.Fill("state:N", scale=alt.Scale(domain=states, range=list(TILE_COLOURS.values())), legend=None),
        )
    )
    if told:
        tips = [alt.Tooltip("said:N", title="region"), alt.Tooltip("known:N", title="as of")]
        chart = chart.encode(tooltip=tips, description="said:N")
    return cast("alt.Chart", chart)


def _drawn(marks: list[_Marks], others: list[alt.Chart], height: int, title: str, alt_text: str) -> alt.LayerChart:
    across = alt.Scale(domain=[0, FULL_WIDTH], range=[0, FULL_WIDTH], nice=False, zero=False)
    down = alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False)
    tiles = [tile for some, _ in marks for tile in some]
    texts = [text for _, some in marks for text in some]
    layers = []
    for broken in (False, True):
        some = [tile for tile in tiles if tile["broken"] is broken]
        if some:
            squares = _squares(some, told=True, broken=broken)
            layers.append(
                squares.encode(x=alt.X("x:Q", scale=across, axis=None), y=alt.Y("y:Q", scale=down, axis=None))
            )
    for bold in (True, False):
        some = [text for text in texts if text["bold"] is bold]
        if some:
            layers.append(
                alt.Chart(inline(some))
                .mark_text(align="center", baseline="alphabetic", fontWeight="bold" if bold else "normal")
                .encode(x=alt.X("x:Q", scale=across, axis=None), y=alt.Y("y:Q", scale=down, axis=None), text="text:N")
            )
    return layered([*layers, *others]).properties(
        width=FULL_WIDTH, height=height, title=title_lines(title), description=alt_text.strip()
    )
