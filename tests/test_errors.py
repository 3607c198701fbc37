"""What is given wrongly is told as our error, whole in every process; a broken copy of the data is named by its place."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sdvdata as sd
from sdvdata import periods, plans, tables
from sdvdata.errors import DataFolderError, DataReadError, SdvdataError, UnknownNameError

PAIR = {"left": ("hp-annual-op-2024-800",), "right": ("hp-annual-op-2019-278",)}


class Foreign:
    """A frame of another library, as polars and pyarrow have them."""

    columns = ("claim_id",)

    def to_pandas(self) -> pd.DataFrame:
        return pd.DataFrame({"claim_id": []})


def restated(frame: object | None = None, **how: object) -> pd.DataFrame:
    costs = sd.load_costs(programme="sdv") if frame is None else frame
    return sd.restate(costs, **{"currency": "SEK", "prices_of": 2024, **how})  # type: ignore[arg-type]


def robust(conclusion: object) -> pd.DataFrame:
    return sd.robustness(conclusion, currency="NOK", prices_of=2024)  # type: ignore[arg-type]


# --- in another process


@pytest.mark.parametrize(
    "error",
    [
        UnknownNameError("programme", "svd", ["sdv", "fvm"]),
        sd.IncomparableError("flow", {"budget": ["a"], "": ["b", "c", "d"]}),
        DataFolderError([Path("a"), Path("b")]),
        DataReadError("costs.csv:2:1: blank"),
        periods.DurationError("x"),
    ],
)
def test_errors_are_pickled_whole(error: SdvdataError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error) and str(again) == str(error) and again.__dict__ == error.__dict__


def test_a_pool_of_processes_hands_on_the_error() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        told = pool.submit(sd.load_costs, programme="svd").exception()
    assert isinstance(told, UnknownNameError) and told.nearest == "sdv"
    assert str(told).startswith("Unknown programme 'svd'. Did you mean 'sdv'?")


# --- what is given


@pytest.mark.parametrize("blank", [pd.NA, "", "  ", None, float("nan"), pd.NaT, [2018, pd.NA]])
@pytest.mark.parametrize("column", ["price_year", "relayed_by", "programme", "includes", "stated_on"])
def test_a_blank_filter_is_told(column: str, blank: Any) -> None:
    for raw in (False, True):
        with pytest.raises(SdvdataError, match=f"{column}=.* asks for nothing"):
            sd.load_costs(raw=raw, **{column: blank})
    with pytest.raises(SdvdataError, match="asks for nothing"):
        sd.load_system_counts(measure=blank if blank != [2018, pd.NA] else [pd.NA])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: restated(spend_profile={"sdv": [1]}), r"numbers as weights, not \[\[1\]\]"),
        (lambda: restated(spend_profile=np.array([])), "None, 'uniform', or a mapping"),
        (lambda: restated(per=pd.Series(["resident"])), "a Series, not a name"),
        (lambda: robust(sd.Conclusion("x", **PAIR, per_year=pd.Series([True]))), "per_year is True or False"),  # type: ignore[arg-type]
        (lambda: robust(sd.Conclusion("x", **PAIR, assume=[None])), "Unknown perimeter column None"),  # type: ignore[arg-type]
        (lambda: robust(np.array(1)), "it was given a ndarray"),
        (lambda: sd.load_costs(value=10**400), "is not a number"),
        (lambda: sd.load_costs(value="nan"), "value='nan' is not a number"),
        (lambda: sd.cite(np.array("sdv-municipalities-33")), "not ndarray"),
        (lambda: sd.require_comparable(sd.load_costs(), assume=np.array("flow")), "is one name or several"),  # type: ignore[arg-type]
        (lambda: restated(pd.concat([sd.load_costs()] * 2, axis=1)), "column claim_id stands in it twice"),
        (lambda: sd.cite(Foreign()), r"a Foreign of another library: give its to_pandas\(\)"),
        (lambda: plans.slip(Foreign(), milestone="first_unit"), r"give its to_pandas\(\)"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(call: Callable[[], object], words: str) -> None:
    with pytest.raises(SdvdataError, match=words):
        call()


def test_an_array_without_dimension_is_one_number() -> None:
    found = sd.load("price_index", year=np.array(2018))  # type: ignore[arg-type]
    assert set(found["year"]) == {2018}


def test_days_with_a_time_zone_are_told() -> None:
    zoned = sd.load_schedules()
    zoned["date_start"] = zoned["date_start"].dt.tz_localize("UTC")
    with pytest.raises(SdvdataError, match=r"needs days in date_start, not datetime64\[us, UTC\]"):
        plans.statements(zoned, milestone="first_unit", as_of="2023")


@pytest.mark.parametrize("column", ["programme", "value", "stated_on", "as_of"])
def test_a_message_does_not_repeat_what_is_endless(column: str) -> None:
    with pytest.raises(SdvdataError) as told:
        sd.load("costs", **{column: "x" * 100_000})
    assert len(str(told.value)) < 4100


# --- a copy of the data that is broken


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(tables.data_folder(), tmp_path / "mine")
    monkeypatch.setenv("SDVDATA_DATA", str(tmp_path / "mine"))
    return tmp_path / "mine"


def _told(call: Callable[[], object], words: str) -> None:
    with pytest.raises(SdvdataError, match=words) as told:
        call()
    assert "SDVDATA_DATA is set, to " in str(told.value)


@pytest.mark.parametrize("content", ["{}", "[]", "null", '"a"', '{"version": "1", "resources": null}'])
@pytest.mark.parametrize("call", [sd.load_costs, sd.list_datasets, sd.data_version, tables.descriptor])
def test_a_descriptor_of_another_form_is_named(copied: Path, content: str, call: Callable[[], object]) -> None:
    (copied / "datapackage.json").write_text(content, encoding="utf-8")
    _told(call, r"mine/datapackage\.json: the descriptor is not as it must be")


@pytest.mark.parametrize("key", ["schema", "path", "name", "description"])
def test_an_entry_of_the_descriptor_that_lacks_something_is_named(copied: Path, key: str) -> None:
    path = copied / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["resources"][1].pop(key)
    path.write_text(json.dumps(package), encoding="utf-8")
    _told(sd.load_costs, rf"datapackage\.json: (resources\[1\]|the table '.*') is not .*KeyError: '{key}'")


def _sub(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "call", "words"),
    [
        ("preferred.csv", ",sdv-hospitals-10,", ",sdv-hospitals-99,", lambda: sd.preferred("hospitals"),
         r"preferred\.csv:\d+: names 'sdv-hospitals-99', but no row has that name"),
        ("sources.csv", "\nseed-skane-slides-2023,", "\nseed-skane-slides,", lambda: sd.cite("sdv-municipalities-33"),
         r"(costs|counts)\.csv:\d+: names 'seed-skane-slides-2023'"),
        ("sources.csv", "\nseed-skane-slides-2023,", "\nseed-skane-slides,", lambda: sd.claim("sdv-municipalities-33"),
         r"(costs|counts)\.csv:\d+: names 'seed-skane-slides-2023'"),
        ("series/price_index.csv", ",2023,", ",2023x,", lambda: restated(spend_profile="uniform"),
         r"price_index\.csv:\d+:4 \(year\): '2023x' is not a number"),
        ("claim_contents.csv", ",1,", ",x,", sd.load_costs, r"claim_contents\.csv:\d+:\d \(position\): 'x'"),
        ("costs.csv", ",SEK,", ",SKE,", sd.load_costs, r"costs\.csv:\d+:\d+ \(currency\): 'SKE' is not allowed"),
        ("relations.csv", ",contradicts,", ",contradict,", sd.contradictions, r"relations\.csv:.*'contradict'"),
    ],
)  # fmt: skip
def test_a_broken_table_is_named_with_its_place(
    copied: Path, file: str, old: str, new: str, call: Callable[[], object], words: str
) -> None:
    _sub(copied / file, old, new)
    _told(call, words)


def test_a_blank_where_a_cell_must_be_filled_is_named(copied: Path) -> None:
    first = (copied / "costs.csv").read_text(encoding="utf-8").split("\n")[1]
    claim, programme = first.split(",")[:2]
    _sub(copied / "costs.csv", f"{claim},{programme},", f"{claim},,")
    _told(sd.load_costs, r"costs\.csv:2:2 \(programme\): '' is not allowed")


def test_a_folder_in_place_of_a_file_is_named(copied: Path) -> None:
    (copied / "costs.csv").unlink()
    (copied / "costs.csv").mkdir()
    _told(sd.load_costs, r"mine/costs\.csv: ")


@pytest.mark.parametrize("place", ["nowhere", "~/nowhere", " "])
def test_a_place_without_data_is_told_as_the_variable_s(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv("SDVDATA_DATA", place)
    with pytest.raises(DataFolderError) as told:
        sd.load_costs()
    assert str(Path.cwd() / place) in str(told.value) and f"SDVDATA_DATA is set, to {place!r}" in str(told.value)
    assert "install the package" not in str(told.value)
