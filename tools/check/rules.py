"""The rules that no library knows, one small function each.

Every rule takes the tables as text and yields findings. `apply_rules` runs them all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from tools.check.cell_rules import cells_are_clean
from tools.check.claim_rules import CLAIM_RULES, most_common
from tools.check.files import Finding, Table, claims, hint, rows_of, rules_of
from tools.check.form import canonical
from tools.check.link_rules import LINK_RULES
from tools.check.meaning_rules import MEANING_RULES
from tools.check.pair_rules import PAIR_RULES
from tools.check.print_rules import currencies_follow_the_print, figures_follow_the_print
from tools.check.series_rules import SERIES_RULES, SERIES_TABLES
from tools.check.time_rules import TIME_RULES
from tools.project import gathered

#: Words of a note that a second reading of the same claim makes untrue.
UNREAD = ("read once", "not found again by the second reader")


def apply_rules(folder: Path, tables: dict[str, Table]) -> list[Finding]:
    """Run all rules; return what they find."""
    findings = list(_not_excepted(tables, {rule.__name__: list(rule(tables)) for rule in RULES}))
    findings += _form(folder, tables)
    findings += _corrections_are_logged(folder, tables)
    return findings


def _not_excepted(tables: dict[str, Table], found: dict[str, list[Finding]]) -> Iterator[Finding]:
    """Leave out what a row of ``exceptions`` allows, by rule and key; an exception that allows nothing is a finding."""
    keys = {
        (table.path, row.line): "/".join(row[name] for name in table.key)
        for table in tables.values()
        for row in table.rows
    }
    excepted = tables["exceptions"]
    unused = {(row["rule"], row["row"]): row for row in excepted.rows}
    allowed = frozenset(unused)
    for rule, findings in found.items():
        for finding in findings:
            place = (rule, keys.get((finding.path, finding.line), ""))
            unused.pop(place, None)
            if place not in allowed:
                yield finding
    for row in unused.values():
        yield excepted.at(row, "rule", f"'{row['rule']}' finds nothing in '{row['row']}': no exception is needed")


def claim_ids_are_unique(tables: dict[str, Table]) -> Iterator[Finding]:
    """A claim id stands in one table only."""
    home: dict[str, str] = {}
    for table, row in claims(tables):
        first = home.setdefault(row["claim_id"], table.path)
        if first != table.path:
            yield table.at(row, "claim_id", f"'{row['claim_id']}' stands in {first} too")


def named_claims_exist(tables: dict[str, Table]) -> Iterator[Finding]:
    """Wherever a claim is named by id, it exists."""
    known = {row["claim_id"] for _, row in claims(tables)}
    places = [
        ("relations", "claim"),
        ("relations", "other"),
        ("preferred", "claim_id"),
        ("programmes", "outcome_claim"),
        ("schedules", "anchor_claim"),
    ]
    for name, column in places:
        for row in tables[name].rows:
            if row[column] and row[column] not in known:
                yield tables[name].at(row, column, f"there is no claim '{row[column]}'{hint(row[column], known)}")


def vocabulary_of_lists(tables: dict[str, Table]) -> Iterator[Finding]:
    """Every name in a list stands in the list's vocabulary, once."""
    for table in tables.values():
        for field in table.fields:
            if field.get("kind") != "list" or not field.get("vocabulary"):
                continue
            words = tables[field["vocabulary"]]
            known = {row[words.key[0]] for row in words.rows}
            for row in table.rows:
                names = row[field["name"]].split(";") if row[field["name"]] else []
                for name in names:
                    if name not in known:
                        problem = f"'{name}' is not in {field['vocabulary']}{hint(name, known)}"
                        yield table.at(row, field["name"], problem)
                if len(names) != len(set(names)):
                    yield table.at(row, field["name"], "a name stands twice in the list")


def measures_fit_their_table(tables: dict[str, Table]) -> Iterator[Finding]:
    """A claim uses a measure of its own table."""
    home = {row["measure"]: row["table"] for row in tables["measures"].rows}
    for table, row in claims(tables):
        if home.get(row["measure"], table.name) != table.name:
            yield table.at(row, "measure", f"'{row['measure']}' is a measure of {home[row['measure']]}")


def amounts_are_whole(tables: dict[str, Table]) -> Iterator[Finding]:
    """Value, bounds, currency, rate and price year of an amount fit each other."""
    table = tables["costs"]
    for row in table.rows:
        stated = bool(row["value"] or row["low"] or row["high"])
        if (row["value_status"] == "number") != stated:
            yield table.at(row, "value_status", f"'{row['value_status']}' does not fit the figures")
        if (row["amount_kind"] == "share") == bool(row["currency"]) and stated:
            yield table.at(row, "currency", "a share has no currency, every other amount has one")
        if row["amount_kind"] == "rate" and not row["per"]:
            yield table.at(row, "per", "a rate needs its unit")
        if row["per"] and row["amount_kind"] not in ("rate", "increment"):
            yield table.at(row, "per", "only a rate, or an increment to one, has a unit")
        if (row["price_basis"] == "fixed") != bool(row["price_year"]):
            yield table.at(row, "price_year", "fixed prices need their year, and only they have one")
        if row["decided_on"] and not row["decided_by"]:
            yield table.at(row, "decided_by", "decided on a day, but by whom?")


def bounds_are_in_order(tables: dict[str, Table]) -> Iterator[Finding]:
    """low ≤ value ≤ high; a range has both ends."""
    for table, row in rows_of(tables, "costs", "counts"):
        numbers = [Decimal(row[name]) for name in ("low", "value", "high") if row[name]]
        if numbers != sorted(numbers):
            yield table.at(row, "value", "expected low ≤ value ≤ high")
        if row["qualifier"] == "range" and not (row["low"] and row["high"]):
            if row.cells.get("value_status", "number") == "number":
                yield table.at(row, "low", "a range needs low and high")
        if table.name == "counts" and bool(numbers) == (row["reading"] == "words"):
            yield table.at(row, "value", "a count needs a figure, unless it is in words")


def sources_are_used(tables: dict[str, Table]) -> Iterator[Finding]:
    """No source without a claim or a figure of a series."""
    used = {row["source_id"] for _, row in claims(tables)}
    used |= {row["source_id"] for name in SERIES_TABLES for row in tables[name].rows}
    table = tables["sources"]
    for row in table.rows:
        if row["source_id"] not in used:
            yield table.at(row, "source_id", f"no claim rests on '{row['source_id']}'")
        if not row["published"] and row["published_basis"] != "undated":
            yield table.at(row, "published_basis", "no date of publication: expected 'undated'")
        if row["published_basis"] == "undated" and row["published"]:
            yield table.at(row, "published", "an undated source has no date of publication")


def preferences_fit(tables: dict[str, Table]) -> Iterator[Finding]:
    """Each comparison has an answer or a reason for each core programme, from its own table."""
    table = tables["preferred"]
    questions = {row["comparison"]: row for row in tables["comparisons"].rows}
    by_id = {row["claim_id"]: (home.name, row) for home, row in claims(tables)}
    for row in table.rows:
        needs = row["verdict"] in ("matched", "not_comparable")
        if needs != bool(row["claim_id"]):
            yield table.at(row, "claim_id", f"verdict '{row['verdict']}' does not fit this cell")
        question = questions.get(row["comparison"])
        if not row["claim_id"] or row["claim_id"] not in by_id or question is None:
            continue
        home, claim = by_id[row["claim_id"]]
        if home != question["table"]:
            yield table.at(row, "claim_id", f"stands in {home}, expected {question['table']}")
        elif claim["measure"] not in question["measures"].split(";"):
            yield table.at(row, "claim_id", f"its measure '{claim['measure']}' does not answer the question")
        if claim["programme"] != row["programme"]:
            yield table.at(row, "claim_id", f"is a claim about {claim['programme']}")
        if claim["status"] == "withdrawn":
            yield table.at(row, "claim_id", "is withdrawn")
    core = [row["programme"] for row in tables["programmes"].rows if row["subject"] == "core"]
    answered = {(row["comparison"], row["programme"]) for row in table.rows}
    words = tables["comparisons"]
    for row in words.rows:
        for programme in core:
            if (row["comparison"], programme) not in answered:
                yield words.at(row, "comparison", f"no row in preferred for {programme}")


def comparable_follows_the_verdicts(tables: dict[str, Table]) -> Iterator[Finding]:
    """A comparison is called comparable, in part or not at all by the verdicts of its answers."""
    verdicts = gathered((row["comparison"], row["verdict"]) for row in tables["preferred"].rows)
    table = tables["comparisons"]
    for row in table.rows:
        found = verdicts.get(row["comparison"], [])
        right = ["partly"] if found.count("matched") >= 2 else ["no"]
        if not {"not_comparable", "unknown"} & set(found):
            right = ["yes", "partly"]  # in part, where `why` states a reservation
        if row["comparable"] not in right:
            yield table.at(row, "comparable", f"'{row['comparable']}', but its verdicts make it {' or '.join(right)}")


def second_readings_are_dated(tables: dict[str, Table]) -> Iterator[Finding]:
    """A second reading has a day, and only a second reading has one."""
    for table, row in claims(tables):
        if bool(row["second_reading"]) != bool(row["second_read_on"]):
            yield table.at(row, "second_read_on", "second reading and its day go together")


def notes_fit_the_second_reading(tables: dict[str, Table]) -> Iterator[Finding]:
    """No note says that a claim was read once beside a second reading that found it."""
    for table, row in claims(tables):
        for words in UNREAD:
            if row["second_reading"] in ("confirmed", "corrected") and words in row["note"].lower():
                yield table.at(row, "note", f"'{words}' beside second reading '{row['second_reading']}'")


def _form(folder: Path, tables: dict[str, Table]) -> Iterator[Finding]:
    """The file is in canonical form; names the first row that is not."""
    for table in tables.values():
        found = (folder / str(table.entry["path"])).read_bytes()
        wanted = canonical(table)
        if found == wanted:
            continue
        lines = zip(found.split(b"\n"), wanted.split(b"\n"), strict=False)
        line = next((number for number, (a, b) in enumerate(lines, 1) if a != b), 1)
        yield Finding(
            table.path, line, 1, "", "not in canonical form (order of rows, quotes, white space); --fix rewrites it"
        )


def _corrections_are_logged(folder: Path, tables: dict[str, Table]) -> Iterator[Finding]:
    """Every correction and withdrawal has a line in CHANGES.md by claim id."""
    log = folder / "CHANGES.md"
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    logged = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", unicodedata.normalize("NFC", text)))
    for table, row in claims(tables):
        for column, word in (("second_reading", "corrected"), ("status", "withdrawn")):
            if row[column] == word and row["claim_id"] not in logged:
                yield table.at(row, column, f"'{row['claim_id']}' has no line in {folder.name}/CHANGES.md")


def plans_are_one_thing(tables: dict[str, Table]) -> Iterator[Finding]:
    """All rows of a plan agree on whose it was and when it was in force."""
    table = tables["schedules"]
    for column in ("programme", "plan_owner", "plan_from", "plan_until"):
        usual = most_common((row["plan"], row[column]) for row in table.rows)
        for row in table.rows:
            if row["plan"] and row[column] != usual[row["plan"]]:
                yield table.at(row, column, f"'{row[column]}', but plan '{row['plan']}' has '{usual[row['plan']]}'")


RULES = (
    *(*rules_of(globals()), cells_are_clean, figures_follow_the_print, currencies_follow_the_print),
    *(*TIME_RULES, *SERIES_RULES, *LINK_RULES, *CLAIM_RULES, *MEANING_RULES, *PAIR_RULES),
)
