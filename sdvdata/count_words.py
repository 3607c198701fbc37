"""Words about stated counts: what exactly was counted, by whom, and how far the numbers lie apart.

Numbers that different people counted in different ways are told beside each other, each with its
speaker; nothing is computed from two of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sdvdata import words as wording
from sdvdata.tables import records
from sdvdata.views import core_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ends", "kinds", "spans_alt", "systems_title", "users_title", "with_kind"]

#: Which of the things are counted, and whether it had happened, in words for a label.
_SETS = {"all": "all of them", "largest": "the largest", "named": "named ones", "part": "a part", "sample": "a sample"}
_TENSES = {"planned": "planned", "done": "already done", "in_use": "in use", "observed": ""}


def _kind(row: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, [row["counted_unit"], _SETS.get(row["set"]), _TENSES[row["tense"]]]))


def with_kind(frame: pd.DataFrame) -> pd.DataFrame:
    """Write behind what is counted which of them, and whether planned, done or in use.

    Examples
    --------
    >>> from sdvdata import load_counts
    >>> with_kind(load_counts(claim_id="sdv-systems-28-largest-2019"))["counted_unit"].iloc[0]
    'IT systems, the largest, planned'
    """
    return frame.assign(counted_unit=[_kind(row) for row in records(frame)])


def _figures(row: Mapping[str, Any]) -> list[float]:
    return [float(row[key]) for key in ("value", "low", "high") if row[key] is not None]


def _split(frame: pd.DataFrame) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Return rows of the whole (or not said to be of a part), rows of a part, rows without a figure."""
    rows = records(frame)
    stated = [row for row in rows if _figures(row)]
    return (
        [row for row in stated if row["set"] != "part"],
        [row for row in stated if row["set"] == "part"],
        [row for row in rows if not _figures(row)],
    )


def _span(rows: Sequence[Mapping[str, Any]]) -> str:
    figures = [figure for row in rows for figure in _figures(row)]
    return " to ".join(dict.fromkeys(wording.number(end) for end in (min(figures), max(figures))))


def kinds(frame: pd.DataFrame) -> dict[str, list[str]]:
    """Return the ways in which things were counted, each with the programmes counted in that way.

    A way is the thing counted, which of them, and whether it was planned or done; numbers of a
    part and statements without a figure are left out.

    Examples
    --------
    >>> from sdvdata import load_counts
    >>> kinds(load_counts(claim_id=["sdv-systems-650-2018", "fvm-systems-2024-fokus"]))
    {'IT systems, planned': ['fvm', 'sdv']}
    """
    found: dict[str, set[str]] = {}
    for row in _split(frame)[0]:
        found.setdefault(_kind(row), set()).add(row["programme"])
    return {kind: sorted(who) for kind, who in found.items()}


def ends(frame: pd.DataFrame, *, ids: bool = True) -> str:
    """Name the smallest and the largest number stated of the whole: what was counted, by whom, when.

    Examples
    --------
    >>> from sdvdata import load_counts
    >>> ends(load_counts(claim_id="sdv-systems-30-2023"), ids=False)
    'about 30 systems (kind not stated), planned (SDV programme, Region Skåne, buyer, 2023-11-17)'
    """
    whole, _, _ = _split(frame)
    if not whole:
        return "no number"
    two = [min(whole, key=lambda row: min(_figures(row))), max(whole, key=lambda row: max(_figures(row)))]
    return ", to ".join(_said(row, ids) for row in {row["claim_id"]: row for row in two}.values())


def _said(row: Mapping[str, Any], ids: bool) -> str:
    stated = wording.answer({**row, "table": "counts", "counted_unit": _kind(row)})
    claim = f"; `{row['claim_id']}`" if ids else ""
    return f"{stated} ({row['stated_by']}, {row['speaker_role']}, {wording.when(row['stated_on'])}{claim})"


def spans_alt(frame: pd.DataFrame, what: str) -> str:
    """Say what a chart of unlike counts shows: for each programme its ends with their speakers.

    Numbers of a part and statements without a figure are told apart.

    Examples
    --------
    >>> from sdvdata import load_system_counts
    >>> said = spans_alt(load_system_counts(programme="sdv", measure="systems_replaced"), "Systems")
    >>> said.startswith("Systems. SDV: 3 numbers, from 28 IT systems, the largest, planned (Allians för Skåne")
    True
    """
    parts = []
    for programme, name in core_names().items():
        own = frame[frame["programme"] == programme]
        whole, part, bare = _split(own)
        if own.empty:
            continue
        number = f"{len(whole)} number{'s' * (len(whole) != 1)}"
        words = f"{name}: {number}{', from' if len(whole) > 1 else ':'} {ends(own, ids=False)}"
        if part:
            words += f"; of a part: {_span(part)}"
        if bare:
            words += f"; without a figure: {len(bare)}"
        parts.append(words)
    return f"{what}. {'. '.join(parts)}."


def systems_title(frame: pd.DataFrame) -> str:
    """Say how far the stated numbers of systems lie apart, and in how many ways they were counted.

    Examples
    --------
    >>> from sdvdata import load_system_counts
    >>> systems_title(load_system_counts(programme="sdv", measure="systems_replaced"))
    'One system in place of 28 to 650: 3 numbers, counted in 3 ways'
    """
    whole, _, _ = _split(frame)
    return f"One system in place of {_span(whole)}: {len(whole)} numbers, counted in {len(kinds(frame))} ways"


def users_title(frame: pd.DataFrame) -> str:
    """Say how many users were planned, were there, or were those of a part.

    Examples
    --------
    >>> from sdvdata import load_counts
    >>> users_title(load_counts(programme="sdv", measure="users"))
    'Users of a whole programme: 30\u2009000 planned'
    """
    whole, part, _ = _split(frame)
    groups = {
        "planned": [row for row in whole if row["tense"] == "planned"],
        "in use": [row for row in whole if row["tense"] != "planned"],
    }
    text = ", ".join(f"{_span(rows)} {words}" for words, rows in groups.items() if rows)
    return f"Users of a whole programme: {text}" + (f"; of a part: {_span(part)}" if part else "")
