"""Which figures of a text stand where they should: in a claim that the text names, or in what a cell shows.

A *block* is a paragraph, a bullet, a table cell, a chart's title, an alt text, a `why` of the data. Code in backticks is
no prose. Numbers in words count before a unit only; half, one and ordinals are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from sdvdata import claims, words
from sdvdata.tables import load, records

#: Number words; "one" and ordinals are structure, not figures.
WORDS = {
    word: number
    for number, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)
}
#: What a number word counts; before anything else it is structure ("three speakers' numbers").
UNITS = (
    "months? years? days? weeks? hours? kronor kroner bn billion million m percent systems? regions? hospitals? places? "
    "waves? municipalities claims? statements? programmes? plans? dates? letters? users? residents? sources? documents?"
).split()
_FIGURE = (
    r"(?<![\w.\-/])\d{4}-\d\d(?:-\d\d)?(?![\w])"
    r"|(?<![\w.\-/])\d+(?:[\u2009\u00a0 ]\d{3}(?!\d))*(?:[.,]\d+)*(?![\w/]|\.\d)"
)
_WORD = rf"\b(?:{'|'.join(WORDS)})(?= (?:{'|'.join(UNITS)})\b)"
FIGURE = re.compile(f"{_FIGURE}|{_WORD}", re.IGNORECASE)
#: A figure or range with the unit after it, as it must stand in the output of a cell.
PHRASE = re.compile(rf"(?:{_FIGURE}|{_WORD})(?:(?: to | and |–)(?:{_FIGURE}))?(?: ?[%\w]+)?", re.IGNORECASE)
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
LINK = re.compile(r"\[([^\]]+)\](?:\[([^\]]+)\]|\(([^)]*)\))")

#: Columns whose text tells figures, and columns of periods.
_TEXTS = ("as_printed", "scope", "states", "note")
_PERIODS = (
    "stated_on", "date", "plan_from", "plan_until", "covers_start", "covers_end", "refers_to", "as_of", "decided_on",
    "reckoned_on", "duration",
)  # fmt: skip


class Found(NamedTuple):
    """A figure of a text: as it stands, as a number, and the phrase around it."""

    text: str
    number: str
    phrase: str


def normal(figure: str) -> str:
    """Return a figure in one notation: no groups, a point for the comma; days as they are."""
    figure = figure.lower()
    if figure in WORDS:
        return str(WORDS[figure])
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", figure):
        return figure
    figure = re.sub(r"[\u2009\u00a0 ]", "", figure)
    if re.fullmatch(r"\d{1,3}(,\d{3})+", figure):
        figure = figure.replace(",", "")
    figure = figure.replace(",", ".")
    return f"{float(figure):.10g}" if figure.count(".") < 2 else figure


def plain(text: str) -> str:
    """Return a text without code, addresses and marks of links."""
    text = re.sub(r"`[^`]*`", " ", text)
    return LINK.sub(r"\1", text)


def figures(text: str) -> list[Found]:
    """Return the figures of a text in their order, each with the phrase in which it stands."""
    phrases = list(PHRASE.finditer(text))
    found = []
    for match in FIGURE.finditer(text):
        around = next((p[0] for p in phrases if p.start() <= match.start() < p.end()), match[0])
        found.append(Found(match[0], normal(match[0]), around))
    return found


@cache
def of_claim(claim_id: str) -> frozenset[str]:
    """Return every figure by which a claim may be told: print, value in every unit, bounds, days and their parts."""
    row = claims.rows()[claim_id]
    texts = [str(row[column]) for column in _TEXTS if row[column]]
    got: set[str] = set()
    for column in _PERIODS:
        period = row.get(column)
        if isinstance(period, str) and period:
            texts += [period.replace("/", " "), words.when(period)]
            texts.append(words.length(period) if column == "duration" else words.date(period))
            got |= set(re.findall(r"\d{4}", period))
    for text in texts:
        got |= {figure.number for figure in figures(plain(text))}
    for column in ("value", "low", "high"):
        value = row.get(column)
        if value is not None:
            got |= {f"{float(value) / scale:.10g}" for scale in (1, 1e3, 1e6, 1e9)}
    return frozenset(got)


def in_claims(figure: Found, ids: list[str]) -> bool:
    """Tell whether a figure stands in one of some claims."""
    return any(figure.number in of_claim(claim_id) for claim_id in ids)


def in_output(figure: Found, output: str) -> bool:
    """Tell whether a figure stands, as the same phrase, in the output of a cell."""
    wanted = re.escape(" ".join(figure.phrase.split()))
    return re.search(rf"(?<![\w.]){wanted}(?![\w]|\.\d)", " ".join(output.split()), re.IGNORECASE) is not None


def known(ids: list[str]) -> list[str]:
    """Return the ids that are claims."""
    return [claim_id for claim_id in ids if claim_id in claims.rows()]


def untraced_why(row: dict[str, Any]) -> Iterator[str]:
    """Yield the figures of a reason that stand neither in the row's claim nor in a claim that it names in parentheses."""
    why = str(row["why"])
    named = known([name for part in re.findall(r"\(([^()]*)\)", why) for name in ID.findall(part)])
    own = [row["claim_id"]] if row.get("claim_id") else []
    text = re.sub("|".join(sorted(map(re.escape, named), key=len, reverse=True)) or "$^", " ", why)
    text = re.sub(r"(\d{4})-(\d{4})", r"\1 \2", text)
    yield from (figure.text for figure in figures(plain(text)) if not in_claims(figure, [*own, *named]))


def reasons() -> list[dict[str, Any]]:
    """Return the rows of the data that give a reason for an answer."""
    return records(load("preferred", raw=True))
