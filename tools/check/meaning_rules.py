"""The rules for what claims mean: who decided, who speaks, on which day, what is inferred, what a copy may show.

Each came from a reading that found the kind in the record. What only a reader can tell is in none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.check.files import Finding, Table, claims, rows_of, rules_of
from tools.check.time_rules import RECOLLECTION
from tools.project import gathered

#: Words of a print by which a figure is an estimate; "beregnet for" is meant for, no estimate.
_ESTIMATE = re.compile(
    r"\b(?:uppskatta\w*|beräkna\w*|anslå\w*|anslagsvis|beregn(?:et|es|a)\b(?! for\b)|estimer\w*|estimated|skønnet)",
    re.I,
)
#: Words by which an amount is the most that it may be.
_LIMIT = re.compile(r"maximum|maximal|most that|som mest|högst|høyst|upp till|inntil|opptil|\btak\b|\bcap\b", re.I)
#: How a note says that a page is a copy, translation or summary of somebody else's article.
_COPY = re.compile(r"\bseen via\b|\bcopy of an article\b|machine.translation|machine-rewritten|AI-written", re.I)
#: The column that stands for "all is printed".
NOTHING = "none"


def days_of_one_source_have_reasons(tables: dict[str, Table]) -> Iterator[Finding]:
    """Rows of one source that differ in the day of the statement say why."""
    published = {row["source_id"]: row["published"] for row in tables["sources"].rows}
    days = gathered((row["source_id"], row["stated_on"]) for _, row in claims(tables))
    for table, row in claims(tables):
        others = ", ".join(sorted({*days[row["source_id"]]} - {row["stated_on"]}))
        if others and row["stated_on"] != published.get(row["source_id"]) and not row["stated_on_reason"]:
            yield table.at(row, "stated_on_reason", f"blank, but other rows of its source were stated on {others}")


def estimates_are_not_exact(tables: dict[str, Table]) -> Iterator[Finding]:
    """A figure that its print calls estimated or calculated is not exact."""
    for table, row in rows_of(tables, "costs", "counts", "schedules"):
        measured = row.cells.get("duration", "all")
        if measured and row["qualifier"] == "exact" and _ESTIMATE.search(row["as_printed"]):
            yield table.at(row, "qualifier", f"exact, but “{row['as_printed']}” calls it an estimate")


def ceilings_say_so(tables: dict[str, Table]) -> Iterator[Finding]:
    """A value that a source calls value is no ceiling."""
    table = tables["costs"]
    for row in table.rows:
        if row["measure"] == "contract_ceiling" and not _LIMIT.search(f"{row['as_printed']} {row['scope']}"):
            yield table.at(row, "measure", "a ceiling whose print and scope do not say that it is the most")


def decided_plans_say_by_whom(tables: dict[str, Table]) -> Iterator[Finding]:
    """A plan is called decided only where somebody decided it."""
    table = tables["schedules"]
    for row in table.rows:
        if (row["plan_status"] == "decided") != bool(row["decided_by"]):
            yield table.at(row, "decided_by", f"does not fit plan_status '{row['plan_status']}'")


def owners_announce(tables: dict[str, Table]) -> Iterator[Finding]:
    """What a plan's owner tells of it is announced; what others tell is reported."""
    table = tables["schedules"]
    for row in table.rows:
        own = row["plan_owner"] and row["plan_owner"] in row["stated_by"]
        if row["plan_status"] == "reported" and own and RECOLLECTION not in row["note"].lower():
            yield table.at(row, "plan_status", f"reported, but {row['plan_owner']} speaks of its own plan")


def plans_have_one_standing(tables: dict[str, Table]) -> Iterator[Finding]:
    """One plan is not decided in one row and proposed in another."""
    table = tables["schedules"]
    planned = [row for row in table.rows if row["plan"] and row["kind"] == "planned"]
    decided = {row["plan"] for row in planned if row["plan_status"] == "decided"}
    for row in table.rows:
        if row["plan_status"] == "proposed" and row["plan"] in decided:
            yield table.at(row, "plan_status", f"proposed, but other rows of '{row['plan']}' are decided")


def one_passage_has_one_speaker(tables: dict[str, Table]) -> Iterator[Finding]:
    """The same words of the same source are said by the same speaker."""
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for table, row in claims(tables):
        if len(row["as_printed"]) <= 8 or "legend" in row["scope"]:
            continue  # "2024" stands in many sentences; the legend of a chart is no sentence
        said = (row["stated_by"], row["relayed_by"])
        first = seen.setdefault((row["source_id"], row["as_printed"]), said)
        if first != said:
            yield table.at(row, "stated_by", f"'{said[0]}', but the same words of its source are by '{first[0]}'")


def copies_have_no_link(tables: dict[str, Table]) -> Iterator[Finding]:
    """An unlicensed copy or a machine translation is "seen via": named in the note, not linked."""
    table = tables["sources"]
    for row in table.rows:
        if row["url"] and _COPY.search(f"{row['note']} {row['producer']}"):
            yield table.at(row, "url", "a copy or machine translation of somebody else's article is not linked")


def inferred_names_cells(tables: dict[str, Table]) -> Iterator[Finding]:
    """What is called inferred is a filled cell of a claim; none stands alone."""
    table = tables["inferred"]
    home = {row["claim_id"]: (own, row) for own, row in claims(tables)}
    lists = {(row["claim_id"], "milestone") for row in tables["claim_milestones"].rows}
    lists |= {(row["claim_id"], row["relation"]) for row in tables["claim_contents"].rows}
    columns = gathered((row["claim_id"], row["column"]) for row in table.rows)
    for row in table.rows:
        claim, column = row["claim_id"], row["column"]
        if claim not in home:
            yield table.at(row, "claim_id", f"there is no claim '{claim}'")
        elif column == NOTHING:
            if len(set(columns[claim])) > 1:
                yield table.at(row, "column", f"'{NOTHING}' stands beside inferred cells")
        elif (claim, column) not in lists and home[claim][1].cells.get(column, "") in ("", "unknown"):
            yield table.at(row, "column", f"'{column}' of '{claim}' is blank, unknown or no column of its table")


def readings_name_cells(tables: dict[str, Table]) -> Iterator[Finding]:
    """What a reading found is in a cell of a claim; a claim that was confirmed or not seen has no such cell."""
    lists = {"milestone", "includes", "excludes", "preferred"}
    home = {row["claim_id"]: row for _, row in claims(tables)}
    for row in tables["readings"].rows:
        claim, column = row["claim_id"], row["column"]
        if claim not in home:
            yield tables["readings"].at(row, "claim_id", f"there is no claim '{claim}'")
        elif column and column not in lists and column not in home[claim].cells:
            yield tables["readings"].at(row, "column", f"'{column}' is no column of the table of '{claim}'")
        elif bool(column) == (row["verdict"] in ("confirmed", "not_seen")):
            yield tables["readings"].at(row, "column", f"'{row['verdict']}' {'has no' if column else 'needs a'} column")


def reasons_are_the_speakers(tables: dict[str, Table]) -> Iterator[Finding]:
    """Only a speaker's own reason is coded, never the medium's; not_given stands alone; both coders code each claim."""
    table = tables["reason_codes"]
    role = {row["claim_id"]: row["speaker_role"] for row in tables["schedules"].rows}
    codes = gathered(((row["claim_id"], row["coder"]), row["code"]) for row in table.rows)
    for row in table.rows:
        if role.get(row["claim_id"]) == "press":
            yield table.at(row, "claim_id", "its speaker is the medium")
        if row["code"] == "not_given" and len(set(codes[row["claim_id"], row["coder"]])) > 1:
            yield table.at(row, "code", "'not_given' stands beside a reason")
        if (row["claim_id"], {"a": "b", "b": "a"}.get(row["coder"], "")) not in codes:
            yield table.at(row, "coder", "the other coder has no code for this claim")


#: Table -> the column and its word by which a claim tells what lies ahead.
_AHEAD = {"counts": ("tense", "planned"), "schedules": ("kind", "planned"), "costs": ("flow", "forecast")}


def outcomes_follow_what_was_expected(tables: dict[str, Table]) -> Iterator[Finding]:
    """What was found stands against what was expected of the same programme and, among counts, of the same kind."""
    table = tables["relations"]
    home = {row["claim_id"]: (own.name, row) for own, row in claims(tables)}
    group = {row["measure"]: row["group"] for row in tables["measures"].rows}
    for row in table.rows:
        if row["relation"] != "outcome_of" or not home.keys() >= {row["claim"], row["other"]}:
            continue
        (kind, found), (other_kind, expected) = home[row["claim"]], home[row["other"]]
        ahead = [one[_AHEAD[name][0]] == _AHEAD[name][1] for name, one in (home[row["claim"]], home[row["other"]])]
        if ahead != [False, True]:
            yield table.at(row, "other", "what was found stands first, what was expected second")
        if found["programme"] != expected["programme"]:
            yield table.at(row, "other", f"is a claim about {expected['programme']}")
        elif kind == other_kind and group[found["measure"]] != group[expected["measure"]]:
            yield table.at(row, "other", f"'{expected['measure']}' is answered by no '{found['measure']}'")


def effects_say_what_their_source_says_of_a_link(tables: dict[str, Table]) -> Iterator[Finding]:
    """Every figure about effects has a code for its source's words on a link with the system, and nothing else has."""
    subject = {row["measure"]: row["subject"] for row in tables["measures"].rows}
    coded = {row["claim_id"] for row in tables["cause_words"].rows}
    table = tables["counts"]
    for row in table.rows:
        about = subject.get(row["measure"]) == "effects"
        if about and row["reading"] != "words" and row["claim_id"] not in coded:
            yield table.at(row, "claim_id", "an effect without a row in cause_words")
        if row["claim_id"] in coded and not about:
            yield table.at(row, "measure", "has a row in cause_words, but is about no effect")


def people_are_named_fairly(tables: dict[str, Table]) -> Iterator[Finding]:
    """A death is told only as under examination, and counted nowhere; a reply is to a claim that exists."""
    known = {row["claim_id"] for _, row in claims(tables)}
    for table, row in claims(tables):
        text = f"{row['scope']} {row['as_printed']}"
        if re.search(r"\bdeaths?\b|\bdied\b|\bdøds?fall|\bdöds?fall", text, re.I):
            if not re.search("under examination|could have caused", f"{row['scope']} {row['note']}"):
                yield table.at(row, "scope", "a death is told without “under examination for a possible contribution”")
        if "death" in row.cells.get("counted_unit", "") and row["value"]:
            yield table.at(row, "value", "a death is in no count")
    for table, row in rows_of(tables, "cases", "replies"):
        if row["claim_id"] and row["claim_id"] not in known:
            yield table.at(row, "claim_id", f"there is no claim '{row['claim_id']}'")


MEANING_RULES = rules_of(globals())
