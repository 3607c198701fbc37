"""Words, figures and dates in a text, whatever their notation: what `find` and the site's explorer look for.

The rules are one table of patterns (`rules`), which the explorer's script takes over as it is. They are read the same by
Python and JavaScript: on folded text, with ASCII classes, groups by place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from sdvdata.tables import made_once
from sdvdata.words import GLYPHS, fold, notation

__all__ = ["Figure", "Terms", "keys", "matches", "rules", "terms"]

_YEAR = r"((?:19|20)\d\d)"
_FIGURE = (
    r"(?<![\w.,])(?:\d{1,3}(?:([ .,'])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?)(?:\s?([a-z]+)\b\.?)?"
)
#: Columns that hold a period, in any table of claims: what the claim is about comes first.
PERIODS = ("date", "covers_start", "covers_end", "refers_to", "as_of")


#: Tables of the rules, and the kinds of words (``vocab/notations``) that each is made of.
_KINDS = {
    "scale": ("scale", "scale_and_currency", "short_scale"),
    "number": ("number", "before_scale"),
    "currency": ("currency",),
    "month": ("month",),
    "part_of_year": ("season", "part_of_year"),
}


def _meanings(*kinds: str) -> dict[str, str]:
    """Return what folded words mean; a low line in the vocabulary is a space."""
    return {
        fold(word).replace("_", " "): meaning.split()[0].lower()
        for kind in kinds
        for meaning, words in notation(kind).items()
        for word in words
    }


class Figure(NamedTuple):
    """One figure: as written, its readings as written, and those with its unit (the same where there is none)."""

    said: str
    readings: list[str]
    scaled: list[str]


class Terms(NamedTuple):
    """What a text holds. A date is ``2024-11-12``, ``2024-11``, ``2024-autumn``, or ``-11-12`` without its year."""

    words: list[str]
    dates: list[str]
    figures: list[Figure]


@made_once("notations")
def rules() -> dict[str, Any]:
    """Return the tables and patterns of search, in their order, as they are written into the explorer's script.

    Each pattern comes with what it takes out of the text: ``word``, or the order of year, month, day and part of the year
    in its groups.

    Examples
    --------
    >>> [kind for kind, _ in rules()["patterns"]]
    ['word', 'yp', 'dmy', 'word', 'py', 'ymd', 'dmy', 'mdy', 'dmy']
    """
    words = {name: _meanings(*kinds) for name, kinds in _KINDS.items()}
    words["currency"] = {word: "" for word in words["currency"] if word.startswith("kr")}  # the crowns of any country
    words["number"] = {word: _plain(Decimal(meaning)) for word, meaning in words["number"].items()}
    either = {kind: "|".join(map(re.escape, sorted(names, key=len, reverse=True))) for kind, names in words.items()}
    month, part, scale = either["month"], either["part_of_year"], either["scale"]
    codes = "|".join(sorted(set(words["part_of_year"].values())))
    patterns = [
        ("word", r'"([^"]+)"'),
        ("yp", rf"(?<![\w-]){_YEAR}-({codes})(?![\w-])"),
        ("dmy", rf"(?<!\S)(\d{{1,2}})-({month})-{_YEAR}(?!\S)"),
        # Whatever else has hyphens and a letter is the id of a claim or a source.
        ("word", r"(?<!\S)(?=\S*[a-z])([a-z0-9]+(?:-[a-z0-9]+)+)(?!\S)"),
        ("py", rf"\b({part})(?: of| av| i| in)? {_YEAR}\b"),
        ("ymd", rf"\b{_YEAR}[-/.](\d\d)(?:[-/.](\d\d))?\b"),
        ("dmy", rf"\b(\d{{1,2}})[./-] ?(\d{{1,2}})[./-] ?{_YEAR}\b"),
        ("mdy", rf"\b({month})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?:,? {_YEAR})?\b"),
        ("dmy", rf"\b(?:(\d{{1,2}})(?:\.|st|nd|rd|th|:e)? ?(?:of )?)?\b({month})\b\.?(?:,? {_YEAR})?\b"),
    ]
    return {
        "glyphs": GLYPHS,
        **words,
        "patterns": patterns,
        "glued": rf"(?<!\w)(?:{either['currency']}|sek|nok|dkk|eur|usd)(?=\d)",
        "spelled": rf"\b({either['number']}) (?=(?:{scale})\b)",
        "figure": _FIGURE,
        "currency_word": rf"(?<!\S)(?:{either['currency']})\.?(?!\S)",
    }


def terms(text: str) -> Terms:
    """Take a text apart into words, dates and figures.

    Examples
    --------
    >>> terms("2,85 miljarder kronor").figures[0].scaled, terms("3,861").figures[0].scaled
    (['2850000000'], ['3861', '3.861'])
    >>> terms("12. november 2024 hösten 2025 sjukhus").dates, terms('"två sjukhus" sdv-frame-1 Skåne').words
    (['2025-autumn', '2024-11-12'], ['tva sjukhus', 'sdv-frame-1', 'skane'])
    """
    ours, found, rest = rules(), Terms([], [], []), fold(text)

    def taken(pattern: str, put: Callable[[re.Match[str]], str]) -> str:
        return re.sub(pattern, put, rest, flags=re.ASCII)

    for kind, pattern in ours["patterns"]:
        rest = taken(pattern, partial(_word_or_date, kind=kind, found=found, ours=ours))
    rest = taken(ours["glued"], lambda _: " ")
    rest = taken(ours["spelled"], lambda hit: ours["number"][hit[1]] + " ")
    rest = taken(ours["figure"], partial(_figure, found=found, ours=ours))
    if found.figures:
        rest = taken(ours["currency_word"], lambda _: " ")
    found.words.extend(word for part in re.split(r"[^a-z0-9_&+'-]+", rest) if (word := part.strip("-'")))
    return found


def _word_or_date(hit: re.Match[str], *, kind: str, found: Terms, ours: Mapping[str, Any]) -> str:
    """Note a word or a date and return what stays of it in the text: nothing, or all of what is no date."""
    if kind == "word":
        found.words.append(hit[1].strip())
        return " "
    got = dict(zip(kind, hit.groups(), strict=True))
    year, day, part = got.get("y") or "", got.get("d") or "", got.get("p")
    if part:
        found.dates.append(f"{year}-{ours['part_of_year'].get(part, part)}")
        return " "
    month = ours["month"].get(got["m"], got["m"].zfill(2))
    if not (year or day) or not "01" <= month <= "12" or int(day or 1) > 31:
        return hit[0]
    found.dates.append(f"{year}-{month}" + (f"-{day.zfill(2)}" if day else ""))
    return " "


def _figure(hit: re.Match[str], *, found: Terms, ours: Mapping[str, Any]) -> str:
    unit = hit[2] or ""
    power = ours["scale"].get(unit)
    digits = hit[0][: hit[0].rindex(unit)].strip() if unit else hit[0].strip()
    readings = _readings(digits)
    scaled = [_plain(Decimal(reading).scaleb(int(power))) for reading in readings] if power else readings
    found.figures.append(Figure(hit[0].strip() if power else digits, readings, scaled))
    return f" {unit} " if unit and not power and unit not in ours["currency"] else " "


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _readings(digits: str) -> list[str]:
    """Return what digits and signs may stand for: 3,861 is 3861 or 3.861, 2.756,5 is 2756.5."""
    plain = re.sub(r"[ ']", "", digits)
    marks = re.sub(r"\d", "", plain)
    if not marks:
        return [_plain(Decimal(plain))]
    at = max(plain.rfind("."), plain.rfind(","))
    whole, part = re.sub(r"[.,]", "", plain[:at]), plain[at + 1 :]
    grouped, decimal = _plain(Decimal(whole + part)), _plain(Decimal(f"{whole}.{part}"))
    if len(set(marks)) == 1 and len(part) == 3:
        return [grouped, decimal] if len(marks) == 1 else [grouped]
    return [decimal]


def keys(texts: Iterable[str], row: Mapping[str, Any]) -> str:
    """Return what figures and dates find a claim: ``=2.85`` and ``@2024-11-12``, between spaces.

    Parameters
    ----------
    texts
        What is shown of the claim.
    row
        Its columns. A coded amount is found in units, millions and thousands of millions.

    Examples
    --------
    >>> keys(["en halv miljard"], {"value": 500e6, "currency": "SEK", "stated_on": "2024-11"})
    ' =500000000 =0.5 =500 @2024-11 '
    """
    found = terms("\n".join(texts))
    made = [f"={value}" for figure in found.figures for value in (*figure.scaled, *figure.readings)]
    powers = ((0, -math.inf), (6, 1e5), (9, 1e8)) if row.get("currency") else ((0, -math.inf),)
    for value in (row[name] for name in ("value", "low", "high") if row.get(name) is not None):
        made += [f"={_plain(Decimal(str(value)) / 10**n)}" for n, least in powers if value >= least]
    periods = " ".join(str(row.get(name) or "").lower() for name in (*PERIODS, "stated_on"))
    made += [f"@{day}" for day in found.dates if not day.startswith("-")]
    made += [f"@{day}" for period in periods.split() for day in period.split("/") if day != ".."]
    return f" {' '.join(dict.fromkeys(made))} "


def matches(asked: Terms, claims: Mapping[str, tuple[str, str]]) -> list[str]:
    """Return which claims meet all terms; of a figure that none has, those with one that begins so.

    Parameters
    ----------
    asked
        What is looked for.
    claims
        By id: its folded words and its `keys`.

    Examples
    --------
    >>> claims = {"a-1": ("33 kommuner", " =33 @2018-06 "), "a-2": ("10 sjukhus", " =10 @2019 ")}
    >>> matches(terms("kommun juni 2018"), claims), matches(terms("3"), claims), matches(terms("4"), claims)
    (['a-1'], ['a-1'], [])
    """
    loose = [figure for figure in asked.figures if not any(_has_figure(known, figure) for _, known in claims.values())]

    def meets(text: str, known: str) -> bool:
        return (
            all(_has_word(text, word) for word in asked.words)
            and all((day if day.startswith("-") else f" @{day}") in known for day in asked.dates)
            and all(_has_figure(known, figure, begins=figure in loose) for figure in asked.figures)
        )

    return [key for key, (text, known) in claims.items() if meets(text, known)]


def _has_word(text: str, word: str) -> bool:
    # Scandinavian words are found inside compounds; a word of one or two letters only where one begins.
    return word in text if len(word) > 2 else re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) is not None


def _has_figure(known: str, figure: Figure, *, begins: bool = False) -> bool:
    end = "" if begins else " "
    year = len(figure.said) == 4 and figure.said.isdigit() and f" @{figure.said}" in known
    return any(f" ={value}{end}" in known for value in figure.scaled) or year
