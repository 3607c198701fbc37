"""The rules for what is tied to claims by tables of its own: lists, conclusions, spend profiles, the programmes' looks."""

from __future__ import annotations

from collections.abc import Iterator

from sdvdata.money import PERIMETER
from tools.check.files import Finding, Row, Table, hint, rules_of

#: Tables whose rows are lists: the columns that name one list, and what it is a list of.
_LISTS = {
    "claim_milestones": (("claim_id",), "milestone"),
    "claim_contents": (("claim_id", "relation"), "content"),
    "conclusion_claims": (("conclusion", "side"), "claim_id"),
}

#: The subject of a spend profile that stands for all amounts, each over the time that its source states.
COVERED = "covered"


def lists_are_in_order(tables: dict[str, Table]) -> Iterator[Finding]:
    """The positions of a list run from 1 without a hole, no name stands in it twice, and what is unknown has no row."""
    for name, (keys, value) in _LISTS.items():
        table = tables[name]
        lists: dict[tuple[str, ...], list[Row]] = {}
        for row in table.rows:
            own = lists.setdefault(tuple(row[key] for key in keys), [])
            if row[value] in [other[value] for other in own]:
                yield table.at(row, value, "a name stands twice in the list")
            if row[value] == "unknown":
                yield table.at(row, value, "what is not known has no row")
            own.append(row)
            if row["position"] != str(len(own)):
                yield table.at(row, "position", f"'{row['position']}', expected {len(own)}")


def amounts_hold_or_not(tables: dict[str, Table]) -> Iterator[Finding]:
    """No part is both in an amount and out of it."""
    table = tables["claim_contents"]
    inside = {(row["claim_id"], row["content"]) for row in table.rows if row["relation"] == "includes"}
    for row in table.rows:
        if row["relation"] == "excludes" and (row["claim_id"], row["content"]) in inside:
            yield table.at(row, "content", f"'{row['content']}' is stated to be in the amount, too")


def core_programmes_have_a_look(tables: dict[str, Table]) -> Iterator[Finding]:
    """The core programmes, and only they, have a place in the order, a colour and a shape, each its own."""
    table = tables["programmes"]
    core = [row for row in table.rows if row["subject"] == "core"]
    for column in ("position", "colour", "shape"):
        seen: set[str] = set()
        for row in table.rows:
            if (row in core) != bool(row[column]):
                yield table.at(row, column, f"a core programme has a {column}, and only a core programme")
            if row[column] and row[column] in seen:
                yield table.at(row, column, f"another programme has the {column} '{row[column]}'")
            seen.add(row[column])
    wanted = {str(n) for n in range(1, len(core) + 1)}
    for row in core:
        if row["position"] not in wanted:
            yield table.at(row, "position", f"'{row['position']}', expected 1 to {len(core)}")


def conclusions_are_whole(tables: dict[str, Table]) -> Iterator[Finding]:
    """A conclusion has claims on both sides, a place of its own, known columns, and a set of profiles that exists."""
    table = tables["conclusions"]
    sides = {(row["conclusion"], row["side"]) for row in tables["conclusion_claims"].rows}
    profiles = {row["profiles"] for row in tables["spend_profiles"].rows}
    places: set[str] = set()
    for row in table.rows:
        for side in ("left", "right"):
            if (row["conclusion"], side) not in sides:
                yield table.at(row, "conclusion", f"no claim stands for its {side} side")
        if row["position"] in places:
            yield table.at(row, "position", f"another conclusion has the position '{row['position']}'")
        places.add(row["position"])
        for column in ("across", "assume"):
            for name in filter(None, row[column].split(";")):
                if name not in PERIMETER:
                    yield table.at(row, column, f"'{name}' is none of {', '.join(PERIMETER)}{hint(name, PERIMETER)}")
        if row["profiles"] not in profiles:
            yield table.at(row, "profiles", f"there is no set '{row['profiles']}'{hint(row['profiles'], profiles)}")


def profiles_have_subjects(tables: dict[str, Table]) -> Iterator[Finding]:
    """A spend profile is about a programme, an amount, or all amounts over the time that they cover; years in order."""
    table = tables["spend_profiles"]
    known = {row["programme"] for row in tables["programmes"].rows} | {row["claim_id"] for row in tables["costs"].rows}
    for row in table.rows:
        years = [row["first_year"], row["last_year"]]
        if row["subject"] == COVERED:
            if any(years):
                yield table.at(row, "first_year", "years stand where the time covered is meant")
            continue
        if row["subject"] not in known:
            yield table.at(
                row, "subject", f"'{row['subject']}' is no programme and no amount{hint(row['subject'], known)}"
            )
        if not all(years) or years != sorted(years):
            yield table.at(row, "last_year", "expected a first and a last year, in order")


LINK_RULES = rules_of(globals())
