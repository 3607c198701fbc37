"""The rules for the pairs of the outside view: both claims exist, in order, and a pair of grade A is like for like."""

from __future__ import annotations

from collections.abc import Iterator

from tools.check.files import Finding, Row, Table, hint, rules_of
from tools.check.time_rules import RECOLLECTION, before
from tools.project import gathered

#: Columns of costs that the two amounts of a pair of grade A share, wherever both state them.
_SHARED = ("payer", "price_basis", "price_year", "vat", "amount_kind", "per")

#: The status of a pair -> what its last claim may be, for the two outcomes in time.
_LAST_KINDS = {"actual": ("actual",), "open": ("planned", "withdrawn_no_date", "paused"), "stopped": ("terminated",)}


def _home(tables: dict[str, Table], pair: Row) -> tuple[str, dict[str, Row]]:
    """Return the table that a pair's outcome asks for, and its claims by id."""
    name = "costs" if pair["outcome"] == "cost" else "schedules"
    return name, {row["claim_id"]: row for row in tables[name].rows}


def _whole(tables: dict[str, Table]) -> Iterator[tuple[Row, Row, Row]]:
    """Yield the pairs whose two claims exist, each with both."""
    for pair in tables["pairs"].rows:
        _, known = _home(tables, pair)
        if pair["first_claim"] in known and pair["last_claim"] in known:
            yield pair, known[pair["first_claim"]], known[pair["last_claim"]]


def pairs_have_claims(tables: dict[str, Table]) -> Iterator[Finding]:
    """Both claims of a pair exist in the table of its outcome, belong to its programme, and are two."""
    table = tables["pairs"]
    core = {row["programme"] for row in tables["programmes"].rows if row["subject"] == "core"}
    for pair in table.rows:
        name, known = _home(tables, pair)
        if pair["programme"] in core:
            yield table.at(pair, "programme", "a core programme is a target and never in its own class")
        if pair["first_claim"] == pair["last_claim"]:
            yield table.at(pair, "last_claim", "the same claim stands on both sides")
        for column in ("first_claim", "last_claim"):
            claim = known.get(pair[column])
            if claim is None:
                close = hint(pair[column], known)
                yield table.at(pair, column, f"there is no claim '{pair[column]}' in {name}{close}")
            elif claim["programme"] != pair["programme"]:
                yield table.at(pair, column, f"'{pair[column]}' is of {claim['programme']}")


def pairs_are_in_order(tables: dict[str, Table]) -> Iterator[Finding]:
    """The first promise is not certainly younger than the outcome.

    A plan told afterwards is older than the day on which it is told, so only what is no recollection is compared.
    """
    for pair, first, last in _whole(tables):
        begin, end = first["stated_on"], last["stated_on"]
        if before(end, begin) and RECOLLECTION not in first["note"].lower():
            yield tables["pairs"].at(pair, "first_claim", f"stated {begin}, after the last ({end})")


def pairs_fit_their_status(tables: dict[str, Table]) -> Iterator[Finding]:
    """The first claim in time is a plan, the last what the status says; a forecast is a cost."""
    table = tables["pairs"]
    for pair, first, last in _whole(tables):
        if pair["outcome"] == "cost":
            if pair["status"] == "open":
                yield table.at(pair, "status", "a cost is actual, forecast or stopped")
            continue
        if first["kind"] != "planned":
            yield table.at(pair, "first_claim", f"'{first['kind']}' is no plan")
        if last["kind"] not in _LAST_KINDS.get(pair["status"], ()):
            yield table.at(pair, "status", f"'{pair['status']}' beside a last claim that is {last['kind']}")


def pairs_of_grade_a_are_alike(tables: dict[str, Table]) -> Iterator[Finding]:
    """The amounts of any used pair are in one currency; of grade A they share payer, contents and basis as stated."""
    table = tables["pairs"]
    contents = gathered(((row["claim_id"], row["relation"]), row["content"]) for row in tables["claim_contents"].rows)
    for pair, first, last in _whole(tables):
        if pair["outcome"] != "cost" or pair["grade"] == "C":
            continue
        if first["currency"] != last["currency"]:
            yield table.at(pair, "last_claim", f"in {last['currency']}, the first is in {first['currency']}")
        if pair["grade"] != "A":
            continue
        for column in _SHARED:
            one, other = first[column], last[column]
            if one != other and "unknown" not in (one, other):
                yield table.at(pair, "grade", f"A, but {column} is '{one}' and '{other}'")
        for relation in ("includes", "excludes"):
            held = [set(contents.get((claim["claim_id"], relation), ())) for claim in (first, last)]
            if all(held) and held[0] != held[1]:
                yield table.at(pair, "grade", f"A, but what the amounts {relation[:-1]} differs")


def caveats_are_stated(tables: dict[str, Table]) -> Iterator[Finding]:
    """A pair of grade B or C says what stands between its claims."""
    table = tables["pairs"]
    for pair in table.rows:
        if pair["grade"] != "A" and not pair["caveat"]:
            yield table.at(pair, "caveat", f"blank, but the grade is {pair['grade']}")


PAIR_RULES = rules_of(globals())
