"""The dress of a chart: one look, one colour per programme, a layout for phones, and what a chart may not do.

A notebook draws with Altair. These functions give encodings, labels and a finish that refuses what would mislead: a
claim without a mark, two currencies on one axis, one statement drawn twice.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from sdvdata import display, guards
from sdvdata.display import ChartError
from sdvdata.errors import require_frame, require_known
from sdvdata.plans.merging import STANDINGS
from sdvdata.tables import by_name, core, data_version, load

__all__ = [
    "ChartError",
    "Finished",
    "beside",
    "enable",
    "finish",
    "firmness",
    "labels",
    "middles",
    "programme",
    "strength",
    "theme",
    "tiles",
]

INK, QUIET, GRID, OTHER = "#1A1A1A", "#5A5A5A", "#E6E6E6", "#6B6B6B"
#: Asked for in this order; the picture's own Liberation Sans has the same widths.
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
TEXT, TITLE, NOTE = 13, 17, 11.5
PHONE, WIDE, GAP = 360, 700, 14
LONGEST_TITLE, LONGEST_ALT = 75, 300
NAME = "sdvdata-dress"

#: They say it themselves; all others tell what someone else said.
FIRST_HAND = ("buyer", "auditor", "regulator")
DASHES = {standing: [2, 3] for standing in STANDINGS} | {"decided": [1, 0], "announced": [7, 4]}


def enable() -> None:
    """Wear this look in every chart of the session, and leave Python as `display` says.

    Examples
    --------
    >>> enable()
    >>> alt.theme.active
    'sdvdata-dress'
    """
    display.enable()
    alt.theme.register(NAME, enable=True)(theme)


def theme() -> alt.theme.ThemeConfig:
    """Return the look: white ground, dark letters, no frame, no axis titles (the subtitle says the unit).

    Examples
    --------
    >>> theme()["config"]["axis"]["title"] is None
    True
    """
    letters = {"labelFont": FONT, "labelFontSize": TEXT, "labelColor": INK, "titleFontSize": TEXT, "titleColor": INK}
    axis = {"title": None, "gridColor": GRID, "domain": False, "labelFlush": False, "tickColor": GRID}
    under = {"subtitleFontSize": TEXT, "subtitleColor": QUIET, "subtitlePadding": 5, "subtitleLineHeight": 17}
    title = {"font": FONT, "fontSize": TEXT, "anchor": "start", "frame": "group", "color": INK, "offset": 6}
    config: dict[str, Any] = {
        "background": "white",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**letters, **axis, "labelPadding": 5, "labelLimit": 0},
        "axisY": {"ticks": False},
        "legend": {**letters, "labelLimit": 0, "title": None},
        "concat": {"spacing": GAP},
        "title": {**title, **under},
        "text": {"font": FONT, "fontSize": TEXT, "color": INK},
        "point": {"size": 80, "strokeWidth": 2, "opacity": 1},
        "mark": {"color": OTHER},
    }
    return {"config": config}  # type: ignore[typeddict-item]


def _look(column: str) -> dict[str, str]:
    return {name: by_name("programmes")[name][column] for name in core()}


def _by_programme(channel: Any, column: str, other: str) -> Any:
    look = _look(column)
    scale = alt.Scale(domain=list(look), range=list(look.values()))
    known = alt.FieldOneOfPredicate(field="programme", oneOf=list(look))
    return alt.when(known).then(channel("programme:N", legend=None, scale=scale)).otherwise(alt.value(other))


def programme(*channels: str) -> dict[str, Any]:
    """Return encodings of a programme's colour and shape, for ``**``; without arguments the colour alone.

    Parameters
    ----------
    channels
        Of ``"color"``, ``"shape"``. The data need a column ``programme``; all but the programmes with a colour of
        their own are grey diamonds: letter them directly.

    Raises
    ------
    UnknownNameError
        For any other channel.

    Examples
    --------
    >>> chart = alt.Chart(pd.DataFrame({"programme": ["fvm"]})).mark_point().encode(**programme("color", "shape"))
    >>> chart.to_dict()["encoding"]["shape"]["condition"]["scale"]["range"]
    ['circle', 'square', 'triangle-up']
    """
    known = {"color": (alt.Color, "colour", OTHER), "shape": (alt.Shape, "shape", "diamond")}
    return {name: _by_programme(*known[require_known("channel", name, known)]) for name in channels or ("color",)}


def strength(role: str = "speaker_role", confidence: str = "confidence") -> dict[str, Any]:
    """Return encodings of who says it and how surely: filled if owner, auditor or regulator; hollow if others; faint if weak.

    Examples
    --------
    >>> sorted(strength())
    ['fill', 'opacity']
    """
    look = _look("colour")
    others = {"test": {"not": {"field": role, "oneOf": list(FIRST_HAND)}}, "value": "white"}
    grey = {"test": {"not": {"field": "programme", "oneOf": list(look)}}, "value": OTHER}
    scale = alt.Scale(domain=list(look), range=list(look.values()))
    fill = alt.Fill("programme:N", legend=None, scale=scale, condition=[others, grey])
    weak = alt.FieldEqualPredicate(field=confidence, equal="low")
    return {"fill": fill, "opacity": alt.when(weak).then(alt.value(0.45)).otherwise(alt.value(1))}


def firmness(standing: str = "standing") -> dict[str, Any]:
    """Return the encoding of how firm a plan was: solid if decided, dashed if announced, dotted if less.

    Examples
    --------
    >>> firmness()["strokeDash"].to_dict()["scale"]["range"][0]
    [1, 0]
    """
    scale = alt.Scale(domain=list(DASHES), range=list(DASHES.values()))
    return {"strokeDash": alt.StrokeDash(f"{standing}:N", legend=None, scale=scale)}


def middles(frame: pd.DataFrame, *periods: str) -> pd.DataFrame:
    """Add ``…_mid`` for periods with ``…_start`` and ``…_end``: where a mark stands; of an open one the side that is known.

    Examples
    --------
    >>> days = pd.to_datetime(["2024-01-01", None]), pd.to_datetime(["2024-01-31", "2024-03-01"])
    >>> middles(pd.DataFrame({"date_start": days[0], "date_end": days[1]}), "date")["date_mid"].dt.date.tolist()
    [datetime.date(2024, 1, 16), datetime.date(2024, 3, 1)]
    """
    sides = [f"{name}_{side}" for name in periods for side in ("start", "end")]
    require_frame(frame, "middles needs a frame with both ends of each period", sides)
    new = {}
    for name in periods:
        start, end = frame[f"{name}_start"], frame[f"{name}_end"]
        new[f"{name}_mid"] = (start + (end - start) / 2).fillna(start).fillna(end)
    return frame.assign(**new)


def tiles(frame: pd.DataFrame, region: str = "region") -> pd.DataFrame:
    """Add a region's place on the tile map (``tile_column``, ``tile_row``) and its letters (``label``).

    Raises
    ------
    UnknownNameError
        If a region has no tile.

    Examples
    --------
    >>> tiles(pd.DataFrame({"region": ["skane"]}))[["tile_column", "tile_row", "label"]].to_numpy().tolist()
    [[4, 8, 'SK']]
    """
    require_frame(frame, "tiles needs a frame with a column of regions", [region])
    placed = load("regions").dropna(subset=["tile_column"]).set_index("region")
    for name in frame[region]:
        require_known("region with a tile", name, placed.index)
    return frame.join(placed[["tile_column", "tile_row", "label"]], on=region)


def labels(chart: alt.Chart, **mark: Any) -> Any:
    """Return text beside marks, with a white rim, so that lines behind it don't cross the letters.

    Examples
    --------
    >>> len(labels(alt.Chart(pd.DataFrame({"a": [1]})).encode(x="a:Q", text="a:Q"), dx=8).layer)
    2
    """
    return chart.mark_text(stroke="white", strokeWidth=4, strokeJoin="round", **mark) + chart.mark_text(**mark)


def beside(chart: alt.Chart, words: Mapping[str, tuple[str, dict[str, Any]]], key: str = "claim_id") -> Any:
    """Return a label for each claim named, each placed by hand: ``{claim_id: (text, {"dx": 8, "align": "left"})}``.

    Raises
    ------
    UnknownNameError
        If a claim is not in the chart's data.

    Examples
    --------
    >>> chart = alt.Chart(pd.DataFrame({"claim_id": ["a", "b"], "n": [1, 2]})).encode(x="n:Q")
    >>> len(beside(chart, {"a": ("one", {"dy": -9})}).layer)
    1
    """
    layers = []
    for name, (text, mark) in words.items():
        require_known("claim in the chart's data", name, chart.data[key].dropna())
        one = chart.properties(data=chart.data[chart.data[key].eq(name)])
        layers.append(labels(one.encode(text=alt.value(text)), **mark))
    return alt.layer(*layers)


@dataclass(frozen=True)
class Finished:
    """A chart that may be shown: its specification, with what a phone's layout changes in ``usermeta.phone``."""

    spec: dict[str, Any]

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        return display.mimebundle(self.spec)


def finish(
    chart: alt.TopLevelMixin,
    *,
    frame: pd.DataFrame,
    title: str,
    subtitle: str,
    alt_text: str,
    source: str,
    claims: Sequence[str] = ("claim_id",),
    note: str = "",
    leave_out: Mapping[str, str] | None = None,
    may_mix: Mapping[str, str] | None = None,
    columns: int | None = None,
    room: int = 44,
) -> Finished:
    """Give a chart its title, basis, source and two widths, or say what it would hide or mix.

    Parameters
    ----------
    chart
        A chart, layers, or ``alt.concat`` of them; filtered and aggregated in pandas, not in the chart.
    frame
        The claims that the chart is about, one or more in each row, in the columns `claims`; or counts of claims
        (``claims=()``), which may hold no amounts.
    title
        One sentence, at most 75 characters.
    subtitle
        What is drawn. Unit, price year and VAT of amounts are added from the frame.
    alt_text
        At most 300 characters.
    source
        Who said it; the number of claims and the version of the data are added.
    note
        One line under the chart.
    leave_out
        Claims of the frame that have no mark, each with the reason; the reasons stand under the chart.
    may_mix
        Columns (flow, payer, includes, milestone, statement …) whose values may share an axis, each with the reason;
        likewise. A yearly rate beside a total, or two currencies, have none that could hold.
    columns
        Panels side by side when there is room; all, unless it is given. On a phone one.
    room
        Pixels that the labels of an upright axis need.

    Returns
    -------
    Finished
        Shown by JupyterLab when it is the last line of a cell.

    Raises
    ------
    ChartError
        If `enable` was not called; if a claim has no mark or lies off its axis; if values of two bases share an axis;
        if one statement has two marks; if title, subtitle or alt text do not fit.

    Examples
    --------
    >>> enable()
    >>> both = load("costs", claim_id=["hp-annual-op-2019-278", "hp-annual-op-2024-800"]).assign(year=["2019", "2024"])
    >>> both["kroner"] = both["value"] / 1e6
    >>> dots = alt.Chart(both).mark_point().encode(alt.X("year:O"), alt.Y("kroner:Q"), **programme())
    >>> words = {"title": "The yearly cost was reckoned higher five years later", "subtitle": "What hospitals pay",
    ...          "source": "Riksrevisjonen", "alt_text": "Two points, the later one nearly three times as high."}
    >>> finish(dots, frame=both, **words).spec["title"]["subtitle"][0]
    'What hospitals pay. Million Norwegian kroner a year; price year not stated; VAT unknown'
    >>> finish(dots.properties(data=both.head(1)), frame=both, **words)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    sdvdata.display.ChartError: 'The yearly cost was reckoned higher five years later' does not draw hp-annual-op-2024-800: ...
    """
    omitted, reasons = dict(leave_out or {}), dict(may_mix or {})
    _check_call(chart, frame, claims, title, alt_text, omitted, reasons)
    spec = _only_what_is_used(chart.to_dict(validate=False), claims)  # each part was validated when it was made
    drawn, basis = guards.check(spec, frame, claims, title, omitted, reasons)
    guards.check_subtitle(title, subtitle, basis)
    _complete(spec, spec["datasets"], claims, None)
    missing = ["Not drawn: " + "; ".join(dict.fromkeys(omitted.values()))] if omitted else []
    under = [f"{line.rstrip('.')}." for line in (note, *dict.fromkeys(reasons.values()), *missing) if line]
    counted = f"{len(drawn)} claims" if claims else "counted"
    under.append(f"Source: {source}; {counted} in sdvdata {data_version()}.")
    words = (title, ". ".join(part for part in (subtitle.rstrip("."), basis.words()) if part), alt_text)
    wide = _laid_out(spec, words, under, WIDE, columns, room)
    phone = _laid_out(spec, words, under, PHONE, 1, room)
    _check_width(title, wide, phone)
    return Finished({**wide, "usermeta": {"phone": display.changes(wide, phone)}})


def _check_call(
    chart: object,
    frame: object,
    claims: Sequence[str],
    title: str,
    alt_text: str,
    leave_out: Mapping[str, str],
    may_mix: Mapping[str, str],
) -> None:
    if alt.theme.active != NAME:
        raise ChartError(f"{title!r} has no dress yet. Call charts.enable() once, at the top of the notebook.")
    if not isinstance(chart, (alt.Chart, alt.LayerChart, alt.ConcatChart)):
        raise ChartError(
            f"{title!r} must be a chart, layers or alt.concat of filtered frames, not {type(chart).__name__}."
        )
    table = require_frame(frame, "finish needs the frame of the claims that are drawn", claims)
    if not claims and (told := {"claim_id", "value", "currency"} & set(table.columns)):
        raise ChartError(f"{title!r} has a frame of claims ({', '.join(sorted(told))}): name their columns in claims.")
    for name in leave_out:
        require_known("claim in leave_out", name, {one for column in claims for one in table[column].dropna()})
    for name, reason in (*leave_out.items(), *may_mix.items()):
        if not reason.strip():
            raise ChartError(f"{title!r} gives no reason for {name!r}, and it would stand under the chart.")
    text = " ".join(alt_text.split())
    if not text or len(text) > LONGEST_ALT:
        raise ChartError(f"{title!r} needs an alt text of at most {LONGEST_ALT} characters; it has {len(text)}.")
    if len(title) > LONGEST_TITLE or not title.strip() or re.search(r"[;!?]|\.$|\w{3}\. ", title):
        raise ChartError(
            f"The title {title!r} must be one sentence of at most {LONGEST_TITLE} characters (it has {len(title)}), without a "
            "full stop at its end or any of ; ! ?"
        )


def _check_width(title: str, wide: dict[str, Any], phone: dict[str, Any]) -> None:
    """What sticks out is seen where pictures are made; elsewhere the check would cost more than it gives."""
    if not display.picture_wanted():
        return
    for spec, width in ((wide, WIDE), (phone, PHONE)):
        found = re.search(r'<svg[^>]* width="([0-9.]+)"', display.svg(spec))
        if found and float(found[1]) > width * 1.03:
            raise ChartError(
                f"{title!r} is {float(found[1]):.0f} pixels wide, not {width}: a label sticks out. Shorten it, or raise room."
            )


def _wrap(text: str, width: int, letter: float) -> list[str]:
    return textwrap.wrap(text, int(width / letter))


def _laid_out(
    spec: Mapping[str, Any], words: tuple[str, str, str], under: list[str], width: int, columns: int | None, room: int
) -> dict[str, Any]:
    """Return a specification for one width, with title above and notes below."""
    title, subtitle, alt_text = words
    whole = ("$schema", "config", "datasets") + (("params",) if "views" in str(spec.get("params")) else ())
    drawing = {key: value for key, value in spec.items() if key not in whole}
    panels = drawing.get("concat", [drawing])
    abreast = min(columns or len(panels), len(panels))
    wide = round((width - 8 - abreast * room - (abreast - 1) * GAP) / abreast)
    panels = [{**panel, "width": wide} for panel in panels]
    drawing = {**drawing, "concat": panels, "columns": abreast} if "concat" in drawing else panels[0]
    lines = [line for text in under for line in _wrap(text, width, NOTE * 0.53)]
    letters = {"align": "left", "baseline": "top", "color": QUIET, "fontSize": NOTE, "lineHeight": 15}
    notes = {"type": "text", "text": lines, "x": -room, "y": 0, **letters}
    return {
        **{key: spec[key] for key in whole if key in spec},
        "title": {
            "text": _wrap(title, width, TITLE * 0.55),
            "subtitle": _wrap(subtitle, width, TEXT * 0.53),
            **{"frame": "bounds", "offset": 12, "fontSize": TITLE, "lineHeight": 21},
        },
        "description": " ".join(alt_text.split()),
        "spacing": 10,
        "vconcat": [drawing, {"data": {"values": [{}]}, "mark": notes, "width": 1, "height": 15 * len(lines)}],
    }


def _only_what_is_used(spec: dict[str, Any], claims: Sequence[str]) -> dict[str, Any]:
    """Return a specification whose data hold the columns that it draws or names, and no NaN (which JSON has not)."""
    sets = spec.get("datasets", {})
    text = json.dumps({key: value for key, value in spec.items() if key != "datasets"})
    used = {*claims, *re.findall(r'"field": "([^"]+)"', text), *re.findall(r"datum\.(\w+)", text)}
    lean = {
        name: [{key: _plain(row[key]) for key in row if key in used} for row in rows] for name, rows in sets.items()
    }
    return {**spec, "datasets": lean}


def _plain(value: Any) -> Any:
    """Return a cell as JSON has it: no NaN, and a day without hours (which a browser would move to its own time zone)."""
    if isinstance(value, str):
        value = re.sub(r"^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d+)?$", r"\1", value)
    return None if guards.blank(value) else value


def _complete(node: dict[str, Any], sets: Mapping[str, Any], claims: Sequence[str], data: Any) -> None:
    """Let marks name their claims to whoever points at them, and days mean the same in every time zone."""
    data = node.get("data", data)
    for child in [one for key in ("concat", "layer") for one in node.get(key, [])]:
        _complete(child, sets, claims, data)
    encoding = node.get("encoding", {})
    for place in "xy":
        if (encoding.get(place) or {}).get("type") == "temporal":
            encoding[place]["scale"] = {"type": "utc", **(encoding[place].get("scale") or {})}
    mark = node.get("mark")
    kind = mark if isinstance(mark, str) else (mark or {}).get("type")
    rows = sets.get(str((data or {}).get("name")), [])
    if kind and kind not in guards.NO_MARK and rows:
        shown = [{"field": column, "type": "nominal"} for column in claims if column in rows[0]]
        node.setdefault("encoding", {}).setdefault("tooltip", shown)
