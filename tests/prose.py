"""Which figures of a text stand where they should: in a claim that the text names, or in what a cell shows.

A *block* is a paragraph, a bullet, a table cell, a chart's title, an alt text, a `why` of the data. Code in backticks is
no prose. Numbers in words count before a unit only; half, one and ordinals are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sdvdata import claims, words
from sdvdata.display import MIME
from sdvdata.errors import UnknownNameError, require_known
from sdvdata.tables import load, records
from tools import links

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
#: What a block is: a paragraph, a bullet, a cell of a table, a heading.
BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )|\||\n(?=#)|(?<=\S)\n(?=\|)")
HEADING = re.compile(r"^#+ ", re.MULTILINE)
#: At most so many lines, and no table, in the output of a cell that shows where figures come from.
LINES = 6

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
        if re.fullmatch(r"\d+(?:\.\d+){2,}", match[0]):  # a version of software
            continue
        around = next((p[0] for p in phrases if p.start() <= match.start() < p.end()), match[0])
        found.append(Found(match[0], normal(match[0]), around))
    return found


@cache
def _rows() -> dict[str, dict[str, Any]]:
    """Return all claims by id: the library looks at its files for each call, and nothing here changes one."""
    return claims.rows()


@cache
def of_claim(claim_id: str) -> frozenset[str]:
    """Return every figure by which a claim may be told: print, value in every unit, bounds, days and their parts."""
    row = _rows()[claim_id]
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
    return [claim_id for claim_id in ids if claim_id in _rows()]


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


@dataclass
class Section:
    """A heading and what stands under it: prose with its cells' numbers, figures shown, charts, claims linked."""

    prose: list[tuple[int, str]] = field(default_factory=list)
    shown: str = ""
    charts: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    @property
    def claims(self) -> list[str]:
        """The claims that the section's prose links."""
        return [claim for _, text in self.prose for _, claim in links.uses(text)]


def blocks(text: str) -> list[str]:
    """Return the blocks of a Markdown text, without code, definition lines and the names of directives."""
    text = re.sub(r"```.*?```|^:::[^\n]*", "\n\n", links.prose(text), flags=re.DOTALL | re.MULTILINE)
    return [block for block in BLOCK.split(text) if block.strip()]


def text_of(output: dict[str, Any]) -> str:
    """Return the text that an output shows."""
    data = output.get("data", {})
    return "".join(output.get("text", "")) + "".join(data.get("text/plain", "") if "text/html" not in data else "")


def sections(path: Path) -> list[Section]:
    """Return the sections of a notebook, in their order."""
    found = [Section()]
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], start=1):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            for place, part in enumerate(re.split(r"\n(?=#+ )", source)):
                if HEADING.match(part) and (place or found[-1].prose or found[-1].charts):
                    found.append(Section())
                found[-1].prose.append((number, part))
            continue
        if "figures" in cell["metadata"].get("tags", []):
            found[-1].shown += "\n".join(text_of(output) for output in cell["outputs"]) + "\n"
        specs = [output["data"][MIME] for output in cell["outputs"] if MIME in output.get("data", {})]
        found[-1].charts += [(number, spec) for spec in specs]
    # The headline sums up: what any section shows holds its figures.
    found[0].shown = "\n".join(section.shown for section in found)
    return found


def asked(block: str, more: list[str]) -> Iterator[tuple[Found, list[str]]]:
    """Yield each figure of a block with the claims that may hold it.

    Inside a link that is the claim linked; elsewhere any that the block links, or one of `more`.
    """
    named = links.uses(block)
    for text, claim in named:
        yield from ((figure, known([claim])) for figure in figures(plain(text)))
    outside = links.USE.sub(" ", re.sub(r"^\s*\d+\. ", "", block))
    everywhere = list(dict.fromkeys([*known([claim for _, claim in named]), *known(more)]))
    yield from ((figure, everywhere) for figure in figures(plain(outside)))


def untraced_block(block: str, shown: str, more: list[str]) -> Iterator[str]:
    """Yield the figures of a block that nothing holds, and the claims that it names in vain.

    `shown` is the output under the same heading.
    """
    for _, claim in links.uses(block):
        try:
            require_known("claim", claim, _rows())
        except UnknownNameError as error:
            yield str(error).rstrip(".")
    for figure, ids in asked(block, more):
        if not in_claims(figure, ids) and not in_output(figure, shown):
            where = ", ".join(ids) or "a claim that is linked"
            yield f"{figure.text!r} ({figure.phrase!r}) stands neither in {where} nor in what a cell tagged figures shows"


#: A chart of so few claims may tell their figures: in one of many, any figure could be found.
FEW = 7


def drawn_claims(spec: dict[str, Any]) -> list[str]:
    """Return the claims that a chart draws, if they are few."""
    cells = {value for rows in spec.get("datasets", {}).values() for row in rows for value in row.values()}
    found = known([value for value in cells if isinstance(value, str)])
    return sorted(found) if len(found) <= FEW else []


def words_of(spec: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield title and alt text of a chart, as they were typed."""
    title = spec["title"]
    yield "title", " ".join(title["text"]) if isinstance(title["text"], list) else title["text"]
    yield "alt text", spec["description"]


def untraced(path: Path) -> list[str]:
    """Return what nothing holds in a notebook, a sentence each, with the cell."""
    found = []
    for section in sections(path):
        for number, text in section.prose:
            for block in blocks(text):
                found += [f"{path.name}, cell {number}: {why}." for why in untraced_block(block, section.shown, [])]
        for number, spec in section.charts:
            for kind, text in words_of(spec):
                said = untraced_block(text, section.shown, [*section.claims, *drawn_claims(spec)])
                found += [f"{path.name}, cell {number}, {kind}: {why}." for why in said]
    return found


def untraced_page(path: Path, notebooks: Path) -> list[str]:
    """Return what nothing holds on a page without cells: a claim or the figures of a notebook's section that it links."""
    found = []
    for block in blocks(path.read_text(encoding="utf-8")):
        shown = ""
        for name, anchor in re.findall(r"\((?:\.\./)*notebooks/([\w-]+\.ipynb)#([\w-]+)\)", block):
            output = _shown(notebooks / name, anchor)
            shown += output or ""
            if output is None:
                found.append(f"{path.name}: {name} has no section {anchor}.")
        found += [f"{path.name}: {why}." for why in untraced_block(block, shown, [])]
    return found


def _shown(notebook: Path, anchor: str) -> str | None:
    """Return what the section of a notebook shows, found by its heading's anchor; None where there is none."""
    for section in sections(notebook) if notebook.is_file() else []:
        first = section.prose[0][1].splitlines()[0] if section.prose else ""
        if re.sub(r"[^\w]+", "-", first.strip("# ").lower()).strip("-") == anchor:
            return section.shown
    return None


def held_figures(path: Path) -> Iterator[tuple[Found, list[str], str]]:
    """Yield every figure of a notebook's prose, titles and alt texts, with the claims and the output that may hold it."""
    for section in sections(path):
        for _, text in section.prose:
            for block in blocks(text):
                yield from ((figure, ids, section.shown) for figure, ids in asked(block, []))
        for _, spec in section.charts:
            for _, text in words_of(spec):
                yield from (
                    (figure, ids, section.shown) for figure, ids in asked(text, [*section.claims, *drawn_claims(spec)])
                )


def wrong_digits(figure: str) -> Iterator[str]:
    """Yield a figure with each of its digits changed in turn to each other digit."""
    for place, digit in enumerate(figure):
        for other in "0123456789" if digit.isdigit() else "":
            if other != digit:
                yield figure[:place] + other + figure[place + 1 :]
