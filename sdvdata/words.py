"""Figures and dates in words, the same way everywhere: tables, charts, answers, references."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sdvdata.periods import NAMED_PARTS
from sdvdata.tables import by_name, load, made_once, records

__all__ = [
    "ENDINGS",
    "GLYPHS",
    "amount",
    "answer",
    "bound",
    "count",
    "date",
    "ending",
    "fold",
    "joined",
    "length",
    "notation",
    "number",
    "perimeter",
    "when",
]

#: Large units of money, largest first.
_SCALES = ((1e9, " bn"), (1e6, " m"))

_MONTHS = "January February March April May June July August September October November December".split()

_QUARTERS = {"Q1": "first", "Q2": "second", "Q3": "third", "Q4": "fourth"}

_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}

#: What happened, by measure, in front of the date; other measures hold several kinds of event: the date alone.
_HAPPENED = {
    "go_live": "went live",
    "award": "supplier chosen",
    "decision": "decided",
    "agreement": "agreed",
    "work_start": "began",
}
_ENDED = {"paused": "paused", "terminated": "ended", "withdrawn_no_date": "taken back without a new date"}


@made_once("notations")
def notation(kind: str) -> dict[str, tuple[str, ...]]:
    """Return what the sources call numbers, currencies, months, units and so on (``vocab/notations``).

    Examples
    --------
    >>> notation("month")["03"]
    ('mars', 'marts', 'march', 'märz', 'mar')
    >>> notation("scale")["03"]
    ('tusen', 'tusinde', 'tusind', 'thousand')
    >>> notation("day")["0"]
    ('i dag', 'idag', 'today')
    """

    return {
        row["meaning"]: tuple(word.replace("_", " ") for word in row["words"].split())
        for row in records(load("notations", kind=kind))
    }


def _missing(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _figure(value: float | None, low: float | None, high: float | None, said: Callable[[float], str]) -> str:
    """Return a figure or the ends of its range, each as `said` puts it; blank where none is stated."""
    shown = (low, high) if _missing(value) else (value,)
    return "–".join(said(float(x)) for x in shown if x is not None and not _missing(x))


#: Letters and signs that Unicode does not take apart, as they are typed without them; a soft hyphen is nothing.
GLYPHS = {"ø": "o", "æ": "ae", "ß": "ss", "ð": "d", "þ": "th", "đ": "d", "ł": "l", "\u00ad": "", "’": "'"}
GLYPHS |= dict.fromkeys("\u00a0\u2007\u2009\u202f", " ") | dict.fromkeys("–−‑", "-") | dict.fromkeys("“”", '"')
_SIGNS: dict[int, str] = str.maketrans(GLYPHS)


def fold(text: str) -> str:
    """Return a text as search compares it: small letters without marks, plain spaces and dashes.

    Examples
    --------
    >>> fold("Møre og Romsdal, Skåne: 2–3\u2009000")
    'more og romsdal, skane: 2-3 000'
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(_SIGNS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


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


@made_once("qualifiers")
def _told() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """Return what finds the qualifying words, and each word's qualifier, with "over" or "under" if it is told so."""
    words: dict[str, tuple[str, str]] = {}
    for row in records(load("qualifiers")):
        word = row["word"].removeprefix("… ").lower()
        if "…" not in word and (word not in words or row["told"]):
            words[word] = (row["qualifier"], row["told"] or "")
    # The longest goes first: "inte mer än 5" is at most 5, whatever "mer än" would make of it.
    ordered = sorted(words, key=lambda word: (-len(word), word))
    # A sign may touch the figure ("<10"), a word may not be a part of another.
    either = "|".join(re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "") for word in ordered)
    return re.compile(rf"(?<!\w)(?:{either})"), words


def bound(qualifier: str, as_printed: str | None) -> str:
    """Return the words in front of a figure; of a bound, whether the print leaves the figure itself out.

    The vocabulary of qualifying words decides (``vocab/qualifiers``, column ``told``).

    Examples
    --------
    >>> bound("floor", "over 40 000 ansatte"), bound("floor", "minst 40 000 ansatte")
    ('over ', 'at least ')
    >>> bound("ceiling", "less than 10%"), bound("ceiling", "inte mer än 10 procent"), bound("about", "ca 10")
    ('under ', 'at most ', 'about ')
    """
    pattern, words = _told()
    found = (words[word] for word in pattern.findall((as_printed or "").lower()))
    plain = by_name("qualifier_intervals")[qualifier]["told"]
    word = next((said for kind, said in found if kind == qualifier and said), plain)
    return f"{word} " if word else ""


def amount(
    value: float | None,
    low: float | None,
    high: float | None,
    qualifier: str,
    currency: str | None,
    as_printed: str | None = None,
) -> str:
    """Return an amount of money in words, to the last digit that was stated.

    The print, where it is given, tells "over" from "at least".

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
        return count(value, low, high, qualifier, "percent", "", as_printed)
    most = max((abs(float(x)) for x in (value, low, high) if x is not None and not _missing(x)), default=0.0)
    scale, unit = next(((size, name) for size, name in _SCALES if most >= size), (1.0, ""))
    figure = _figure(value, low, high, lambda x: f"{x / scale:.10g}" if scale > 1 else number(x))
    return f"{bound(qualifier, as_printed)}{figure}{unit} {currency}" if figure else "no figure"


def count(
    value: float | None,
    low: float | None,
    high: float | None,
    qualifier: str,
    unit: str,
    counted: str,
    as_printed: str | None = None,
) -> str:
    """Return a count in words, its unit once; the print, where it is given, tells "over" from "at least".

    Examples
    --------
    >>> count(30, None, None, "about", "number", "IT systems")
    'about 30 IT systems'
    >>> count(None, 35, 45, "range", "number", "systems")
    '35–45 systems'
    >>> count(1, None, None, "exact", "number", "hospitals"), count(5, None, None, "exact", "years", "years")
    ('1 hospital', '5 years')
    >>> count(25, None, None, "about", "fte", "full-time posts")
    'about 25 full-time posts'
    >>> count(500, None, None, "about", "fte", "full-time equivalents")
    'about 500 full-time equivalents'
    >>> count(10, None, None, "ceiling", "percent", "percent of usual output", "less than 10%")
    'under 10 % of usual output'
    """
    figure = _figure(value, low, high, number)
    if not figure:
        return "no figure"
    things = _things(counted, unit, one=value == 1, change=figure.startswith("-"))
    return f"{bound(qualifier, as_printed)}{figure}{things}"


#: Words that begin what is said about the things counted: "county councils with Cosmic".
_AFTER_HEAD = "about after at by during for from in introducing live of on that to using when who whose with".split()


def _things(counted: str, unit: str, *, one: bool, change: bool) -> str:
    """Return what stands after a figure: what is counted, with the unit where that does not name it."""
    if unit == "percent":
        return f" % {_part(counted, change=change)}".rstrip()
    if unit == "score":
        return f" ({counted})"
    named = {"number": "", "fte": "full-time", "ratio": "times"}.get(unit, unit)
    head = "full-time posts" if unit == "fte" else named
    things = counted if named in counted else f"{head}, {counted}".removesuffix(", ")
    return f" {_singular(things) if one else things}".rstrip()


def _part(counted: str, *, change: bool) -> str:
    """Return of what a percentage is: "of the users", "change of the cost"."""
    if counted.startswith("percent ") and not counted.startswith("percent of "):  # "percent change of the yearly cost"
        return counted.removeprefix("percent ")
    whole = re.sub("^(percent|share) of ", "", counted)
    return f"{'change ' * change}of {whole}" if whole else ""


def _singular(things: str) -> str:
    """Return the name of one of the things: the last word before what is said about them.

    Examples
    --------
    >>> _singular("county councils with Cosmic"), _singular("municipalities"), _singular("systems (kind not stated)")
    ('county council with Cosmic', 'municipality', 'system (kind not stated)')
    """
    head = re.split(rf",| \(| (?:{'|'.join(_AFTER_HEAD)})\b", things, maxsplit=1)[0]
    rest = things[len(head) :]
    for plural, singular in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("ss", "ss"), ("s", "")):
        if head.endswith(plural):
            return head.removesuffix(plural) + singular + rest
    return things


def _span(interval: str, said: Callable[[str], str]) -> str:
    """Return an interval in words, each end as `said` puts it."""
    first, last = interval.split("/")
    if last == "..":
        return f"{said(first)} or later"
    return f"{said(last)} or earlier" if first == ".." else f"{said(first)} to {said(last)}"


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
        return _span(period, when)
    year, _, part = period.partition("-")
    return f"{part} {year}" if part in NAMED_PARTS else period


def date(period: str | None) -> str:
    """Return a period in plain words, for a sentence.

    Examples
    --------
    >>> date("2026-04-29"), date("2020-11"), date("2017-autumn"), date("2024-Q3")
    ('29 April 2026', 'November 2020', 'autumn 2017', 'third quarter of 2024')
    >>> date("2021-10/2022-04"), date("2025-09/.."), date("../2020-04")
    ('October 2021 to April 2022', 'September 2025 or later', 'April 2020 or earlier')
    """
    if period is None or _missing(period):
        return ""
    if "/" in period:
        return _span(period, date)
    year, *parts = period.split("-")
    if parts and parts[0] in _QUARTERS:
        return f"{_QUARTERS[parts[0]]} quarter of {year}"
    if not parts or not parts[0].isdigit():
        return when(period)
    words = [_MONTHS[int(parts[0]) - 1], year]
    return " ".join([str(int(parts[1])), *words] if len(parts) > 1 else words)


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


def _event(row: Mapping[str, Any]) -> str:
    """Return what a row of schedules states: what happened or is to happen, and when."""
    kind, day, lasting = row["kind"], date(row["date"]), length(row["duration"])
    if lasting:
        lasting = f"{bound(row.get('qualifier') or 'exact', None)}{lasting}"
    if kind == "actual":
        what = _HAPPENED.get(str(row.get("measure")), "")
    else:
        what = _ENDED.get(kind) or ("planned for" if day else "planned:" if lasting else "planned")
    stated = day or lasting
    # The day on which a promise was taken back is not the day it promised: "taken back …, 17 March 2026".
    return f"{what}, {stated}" if kind == "withdrawn_no_date" and stated else f"{what} {stated}".strip()


def answer(row: Mapping[str, Any]) -> str:
    """Return what a claim states in a few words, whichever table it is from.

    Examples
    --------
    >>> answer({"table": "schedules", "kind": "planned", "date": "2025-03", "duration": None})
    'planned for March 2025'
    >>> answer({"table": "schedules", "kind": "terminated", "date": "2026-04-29", "duration": None})
    'ended 29 April 2026'
    >>> answer({"table": "schedules", "kind": "actual", "measure": "go_live", "date": "2024-11-12", "duration": None})
    'went live 12 November 2024'
    """
    if row["table"] == "costs":
        if row["value_status"] != "number":
            return f"“{row['as_printed']}” ({row['value_status']})"
        text = amount(row["value"], row["low"], row["high"], row["qualifier"], row["currency"], row["as_printed"])
        return text + (f" per {row['per']}" if not _missing(row["per"]) else "")
    if row["table"] == "counts":
        if row["reading"] == "words":
            return f"“{row['as_printed']}” (words)"
        columns = ("value", "low", "high", "qualifier", "unit", "counted_unit", "as_printed")
        return count(*(row[column] for column in columns))
    if row["table"] == "schedules":
        # What is left out of a programme has neither a date nor a length.
        return _event(row) or f"“{row['as_printed']}” (words)"
    product = by_name("products").get(row["product"], {"name": row["product"]})
    return f"{product['name']} ({str(row['system_status']).replace('_', ' ')})"


def perimeter(record: Mapping[str, object]) -> str:
    """Say what an amount holds, as far as its source does.

    Examples
    --------
    >>> perimeter({"payer": "region", "includes": "unknown", "excludes": None, "vat": "unknown",
    ...            "price_basis": "unknown", "price_year": None, "covers_start": "2017",
    ...            "covers_end": "2022"})
    'payer region; contents not stated; 2017 to 2022; VAT not stated; price basis not stated'
    """

    def said(column: str) -> str:
        return str(record[column] or "").replace("_", " ").replace(";", ", ")

    payer, contents, without = said("payer"), said("includes"), said("excludes")
    ends = [when(str(record[column])) for column in ("covers_start", "covers_end") if record[column]]
    vat = {"incl": "with VAT", "excl": "without VAT", "unknown": "VAT not stated"}
    prices = {"fixed": f"prices of {record['price_year']}", "unknown": "price basis not stated"}
    parts = [
        "payer not stated" if payer == "unknown" else f"payer {payer}",
        "contents not stated" if contents == "unknown" else f"holds {contents}",
        f"without {without}" if without else "",
        " to ".join(dict.fromkeys(ends)),
        vat.get(str(record["vat"]), "no VAT"),
        prices.get(str(record["price_basis"]), "nominal prices"),
    ]
    return "; ".join(filter(None, parts))


#: Kinds of rows of ``schedules`` that tell of an end.
ENDINGS = tuple(_ENDED)

#: What became of a programme, by its outcome, before the event that the outcome rests on.
_OUTCOMES = {
    "sustained": "in use",
    "reversed": "went live and was undone",
    "terminated": "ended before any go-live",
    "open": "open",
    "unknown": "not known how it ended",
}


def ending(outcome: str, row: Mapping[str, Any]) -> str:
    """Return what became of a programme: its outcome, and the event on record that shows it.

    Parameters
    ----------
    outcome
        As in ``programmes``.
    row
        A row of ``schedules``.

    Examples
    --------
    >>> ending("terminated", {"kind": "terminated", "date": "2026-04-29", "duration": None})
    'ended before any go-live, 29 April 2026'
    >>> ending("reversed", {"kind": "paused", "date": "2024-11-15", "duration": None})
    'went live and was undone, paused 15 November 2024'
    >>> ending("sustained", {"kind": "actual", "date": "2024-04-27", "duration": None, "scope": "Molde hospital"})
    'in use, at Molde hospital since 27 April 2024'
    """
    event = date(row["date"]) if row["kind"] == outcome else _event(row)
    if outcome == "sustained" and row["kind"] == "actual":
        event = f"at {row['scope']} since {date(row['date'])}"
    return f"{_OUTCOMES[outcome]}, {event}"


def joined(words: Iterable[str]) -> str:
    """Join words as in a sentence.

    Examples
    --------
    >>> joined(["SDV", "FVM", "Helseplattformen"])
    'SDV, FVM and Helseplattformen'
    """
    items = list(words)
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]
