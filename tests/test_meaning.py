"""What claims mean: each kind of slip that a reading found is noticed by a rule, and the record has none."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from sdvdata import tables
from tools.check.files import read_tables
from tools.check.meaning_rules import MEANING_RULES

RULE = {rule.__name__: rule for rule in MEANING_RULES}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(tables.data_folder(), copy)
    return copy


def _rows(folder: Path, table: str) -> tuple[Path, list[dict[str, str]]]:
    path = folder / tables.resource(table)["path"]
    with path.open(encoding="utf-8", newline="") as file:
        return path, list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _found(folder: Path, rule: str) -> list[str]:
    return [str(finding) for finding in RULE[rule](read_tables(folder)[0])]


@pytest.mark.parametrize("rule", RULE)
def test_the_record_has_none(rule: str) -> None:
    assert _found(tables.data_folder(), rule) == []


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
    folder: Path, rule: str, table: str, where: dict[str, str], cells: dict[str, str], words: str
) -> None:
    path, rows = _rows(folder, table)
    row = next(row for row in rows if all(row[key] == cell for key, cell in where.items()))
    row.update(cells)
    _write(path, rows)
    found = _found(folder, rule)
    assert any(words in text for text in found), found
    assert all(text.startswith(f"data/{path.relative_to(folder).as_posix()}:") for text in found)


def test_one_passage_has_one_speaker(folder: Path) -> None:
    path, rows = _rows(folder, "counts")
    one = next(row for row in rows if len(row["as_printed"]) > 8 and "legend" not in row["scope"])
    _write(path, [*rows, {**one, "claim_id": f"{one['claim_id']}-b", "stated_by": "Nobody"}])
    assert any("the same words of its source" in text for text in _found(folder, "one_passage_has_one_speaker"))


def test_none_stands_alone_and_so_does_not_given(folder: Path) -> None:
    path, rows = _rows(folder, "inferred")
    first = next(row for row in rows if row["column"] == "payer")
    _write(path, [*rows, {**first, "column": "none"}])
    assert any("stands beside inferred cells" in text for text in _found(folder, "inferred_names_cells"))
    path, rows = _rows(folder, "reason_codes")
    first = next(row for row in rows if row["code"] == "technical")
    _write(path, [*rows, {**first, "code": "not_given"}])
    assert any("stands beside a reason" in text for text in _found(folder, "reasons_are_the_speakers"))
