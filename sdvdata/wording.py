"""Figures and dates in words, the same way everywhere: tables, charts, answers, references."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["amount", "answer", "count", "joined", "length", "number", "when"]

#: Words in front of a figure, by qualifier.
PREFIX = {
    "exact": "",
    "about": "about ",
    "just_over": "just over ",
    "just_under": "just under ",
    "floor": "at least ",
    "ceiling": "at most ",
    "range": "",
}

#: Large units of money, largest first.
_SCALES = ((1e9, " bn"), (1e6, " m"))

_SEASONS = {"spring", "summer", "autumn", "winter"}


def _missing(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def number(value: float) -> str:
    """Return a number with thin groups of thousands and no needless decimals.

    Examples
    --------
    >>> number(38000.0)
    '38\\u2009000'
    >>> number(4.5)
    '4.5'
    """
    whole = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"
    return whole.replace(",", "\u2009")


def _money(value: float, scale: float) -> str:
    return f"{value / scale:.10g}"


def amount(
    value: float | None,
    low: float | None,
    high: float | None,
    qualifier: str,
    currency: str | None,
) -> str:
    """Return an amount of money in words, to the last digit that was stated.

    Examples
    --------
    >>> amount(1.706e9, None, None, "about", "SEK")
    'about 1.706 bn SEK'
    >>> amount(None, 5.5e9, 11e9, "range", "SEK")
    '5.5–11 bn SEK'
    >>> amount(47.5, None, None, "exact", None)
    '47.5 %'
    """
    if _missing(currency):
        return count(value, low, high, qualifier, "percent", "")
    stated = [float(x) for x in (value, low, high) if x is not None and not _missing(x)]
    if not stated:
        return "no figure"
    scale, unit = next(
        ((size, name) for size, name in _SCALES if max(map(abs, stated)) >= size), (1.0, "")
    )
    if value is None or _missing(value):
        ends = [_money(float(x), scale) for x in (low, high) if x is not None and not _missing(x)]
        figure = "–".join(ends)
    else:
        figure = _money(float(value), scale) if scale > 1 else number(float(value))
    return f"{PREFIX[qualifier]}{figure}{unit} {currency}"


def count(
    value: float | None,
    low: float | None,
    high: float | None,
    qualifier: str,
    unit: str,
    counted: str,
) -> str:
    """Return a count in words.

    Examples
    --------
    >>> count(30, None, None, "about", "number", "IT systems")
    'about 30 IT systems'
    >>> count(None, 35, 45, "range", "number", "systems")
    '35–45 systems'
    >>> count(500, None, None, "about", "fte", "full-time equivalents")
    'about 500 full-time posts'
    """
    if value is None or _missing(value):
        ends = [number(float(x)) for x in (low, high) if x is not None and not _missing(x)]
        if not ends:
            return "no figure"
        figure = "–".join(ends)
    else:
        figure = number(float(value))
    if unit == "fte" and counted.startswith("full-time"):
        counted = ""  # the unit says so already
    sign = {"percent": " %", "fte": " full-time posts", "number": ""}.get(unit, f" {unit}")
    return f"{PREFIX[qualifier]}{figure}{sign}{' ' + counted if counted else ''}"


def when(period: str | None) -> str:
    """Return a period as a reader would write it.

    Examples
    --------
    >>> when("2025-spring"), when("2025-late"), when("2021-10/2022-04")
    ('spring 2025', 'late 2025', '2021-10 to 2022-04')
    >>> when("2025-09/.."), when("../2020-04"), when("2024-11-12")
    ('2025-09 or later', '2020-04 or earlier', '2024-11-12')
    """
    if period is None or _missing(period):
        return ""
    if "/" in period:
        first, last = period.split("/")
        if last == "..":
            return f"{when(first)} or later"
        if first == "..":
            return f"{when(last)} or earlier"
        return f"{when(first)} to {when(last)}"
    year, _, part = period.partition("-")
    if part in _SEASONS or part in ("early", "late"):
        return f"{part} {year}"
    return period


#: Units of an ISO 8601 duration in words.
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}


def length(duration: str | None) -> str:
    """Return a length of time as a reader would write it; blank where there is none.

    Examples
    --------
    >>> length("P3M"), length("P1Y"), length("P1Y6M"), length(None)
    ('3 months', '1 year', '1 year 6 months', '')
    """
    if duration is None or _missing(duration):
        return ""
    parts = re.findall(r"(\d+(?:\.\d+)?)([YMWD])", duration)
    return " ".join(f"{figure} {_UNITS[unit]}{'s' * (figure != '1')}" for figure, unit in parts)


def answer(row: Mapping[str, Any]) -> str:
    """Return what a claim states in a few words, whichever table it is from.

    Examples
    --------
    >>> answer({"table": "schedules", "kind": "planned", "date": "2025-03", "duration": None})
    '2025-03 (planned)'
    """
    if row["table"] == "costs":
        if row["value_status"] != "number":
            return f"“{row['as_printed']}” ({row['value_status']})"
        text = amount(row["value"], row["low"], row["high"], row["qualifier"], row["currency"])
        return text + (f" per {row['per']}" if not _missing(row["per"]) else "")
    if row["table"] == "counts":
        if row["reading"] == "words":
            return f"“{row['as_printed']}” (words)"
        return count(
            row["value"], row["low"], row["high"], row["qualifier"], row["unit"], row["counted_unit"]
        )
    if row["table"] == "schedules":
        stated = when(row["date"]) or length(row["duration"])
        kind = str(row["kind"]).replace("withdrawn_no_date", "withdrawn without a new date")
        return f"{stated} ({kind})" if stated else kind
    return f"{row['product']} ({row['system_status']})"


def joined(words: Iterable[str]) -> str:
    """Join words as in a sentence.

    Examples
    --------
    >>> joined(["SDV", "FVM", "Helseplattformen"])
    'SDV, FVM and Helseplattformen'
    """
    items = list(words)
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]
