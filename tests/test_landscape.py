"""Record systems by region: the vocabulary, states, shares that add up, and what is known of each region."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

import sdvdata as sd
from sdvdata import landscape, tables
from sdvdata.errors import SdvdataError, UnknownNameError
from sdvdata.tables import records
from tools.check.__main__ import main as check_main

YEARS = ["2013", "2018", "2022"]


@pytest.fixture(scope="module")
def newest() -> pd.DataFrame:
    return landscape.states()


@pytest.fixture(scope="module")
def planned() -> pd.DataFrame:
    return landscape.plans()


def test_all_regions_of_three_countries_are_there() -> None:
    counts = landscape.regions()["country"].value_counts()
    assert (counts["SE"], counts["NO"], counts["DK"]) == (21, 4, 5)


def test_every_region_has_a_state_or_an_explicit_not_found(newest: pd.DataFrame) -> None:
    assert list(newest["region"]) == list(landscape.regions()["region"])
    known = set(landscape.product_names())
    for row in records(newest):
        assert row["state"] in known
        assert bool(row["claims"]) == (row["state"] != landscape.NOT_FOUND), row["region"]


def test_states_rest_on_claims_of_their_region(newest: pd.DataFrame, planned: pd.DataFrame) -> None:
    home = dict(zip(*sd.load("landscape")[["claim_id", "region"]].to_numpy().T, strict=True))
    for row in [*records(newest), *records(planned)]:
        assert {home[claim] for claim in row["claims"]} <= {row["region"]}


@pytest.mark.parametrize("at", [*YEARS, "newest", "plans"])
def test_shares_add_up_to_the_population(at: str, newest: pd.DataFrame, planned: pd.DataFrame) -> None:
    found = {"newest": newest, "plans": planned}[at] if at in ("newest", "plans") else landscape.states(at)
    year = int(at) if at.isdigit() else landscape.newest_population()
    part = landscape.shares(found, year)
    count = sd.load("population", level="country")
    count = count[count["year"].astype(int) == year].set_index("country")["population"]
    for country, own in part.groupby("country"):
        assert own["residents"].sum() == int(count[country])
        assert own["share"].sum() == pytest.approx(100)
        assert own["regions"].sum() == (found["country"] == country).sum()
        assert (own["residents"].dropna() > 0).all()
        assert own["residents"].isna().equals(own["share"].isna())


@pytest.mark.parametrize("at", [*YEARS, "newest", "plans"])
def test_shares_count_the_regions_that_the_map_shows(at: str, newest: pd.DataFrame, planned: pd.DataFrame) -> None:
    found = {"newest": newest, "plans": planned}[at] if at in ("newest", "plans") else landscape.states(at)
    year = int(at) if at.isdigit() else landscape.newest_population()
    part = landscape.shares(found, year)
    part = part[part["state"] != landscape.TOGETHER]
    shown_on_map = found.groupby(["country", "state"]).size()
    assert part.groupby(["country", "state"])["regions"].sum().to_dict() == shown_on_map.to_dict()


def test_regions_without_a_series_share_the_rest(newest: pd.DataFrame) -> None:
    part = landscape.shares(newest, 2022).set_index(["country", "state"])
    count = sd.load("population", area=["norway", "midt-norge"])
    count = count[count["year"].astype(int) == 2022].set_index("area")["population"]
    assert part.loc[("NO", "dips"), "residents"] == int(count["norway"]) - int(count["midt-norge"])
    changed = newest.copy()
    changed.loc[changed["region"] == "helse-vest", "state"] = "epic"
    part = landscape.shares(changed, 2022).set_index(["country", "state"]).loc["NO"]
    assert part.loc[["dips", "epic"], "regions"].tolist() == [2, 1]
    assert part.loc[["dips", "epic"], "residents"].isna().all()
    assert landscape.NOT_FOUND not in part.index
    assert part.loc[landscape.TOGETHER, "residents"] == int(count["norway"]) - int(count["midt-norge"])


def test_a_year_without_population_says_so(newest: pd.DataFrame) -> None:
    with pytest.raises(SdvdataError, match="year=1999 has no population"):
        landscape.shares(newest, 1999)


def test_a_later_day_never_forgets_a_region() -> None:
    earlier = landscape.states("2013").set_index("region")["state"]
    later = landscape.states("2018").set_index("region")["state"]
    for region in earlier.index[earlier != landscape.NOT_FOUND]:
        assert later[region] != landscape.NOT_FOUND


def test_a_go_live_counts_from_its_day() -> None:
    before = landscape.states("2025-10-13").set_index("region")["state"]
    after = landscape.states("2025-10-14").set_index("region")["state"]
    assert (before["dalarna"], after["dalarna"]) == ("takecare", "cosmic")


def test_a_part_makes_a_region_mixed_and_a_private_hospital_does_not(newest: pd.DataFrame) -> None:
    state = newest.set_index("region")["state"]
    assert state["midt-norge"] == landscape.MIXED
    assert landscape.states("2022").set_index("region")["state"]["stockholm"] == "takecare"


def test_three_days_of_use_are_no_main_record() -> None:
    found = landscape.states("2024-11-13").set_index("region")["state"]
    assert found["vastra-gotaland"] == "melior"


def test_plans_given_up_are_open(planned: pd.DataFrame) -> None:
    found = planned.set_index("region")
    assert found.loc[["skane", "vastra-gotaland"], "state"].tolist() == [landscape.OPEN] * 2
    early = landscape.plans("2023").set_index("region")
    assert early.loc[["skane", "vastra-gotaland"], "state"].tolist() == ["millennium"] * 2


def test_the_stated_number_of_regions_agrees_with_the_map(planned: pd.DataFrame) -> None:
    """Nineteen of 21 by the plans, says a newspaper: the map says so too."""
    claim = sd.claim("se-regions-cosmic-19-planned-2025")
    own = planned[planned["country"] == "SE"]
    assert (own["state"] == "cosmic").sum() == claim.row["value"]


def test_unknown_region_and_product_are_named_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'skane'"):
        sd.load("landscape", region="skåne")
    with pytest.raises(UnknownNameError, match="Did you mean 'takecare'"):
        sd.load("landscape", product="take-care")


@pytest.mark.parametrize(
    ("column", "wrong", "nearest"), [("region", "skaane", "skane"), ("product", "cosmik", "cosmic")]
)
def test_the_check_names_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], column: str, wrong: str, nearest: str
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(tables.data_folder(), folder)
    path = folder / "landscape.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    row = frame.index[frame[column] == nearest][0]
    frame.loc[row, column] = wrong
    frame.to_csv(path, index=False, lineterminator="\n")
    assert check_main(["--data", str(folder)]) != 0
    said = capsys.readouterr().out
    line = next(line for line in said.splitlines() if wrong in line)
    assert f"landscape.csv:{row + 2}:" in line
    assert nearest in line
