"""What each amount holds: a grid of contents by amounts, with what is stated and what is not."""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from sdvdata.charts.frames import is_frame, name_of, worded
from sdvdata.charts.lettering import text_width
from sdvdata.charts.marks import footnotes, inline, layered, text_at, title_lines
from sdvdata.charts.style import FULL_WIDTH, LINE, OTHER_COLOUR, TEXT, programme_colours
from sdvdata.display import ChartError

_ROW = 30
STATES = ("in", "out", "unknown")


def contents_matrix(
    frame: pd.DataFrame, contents: Sequence[str], *, title: str, alt_text: str, source: str
) -> alt.LayerChart:
    """A grid: a row per content, a column per amount, a sign per cell.

    Parameters
    ----------
    frame : DataFrame
        One row per amount: `programme`, `amount` in words, and a column per content with `in`, `out` or `unknown`.
        Columns of the chart are lettered A, B, C … in the order of the rows.
    contents : sequence of str
        The columns to draw, in order.
    title, alt_text, source : str
        Title; what the chart shows, for those who can't see it; who said it.

    Returns
    -------
    altair.LayerChart
        A filled square where a source says that the content is in the amount, a cross where it says that it is not,
        a dot where no source says.

    Raises
    ------
    ChartError
        If a cell is none of the three, if the frame is empty or has more amounts than letters, or words are missing.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"programme": ["sdv", "fvm"], "amount": ["1 bn SEK", "2 bn SEK"],
    ...                       "training": ["in", "unknown"], "VAT": ["out", "unknown"]})
    >>> chart = contents_matrix(frame, ["training", "VAT"], title="Contents", alt_text="Little.", source="sdvdata")
    >>> chart.to_dict()["description"]
    'Little.'
    """
    worded(title, alt_text, source)
    is_frame(frame, title)
    contents = [contents] if isinstance(contents, str) else list(contents)
    missing = [column for column in ("programme", "amount", *contents) if column not in frame.columns]
    if missing or not contents:
        raise ChartError(
            f"The chart {title!r} needs the columns {', '.join(missing) or 'of at least one content'}; "
            f"the frame has {', '.join(map(str, frame.columns))}."
        )
    if frame.empty or len(frame) > len(string.ascii_uppercase):
        raise ChartError(
            f"The chart {title!r} has {len(frame)} amounts; it can show 1 to {len(string.ascii_uppercase)}."
        )
    wrong = sorted({str(cell) for column in contents for cell in frame[column]} - set(STATES))
    if wrong:
        raise ChartError(f"The chart {title!r} knows the cells {', '.join(STATES)}, not {', '.join(wrong)}.")
    room = max(text_width(word, TEXT) for word in contents) + 10
    wide = (FULL_WIDTH - room) / len(frame)
    letters = string.ascii_uppercase[: len(frame)]
    programmes = [str(key) for key in frame["programme"]]
    groups = list(dict.fromkeys(programmes))
    top = LINE * (len(groups) + 1) + 14
    height = round(top + len(contents) * _ROW)
    cells: dict[str, list[dict[str, Any]]] = {state: [] for state in STATES}
    words: list[alt.Chart] = []
    for row, content in enumerate(contents):
        middle = top + row * _ROW + _ROW / 2
        words.append(text_at(0, middle + 5, [content]))
        for column, state in enumerate(frame[content]):
            at = {"x": round(room + (column + 0.5) * wide, 1), "y": round(middle, 1)}
            cells[state].append({**at, "programme": programmes[column]})
    for n, group in enumerate(groups):
        own = [letter for letter, key in zip(letters, programmes, strict=True) if key == group]
        span = own[0] if len(own) == 1 else f"{own[0]} to {own[-1]}"
        colour = programme_colours().get(group, OTHER_COLOUR)
        words.append(text_at(0, TEXT + n * LINE, [f"{span}: {name_of(group)}"], fontWeight="bold", color=colour))
    for column, letter in enumerate(letters):
        colour = programme_colours().get(programmes[column], OTHER_COLOUR)
        middle = room + (column + 0.5) * wide - text_width(letter, TEXT, bold=True) / 2
        words.append(text_at(middle, top - 4, [letter], fontWeight="bold", color=colour))
    across = alt.Scale(domain=[0, FULL_WIDTH], range=[0, FULL_WIDTH], nice=False)
    down = alt.Scale(domain=[0, height], range=[0, height], nice=False)
    colours = alt.Color(
        "programme:N",
        scale=alt.Scale(domain=groups, range=[programme_colours().get(g, OTHER_COLOUR) for g in groups]),
        legend=None,
    )
    looks: dict[str, dict[str, Any]] = {
        "in": {"shape": "square", "size": 230, "filled": True, "opacity": 1},
        "out": {
            "shape": "M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7",
            "size": 150,
            "filled": False,
            "strokeWidth": 2.6,
            "opacity": 1,
        },
        "unknown": {"shape": "circle", "size": 12, "filled": True, "opacity": 1, "color": "#8A8A8A"},
    }
    layers = []
    for state, rows in cells.items():
        if not rows:
            continue
        chart = alt.Chart(inline(rows)).mark_point(**looks[state])
        place = {
            "x": alt.X("x:Q", scale=across, axis=None),
            "y": alt.Y("y:Q", scale=down, axis=None),
        }
        layers.append(chart.encode(**place) if state == "unknown" else chart.encode(**place, color=colours))
    key = "Square: a source says it is in. Cross: a source says it is not. Dot: no source says. The letters are those of the table below."
    return layered([*layers, *words, *footnotes(0, height + 6, [key], source)]).properties(
        width=FULL_WIDTH, height=height, title=title_lines(title), description=alt_text.strip()
    )
