"""Record systems by region: the vocabulary, states, shares that add up, roads, and what is known of each region."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

import sdvdata as sd
from sdvdata import answers, count_words, landscape, tables, views
from sdvdata import landscape_views as shown
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
    words = shown.shares_table(changed, 2022, "t").frame
    assert "The regions left blank above, together" in set(words["Record"])


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


def test_roads_name_who_joined_and_who_left() -> None:
    turns = landscape.roads(YEARS).set_index("name")["turn"]
    assert turns["Dalarna"] == "changed from TakeCare to Cosmic"
    assert turns["Skåne"] == "chose Millennium and gave it up"
    assert turns["Halland"] == "is to change to Cosmic"
    assert len(turns) == 21


def test_the_stated_number_of_regions_agrees_with_the_map(planned: pd.DataFrame) -> None:
    """Nineteen of 21 by the plans, says a newspaper: the map says so too."""
    claim = sd.claim("se-regions-cosmic-19-planned-2025")
    own = planned[planned["country"] == "SE"]
    assert (own["state"] == "cosmic").sum() == claim.row["value"]


def test_cost_per_resident_leaves_out_who_did_not_report() -> None:
    costs = landscape.ict_costs().set_index("year")
    count = sd.load("population", area=["sweden", "kalmar"])
    count = count[count["year"].astype(int) == 2016].set_index("area")["population"]
    assert costs.loc[2016, "residents"] == int(count["sweden"]) - int(count["kalmar"])
    whole = costs[costs["amount"].notna()]
    assert (whole["per_resident"] * whole["residents"]).tolist() == pytest.approx(whole["amount"].tolist())


def test_staff_is_compared_only_in_the_same_words() -> None:
    for unit in ("number", "fte"):
        found = landscape.staff_over_time("sdv", "project_staff", unit=unit)
        for row in records(found):
            units = sd.load("counts", claim_id=row["claims"])
            assert set(units["unit"]) == {unit}
            assert units["scope"].nunique() == 1


def test_legacy_systems_name_their_successor() -> None:
    found = landscape.legacy_systems()
    assert found["replaced_by"].notna().all()
    own = found[found["region"] == "Västra Götaland"]
    assert {"Melior", "AsynjaVisph", "Obstetrix", "Elvis"} <= set(own["system"])


def test_a_legacy_system_has_one_row_and_a_successor_given_up_says_so() -> None:
    found = landscape.legacy_systems()
    assert not found.duplicated(["system", "region", "replaced_by"]).any()
    left = found[found["region"].isin(["Skåne", "Västra Götaland"])]
    assert left["outcome"].str.startswith("given up in 20").all()
    assert set(found[found["region"] == "Dalarna"]["outcome"]) == {"in use"}
    assert set(found[found["region"] == "Halland"]["outcome"]) == {"planned"}
    claims = [claim for claims in found["claims"] for claim in claims]
    named = sd.load("landscape")
    assert sorted(claims) == sorted(named[named["replaced_by"].notna()]["claim_id"])
    assert "unknown" not in shown.legacy_table("t")._repr_html_()


def test_what_stays_outside_is_told_for_each_programme() -> None:
    table = shown.outside_table("t").frame
    assert list(dict.fromkeys(table["Programme"])) == list(views.core_names().values())
    assert {"fvm-municipal-care-left-2024", "sdv-private-national-tariff-later", "hp-aidn-2025"} <= set(table["Claim"])
    bare = landscape.outside().query("programme != 'sdv'")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(landscape, "outside", lambda: bare)
        table = shown.outside_table("t").frame.set_index("Programme")
    assert table.loc["SDV", "What stays outside, or left"] == "nothing found"


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


def test_tables_show_every_region_and_claim(newest: pd.DataFrame) -> None:
    table = shown.states_table(newest, "t").frame
    assert len(table) == len(newest)
    assert "; ".join(newest["claims"].iloc[0]) in set(table["Claims"])


def test_alt_text_names_every_region(newest: pd.DataFrame) -> None:
    said = shown.map_alt(newest, "Records")
    for name in newest["name"]:
        assert name in said


def test_every_count_in_the_answer_is_the_maps(newest: pd.DataFrame, planned: pd.DataFrame) -> None:
    said = answers.systems_answer()
    for found in (newest, planned):
        own = found[found["country"] == "SE"]
        assert f"{(own['state'] == 'cosmic').sum()} of {len(own)} regions" in said


def test_small_maps_say_which_regions_changed() -> None:
    frames = {year: landscape.states(year) for year in YEARS} | {"By the plans": landscape.plans()}
    said = shown.panels_alt(frames, "Records")
    assert "Syddanmark from Cosmic to Columna" in said
    first, last = (frame.set_index("region")["state"] for frame in (frames["2022"], frames["By the plans"]))
    changed = first.index[(first != last) & (first != landscape.NOT_FOUND)]
    names = frames["2022"].set_index("region")["name"]
    tail = said.split("By the plans:")[1]
    for region in changed:
        assert names[region] in tail


def test_map_titles_are_the_maps(newest: pd.DataFrame) -> None:
    said = shown.map_title(newest)
    own = newest[newest["country"] == "SE"]
    assert f"Cosmic in {(own['state'] == 'cosmic').sum()} of {len(own)} Swedish" in said
    assert "Nordic" not in said
    assert "Finnish" not in said
    known = (newest["state"] != landscape.NOT_FOUND).sum()
    assert shown.panels_title({"By the plans": newest}).endswith(f"{known} regions by the plans")


def test_the_answer_tells_ways_of_counting_apart() -> None:
    counts = sd.load_system_counts(programme=["sdv", "fvm", "helseplattformen"], measure="systems_replaced")
    ways = count_words.kinds(counts)
    said = answers.systems_answer()
    assert f"counted in {len(ways)} ways" in said
    assert {"fvm", "sdv"} in [set(who) for who in ways.values()]
    assert "no two programmes" not in said
    head = said.split("**Systems to be replaced**")[0]
    for claim in ("hp-systems-alesund-2023", "hp-labsystems-2019", "sdv-systems-large-number-svt-2020-12"):
        assert claim not in head
    for claim in ("sdv-systems-650-2018", "sdv-systems-28-largest-2019", "hp-systems-replaced-2024"):
        row = sd.claim(claim).row
        assert f"{row['stated_by']}, {row['speaker_role']}" in head


def test_words_of_counts_leave_statements_without_a_figure_out() -> None:
    counts = sd.load_system_counts(programme=["sdv", "fvm", "helseplattformen"], measure="systems_replaced")
    own = counts[counts["programme"] == "sdv"]
    figures = own[own[["value", "low", "high"]].notna().any(axis=1)]
    said = count_words.spans_alt(counts, "Systems")
    assert f"SDV: {len(figures)} numbers" in said
    assert f"without a figure: {len(own) - len(figures)}" in said
    assert "politician" in said
    assert count_words.ends(own[own["value"].isna()]) == "no number"
