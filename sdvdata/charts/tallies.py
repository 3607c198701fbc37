"""How many claims there are of each kind: a grid of numbers, one column per programme."""

from __future__ import annotations

import altair as alt
import pandas as pd

from sdvdata.charts.frames import is_frame, numbers_of, worded
from sdvdata.charts.lettering import text_width, wrap
from sdvdata.charts.marks import footnotes, inline, layered, text_at, title_lines
from sdvdata.charts.style import FULL_WIDTH, LINE, TEXT, programme_colours, short_names
from sdvdata.display import ChartError

#: Height of a row, and the most that its words may take of the width.
_ROW = 34
_MOST_WORDS = 176
#: Space between two columns.
_GAP = 6


def tally_chart(table: pd.DataFrame, *, title: str, alt_text: str, source: str) -> alt.LayerChart:
    """Numbers of claims, a row per kind and a column per programme, each with a bar.

    Parameters
    ----------
    table : DataFrame
        Index: the kinds, in the order in which they are to stand. Columns: programmes. Cells:
        numbers of claims, not negative.
    title, alt_text, source : str
        Title; what the chart shows, for those who can't see it; who said it.

    Returns
    -------
    altair.LayerChart
        Bars in the programme's colour, all to one scale, with the number written beside each.

    Raises
    ------
    ChartError
        If the table is empty, a number is negative, or words are missing.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"sdv": [3, 1], "fvm": [0, 2]}, index=["press", "buyer"])
    >>> tally_chart(table, title="Who spoke", alt_text="Mostly the press.", source="sdvdata").to_dict()["height"]
    96
    """
    worded(title, alt_text, source)
    is_frame(table, title)
    if table.empty:
        raise ChartError(f"The chart {title!r} has nothing to show: its table has no rows.")
    if not all(number >= 0 for column in table.columns for number in numbers_of(table, column)):
        raise ChartError(f"The chart {title!r} counts claims: no number may be negative or missing.")
    programmes = [str(column) for column in table.columns]
    kinds = [str(kind).replace("_", " ") for kind in table.index]
    room = round(min(max(text_width(kind, TEXT) for kind in kinds) + 14, _MOST_WORDS))
    wide = (FULL_WIDTH - room) / len(programmes)
    most = float(table.to_numpy().max()) or 1.0
    bar_room = wide - _GAP - 42  # the number stands after the bar
    words, bars, numbers = [], [], []
    for n, (kind, (_, row)) in enumerate(zip(kinds, table.iterrows(), strict=True)):
        middle = LINE + 8 + n * _ROW + _ROW / 2
        words.append(text_at(0, middle + 5, wrap(kind, TEXT, room - 8)[:1]))
        for column, programme in enumerate(programmes):
            left = room + column * wide
            length = round(float(row[programme]) / most * bar_room, 1)
            bars.append({"programme": programme, "x": left, "x2": left + length, "y": middle - 9, "y2": middle + 9})
            numbers.append({"x": left + length + 5, "y": middle + 5, "text": f"{int(row[programme])}"})
    height = round(LINE + 8 + len(table) * _ROW)
    across = alt.Scale(domain=[0, FULL_WIDTH], range=[0, FULL_WIDTH], nice=False)
    down = alt.Scale(domain=[0, height], range=[0, height], nice=False)
    heads = [
        text_at(room + column * wide, TEXT, [_short(programme)], fontWeight="bold")
        for column, programme in enumerate(programmes)
    ]
    colours = [programme_colours().get(programme, "#6B6B6B") for programme in programmes]
    layers = [
        alt.Chart(inline(bars))
        .mark_rect()
        .encode(
            x=alt.X("x:Q", scale=across, axis=None),
            x2="x2",
            y=alt.Y("y:Q", scale=down, axis=None),
            y2="y2",
            color=alt.Color("programme:N", scale=alt.Scale(domain=programmes, range=colours), legend=None),
        ),
        alt.Chart(inline(numbers))
        .mark_text(align="left", baseline="alphabetic")
        .encode(x=alt.X("x:Q", scale=across, axis=None), y=alt.Y("y:Q", scale=down, axis=None), text="text:N"),
    ]
    return layered([*layers, *heads, *words, *footnotes(0, height + 6, [], source)]).properties(
        width=FULL_WIDTH, height=height, title=title_lines(title), description=alt_text.strip()
    )


def _short(programme: str) -> str:
    """A head that fits its column: Helseplattformen's full name stands in the text above."""
    name = short_names().get(programme, programme)
    return "Helsepl." if name == "Helseplattformen" else name
