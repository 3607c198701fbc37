"""The data check: the data is sound, and every kind of defect is found where it is."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sdvdata import tables
from tests.spoilt import RULE, Record
from tools.check import FrictionlessMissing, check_folder, fix_form
from tools.check.__main__ import main
from tools.check.cell_rules import numbers_have_one_form
from tools.check.files import Finding, Row, Table, structure
from tools.check.meaning_rules import MEANING_RULES
from tools.check.pair_rules import PAIR_RULES
from tools.check.rules import RULES
from tools.project import write_bytes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a private copy of the data folder."""
    copy = tmp_path / "data"
    shutil.copytree(tables.data_folder(), copy)
    return copy


@pytest.fixture
def no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the rules, where what the descriptor says is tried; the tests of the command have both."""
    monkeypatch.setattr("tools.check.apply_rules", lambda *_: [])


def _set(folder: Path, table: str, where: dict[str, str], **cells: str) -> tuple[int, str]:
    """Change cells of the first row that matches; return its line and the file's label."""
    path = folder / tables.resource(table)["path"]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    line, row = next((n, row) for n, row in enumerate(rows, 2) if all(row[k] == v for k, v in where.items()))
    row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return line, f"data/{tables.resource(table)['path']}"


def _found(folder: Path) -> list[str]:
    return [str(finding) for finding in check_folder(folder)]


def test_the_data_is_sound() -> None:
    assert _found(tables.data_folder()) == []


def test_the_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out == "data: nothing found\n"


def test_a_check_of_a_folder_runs_every_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests below hand tables to a single rule: each is run on what the files hold, and what it finds is told."""

    def spy(rule: Callable[..., object]) -> Callable[..., object]:
        def found(given: dict[str, Table]) -> Iterator[Finding]:
            assert {name: table.rows for name, table in given.items()} == rows
            yield Finding("data/costs.csv", 1, 1, "", rule.__name__)

        found.__name__ = rule.__name__
        return found

    rows = {name: table.rows for name, table in Record().tables.items()}
    monkeypatch.setattr("tools.check.rules.RULES", tuple(map(spy, RULES)))
    told = {finding.message for finding in check_folder(tables.data_folder())}
    assert told >= set(RULE) and len(RULE) == len(RULES) > 50
    assert {*PAIR_RULES, *MEANING_RULES} <= {*RULES}


def test_every_rule_can_fail() -> None:
    """Each rule is a function that some test below makes speak (named in its test)."""
    here = Path(__file__)
    files = (here.name, "test_meaning.py", "test_pairs.py")
    text = "".join(here.with_name(name).read_text(encoding="utf-8") for name in files)
    for name in RULE:
        assert f'"{name}"' in text or f"rule={name}" in text, f"no test makes {name} fail"


# --- bytes and structure ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda data: b"\xef\xbb\xbf" + data, "data/costs.csv:1:1: starts with a byte order mark"),
        (lambda data: data.replace(b"\n", b"\r\n", 3), "data/costs.csv:1:"),
        (lambda data: data[:400] + b"\0" + data[400:], "holds a NUL byte"),
        (lambda data: data[:-30] + b"\xff" + data[-30:], "not valid UTF-8: byte 0xff"),
        (lambda _: b"", "data/costs.csv:1:1: nothing in the file"),
        (lambda _: b"\n \n", "data/costs.csv:1:1: nothing in the file"),
        (lambda data: data.rstrip(b"\n"), "does not end with a line break"),
        (lambda data: data.replace(b"currency", b"curency", 1), "'curency' looks like it"),
        (lambda data: data + b"short,row\n", "the row has 2 cells, expected"),
        (lambda data: data + b'"open quote\n', "not readable as CSV"),
        (lambda data: data.replace(b"claim_id,programme", b"programme,claim_id", 1), "out of order"),
    ],
)
def test_broken_files_are_named_and_never_a_traceback(
    folder: Path, spoil: Callable[[bytes], bytes], expected: str
) -> None:
    path = folder / "costs.csv"
    path.write_bytes(spoil(path.read_bytes()))
    found = _found(folder)
    assert any(expected in text for text in found), found[:3]
    assert all(text.startswith("data/") for text in found)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "counts.csv").unlink()
    assert any("data/counts.csv:1:1: the descriptor names this file" in t for t in _found(folder))


@pytest.mark.parametrize("content", ["{", "[]", '{"name": "x"}', "\ufeff{}"])
def test_a_broken_descriptor_is_named(folder: Path, content: str) -> None:
    (folder / "datapackage.json").write_text(content, encoding="utf-8")
    found = _found(folder)
    assert len(found) == 1
    assert found[0].startswith("data/datapackage.json:1:")


@pytest.mark.parametrize("key", ["name", "path", "schema"])
def test_an_entry_without_what_it_is_read_by_is_named(folder: Path, key: str) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"][1].pop(key)
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (found,) = _found(folder)
    assert found.startswith("data/datapackage.json:1:1 (resources): ") and f"KeyError: '{key}'" in found


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda package: package.update(created="x"), 'property "created" is not valid'),
        (lambda package: package["resources"][0]["schema"].update(primaryKey=["x"]), "does not match the fields"),
        (
            lambda package: package["resources"][0]["schema"]["fields"][0].update(type="strin"),
            '"strin" is not supported',
        ),
        (
            lambda package: package["resources"][0]["schema"]["foreignKeys"][0].update(fields=["programm"]),
            "does not match the fields",
        ),
    ],
)
def test_a_descriptor_that_frictionless_refuses_is_named(
    folder: Path, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    change(package)
    path.write_text(json.dumps(package), encoding="utf-8")
    found = _found(folder)
    assert found and all(text.startswith("data/datapackage.json:1:1 (resources): ") for text in found)
    assert any(words in text for text in found), found


def test_a_table_that_the_rules_need_and_the_descriptor_lacks_is_named(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [one for one in package["resources"] if one["name"] != "relations"]
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert "data/datapackage.json:1:1 (resources): 'relations' is not described" in _found(folder)


def test_what_is_no_readable_file_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "CHANGES.md").write_bytes("Skåne".encode("latin-1"))
    (folder / "costs.csv").unlink()
    (folder / "costs.csv").mkdir()
    assert any("costs.csv:1:1: the descriptor names this file; it can't be read" in text for text in _found(folder))
    assert main(["--data", str(folder / "counts.csv")]) == 1
    assert "no such file in" in capsys.readouterr().out


def test_a_full_disk_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(_: Path) -> list[str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tools.check.__main__.fix_form", fail)
    assert main(["--fix", "--data", str(folder)]) == 2
    assert "No space left on device" in capsys.readouterr().err


def test_an_endless_cell_is_found_whatever_was_imported() -> None:
    csv.field_size_limit(10**9)
    (_, (found,)) = structure(b"a\n" + b"x" * 200_000 + b"\n", "t.csv", ["a"])
    assert "field larger than field limit" in found.message


def test_a_missing_descriptor_is_named(tmp_path: Path) -> None:
    assert "no such file" in _found(tmp_path)[0]


def test_short_and_long_rows_name_line_and_column() -> None:
    rows, wrong = structure(b"a,b\n1,2\n1\n1,2,3\n", "t.csv", ["a", "b"])
    assert [row.line for row in rows] == [2]
    assert [(w.line, w.column) for w in wrong] == [(3, 2), (4, 2)]


# --- what frictionless finds, in our form --------------------------------------------------


@pytest.mark.usefixtures("no_rules")
@pytest.mark.parametrize(
    ("table", "cells", "column", "words"),
    [
        ("costs", {"currency": "SKE"}, "currency", "'SKE' is not allowed; expected one of"),
        ("costs", {"value": "12 million"}, "value", "'12 million' is not a number"),
        ("costs", {"price_year": "20x4"}, "price_year", "'20x4' is not an integer"),
        ("price_index", {"months": "13"}, "months", "'13' is above the maximum of 12"),
        ("price_index", {"year": "2009"}, "year", "'2009' is below the minimum of 2010"),
        ("costs", {"scope": ""}, "scope", "blank, but required"),
        ("costs", {"stated_on": "2025-13"}, "stated_on", "'2025-13' is not a period"),
        ("costs", {"programme": "svd"}, "programme", "nearest is 'sdv'"),
        ("costs", {"measure": "contract_valu"}, "measure", "nearest is 'contract_value'"),
        ("schedules", {"site": "ystadt"}, "site", "nearest is 'ystad'"),
        ("milestones", {"after": "first_unid"}, "after", "nearest is 'first_unit'"),
        ("schedules", {"duration": "5 years"}, "duration", "'5 years' is not allowed"),
        ("sources", {"url": "ftp://x"}, "url", "'ftp://x' is not allowed"),
    ],
)
def test_schema_findings_name_line_column_and_expectation(
    folder: Path, table: str, cells: dict[str, str], column: str, words: str
) -> None:
    line, path = _set(folder, table, {}, **cells)
    names = [field["name"] for field in tables.resource(table)["schema"]["fields"]]
    position = names.index(column) + 1
    found = _found(folder)
    assert any(t.startswith(f"{path}:{line}:{position} ({column}):") and words in t for t in found), found


@pytest.mark.usefixtures("no_rules")
def test_a_duplicate_id_is_found(folder: Path) -> None:
    path = folder / "costs.csv"
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:-1], lines[1], b""]))
    assert any("stands more than once" in text for text in _found(folder))


@pytest.mark.usefixtures("no_rules")
def test_an_unknown_source_is_found(folder: Path) -> None:
    _set(folder, "costs", {}, source_id="no-such-source")
    assert any("'no-such-source' is not in sources (source_id)" in t for t in _found(folder))


def test_without_frictionless_the_extra_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "frictionless", None)
    with pytest.raises(FrictionlessMissing, match=r"sdvdata\[check\]"):
        check_folder(folder)
    assert main(["--data", str(folder)]) == 2
    assert "sdvdata[check]" in capsys.readouterr().err


# --- our own rules ---------------------------------------------------------------------------


def test_claim_id_in_two_tables(record: Record) -> None:
    other = record.tables["costs"].rows[0]["claim_id"]
    record.set("counts", {}, claim_id=other)
    record.fires("claim_ids_are_unique", "stands in data/costs.csv too")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("relations", "claim"),
        ("relations", "other"),
        ("preferred", "claim_id"),
        ("programmes", "outcome_claim"),
        ("schedules", "anchor_claim"),
    ],
)
def test_named_claims_exist(record: Record, table: str, column: str) -> None:
    record.set(table, {}, **{column: "no-such-claim"})
    record.fires("named_claims_exist", "there is no claim 'no-such-claim'")


def test_a_claim_does_not_relate_to_itself(record: Record) -> None:
    first = record.tables["relations"].rows[0]["claim"]
    record.set("relations", {}, other=first)
    record.fires("relations_make_sense", "can't relate to itself")


@pytest.mark.parametrize("turned", [False, True])
def test_a_pair_agrees_contradicts_or_follows(record: Record, turned: bool) -> None:
    first = next(row for row in record.tables["relations"].rows if row["relation"] == "contradicts")
    pair = (first["other"], first["claim"]) if turned else (first["claim"], first["other"])
    record.add("relations", pair[0], "same_statement", pair[1], "")
    record.fires("relations_make_sense", "the pair has 'contradicts' too")


def test_unknown_names_in_lists(folder: Path, record: Record) -> None:
    record.set("comparisons", {}, measures="licence_kost")
    record.fires("vocabulary_of_lists", "nearest is 'licence_cost'")
    _set(folder, "claim_contents", {}, content="supplier_contrakt")
    assert any("nearest is 'supplier_contract'" in text for text in _found(folder))


@pytest.mark.parametrize(
    ("table", "where", "cells", "rule", "words"),
    [
        ("claim_milestones", {"position": "2"}, {"position": "3"}, "lists_are_in_order", "'3', expected 2"),
        ("claim_contents", {}, {"content": "unknown"}, "lists_are_in_order", "what is not known has no row"),
        ("programmes", {"programme": "fvm"}, {"colour": ""}, "core_programmes_have_a_look", "has a colour"),
        ("programmes", {"programme": "apotti"}, {"position": "4"}, "core_programmes_have_a_look", "only a core"),
        ("programmes", {"programme": "fvm"}, {"shape": "circle"}, "core_programmes_have_a_look", "another programme"),
        ("programmes", {"programme": "fvm"}, {"position": "7"}, "core_programmes_have_a_look", "expected 1 to 3"),
        ("conclusions", {}, {"conclusion": "nothing-above-all"}, "conclusions_are_whole", "its left side"),
        ("conclusions", {}, {"position": "2"}, "conclusions_are_whole", "another conclusion has the position"),
        ("conclusions", {}, {"across": "flows"}, "conclusions_are_whole", "nearest is 'flow'"),
        ("conclusions", {}, {"profiles": "undaded"}, "conclusions_are_whole", "nearest is 'undated'"),
        ("spend_profiles", {"subject": "sdv"}, {"subject": "svd"}, "profiles_have_subjects", "nearest is 'sdv'"),
        ("spend_profiles", {"subject": "sdv"}, {"first_year": "2030"}, "profiles_have_subjects", "in order"),
        ("spend_profiles", {"subject": "covered"}, {"last_year": "2030"}, "profiles_have_subjects", "time covered"),
    ],
)
def test_choices_fit(
    record: Record, table: str, where: dict[str, str], cells: dict[str, str], rule: str, words: str
) -> None:
    record.set(table, where, **cells)
    record.fires(rule, words)


def test_a_name_stands_once_in_a_list_and_is_in_or_out(record: Record) -> None:
    own = next(row for row in record.tables["claim_contents"].rows if row["position"] == "2")
    record.set("claim_contents", {"claim_id": own["claim_id"], "position": "1"}, content=own["content"])
    record.fires("lists_are_in_order", "stands twice")
    record.add("claim_contents", own["claim_id"], "excludes", "1", own["content"])
    record.fires("amounts_hold_or_not", "is stated to be in the amount, too")


def test_a_measure_of_another_table(record: Record) -> None:
    record.set("costs", {}, measure="hospitals")
    record.fires("measures_fit_their_table", "is a measure of counts")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"currency": ""}, "every other amount has one"),
        ({"value": "", "low": "", "high": ""}, "does not fit the figures"),
        ({"per": "year"}, "only a rate, or an increment"),
        ({"price_basis": "fixed", "price_year": ""}, "fixed prices need their year"),
        ({"decided_on": "2020", "decided_by": ""}, "but by whom?"),
    ],
)
def test_amounts_are_whole(record: Record, cells: dict[str, str], words: str) -> None:
    where = {"value_status": "number", "amount_kind": "total", "price_basis": "unknown"}
    record.set("costs", where, **cells)
    record.fires("amounts_are_whole", words)


def test_bounds_out_of_order(record: Record) -> None:
    record.set("costs", {"qualifier": "exact"}, low="99999999999")
    record.fires("bounds_are_in_order", "expected low ≤ value ≤ high")
    record.set("counts", {"qualifier": "exact", "reading": "printed"}, value="", low="", high="")
    record.fires("bounds_are_in_order", "a count needs a figure, unless")


def test_an_orphan_source(record: Record) -> None:
    record.set("sources", {}, source_id="orphan")
    record.fires("sources_are_used", "no claim rests on 'orphan'")


@pytest.mark.parametrize(
    ("table", "where", "cells", "rule", "words"),
    [
        (
            "price_index",
            {"series": "se-kpi", "year": "2015"},
            {"series": "se-kpi-2"},
            "series_have_no_holes",
            "the year before is 2014",
        ),
        (
            "population",
            {"area": "skane", "year": "2015"},
            {"area": "skane-2"},
            "series_have_no_holes",
            "the year before is 2014",
        ),
        (
            "population",
            {"area": "skane", "year": "2015"},
            {"level": "county"},
            "series_are_one_thing",
            "'county', but 2010 has 'region'",
        ),
        (
            "exchange_rates",
            {"currency": "SEK", "year": "2015"},
            {"low": "9.99"},
            "series_are_one_thing",
            "is not between 9.99 and",
        ),
    ],
)
def test_series_are_sound(
    record: Record, table: str, where: dict[str, str], cells: dict[str, str], rule: str, words: str
) -> None:
    record.set(table, where, **cells)
    record.fires(rule, words)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"claim_id": ""}, "does not fit this cell"),
        ({"claim_id": "sdv-municipalities-33"}, "stands in counts, expected costs"),
        ({"programme": "apotti"}, "no row in preferred for"),
    ],
)
def test_preferences_fit(record: Record, cells: dict[str, str], words: str) -> None:
    where = {"comparison": "budget_at_decision", "verdict": "not_comparable"}
    record.set("preferred", where, **cells)
    record.fires("preferences_fit", words)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"note": "n/a"}, "stands in for blank"),
        ({"note": "=SUM(A1)"}, "spreadsheet formula"),
        ({"note": "a\tb"}, "control character"),
        ({"as_printed": "word " * 20}, "a figure, not a sentence"),
    ],
)
def test_cells_are_clean(record: Record, cells: dict[str, str], words: str) -> None:
    record.set("costs", {}, **cells)
    record.fires("cells_are_clean", words)


def test_second_reading_needs_its_day(record: Record) -> None:
    record.set("costs", {"second_reading": "confirmed"}, second_read_on="")
    record.fires("second_readings_are_dated", "go together")


@pytest.mark.parametrize("reading", ["confirmed", "corrected"])
def test_a_claim_read_twice_is_not_read_once(record: Record, reading: str) -> None:
    for words in ("Undated. Read once.", "page not found again by the second reader"):
        record.set("counts", {}, second_reading=reading, note=words)
        record.fires("notes_fit_the_second_reading", f"beside second reading '{reading}'")
    record.set("counts", {}, second_reading="not_reachable", note="Read once.")
    assert record.found("notes_fit_the_second_reading") == []


@pytest.mark.parametrize(
    ("verdicts", "right"),
    [
        (("matched", "matched", "matched"), {"yes", "partly"}),
        (("matched", "not_applicable", "not_applicable"), {"yes", "partly"}),
        (("matched", "matched", "unknown"), {"partly"}),
        (("matched", "matched", "not_comparable"), {"partly"}),
        (("matched", "not_comparable", "not_comparable"), {"no"}),
        (("unknown", "not_applicable", "not_applicable"), {"no"}),
    ],
)
def test_comparable_follows_the_verdicts(record: Record, verdicts: tuple[str, ...], right: set[str]) -> None:
    for programme, verdict in zip(("sdv", "fvm", "helseplattformen"), verdicts, strict=True):
        record.set("preferred", {"comparison": "hospitals", "programme": programme}, verdict=verdict)
    for said in ("yes", "partly", "no"):
        record.set("comparisons", {"comparison": "hospitals"}, comparable=said)
        found = record.found("comparable_follows_the_verdicts")
        assert (found == []) == (said in right), found
    record.set("comparisons", {"comparison": "hospitals"}, comparable="none")
    record.fires("comparable_follows_the_verdicts", "but its verdicts make it")


def test_rows_of_a_plan_agree(record: Record) -> None:
    plan = _plan_with_several_rows(record)
    record.set("schedules", {"plan": plan}, plan_from="1999")
    record.fires("plans_are_one_thing", f"but plan '{plan}' has")


def _plan_with_several_rows(record: Record) -> str:
    plans = [row["plan"] for row in record.tables["schedules"].rows if row["plan"]]
    return next(plan for plan in plans if plans.count(plan) > 2)


def test_the_print_is_compared(record: Record) -> None:
    where = {"claim_id": "sdv-budget-1706m-2023"}
    line, _ = record.set("costs", where, value="1706000001")
    record.fires("figures_follow_the_print", f"data/costs.csv:{line}:")


@pytest.mark.parametrize(
    ("claim_id", "currency"),
    [("sdv-contract-max-3861m-svt-2020-07", "NOK"), ("hp-contract-epic-2019", "SEK"), ("hp-contract-epic-2019", "EUR")],
)
def test_the_printed_currency_is_compared(record: Record, claim_id: str, currency: str) -> None:
    line, _ = record.set("costs", {"claim_id": claim_id}, currency=currency)
    record.fires("figures_follow_the_print", f"data/costs.csv:{line}:")


def test_an_unnamed_currency_is_the_programmes(record: Record) -> None:
    where = {"claim_id": "hp-todate-hmn-2019-2024"}
    line, _ = record.set("costs", where, currency="SEK", as_printed="2 756 mill. kr", note="")
    record.fires("currencies_follow_the_print", f"data/costs.csv:{line}:")
    record.set("costs", where, note="Told in SEK")
    assert record.found("currencies_follow_the_print") == []


def test_a_part_is_not_coded_as_its_whole(record: Record) -> None:
    where = {"claim_id": "sussa-six-of-nine-wait-2025"}
    line, _ = record.set("counts", where, value="9")
    record.fires("figures_follow_the_print", f"data/counts.csv:{line}:")
    record.set("counts", where, note="The denominator.")
    assert not [f for f in record.found("figures_follow_the_print") if f.path == "data/counts.csv"]


def test_impossible_days(record: Record) -> None:
    record.set("costs", {}, stated_on="2023-02-30")
    record.fires("periods_are_real", "2023-02-30")


def test_an_actual_reported_before_it_happened(record: Record) -> None:
    record.set("schedules", {"kind": "actual"}, stated_on="1999", date="2005")
    record.fires("actuals_are_told_afterwards", "is after it was said")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"plan_from": "2030", "plan_until": "2020"}, "ends before '2030'"),
        ({"plan_from": "2030", "plan_until": "", "date": "2021"}, "was over when the plan began"),
        ({"plan_from": "2030", "plan_until": "", "note": ""}, "outside the time in force"),
    ],
)
def test_plans_hold_while_said(record: Record, cells: dict[str, str], words: str) -> None:
    record.set("schedules", {"kind": "planned", "measure": "go_live"}, **cells)
    record.fires("plans_hold_while_said", words)


def test_a_recollection_may_be_later(record: Record) -> None:
    where = {"kind": "planned", "measure": "go_live"}
    line, path = record.set("schedules", where, plan_from="2001", plan_until="2002", note="recollection")
    found = [str(f) for f in record.found("plans_hold_while_said")]
    assert not any(text.startswith(f"{path}:{line}:") for text in found)


def test_spans_are_in_order(record: Record) -> None:
    record.set("costs", {}, covers_start="2022", covers_end="2020")
    record.fires("spans_are_in_order", "ends before '2022'")


def test_nothing_is_said_after_publication(record: Record) -> None:
    source = record.tables["costs"].rows[0]["source_id"]
    record.set("sources", {"source_id": source}, published="1999")
    record.fires("said_before_published", "is after its source was published")


def test_the_record_reaches_its_newest_claim(record: Record) -> None:
    record.set("programmes", {"programme": "sdv"}, observed_until="2016")
    record.fires("record_reaches_newest_claim", "a claim was stated on")


def test_a_correction_without_a_log_line(folder: Path) -> None:
    (folder / "CHANGES.md").write_text("nothing\n", encoding="utf-8")
    assert any("has no line in data/CHANGES.md" in text for text in _found(folder))


# --- form -------------------------------------------------------------------------------------


def test_fix_restores_form_and_never_a_value(folder: Path) -> None:
    path = folder / "costs.csv"
    original = path.read_bytes()
    header, *rows = original.decode("utf-8").splitlines()
    messy = "\ufeff" + "\r\n".join([header, *reversed(rows)])
    path.write_bytes(messy.encode("utf-8"))
    assert any("--fix" in text for text in _found(folder))
    assert fix_form(folder) == ["data/costs.csv"]
    assert path.read_bytes() == original
    assert fix_form(folder) == []


def test_fix_leaves_broken_files_alone(folder: Path) -> None:
    path = folder / "costs.csv"
    broken = path.read_bytes() + b"short,row\n"
    path.write_bytes(broken)
    assert fix_form(folder) == []
    assert path.read_bytes() == broken


def test_rows_out_of_order_are_found(folder: Path) -> None:
    path = folder / "counts.csv"
    header, first, second, *rest = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([header, second, first, *rest]))
    assert any("data/counts.csv:2:1: not in canonical form" in text for text in _found(folder))


def test_writing_is_atomic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old\n")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_bytes(path, b"new\n")
    assert path.read_bytes() == b"old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_the_command_reports_and_fixes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _set(folder, "costs", {}, currency="SKE")
    assert main(["--data", str(folder)]) == 1
    assert "(currency): 'SKE' is not allowed" in capsys.readouterr().out
    assert main(["--data", str(folder), "--fix"]) == 1


def test_the_module_runs_as_a_command() -> None:
    out = subprocess.run([sys.executable, "-m", "tools.check", "--help"], capture_output=True, text=True)
    assert out.returncode == 0
    assert "--fix" in out.stdout


def test_findings_sort_by_place() -> None:
    first, second = Finding("a", 2, 1, "", "x"), Finding("a", 10, 1, "", "x")
    assert sorted([second, first]) == [first, second]
    assert Row(1, {"a": "b"})["a"] == "b"


def test_frictionless_alone_accepts_the_descriptor() -> None:
    """``frictionless validate data/datapackage.json`` passes, not only our use of it."""
    from frictionless import Package, system

    with system.use_context(trusted=True):
        report = Package(str(tables.data_folder() / "datapackage.json")).validate()
    assert report.valid, json.dumps(report.flatten(["name", "rowNumber", "fieldName", "type"])[:5])


# --- numbers, text, ids and relations ----------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "٧٥٠٠٠٠٠٠",
        "75000_000",
        "+75",
        "0075",
        "75.0",
        "75e6",
        "INF",
        "NaN",
        "-0",
        "-75",
        "1,5",
        ".5",
        "5.",
        "７５",
        " 75",
    ],
)
def test_numbers_have_one_form(record: Record, cell: str) -> None:
    """H1, H2, H4: found where it stands, and before a rule could fail on it."""
    for table, column, place in (("costs", "value", 9), ("price_index", "value", 5)):
        line, path = record.set(table, {}, **{column: cell})
        found = [str(finding) for finding in numbers_have_one_form(record.tables)]
        assert any(text.startswith(f"{path}:{line}:{place} ({column}): '{cell}' is ") for text in found)


def test_what_is_no_number_is_told_and_reaches_no_rule(folder: Path) -> None:
    line, path = _set(folder, "price_index", {}, value="INF")
    assert [text.split(" (")[0] for text in _found(folder)] == [f"{path}:{line}:5"]


def test_a_count_is_negative_where_the_descriptor_says(record: Record) -> None:
    line, path = record.set("counts", {"claim_id": "fi-systems-300"}, value="-300")
    found = [str(finding) for finding in numbers_have_one_form(record.tables)]
    assert found == [f"{path}:{line}:7 (value): '-300' is negative"]


@pytest.mark.parametrize(
    ("rule", "table", "where", "cells", "words"),
    [
        *(
            ("cells_are_clean", "costs", {}, {"note": cell}, "spreadsheet formula")
            for cell in ("+cmd|' /C calc'!A0", "-2+3+cmd|x", "＝cmd|x", "@SUM(1)", "＋1")
        ),
        *(
            ("cells_are_clean", "costs", {}, {"stated_by": f"Region Sk{char}ne"}, name)
            for char, name in {
                "\u200b": "ZERO WIDTH SPACE", "\u00ad": "SOFT HYPHEN", "\u202e": "RIGHT-TO-LEFT OVERRIDE",
                "\ufeff": "ZERO WIDTH NO-BREAK SPACE", "\u2028": "LINE SEPARATOR", "\u00a0": "NO-BREAK SPACE",
                "\u0430": "CYRILLIC SMALL LETTER A", "\uff41": "FULLWIDTH LATIN", "a\u030a": "letters in pieces",
            }.items()
        ),
        ("relations_make_sense", "relations", {"relation": "rounds"}, {"other": "hp-users-2019"}, "own table and programme"),
        ("relations_make_sense", "costs", {"claim_id": "fvm-budget-increase-2020"}, {"status": "withdrawn"}, "is withdrawn"),
        ("nothing_leads_back_to_itself", "sites", {"site": "alesund-hospital"}, {"part_of": "alesund-hospital"}, "back to itself"),
        ("relations_fit_the_figures", "costs", {"claim_id": "fvm-budget-total-sie-2025"}, {"value": "1"}, "same_statement"),
        ("relations_fit_the_figures", "costs", {"claim_id": "sdv-contract-max-4826m-svt-2020-07"}, {"vat": "excl"}, "VAT does not differ"),
        ("ids_fit_their_row", "costs", {"claim_id": "sdv-budget-1706m-2023"}, {"programme": "fvm"}, "'sdv-' is an id of sdv"),
        ("ids_fit_their_row", "costs", {"claim_id": "sdv-budget-1706m-2023"}, {"value": "1806000000"}, "its figure is not the row's"),
        ("ids_fit_their_row", "costs", {"claim_id": "sdv-invest-1046m-2017-09"}, {"claim_id": "sdv-invest-1046m-2016-09"}, "2016"),
        ("places_are_of_the_programme", "programmes", {"programme": "sdv"}, {"outcome_claim": "hp-acquisition-start-2017"}, "belongs to"),
        ("places_are_of_the_programme", "schedules", {"site": "ystad"}, {"site": "alesund-hospital"}, "belongs to helseplattformen"),
        ("speakers_have_one_role", "costs", {"stated_by": "Region Skåne"}, {"speaker_role": "vendor"}, "is buyer elsewhere"),
        ("vat_is_stated", "costs", {"claim_id": "sdv-consultants-cost-2019"}, {"vat": "incl"}, "neither print, scope nor note"),
        ("derived_figures_follow", "costs", {"claim_id": "fvm-kpmg-cost-max-2024"}, {"value": "5000"}, "does not follow"),
        ("nothing_is_later_than_the_data", "sources", {}, {"accessed": "2027"}, "is after the data was made, 2026-11-30"),
        ("series_do_not_jump", "price_index", {"series": "se-kpif", "year": "2020"}, {"value": "1000"}, "but 2019 has"),
        ("series_do_not_jump", "exchange_rates", {"currency": "NOK", "year": "2020"}, {"per_eur": "0.1"}, "but 2019 has"),
        ("prices_agree", "price_index", {"series": "se-kpi", "year": "2021"}, {"value": "353.92"}, "tell two inflations"),
        ("prices_agree", "purchasing_power", {"measure": "price_level", "country": "SE"}, {"value": "1.3"}, "parity and exchange rate of SE"),
        ("people_add_up", "population", {"area": "kronoberg", "year": "2015"}, {"population": "257973"}, "but parts or ends of SE in 2015"),
        ("rates_agree_with_the_days", "exchange_rates", {"currency": "NOK"}, {"per_eur": "8.1"}, "the days of the year"),
    ],
)  # fmt: skip
def test_each_rule_speaks(
    record: Record, rule: str, table: str, where: dict[str, str], cells: dict[str, str], words: str
) -> None:
    if rule == "rates_agree_with_the_days":
        pytest.importorskip("currency_converter")
    record.set(table, where, **cells)
    record.fires(rule, words)


@pytest.mark.parametrize(
    ("year", "words", "times"),
    [("2010", "begins in 2011, expected 2010", 4), ("2025", "others of its kind in 2025", 5)],  # one ends in 2024
)
def test_series_reach_both_ends(record: Record, year: str, words: str, times: int) -> None:
    """M9: the first or the last year of a series is gone."""
    for table in ("price_index", "exchange_rates", "purchasing_power", "population"):
        record.edit(table, lambda rows: rows.remove(next(r for r in rows if r["year"] == year)))
    assert len([f for f in record.found("series_reach_both_ends") if words in f.message]) == times


@pytest.mark.parametrize("table", ["costs", "schedules", "counts", "landscape", "sources", "sites"])
def test_nothing_stands_twice(record: Record, table: str) -> None:
    key = tables.resource(table)["schema"]["primaryKey"][0]
    record.edit(table, lambda rows: rows.append({**rows[0], key: f"{rows[0][key]}-b"}))
    record.fires("nothing_stands_twice", "says what '")


def test_a_circle_of_claims(record: Record) -> None:
    row = next(row for row in record.tables["relations"].rows if row["relation"] == "includes")
    record.add("relations", row["other"], "includes", "fvm-x", "")
    record.add("relations", "fvm-x", "includes", row["claim"], "")
    record.fires("nothing_leads_back_to_itself", f"'{row['claim']}' leads back to itself")


def test_an_exception_is_for_one_rule_and_row_and_is_needed(folder: Path) -> None:
    line, path = _set(folder, "exceptions", {"row": "hp-stjordal-annual"}, row="hp-users-2019")
    found = _found(folder)
    assert any(t.startswith(f"{path}:{line}:1 (rule):") and "no exception is needed" in t for t in found)
    assert any("'Stjørdal kommune' is other elsewhere" in t for t in found)


def test_a_note_may_reckon_from_claims(record: Record) -> None:
    """A derived amount whose note names two claims is their sum, difference, product or ratio."""
    where = {"claim_id": "fvm-kpmg-cost-max-2024"}
    note = "sdv-invest-1046m-2017-09 less sdv-budget-1706m-2023"
    record.set("costs", where, value="660000000", as_printed="x", note=note)
    assert record.found("derived_figures_follow") == []
    record.set("costs", where, value="670000000")
    record.fires("derived_figures_follow", "does not follow")
