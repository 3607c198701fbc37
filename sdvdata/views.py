"""Tables for readers: the rows behind a chart, with claim ids, as text that can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sdvdata import words as wording
from sdvdata.errors import SdvdataError
from sdvdata.tables import core, load, made_once, records
from sdvdata.words import perimeter

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ReaderTable", "behind", "comparison_table", "core_names", "programme_names", "speaker"]

#: Columns by which a table of claims is recognised.
_TABLE_OF = {"amount_kind": "costs", "milestone": "schedules", "counted_unit": "counts"}


class ReaderTable:
    """A frame shown whole: no index, no cut cells, the same bytes each time.

    Parameters
    ----------
    frame
        The frame to show. Its text is escaped.
    caption
        What the table holds, shown above it.

    Examples
    --------
    >>> import pandas as pd
    >>> "<caption>Two</caption>" in ReaderTable(pd.DataFrame({"a": [1]}), "Two")._repr_html_()
    True
    """

    def __init__(self, frame: pd.DataFrame, caption: str = "") -> None:
        self.frame = frame
        self.caption = caption

    def _repr_html_(self) -> str:
        from html import escape

        text = _blank(self.frame).to_html(
            index=False, border=0, classes="sdvdata", na_rep="", justify="left", escape=True
        )
        if not self.caption:
            return text
        head, _, tail = text.partition(">")
        return f"{head}>\n  <caption>{escape(self.caption)}</caption>{tail}"

    def __repr__(self) -> str:
        rows, columns = self.frame.shape
        return f"Table: {self.caption or 'no caption'} ({rows} rows, {columns} columns)"


def _blank(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with a blank where a cell of text has nothing; numbers are left to ``na_rep``."""
    words = frame.select_dtypes(exclude="number").columns
    return frame.assign(**{name: frame[name].astype(object).where(frame[name].notna(), "") for name in words})


def programme_names() -> dict[str, str]:
    """Return the names of all programmes, by key.

    Examples
    --------
    >>> programme_names()["fvm"]
    'FVM/Millennium'
    """
    names: dict[str, str] = made_once(
        "programme names",
        ["programmes"],
        lambda: {row["programme"]: row["name"] for row in records(load("programmes"))},
    )
    return dict(names)


def core_names() -> dict[str, str]:
    """Return the names of the three programmes, in the order in which they are always named.

    Examples
    --------
    >>> list(core_names().values())
    ['SDV', 'FVM/Millennium', 'Helseplattformen']
    """
    names = programme_names()
    return {programme: names[programme] for programme in core()}


def _table_of(frame: pd.DataFrame) -> str:
    for column, table in _TABLE_OF.items():
        if column in frame.columns:
            return table
    raise SdvdataError(
        "Expected a frame of costs, schedules or counts as loaded; this one has the columns: "
        + ", ".join(map(str, frame.columns))
    )


def behind(frame: pd.DataFrame, caption: str) -> ReaderTable:
    """Return the table behind a chart: one row per claim, what it states, who said it when.

    Parameters
    ----------
    frame
        Rows of ``costs``, ``schedules`` or ``counts`` as loaded.
    caption
        What the table holds.

    Returns
    -------
    ReaderTable
        Sorted by programme and by when it was said.

    Examples
    --------
    >>> from sdvdata import load_counts
    >>> table = behind(load_counts(programme="sdv", measure="municipalities"), "Municipalities")
    >>> list(table.frame["Claim"])
    ['sdv-municipalities-33']
    """
    import pandas as pd

    table, names = _table_of(frame), programme_names()
    ordered = frame.sort_values(["programme", "stated_on_start", "claim_id"], na_position="first")
    rows = []
    for record in records(ordered):
        row = {
            "Programme": names[record["programme"]],
            "Said": wording.when(record["stated_on"]),
            "By": speaker(record),
            "States": wording.answer({"table": table, **record}),
            "As printed": record["as_printed"],
            "About": record["scope"],
        }
        if table == "costs":
            row["Holds"] = perimeter(record)
        if table == "schedules":
            row["Standing"] = record["plan_status"] or ""
        row["Claim"] = record["claim_id"]
        rows.append(row)
    return ReaderTable(pd.DataFrame(rows), caption)


def speaker(record: Mapping[str, object]) -> str:
    """Say who made a statement, in which role, and who passed it on.

    Examples
    --------
    >>> speaker({"stated_by": "VGR", "speaker_role": "buyer", "relayed_by": "SVT"})
    'VGR (buyer), in SVT'
    """
    relay = record["relayed_by"]
    return f"{record['stated_by']} ({record['speaker_role']}){f', in {relay}' if relay else ''}"


def comparison_table(comparisons: list[str], caption: str) -> ReaderTable:
    """Return the preferred answers to several comparisons, one row per comparison.

    Each cell holds the answer and its claim id; the last column says whether the answers may
    stand side by side, and why.

    Examples
    --------
    >>> table = comparison_table(["hospitals"], "Hospitals")
    >>> list(table.frame.columns)
    ['Question', 'SDV', 'FVM/Millennium', 'Helseplattformen', 'Side by side?']
    """
    import pandas as pd

    from sdvdata.claims import preferred

    names = core_names()
    questions = {row["comparison"]: row for row in records(load("comparisons"))}
    rows = []
    for comparison in comparisons:
        found = {row["programme"]: row for row in records(preferred(comparison).reset_index())}
        row = {"Question": questions[comparison]["title"]}
        for programme, name in names.items():
            chosen = found[programme]
            row[name] = chosen["answer"] + (f" [{chosen['claim_id']}]" if chosen["claim_id"] else "")
        row["Side by side?"] = f"{questions[comparison]['comparable']}: {questions[comparison]['why']}"
        rows.append(row)
    return ReaderTable(pd.DataFrame(rows), caption)
