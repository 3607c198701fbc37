"""What claims mean: each kind of slip that a reading found is noticed by a rule, and the record has none."""

from __future__ import annotations

import pytest

from tests.spoilt import Record
from tools.check.meaning_rules import MEANING_RULES

RULE = [rule.__name__ for rule in MEANING_RULES]


@pytest.mark.parametrize("rule", RULE)
def test_the_record_has_none(record: Record, rule: str) -> None:
    assert record.found(rule) == []


@pytest.mark.parametrize(
    ("rule", "table", "where", "cells", "words"),
    [
        ("days_of_one_source_have_reasons", "counts", {"claim_id": "hp-users-2019"}, {"stated_on_reason": ""}, "blank, but other rows"),
        ("estimates_are_not_exact", "costs", {"claim_id": "hp-annual-op-2024-800"}, {"qualifier": "exact"}, "calls it an estimate"),
        ("ceilings_say_so", "costs", {"measure": "contract_value", "programme": "fvm"}, {"measure": "contract_ceiling", "scope": "x"}, "do not say that it is the most"),
        ("decided_plans_say_by_whom", "schedules", {"plan_status": "decided"}, {"decided_by": ""}, "does not fit plan_status 'decided'"),
        ("decided_plans_say_by_whom", "schedules", {"plan_status": "announced"}, {"decided_by": "the board"}, "'announced'"),
        ("owners_announce", "schedules", {"plan_status": "announced", "plan_owner": "Region Skåne", "stated_by": "Region Skåne, SDV programme"}, {"plan_status": "reported"}, "speaks of its own plan"),
        ("plans_have_one_standing", "schedules", {"plan": "hp-2024", "plan_status": "decided"}, {"plan_status": "proposed"}, "are decided"),
        ("copies_have_no_link", "sources", {"source_id": "teknomers-the-national-audit-office-starts-2023"}, {"url": "https://example.org"}, "is not linked"),
        ("inferred_names_cells", "inferred", {}, {"claim_id": "sdv-nothing-2018"}, "there is no claim 'sdv-nothing-2018'"),
        ("readings_name_cells", "readings", {}, {"claim_id": "sdv-nothing-2018"}, "there is no claim 'sdv-nothing-2018'"),
        ("readings_name_cells", "readings", {"verdict": "imprecise"}, {"column": "colour"}, "is no column of the table"),
        ("readings_name_cells", "readings", {"verdict": "imprecise"}, {"column": ""}, "'imprecise' needs a column"),
        ("readings_name_cells", "readings", {"verdict": "confirmed"}, {"column": "scope"}, "has no column"),
        ("inferred_names_cells", "inferred", {"column": "payer"}, {"column": "vat"}, "is blank, unknown or no column"),
        ("reasons_are_the_speakers", "reason_codes", {}, {"claim_id": "fvm-formal-pause-2025"}, "its speaker is the medium"),
        ("reasons_are_the_speakers", "reason_codes", {"coder": "b"}, {"coder": "a"}, "the other coder has no code"),
        ("people_are_named_fairly", "counts", {"claim_id": "hp-death-2023-01"}, {"value": "1"}, "a death is in no count"),
        ("people_are_named_fairly", "counts", {"claim_id": "hp-death-2023-01"}, {"scope": "one death", "note": ""}, "under examination"),
        ("people_are_named_fairly", "cases", {}, {"claim_id": "sdv-nothing-2018"}, "there is no claim"),
        ("outcomes_follow_what_was_expected", "relations", {"claim": "sp-recovery-not-back"}, {"claim": "sp-recovery-expected-3w", "other": "sp-recovery-not-back"}, "stands first"),
        ("outcomes_follow_what_was_expected", "relations", {"claim": "hp-stolav-activity-2023-05"}, {"other": "va-spokane-dip-planned-30"}, "is a claim about va-ehrm"),
        ("outcomes_follow_what_was_expected", "relations", {"claim": "sp-rh-activity-2017-final"}, {"other": "sp-recovery-expected-3w"}, "is answered by no"),
        ("effects_say_what_their_source_says_of_a_link", "counts", {"claim_id": "hp-sus-respondents-2023"}, {"measure": "usability_score"}, "an effect without a row"),
        ("effects_say_what_their_source_says_of_a_link", "counts", {"claim_id": "hp-sus-all-2023"}, {"measure": "review_participants"}, "about no effect"),
    ],
)  # fmt: skip
def test_each_kind_is_noticed(
    record: Record, rule: str, table: str, where: dict[str, str], cells: dict[str, str], words: str
) -> None:
    _, path = record.set(table, where, **cells)
    found = [str(finding) for finding in record.found(rule)]
    assert any(words in text for text in found), found
    assert all(text.startswith(f"{path}:") for text in found)


def test_one_passage_has_one_speaker(record: Record) -> None:
    rows = record.tables["counts"].rows
    one = next(row for row in rows if len(row["as_printed"]) > 8 and "legend" not in row["scope"])
    twin = {**one.cells, "claim_id": f"{one['claim_id']}-b", "stated_by": "Nobody"}
    record.edit("counts", lambda rows: rows.append(twin))
    record.fires("one_passage_has_one_speaker", "the same words of its source")


def test_none_stands_alone_and_so_does_not_given(record: Record) -> None:
    first = next(row for row in record.tables["inferred"].rows if row["column"] == "payer")
    record.edit("inferred", lambda rows: rows.append({**first.cells, "column": "none"}))
    record.fires("inferred_names_cells", "stands beside inferred cells")
    coded = next(row for row in record.tables["reason_codes"].rows if row["code"] == "technical")
    record.edit("reason_codes", lambda rows: rows.append({**coded.cells, "code": "not_given"}))
    record.fires("reasons_are_the_speakers", "stands beside a reason")
