"""The loaders: types, filters, as_of, and clear errors."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import sdvdata as sd
from sdvdata import tables
from sdvdata.errors import DataFolderError, DataReadError, SdvdataError, UnknownNameError
from sdvdata.periods import PeriodError

TABLES = [entry["name"] for entry in tables.descriptor()["resources"]]


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a private copy of the data folder that the loaders read."""
    folder = tmp_path / "data"
    shutil.copytree(tables.data_folder(), folder)
    monkeypatch.setenv("SDVDATA_DATA", str(folder))
    return folder


@pytest.mark.parametrize("table", TABLES)
def test_every_table_loads_with_described_columns_and_types(table: str) -> None:
    frame = sd.load(table)
    for field in tables.resource(table)["schema"]["fields"]:
        name = field["name"]
        if field["type"] == "number":
            assert frame[name].dtype == "float64", name
        elif field["type"] == "integer":
            assert frame[name].dtype == "Int64", name
        else:
            assert frame[name].dtype == "str", name
        if field.get("kind") == "period":
            assert frame[f"{name}_start"].dtype == "datetime64[us]", name
            assert frame[f"{name}_end"].dtype == "datetime64[us]", name
            both = frame[[f"{name}_start", f"{name}_end"]].dropna()
            assert (both[f"{name}_start"] <= both[f"{name}_end"]).all()
    assert isinstance(frame.index, pd.RangeIndex)


@pytest.mark.parametrize("table", TABLES)
def test_raw_is_the_text_of_the_file(table: str) -> None:
    raw = sd.load(table, raw=True, include_withdrawn=True)
    path = tables.data_folder() / tables.resource(table)["path"]
    expected = pd.read_csv(path, dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(raw[expected.columns], expected)
    lists = [one["name"] for one in tables.resource(table).get("lists", ())]
    assert set(raw.columns) - set(expected.columns) == set(lists)


@pytest.mark.parametrize(
    ("table", "column", "links", "value", "relation"),
    [
        ("schedules", "milestone", "claim_milestones", "milestone", None),
        ("costs", "includes", "claim_contents", "content", "includes"),
        ("costs", "excludes", "claim_contents", "content", "excludes"),
    ],
)
def test_lists_are_the_rows_of_their_table(
    table: str, column: str, links: str, value: str, relation: str | None
) -> None:
    """What R, SQL and plain pandas count in the link table is what the loader's column counts."""
    rows = sd.load(links) if relation is None else sd.load(links, relation=relation)
    lists = sd.load(table, include_withdrawn=True).set_index("claim_id")[column].dropna()
    lists = lists[lists != "unknown"]
    rows = rows.sort_values(["claim_id", "position"])
    assert rows.groupby("claim_id")[value].agg(";".join).to_dict() == lists.to_dict()


def test_plain_pandas_counts_the_first_hospitals() -> None:
    folder = tables.data_folder()
    links = pd.read_csv(folder / "claim_milestones.csv")
    own = pd.read_csv(folder / "schedules.csv").merge(links[links["milestone"] == "first_hospital"], on="claim_id")
    assert len(own) == len(sd.load_schedules(milestone="first_hospital", include_withdrawn=True)) > 30


def test_a_changed_list_is_read_anew(copied: Path) -> None:
    """The file of the claims is the same; that of their milestones is not."""
    before = sd.load_schedules(milestone="first_hospital")
    links = copied / "claim_milestones.csv"
    first = next(line for line in links.read_text(encoding="utf-8").splitlines() if line.endswith("first_hospital"))
    _spoil(links, f"{first}\n", "")
    assert len(sd.load_schedules(milestone="first_hospital")) == len(before) - 1


def test_each_call_returns_a_fresh_frame() -> None:
    first = sd.load_costs()
    first["value"] = 0.0
    assert not (sd.load_costs()["value"] == 0.0).all()


def test_filters_keep_what_they_name() -> None:
    frame = sd.load_costs(programme=["sdv", "fvm"], currency="SEK")
    assert set(frame["programme"]) == {"sdv", "fvm"}
    assert set(frame["currency"]) == {"SEK"}
    assert len(frame) < len(sd.load_costs())


def test_filter_on_a_list_column_means_membership() -> None:
    frame = sd.load_schedules(milestone="university_hospital")
    assert frame["milestone"].str.split(";").map(lambda names: "university_hospital" in names).all()
    assert (frame["milestone"] != "university_hospital").any()


def test_system_counts_are_the_counts_of_systems() -> None:
    frame = sd.load_system_counts()
    assert set(frame["measure"]) <= set(tables.SYSTEM_MEASURES)
    assert len(frame) == sd.load("counts")["measure"].isin(tables.SYSTEM_MEASURES).sum()


def test_as_of_keeps_what_had_certainly_been_said() -> None:
    frame = sd.load_costs(as_of="2019-06-30")
    assert (frame["stated_on_end"] <= pd.Timestamp("2019-06-30")).all()
    wider = sd.load_costs(as_of="2019-06-30", include_uncertain=True)
    assert set(frame["claim_id"]) <= set(wider["claim_id"])
    assert (wider["stated_on_start"].dropna() <= pd.Timestamp("2019-06-30")).all()
    assert len(wider) > len(frame)


def test_as_of_a_year_means_its_last_day() -> None:
    by_year = sd.load_costs(as_of="2019")
    pd.testing.assert_frame_equal(by_year, sd.load_costs(as_of=date(2019, 12, 31)))


def test_as_of_before_everything_is_empty_but_typed() -> None:
    frame = sd.load_costs(as_of="1999")
    assert frame.empty
    assert frame["value"].dtype == "float64"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sd.load("cost"), "Unknown table 'cost'. Did you mean 'costs'?"),
        (lambda: sd.load_costs(programme="svd"), "Unknown programme 'svd'. Did you mean 'sdv'?"),
        (lambda: sd.load_costs(measure="contract_valu"), "Did you mean 'contract_value'?"),
        (lambda: sd.load_costs(program="sdv"), "Did you mean 'programme'?"),
        (lambda: sd.load_schedules(milestone="first_hospitals"), "Did you mean 'first_hospital'?"),
        (lambda: sd.load_schedules(kind="plan"), "Did you mean 'planned'?"),
        (lambda: sd.load_schedules(site="ystadt"), "Did you mean 'ystad'?"),
        (lambda: sd.load_system_counts(measure="users"), "Unknown measure of systems 'users'"),
        (lambda: sd.describe("kosts"), "Did you mean 'costs'?"),
    ],
)
def test_unknown_names_are_met_with_the_nearest(call: object, message: str) -> None:
    with pytest.raises(UnknownNameError, match=message.replace("?", r"\?")):
        call()  # type: ignore[operator]


@pytest.mark.parametrize("as_of", ["yesterday", "2023-13", "17-11-2023", "", "2023-02-30"])
def test_malformed_as_of_lists_the_forms(as_of: str) -> None:
    with pytest.raises(PeriodError, match="2025-Q4"):
        sd.load_costs(as_of=as_of)


@pytest.mark.parametrize("column", ["stated_on", "date", "plan_from"])
def test_a_filter_that_is_no_period_is_refused(column: str) -> None:
    with pytest.raises(PeriodError, match="2025-Q4"):
        sd.load_schedules(**{column: ["2025", "2023-99"]})
    assert sd.load_schedules(**{column: "1999"}).empty


def test_as_of_without_an_end_is_refused() -> None:
    with pytest.raises(SdvdataError, match="no last day"):
        sd.load_costs(as_of="2022-12/..")


def test_as_of_on_a_table_without_statements_is_refused() -> None:
    with pytest.raises(SdvdataError, match="tables of claims"):
        sd.load("sites", as_of="2020")


def test_no_data_folder_says_where_it_looked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SDVDATA_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(DataFolderError, match="nowhere"):
        sd.load_costs()


def test_unreadable_descriptor_is_named(copied: Path) -> None:
    (copied / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataReadError, match=r"datapackage\.json"):
        sd.load_costs()


def _spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_bad_number_is_named_not_swallowed(copied: Path) -> None:
    row = sd.load("costs", raw=True, value_status="number").iloc[0]
    _spoil(copied / "costs.csv", f",{row['value']},", ",12 million,")
    names = [field["name"] for field in tables.resource("costs")["schema"]["fields"]]
    lines = (copied / "costs.csv").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if ",12 million," in text)
    place = rf"costs\.csv:{line}:{names.index('value') + 1} \(value\): '12 million' is not a number"
    with pytest.raises(DataReadError, match=place):
        sd.load_costs()


def test_a_file_is_read_once_per_version(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, opened = pd.read_csv, []
    monkeypatch.setattr(pd, "read_csv", lambda path, **how: opened.append(path.name) or read(path, **how))
    sd.load_costs(programme="sdv")
    sd.load_costs(vat="excl", raw=True)
    assert {"costs.csv", "claim_contents.csv"} <= set(opened)
    assert len(opened) == len(set(opened))
    _spoil(copied / "costs.csv", "kronor", "riksdaler")
    assert sd.load_costs()["as_printed"].str.contains("riksdaler").any()
    assert opened.count("costs.csv") == 2


def test_a_missing_column_is_named(copied: Path) -> None:
    _spoil(copied / "costs.csv", "currency", "curency")
    with pytest.raises(DataReadError, match="missing \\['currency'\\], not described \\['curency'\\]"):
        sd.load_costs()


@pytest.mark.parametrize("content", [b"", b"claim_id\n\xff\n", b'a,b\n1,2,3\n"\n'])
def test_broken_files_are_named(copied: Path, content: bytes) -> None:
    (copied / "costs.csv").write_bytes(content)
    with pytest.raises(DataReadError, match=r"costs\.csv"):
        sd.load_costs()


def test_a_missing_file_is_named(copied: Path) -> None:
    (copied / "costs.csv").unlink()
    with pytest.raises(DataReadError, match=r"costs\.csv: this file is missing"):
        sd.load_costs()


def test_list_datasets_counts_rows() -> None:
    frame = sd.list_datasets()
    assert list(frame.index) == TABLES
    assert frame.loc["costs", "rows"] == len(sd.load("costs", include_withdrawn=True))


def test_describe_comes_from_the_descriptor() -> None:
    frame = sd.describe("costs")
    assert list(frame.index) == tables.field_names("costs")
    assert frame.loc["payer", "definition"]


def test_data_version_is_the_code_version() -> None:
    assert sd.data_version() == sd.__version__
    citation = (Path(__file__).parents[1] / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {sd.__version__}" in citation.replace('"', "")


def test_import_is_light() -> None:
    """Importing loads neither pandas nor Altair; listing the names neither."""
    code = (
        "import sys, json, sdvdata; dir(sdvdata); from sdvdata import load_costs; "
        "print(json.dumps(sorted({'pandas', 'altair', 'frictionless'} & set(sys.modules))))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(out.stdout) == []


def test_public_names_exist_and_are_documented() -> None:
    for name in sd.__all__:
        assert getattr(sd, name).__doc__, name
    assert set(sd.__all__) <= set(dir(sd))
    with pytest.raises(AttributeError, match="no attribute 'load_cost'"):
        sd.load_cost  # noqa: B018
