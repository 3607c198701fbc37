"""Small frames that print whole: what a reader must see beside an answer is never cut to "…"."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

__all__ = ["WholeFrame"]

#: Characters in a line of text.
WIDTH = 100

#: A column that lists claim ids: shown last, and as their number.
LISTED = "alternatives"


class WholeFrame(pd.DataFrame):
    """A frame whose every cell is shown in full, in a terminal and in a notebook.

    It is an ordinary frame in all else. Where its columns fit side by side (the last one may be
    wrapped) it prints as a table, otherwise as one block per row. The claim ids in
    ``alternatives`` stand in the frame in full and are shown as their number. A frame longer than
    pandas' own limit (``display.max_rows``) is shown as pandas shows it.

    Examples
    --------
    >>> WholeFrame({"rows": [2], "one_row": ["One row is one vendor."]}, index=["vendors"])
             rows  one_row
    vendors  2     One row is one vendor.
    """

    @property
    def _constructor(self) -> Any:
        return WholeFrame

    def __repr__(self) -> str:
        return _text(self) if _is_small(self) else repr(pd.DataFrame(self))

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str | None:
        if not _is_small(self) or not pd.get_option("display.notebook_repr_html"):
            html: str | None = pd.DataFrame(self)._repr_html_()  # type: ignore[operator]
            return html
        with pd.option_context("display.max_colwidth", None):
            return pd.DataFrame(_shown(self)).to_html()


def _is_small(frame: pd.DataFrame) -> bool:
    limit = pd.get_option("display.max_rows") or len(frame)
    return 0 < len(frame) <= limit and len(frame.columns) > 0 and frame.columns.nlevels == frame.index.nlevels == 1


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the cells as text, the alternatives last and as their number."""
    plain = pd.DataFrame(frame).map(_cell)
    if LISTED in plain.columns and plain.columns.is_unique:
        number = frame[LISTED].map(_number_of)
        plain = plain.drop(columns=LISTED).assign(**{LISTED: number})
    return plain


def _cell(value: Any) -> str:
    return "" if pd.api.types.is_scalar(value) and pd.isna(value) else " ".join(str(value).split())


def _number_of(value: Any) -> str:
    number = len([name for name in _cell(value).split(";") if name])
    return f"{number} other claim{'s' * (number != 1)}" if number else "none"


def _text(frame: pd.DataFrame) -> str:
    shown = _shown(frame)
    labels = [_cell(label) for label in frame.index]
    table = [["" if frame.index.name is None else str(frame.index.name), *map(str, shown.columns)]]
    table += [[label, *row] for label, row in zip(labels, shown.itertuples(index=False), strict=True)]
    widths = [max(len(row[at]) for row in table) for at in range(len(table[0]))]
    before = sum(widths[:-1]) + 2 * (len(widths) - 1)
    if before <= WIDTH // 2 or before + widths[-1] <= WIDTH:
        return "\n".join(_table_row(row, widths, before) for row in table)
    return "\n\n".join(_block(row[0], table[0][1:], row[1:]) for row in table[1:])


def _table_row(row: list[str], widths: list[int], before: int) -> str:
    start = "".join(f"{cell:<{width}}  " for cell, width in zip(row[:-1], widths[:-1], strict=True))
    return _hung(start, row[-1], before)


def _block(label: str, names: list[str], cells: list[str]) -> str:
    room = max(map(len, names)) + 4
    lines = [_hung(f"  {name:<{room - 2}}", cell, room) for name, cell in zip(names, cells, strict=True)]
    return "\n".join([label, *lines])


def _hung(start: str, cell: str, indent: int) -> str:
    """Return a start and a text after it, the text wrapped under itself; nothing is ever broken within a word."""
    lines = textwrap.wrap(cell, max(WIDTH - indent, 20), break_long_words=False, break_on_hyphens=False) or [""]
    return f"\n{' ' * indent}".join([start + lines[0], *lines[1:]]).rstrip()
