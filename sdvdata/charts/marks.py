"""What the chart kinds share: claims as marks, keys, footnotes, labels that find a free place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import altair as alt
import pandas as pd

from sdvdata.charts.frames import name_of, words_of
from sdvdata.charts.lettering import Box, Label, Spot, place, text_width, wrap
from sdvdata.charts.style import (
    FULL_WIDTH,
    LINE,
    OTHER_COLOUR,
    OTHER_SHAPE,
    PLOT_WIDTH,
    QUIET,
    STOP_SHAPES,
    TEXT,
    TITLE,
    programme_colours,
    programme_shapes,
)
from sdvdata.display import ChartError

_TOLD = {  # what a reader sees on pointing at a mark, in this order, as far as the frame has it
    "claim_id": "claim",
    "as_printed": "as printed",
    "scope": "about",
    "flow": "flow",
    "amount_kind": "kind of amount",
    "site": "site",
    "kind": "kind",
    "date": "date",
    "stated_on": "said on",
    "stated_by": "said by",
    "speaker_role": "role",
    "source_id": "source",
}


def _own_colours(programmes: Sequence[str]) -> alt.Scale:
    return alt.Scale(domain=list(programmes), range=[programme_colours().get(key, OTHER_COLOUR) for key in programmes])


def colour_by_programme(programmes: Sequence[str]) -> alt.Color:
    """Each programme's own colour, without a legend."""
    return alt.Color(
        "programme:N",
        scale=_own_colours(programmes),
        legend=None,
    )


def stroke_by_programme(programmes: Sequence[str]) -> alt.Stroke:
    """Each programme's own colour for the outline of a hollow mark."""
    return alt.Stroke(
        "programme:N",
        scale=_own_colours(programmes),
        legend=None,
    )


def shape_by_programme(programmes: Sequence[str]) -> alt.Shape:
    """Each programme's own marker, without a legend."""
    return alt.Shape(
        "programme:N",
        scale=alt.Scale(
            domain=list(programmes), range=[programme_shapes().get(key, OTHER_SHAPE) for key in programmes]
        ),
        legend=None,
    )


def told(frame: pd.DataFrame) -> tuple[list[alt.Tooltip], list[dict[str, str]]]:
    """Tooltips, and for each claim what they tell."""
    columns = [column for column in _TOLD if column in frame.columns]
    texts = {column: words_of(frame, column) for column in columns}
    rows = [{column: texts[column][n] for column in columns} for n in range(len(frame))]
    return [alt.Tooltip(f"{column}:N", title=_TOLD[column]) for column in columns], rows


def claim_marks(rows: list[dict[str, Any]], frame: pd.DataFrame) -> tuple[alt.Chart, alt.Description]:
    """A chart of claims, and what a screen reader says at each: who said what when, not pixels."""
    columns = [c for c in ("as_printed", "scope", "site", "date", "stated_on", "stated_by") if c in frame.columns]
    spoken = " + ', ' + ".join(f"datum.{column}" for column in ["programme", *columns, "claim_id"])
    return alt.Chart(inline(rows)).transform_calculate(spoken=spoken), alt.Description("spoken:N")


def stop_layers(
    base: alt.Chart,
    look: str,
    x: alt.X,
    y: alt.Y,
    colour: alt.Stroke,
    tips: list[alt.Tooltip],
    spoken: alt.Description,
    kinds: Iterable[str],
) -> list[alt.Chart]:
    """Marks of ends, pauses and dates taken back; `look` is the expression that holds a mark's kind."""
    present = set(kinds)
    return [
        base.transform_filter(f"{look} === '{kind}'")
        .mark_point(opacity=1, size=190, shape=shape, fill="white" if shape == "diamond" else None, strokeWidth=3)
        .encode(x=x, y=y, stroke=colour, tooltip=tips, description=spoken)
        for kind, shape in STOP_SHAPES.items()
        if kind in present
    ]


def inline(rows: list[dict[str, Any]]) -> alt.InlineData:
    """Records as the data of a layer."""
    return alt.InlineData(values=rows)


def layered(layers: Sequence[alt.Chart]) -> alt.LayerChart:
    """Layers as one chart."""
    return cast("alt.LayerChart", alt.layer(*layers))  # a FacetChart only if a layer were faceted


def text_at(x: float, y: float, lines: list[str], **look: Any) -> alt.Chart:
    """Lines of text at a pixel of the plot."""
    mark: dict[str, Any] = {"align": "left", "baseline": "alphabetic", **look}
    chart = alt.Chart(inline([{}])).mark_text(**mark)
    return cast("alt.Chart", chart.encode(x=alt.value(x), y=alt.value(y), text=alt.value(lines)))


def footnotes(left: float, top: float, notes: Iterable[str], source: str) -> list[alt.Chart]:
    """Notes and source under the chart, wrapped to its width."""
    said = source.strip()
    if not said.lower().startswith("source"):
        said = f"Source: {said}"
    layers: list[alt.Chart] = []
    for text in [*(note for note in notes if note), said]:
        lines = wrap(text, TEXT, FULL_WIDTH - 2)
        layers.append(text_at(left, top + TEXT, lines, color=QUIET))
        top += len(lines) * LINE + 6
    return layers


def key_row(programmes: Sequence[str], left: float, bottom: float) -> list[alt.Chart]:
    """Marker and name of each programme in a row above the plot."""
    rows: list[list[tuple[str, float]]] = [[]]
    at = 0.0
    for programme in programmes:
        wide = 24 + text_width(name_of(programme), TEXT + 1, bold=True) + 16
        if rows[-1] and at + wide > FULL_WIDTH:
            rows.append([])
            at = 0.0
        rows[-1].append((programme, at))
        at += wide
    layers: list[alt.Chart] = []
    for n, row in enumerate(rows):
        y = bottom - (len(rows) - 1 - n) * (LINE + 4)
        for programme, x in row:
            layers += heading(programme, left + x, y)
    return layers


def heading(programme: str, left: float, y: float) -> list[alt.Chart]:
    """Marker and name of a programme."""
    marker = (
        alt.Chart(inline([{}]))
        .mark_point(
            filled=True,
            opacity=1,
            size=150,
            color=programme_colours().get(programme, OTHER_COLOUR),
            shape=programme_shapes().get(programme, OTHER_SHAPE),
        )
        .encode(x=alt.value(left + 8), y=alt.value(y - 6))
    )
    return [marker, text_at(left + 22, y, [name_of(programme)], fontSize=TEXT + 1, fontWeight="bold")]


def title_lines(text: str, offset: float = 12) -> alt.TitleParams:
    """A title wrapped to the width of the chart."""
    return alt.TitleParams(wrap(text, TITLE, FULL_WIDTH - 4, bold=True), anchor="start", frame="bounds", offset=offset)


@dataclass(frozen=True)
class Wish:
    """A text that wants to stand near a pixel; `key` joins texts that may be written once."""

    text: str
    x: float
    y: float
    key: str


def joined(wishes: Sequence[Wish], *, counted: bool) -> list[Wish]:
    """The same words for marks that all but touch are written once, with how many they are."""
    groups: list[list[Wish]] = []
    for wish in wishes:
        for group in groups:
            # Further across than up: the same words a little later repeat, at another height they tell something else.
            near = abs(group[0].x - wish.x) <= 32 and abs(group[0].y - wish.y) <= 14
            if group[0].key == wish.key and near:
                group.append(wish)
                break
        else:
            groups.append([wish])
    return [
        Wish(f"{g[0].text} (×{len(g)})" if counted and len(g) > 1 else g[0].text, g[0].x, g[0].y, g[0].key)
        for g in groups
    ]


Placed = list[tuple[Wish, Label, Spot]]
_NEAR = 45.0  # a leader line of this length, crossing nothing, is still easy to follow


def settled(
    wanted: Callable[[float], tuple[list[Wish], list[Box]]], heights: Iterable[float], *, wide: float, title: str
) -> tuple[float, Placed]:
    """The lowest plot in which every label stands near its mark, or else the one where labels stand nearest."""
    best: tuple[float, float, Placed] | None = None
    count = 0
    for height in heights:
        wishes, obstacles = wanted(height)
        count = len(wishes)
        labels = [Label(tuple(wrap(wish.text, TEXT, wide, lines=3)), wish.x, wish.y, TEXT) for wish in wishes]
        spots = place(labels, obstacles, width=PLOT_WIDTH, height=height)
        if spots is None:
            continue
        placed = list(zip(wishes, labels, spots, strict=True))
        if all(spot.cost <= _NEAR for spot in spots):
            return height, placed
        cost = sum(spot.cost for spot in spots) + height
        if best is None or cost < best[0]:
            best = (cost, height, placed)
    if best is None:
        raise ChartError(
            f"The chart {title!r} has no room for its {count} labels. Leave the column `label` blank for claims that "
            "need none (each is still drawn, and told on pointing at it), shorten the labels, or draw fewer claims."
        )
    return best[1], best[2]


def label_layers(
    placed: Placed,
    x: Callable[[float], Any],
    y: Callable[[float], Any],
    x_axis: alt.X,
    y_axis: alt.Y,
) -> list[alt.Chart]:
    """Text marks, and leader lines for labels that had to move away from their point."""
    layers: list[alt.Chart] = []
    leaders = [
        {"x": x(wish.x), "y": y(wish.y), "x2": x(spot.leader[0]), "y2": y(spot.leader[1])}
        for wish, _, spot in placed
        if spot.leader is not None
    ]
    if leaders:
        layers.append(
            alt.Chart(inline(leaders))
            .mark_rule(color="#8A8A8A", strokeWidth=1, aria=False)
            .encode(x=x_axis, y=y_axis, x2="x2", y2="y2")
        )
    texts = [
        {"x": x(spot.left), "y": y(spot.top + TEXT * 0.95), "text": "\n".join(label.lines)} for _, label, spot in placed
    ]
    if texts:
        layers.append(
            alt.Chart(inline(texts))
            .mark_text(align="left", baseline="alphabetic", lineBreak="\n")
            .encode(x=x_axis, y=y_axis, text="text:N")
        )
    return layers
