"""The rules for claims beside one another: ids, relations, doubles, speakers, the figures that notes derive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from sdvdata.words import fold
from tools.check import figures
from tools.check.files import Finding, Row, Table, claims, rows_of, rules_of
from tools.check.time_rules import before
from tools.project import Key, Value, gathered

#: Relations of which a pair of claims has at most one.
EXCLUSIVE = frozenset({"contradicts", "same_statement", "supersedes"})
#: Relations that lead from one claim to another, so that no chain of them comes back.
_DIRECTED = ("supersedes", "includes", "increments", "rounds", "converts")
#: The furthest that a rounded figure is from the one that it rounds.
_ROUNDED = Decimal("0.1")
#: Columns in which two rows about one thing may differ.
_OWN = frozenset(
    "note locator confidence second_reading second_read_on stated_on_reason status accessed seen position".split()
)
_BOUNDS = ("value", "low", "high")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_UNITS = {"": 0, "k": 3, "m": 6, "bn": 9}
_VAT = r"\.?\w* (?:moms|mva|vat)\b"
_VAT_WORDS = {
    "excl": rf"(?:\b(?:ex|exk|eks|exc|eksk|exkl|excl|ekskl|exklusive|eksklusiv|excluding)|without|utan|uten){_VAT}",
    "incl": rf"(?:\b(?:in|ink|inc|inkl|incl|inklusive|inklusiv|including)|with|med){_VAT}",
}


def relations_make_sense(tables: dict[str, Table]) -> Iterator[Finding]:
    """Relations stay within a programme and a table, stand once, lead nowhere back, and touch no withdrawn claim."""
    table = tables["relations"]
    home = {row["claim_id"]: (own.name, row["programme"], row["status"]) for own, row in claims(tables)}
    seen: set[tuple[str, str, str]] = set()
    sole: dict[frozenset[str], str] = {}
    for row in table.rows:
        claim, relation, other = row["claim"], row["relation"], row["other"]
        if claim == other:
            yield table.at(row, "other", "a claim can't relate to itself")
        if (other, relation, claim) in seen:
            yield table.at(row, "claim", f"'{other}' {relation} '{claim}' says the same")
        seen.add((claim, relation, other))
        if relation in EXCLUSIVE:
            first = sole.setdefault(frozenset((claim, other)), relation)
            if first != relation:
                yield table.at(row, "relation", f"the pair has '{first}' too, and may have one of the two only")
        one, two = home.get(claim), home.get(other)
        if one and two and one[:2] != two[:2]:
            yield table.at(row, "other", "a claim relates only to claims of its own table and programme")
        if one and two and "withdrawn" in (one[2], two[2]):
            yield table.at(row, "other", f"'{claim}' or '{other}' is withdrawn")


def nothing_leads_back_to_itself(tables: dict[str, Table]) -> Iterator[Finding]:
    """No chain of relations, of places within places, of milestones or of anchors comes back to where it began."""
    for relation in _DIRECTED:
        rows = [row for row in tables["relations"].rows if row["relation"] == relation]
        yield from _circles(tables["relations"], rows, "claim", "other")
    for name, column in (("sites", "part_of"), ("milestones", "after"), ("schedules", "anchor_claim")):
        yield from _circles(tables[name], tables[name].rows, tables[name].key[0], column)


def _circles(table: Table, rows: Iterable[Row], start: str, end: str) -> Iterator[Finding]:
    steps = gathered((row[start], row[end]) for row in rows if row[end])
    for row in rows:
        reached: set[str] = set()
        ahead = {row[end]} - {""}
        while ahead:
            reached |= ahead
            ahead = {step for place in ahead for step in steps.get(place, ())} - reached
        if row[start] in reached:
            yield table.at(row, end, f"'{row[start]}' leads back to itself")


def relations_fit_the_figures(tables: dict[str, Table]) -> Iterator[Finding]:
    """What is one statement, rounded, converted, a part or newer is so by its figures, dates, currency and VAT."""
    table = tables["relations"]
    home = {row["claim_id"]: row for _, row in claims(tables)}
    for row in table.rows:
        one, two = home.get(row["claim"]), home.get(row["other"])
        if one and two and (problem := _unlike(row["relation"], one, two)):
            yield table.at(row, "relation", f"'{row['claim']}' {row['relation']} '{row['other']}', but {problem}")


def _unlike(relation: str, one: Row, two: Row) -> str:
    alike = relation in ("same_statement", "rounds")
    numbers = [[row.cells.get(name, "") for name in _BOUNDS] for row in (one, two)]
    first, second = (Decimal(n[0]) if n[0] else None for n in numbers)
    currencies = [row.cells.get("currency", "") for row in (one, two)]
    vats = {row.cells.get("vat", "") for row in (one, two)} - {"unknown"}
    if alike and (currencies[0] != currencies[1] or len(vats) > 1):
        return "currency or VAT differs"
    if relation == "same_statement" and (numbers[0] != numbers[1] or _apart(one, two)):
        return "their figures or dates differ"
    if relation == "rounds" and first and second and abs(first / second - 1) > _ROUNDED:
        return "the figures are more than a rounding apart"
    if relation == "includes" and first is not None and second is not None and first < second:
        return "the whole is less than its part"
    if relation == "converts" and currencies[0] == currencies[1]:
        return "both are in one currency"
    if relation == "vat_variant" and len(vats) != 2:
        return "their VAT does not differ"
    if relation == "rounds" and first and second and _digits(first) > _digits(second):
        return "it has more digits"
    if relation == "supersedes" and before(one["stated_on"], two["stated_on"]):
        return "it was said earlier"
    return ""


def _digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)


def _apart(one: Row, two: Row) -> bool:
    """Whether the dates of two rows have no day in common."""
    dates = [row.cells.get("date", "") for row in (one, two)]
    return before(*dates) or before(*reversed(dates))


def most_common(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, Value]:
    """Return the most common value of each key."""
    return {key: Counter(values).most_common(1)[0][0] for key, values in gathered(pairs).items()}


def ids_fit_their_row(tables: dict[str, Table]) -> Iterator[Finding]:
    """The first word of a claim's id tells its programme; a year, figure, place or product in it stands in the row."""
    names = {row["region"] for row in tables["regions"].rows} | {row["product"] for row in tables["products"].rows}
    names |= {row["site"].split("-")[-1] for row in tables["sites"].rows if row["kind"] == "municipality"}
    usual = most_common((row["claim_id"].split("-")[0], row["programme"]) for _, row in claims(tables))
    for table, row in claims(tables):
        words = row["claim_id"].split("-")
        if row["programme"] != usual[words[0]]:
            yield table.at(row, "programme", f"'{row['programme']}', but '{words[0]}-' is an id of {usual[words[0]]}")
        text = " ".join(cell for name, cell in row.cells.items() if name != "claim_id")
        for word in words:
            if _YEAR.fullmatch(word) and word not in text:
                yield table.at(row, "claim_id", f"the year {word} stands nowhere in the row")
            if word in names and word not in fold(text):
                yield table.at(row, "claim_id", f"'{word}' stands nowhere in the row")
        values = [Decimal(row[name]) for name in _BOUNDS if row.cells.get(name)]
        named = list(_figures_of(words))
        if values and named and not any(_near(figure, value) for figure in named for value in values):
            yield table.at(row, "claim_id", f"its figure is not the row's, {values[0]}")


def _figures_of(words: list[str]) -> Iterator[tuple[Decimal, bool]]:
    """Give the figures in an id, and whether each names its unit; a month after a year is none."""
    for last, word in pairwise(words):
        match = re.fullmatch("([0-9]+)(k|m|bn|)", word)
        if match and not _YEAR.fullmatch(word) and not _YEAR.fullmatch(last):
            yield Decimal(match[1]).scaleb(_UNITS[match[2]]), bool(match[2])


def _near(figure: tuple[Decimal, bool], value: Decimal) -> bool:
    number, scaled = figure
    if scaled:  # "1bn" may stand for 1.046 bn
        return abs(number - abs(value)) <= abs(value) / 20 + 1
    return f"{abs(value):f}".replace(".", "").startswith(str(number))


def nothing_stands_twice(tables: dict[str, Table]) -> Iterator[Finding]:
    """No row is there a second time under another id."""
    for table in tables.values():
        if len(table.key) > 1 or table.name == "qualifier_intervals":
            continue
        seen: dict[tuple[str, ...], str] = {}
        for row in table.rows:
            rest = tuple(cell for name, cell in row.cells.items() if name not in _OWN and name != table.key[0])
            first = seen.setdefault(rest, row[table.key[0]])
            if first != row[table.key[0]]:
                yield table.at(row, table.key[0], f"says what '{first}' says")


def places_are_of_the_programme(tables: dict[str, Table]) -> Iterator[Finding]:
    """A site, the place that it is part of, and a programme's outcome claim belong to the programme."""
    owner = {row["site"]: row["programme"] for row in tables["sites"].rows}
    claimed = {row["claim_id"]: row["programme"] for _, row in claims(tables)}
    places = [
        ("schedules", "site", owner),
        ("sites", "part_of", owner),
        ("programmes", "outcome_claim", claimed),
        ("cases", "claim_id", claimed),
    ]
    for name, column, home in places:
        for row in tables[name].rows:
            if home.get(row[column], row["programme"]) != row["programme"]:
                yield tables[name].at(row, column, f"'{row[column]}' belongs to {home[row[column]]}")
    country = {row["programme"]: row["country"] for row in tables["programmes"].rows}
    lies = {row["region"]: row["country"] for row in tables["regions"].rows}
    for row in tables["landscape"].rows:
        if (own := country.get(row["programme"], "")) != lies.get(row["region"], own):
            yield tables["landscape"].at(row, "region", f"'{row['region']}' does not lie in {own}")


def speakers_have_one_role(tables: dict[str, Table]) -> Iterator[Finding]:
    """A speaker has the same role in all rows, and the one who relays is another, named by the source."""
    source = {row["source_id"]: f"{row['producer']} {row['note']}".lower() for row in tables["sources"].rows}
    roles = most_common((row["stated_by"], row["speaker_role"]) for _, row in claims(tables))
    for table, row in claims(tables):
        role, speaker = row["speaker_role"], row["stated_by"]
        if role != roles[speaker]:
            yield table.at(row, "speaker_role", f"'{role}', but '{speaker}' is {roles[speaker]} elsewhere")
        if speaker == row["relayed_by"]:
            yield table.at(row, "relayed_by", "the speaker does not relay what it says itself")
        medium, words = source.get(row["source_id"], ""), re.findall(r"\w{3,}", row["relayed_by"].lower())
        if words and medium and not any(word in medium for word in words):
            yield table.at(row, "relayed_by", f"'{row['relayed_by']}' is not in its source's producer or note")


def vat_is_stated(tables: dict[str, Table]) -> Iterator[Finding]:
    """VAT is in or out only where the print, the scope or the note says so in words."""
    table = tables["costs"]
    for row in table.rows:
        pattern = _VAT_WORDS.get(row["vat"])
        if pattern and not re.search(pattern, f"{row['as_printed']} {row['scope']} {row['note']}", re.I):
            yield table.at(row, "vat", f"'{row['vat']}', but neither print, scope nor note says so")


def derived_figures_follow(tables: dict[str, Table]) -> Iterator[Finding]:
    """A derived figure stands in its note or print, or is the sum, difference, product or ratio of two that do."""
    known = {row["claim_id"]: row.cells.get("value", "") for _, row in claims(tables)}
    for table, row in rows_of(tables, "costs", "counts"):
        stated = {abs(Decimal(row[column])) for column in _BOUNDS if row[column]}
        if row["reading"] != "derived" or not stated:
            continue
        named = {Decimal(known[word]) for word in re.findall(r"[a-z0-9-]+", row["note"]) if known.get(word)}
        text = re.sub(r"[a-z]+-[a-z0-9-]+", "", row["note"])
        read = figures.read_figures(f"{row['as_printed']}. {text}")
        found = {n for figure in read for n in figure[:3] if n is not None} | named | {sum(named, Decimal(0))}
        if not stated <= {abs(n) for n in (*found, *(m for pair in combinations(found, 2) for m in _made(*pair)))}:
            yield table.at(row, "value", "does not follow from the figures in its print and note")


def _made(one: Decimal, two: Decimal) -> Iterator[Decimal]:
    yield from (one + two, one - two, one * two)
    yield from (first / second for first, second in ((one, two), (two, one)) if second)


CLAIM_RULES = rules_of(globals())
