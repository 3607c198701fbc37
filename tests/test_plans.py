"""Plan vintages: known answers worked by hand, hindsight taken out, every row accounted for, clear errors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

import sdvdata as sd
from sdvdata import periods, plans
from sdvdata.errors import SdvdataError, UnknownNameError
from sdvdata.plans import lengths
from sdvdata.plans.merging import PROMISES

CORE = ["sdv", "fvm", "helseplattformen"]
MONTH = 30.436875


@pytest.fixture(scope="module")
def schedules() -> pd.DataFrame:
    return sd.load_schedules(programme=CORE)


def months(row: Any) -> tuple[float, float]:
    return float(row["months_low"]), float(row["months_high"])


def by_hand(first: tuple[str, str], last: tuple[str, str]) -> tuple[float, float]:
    """Shortest: last day of the first date to first day of the last; longest: the other two ends."""
    low = date.fromisoformat(last[0]) - date.fromisoformat(first[1])
    high = date.fromisoformat(last[1]) - date.fromisoformat(first[0])
    return round(low.days / MONTH, 1), round(high.days / MONTH, 1)


# --- six cases by hand -----------------------------------------------------------------------------------------------


def test_sdv_first_hospital(schedules: pd.DataFrame) -> None:
    """First told for November 2020 (a plan that the region itself held), last announced for spring 2025, never live."""
    row = plans.slip(schedules, milestone="first_hospital").loc["sdv"]
    assert (row["first"], row["first_claim"], row["last"]) == ("2020-11", "sdv-v2018-sus-lund", "2025-spring")
    assert (row["ended"], row["last_kind"], row["plans"]) == ("terminated", "planned", 3)
    # 2020-11-30 to 2025-03-01 is 1552 days, 2020-11-01 to 2025-05-31 is 1672.
    assert months(row) == (51.0, 54.9) == by_hand(("2020-11-01", "2020-11-30"), ("2025-03-01", "2025-05-31"))
    assert row["first_status"] == "reported", "the plan is the region's, its places are told by a newspaper"
    left = plans.horizon(schedules, milestone="first_hospital").set_index("claim_id").loc["sdv-v2023-ystad"]
    # Said on 2023-11-17: 470 days to 2025-03-01, 561 to 2025-05-31.
    assert months(left) == (15.4, 18.4)
    end = plans.notice(schedules, milestone="first_hospital").set_index("plan").loc["sdv-2022"]
    # Withdrawn between 1 December 2024 and 28 February 2025.
    assert (end["how"], end["days_low"], end["days_high"]) == ("withdrawn", 1, 181)
    assert end["stop_claim"] == "sdv-no-new-schedule-2025"


def test_lund(schedules: pd.DataFrame) -> None:
    """Lund: first told for November 2020, last announced for spring 2026."""
    row = plans.slip(schedules, site="sus-lund").loc["sdv"]
    assert (row["first"], row["last"], row["ended"]) == ("2020-11", "2026-spring", "terminated")
    # 2020-11-30 to 2026-03-01 is 1917 days, 2020-11-01 to 2026-05-31 is 2037.
    assert months(row) == (63.0, 66.9) == by_hand(("2020-11-01", "2020-11-30"), ("2026-03-01", "2026-05-31"))
    left = plans.horizon(schedules, site="sus-lund").set_index("claim_id").loc["sdv-v2023-sus-lund"]
    # Said on 2023-11-17: 835 days to 2026-03-01, 926 to 2026-05-31.
    assert months(left) == (27.4, 30.4)
    end = plans.notice(schedules, site="sus-lund").set_index("plan").loc["sdv-2019-autumn"]
    # In force until between 2020-12-02 and 2021-04-30; taken back for the whole region in January to April 2021.
    assert (end["how"], end["days_low"], end["days_high"]) == ("withdrawn", 185, 333)


def test_fvm_southern_area(schedules: pd.DataFrame) -> None:
    """Southern area: spring 2021 for its hospital, live on 12 November 2024, stopped three days later."""
    row = plans.slip(schedules, site="vgr-south").loc["fvm"]
    assert (row["first"], row["last"], row["last_kind"], row["ended"]) == (
        "2021-spring",
        "2024-11-12",
        "actual",
        "reversed",
    )
    assert months(row) == (41.4, 44.4) == by_hand(("2021-03-01", "2021-05-31"), ("2024-11-12", "2024-11-12"))
    left = plans.horizon(schedules, site="vgr-south").set_index("claim_id").loc["fvm-plan-2023-first"]
    assert months(left) == (12.0, 12.0)  # 2023-11-12 to 2024-11-12: 366 days
    ends = plans.notice(schedules, site="vgr-south").set_index("plan")
    assert tuple(ends.loc["fvm-2023-11", ["how", "days_low", "days_high"]]) == ("stopped", -3, -3)
    assert ends.loc["fvm-2022-05", "how"] == "stopped", "the board's autumn 2024 was kept, made more exact, and undone"


def test_fvm_completion(schedules: pd.DataFrame) -> None:
    """Completion: early 2023 by the plan of the contract, autumn 2026 by the last, never reached."""
    row = plans.slip(schedules, milestone="all_sites").loc["fvm"]
    assert (row["first"], row["last"], row["ended"]) == ("2023-early", "2026-autumn", "terminated")
    assert months(row) == (40.1, 46.9) == by_hand(("2023-01-01", "2023-04-30"), ("2026-09-01", "2026-11-30"))
    left = plans.horizon(schedules, milestone="all_sites").set_index("claim_id").loc["fvm-plan-2018-complete-oct"]
    assert months(left) == (50.8, 54.7)  # 2018-10-09 to 2023-01-01: 1545 days; to 2023-04-30: 1664
    end = plans.notice(schedules, milestone="all_sites").set_index("plan").loc["fvm-2018"]
    # Replaced between 2019-09-01 and 2019-12-31.
    assert (end["how"], end["days_low"], end["days_high"]) == ("replaced", 1097, 1337)


def test_st_olavs(schedules: pd.DataFrame) -> None:
    """St. Olavs: autumn 2021, then 30 April 2022, put off three days before; live on 12 November 2022."""
    row = plans.slip(schedules, site="st-olavs").loc["helseplattformen"]
    assert (row["first"], row["last"], row["ended"]) == ("2021-autumn", "2022-11-12", "sustained")
    assert months(row) == (11.4, 14.4) == by_hand(("2021-09-01", "2021-11-30"), ("2022-11-12", "2022-11-12"))
    left = plans.horizon(schedules, site="st-olavs").set_index("claim_id").loc["hp-plan-stolav-2022-04-30-v2104"]
    assert months(left) == (12.3, 12.3)  # 2021-04-22 to 2022-04-30: 373 days
    ends = plans.notice(schedules, site="st-olavs").set_index("plan")
    assert tuple(ends.loc["hp-2021-11", ["how", "days_low", "days_high"]]) == ("withdrawn", 3, 3)
    assert tuple(ends.loc["hp-2022-04", ["how", "days_low", "days_high"]]) == ("withdrawn", 10, 10), "as remembered"
    assert ends.loc["hp-2022-05", "how"] == "kept"


def test_helse_nord_trondelag(schedules: pd.DataFrame) -> None:
    """Helse Nord-Trøndelag: the last promised day has passed, and no source tells what happened: no slip."""
    row = plans.slip(schedules, site="helse-nord-trondelag").loc["helseplattformen"]
    assert (row["first"], row["last"], row["ended"]) == ("2022-autumn", "2024-11-09", "unknown")
    assert row[["months_low", "months_high", "overdue_low", "overdue_high"]].isna().all()
    assert row["no_slip"] == "the promised day has passed, and no source tells what happened"
    steps = plans.moves(schedules, site="helse-nord-trondelag").set_index(["from_plan", "to_plan"])
    assert months(steps.loc[("hp-2022-05", "hp-2023-02")]) == (8.7, 8.7)  # 2023-02-11 to 2023-11-04: 266 days
    end = plans.notice(schedules, site="helse-nord-trondelag").set_index("plan").loc["hp-2022-05"]
    # Withdrawn between 5 and 26 January 2023, promised for 11 February.
    assert (end["how"], end["days_low"], end["days_high"]) == ("withdrawn", 16, 37)
    left = plans.horizon(schedules, site="helse-nord-trondelag").set_index("claim_id")
    assert months(left.loc["hp-plan-hnt-2023-02-11-v2211"]) == (2.8, 2.8)  # 2022-11-17 to 2023-02-11: 86 days


# --- what was known on a day -----------------------------------------------------------------------------------------


def test_hindsight_is_taken_out(schedules: pd.DataFrame) -> None:
    then = plans.vintages(schedules, milestone="first_unit", as_of="2024-06").set_index("plan")
    assert then.loc["sdv-2022", ["until_start", "until_end"]].isna().all(), "nobody knew yet that it would end"
    assert "sdv-2025" not in then.index
    assert set(
        plans.notice(schedules, milestone="first_unit", as_of="2024-06")
        .set_index("plan")
        .loc[["sdv-2022", "fvm-2023-11"], "how"]
    ) == {"in force"}
    moved = plans.slip(schedules, milestone="first_hospital", as_of="2024-06")
    assert dict(moved["ended"]) == {"sdv": "open", "fvm": "open", "helseplattformen": "sustained"}
    assert moved.loc["fvm", "last_kind"] == "planned"


@pytest.mark.parametrize("milestone", plans.MILESTONES)
def test_nothing_is_known_before_it_is_said(schedules: pd.DataFrame, milestone: str) -> None:
    said = schedules.set_index("claim_id")["stated_on_end"]
    for year in ("2020", "2022-05", "2024"):
        day = pd.Timestamp(periods.parse(year).end)
        moved = plans.slip(schedules, milestone=milestone, as_of=year)
        shown = [*moved["first_claim"].dropna(), *moved["last_claim"].dropna()]
        assert (said[shown] <= day).all()
        early = plans.slip(sd.load_schedules(programme=CORE, as_of=year), milestone=milestone, as_of=year)
        pd.testing.assert_frame_equal(moved, early)


def test_the_common_day_is_observed_by_all() -> None:
    ends = sd.load("programmes", programme=CORE)["observed_until_end"]
    assert plans.common_as_of() <= ends.min().date()
    assert plans.common_as_of() in set(ends.dt.date)


# --- an answer does not depend on how it is asked --------------------------------------------------------------------

FILTERS = {
    "by milestone": {},
    "by programme": {"programme": CORE},
    "by measure": {"measure": "go_live"},
    "by confidence": {"confidence": "high"},
    "by kind": {"kind": "planned"},
}
ASKED = {"slip": plans.slip, "moves": plans.moves, "outcomes": plans.outcomes}
PER_ROW = {
    "vintages": (plans.vintages, ["plan"]),
    "notice": (plans.notice, ["plan"]),
    "horizon": (plans.horizon, ["claim_id"]),
}


def _filter(how: str, milestone: str) -> dict[str, Any]:
    return {"milestone": milestone} if how == "by milestone" else FILTERS[how]


@cache
def _whole(function: Callable[..., pd.DataFrame], milestone: str) -> pd.DataFrame:
    """Return the answer to the whole table, found once; each filter is held against it."""
    return function(sd.load_schedules(programme=CORE), milestone=milestone)


def _by_programme(frame: pd.DataFrame) -> pd.DataFrame:
    made = frame.reset_index()
    return made.drop(columns="index", errors="ignore")


def test_the_readme_s_own_filter_gives_the_whole_table_s_slip() -> None:
    """B1: -0.6 to 2.4 and 40 to 44 months came from frames that held no other row of the plan."""
    for programme, wanted in (("sdv", (51.0, 54.9)), ("fvm", (41.4, 44.4)), ("helseplattformen", (11.4, 14.4))):
        own = sd.load_schedules(programme=programme, milestone="first_hospital")
        assert months(plans.slip(own, milestone="first_hospital").loc[programme]) == wanted
    own = sd.load_schedules(programme="sdv", milestone="university_hospital")
    assert months(plans.slip(own, milestone="university_hospital").loc["sdv"]) == (63.0, 66.9)


@pytest.mark.parametrize("how", FILTERS)
@pytest.mark.parametrize("milestone", plans.MILESTONES)
@pytest.mark.parametrize("what", ASKED)
def test_programmes_are_answered_whole(what: str, milestone: str, how: str) -> None:
    whole = _by_programme(_whole(ASKED[what], milestone))
    part = sd.load_schedules(**_filter(how, milestone))
    found = _by_programme(ASKED[what](part, milestone=milestone))
    found = found[found["programme"].isin(CORE)].reset_index(drop=True)
    wanted = whole[whole["programme"].isin(set(part["programme"]))].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, wanted)


@pytest.mark.parametrize("how", FILTERS)
@pytest.mark.parametrize("milestone", plans.MILESTONES)
@pytest.mark.parametrize("what", PER_ROW)
def test_rows_asked_for_are_those_of_the_whole_table(what: str, milestone: str, how: str) -> None:
    function, key = PER_ROW[what]
    whole = _whole(function, milestone).set_index(key)
    part = sd.load_schedules(**{**_filter(how, milestone), "programme": CORE})
    found = function(part, milestone=milestone).set_index(key)
    assert len(found)
    pd.testing.assert_frame_equal(found, whole.loc[found.index], check_like=True)
    if how in ("by milestone", "by programme"):
        assert list(found.index) == list(whole.index)


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_any_part_of_the_table_in_any_order_gives_the_same(data: st.DataObject) -> None:
    table = sd.load_schedules(programme=CORE)
    kept = data.draw(st.lists(st.integers(0, len(table) - 1), min_size=1, max_size=80))
    part = table.iloc[kept]  # shuffled, some rows twice
    milestone = data.draw(st.sampled_from(list(plans.MILESTONES)))
    day = data.draw(st.sampled_from([None, "2020", "2022-06", "2024-12-31", "2026-03-31"]))
    counting = data.draw(st.sampled_from(["own", "decided", "any"]))
    for function in (plans.slip, plans.moves):
        try:
            whole = _by_programme(function(table, milestone=milestone, as_of=day, counting=counting))
        except SdvdataError:
            continue
        programmes = set(part["programme"])
        wanted = whole[whole["programme"].isin(programmes)].reset_index(drop=True)
        if not len(wanted):
            continue
        try:
            found = _by_programme(function(part, milestone=milestone, as_of=day, counting=counting))
        except SdvdataError as error:
            assert "No plan for milestone" in str(error)
            assert wanted.get("first", pd.Series(dtype=object)).isna().all()
            continue
        pd.testing.assert_frame_equal(found, wanted, check_dtype=False)


def test_rows_of_one_s_own_are_analysed_as_given_and_say_so() -> None:
    """An edited row makes the frame the caller's own: what its rows do not tell is not known."""
    given = sd.load_schedules(programme="sdv", milestone="first_hospital")
    moved = plans.slip(given, milestone="first_hospital")
    assert moved["known_from"].tolist() == ["record"]
    edited = given.copy()
    edited.loc[edited["claim_id"] == "sdv-v2023-ystad", "confidence"] = "low"
    made = plans.slip(edited, milestone="first_hospital")
    assert made["known_from"].tolist() == ["rows given"]
    assert months(made.loc["sdv"]) == (40.0, 44.0), "no row given says that the plan of 2018 was the region's own"
    new = given[given["claim_id"] == "sdv-v2023-ystad"].assign(claim_id="mine", plan="my-plan", date="2030-01-01")
    new = new.assign(date_start=pd.Timestamp("2030-01-01"), date_end=pd.Timestamp("2030-01-01"))
    found = plans.vintages(pd.concat([given, new]), milestone="first_hospital")
    assert "my-plan" in set(found["plan"]) and set(found["known_from"]) == {"rows given"}


@pytest.mark.parametrize("site", ["midt-norge", "vgr", "skane"])
@pytest.mark.parametrize(
    "function", [plans.slip, plans.moves, plans.outcomes, plans.vintages, plans.notice, plans.horizon]
)
def test_a_region_is_no_place(schedules: pd.DataFrame, function: Any, site: str) -> None:
    """B2: its places start at different times, so its dates are of different milestones."""
    with pytest.raises(SdvdataError, match=f"'{site}' is a region, whose places start at different times"):
        function(schedules, site=site)


# --- how it ended ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("milestone", "day", "programme", "ended"),
    [
        ("first_hospital", "2026-03-31", "sdv", "open"),  # B4: withdrawn, so not unknown
        ("first_hospital", "2021-12", "sdv", "open"),
        ("first_hospital", "2025-06", "sdv", "open"),
        ("first_unit", "2021-12", "sdv", "open"),
        ("first_unit", "2025-06", "sdv", "open"),
        ("first_hospital", "2023", "helseplattformen", "sustained"),  # B5: before the programme's outcome claim
        ("first_hospital", None, "fvm", "reversed"),
        ("work_starts", None, "sdv", "reached"),  # B5: the programme was ended, its work had begun
        ("all_sites", None, "fvm", "terminated"),
    ],
)
def test_an_outcome_belongs_to_a_milestone(
    schedules: pd.DataFrame, milestone: str, day: str | None, programme: str, ended: str
) -> None:
    row = plans.slip(schedules, milestone=milestone, as_of=day).loc[programme]
    assert row["ended"] == ended


def test_a_withdrawn_promise_keeps_its_slip_as_at_least(schedules: pd.DataFrame) -> None:
    row = plans.slip(schedules, milestone="first_hospital", as_of="2026-03-31").loc["sdv"]
    assert (months(row), bool(row["censored"])) == ((51.0, 54.9), True)
    assert row["end_claim"] == "sdv-no-new-schedule-2025"
    assert plans.outcomes(schedules, milestone="first_hospital", as_of="2026-03-31").loc["sdv", "how"] == "withdrawn"


def test_orebro_was_reached_in_a_programme_that_is_open() -> None:
    row = plans.slip(sd.load_schedules(), site="orebro").loc["sussa-cosmic"]
    assert (row["last_kind"], row["ended"]) == ("actual", "reached")


def test_a_stopped_programme_is_censored_and_overdue_by_hand(schedules: pd.DataFrame) -> None:
    """C1: ended on 29 April 2026, 64.9 to 65.9 months after November 2020; no hospital ever started."""
    moved = plans.slip(schedules, milestone="first_hospital")
    assert dict(moved["censored"]) == {"sdv": True, "fvm": False, "helseplattformen": False}
    row = moved.loc["sdv"]
    assert (row["overdue_low"], row["overdue_high"]) == by_hand(
        ("2020-11-01", "2020-11-30"), ("2026-04-29", "2026-04-29")
    )
    assert row["end_claim"] == "sdv-terminated-2026-04-29"
    assert moved.loc[["fvm", "helseplattformen"], "overdue_low"].isna().all(), "reached"


def test_the_first_unit_bounds_the_first_hospital(schedules: pd.DataFrame) -> None:
    """C2: the last first unit was promised for autumn 2026, so no hospital could have started before that."""
    row = plans.slip(schedules, milestone="first_hospital").loc["sdv"]
    # 2020-11-30 to 2026-09-01 is 2101 days.
    assert (row["implied_low"], row["implied_claim"]) == (69.0, "sdv-v2025-launch")
    assert pd.isna(plans.slip(schedules, milestone="first_unit").loc["sdv", "implied_low"])


def test_every_blank_has_its_reason(schedules: pd.DataFrame) -> None:
    for milestone in plans.MILESTONES:
        for counting in ("own", "decided", "any"):
            moved = plans.slip(schedules, milestone=milestone, counting=counting)  # type: ignore[arg-type]
            blank = moved[["months_low", "months_high"]].isna().any(axis=1)
            assert (blank == (moved["no_slip"] != "")).all(), moved
        steps = plans.moves(schedules, milestone=milestone)
        lengths_ = steps[["months_low", "months_high", "elapsed_low", "elapsed_high"]]
        assert (lengths_.isna().any(axis=1) == (steps["reason"] != "")).all()


def test_a_plan_given_up_about_its_day_is_not_certainly_late(schedules: pd.DataFrame) -> None:
    """B11: 30 April 2022 was given up between 27 April and 30 May; 7 May was promised by 27 April."""
    ends = plans.notice(schedules, milestone="first_unit").set_index("plan")
    assert ends.loc["hp-2021-11", "how"] == "replaced"
    assert (ends["how"] != "late").all()


def test_what_is_promised_after_the_certain_end_of_the_record_is_open(schedules: pd.DataFrame) -> None:
    """C5: the record of Helseplattformen reaches into 2026; April 2026 is not certainly past it."""
    row = plans.slip(schedules, site="municipality-orkland").loc["helseplattformen"]
    assert row["ended"] == "open"


def test_moves_by_hand(schedules: pd.DataFrame) -> None:
    whole = plans.moves(schedules, milestone="first_hospital", steps=False).set_index("programme")
    moved = plans.slip(schedules, milestone="first_hospital")
    for programme in CORE:
        assert months(whole.loc[programme]) == months(moved.loc[programme])
    assert dict(whole["censored"]) == dict(moved["censored"])
    # FVM: the plan of 2018 has no known beginning; Helseplattformen: 20 February to 21 August 2019, to 12 November 2022.
    assert pd.isna(whole.loc["fvm", "elapsed_high"])
    hp = whole.loc["helseplattformen"]
    assert (hp["elapsed_low"], hp["elapsed_high"]) == by_hand(
        ("2019-02-20", "2019-08-21"), ("2022-11-12", "2022-11-12")
    )
    steps = plans.moves(schedules, milestone="first_hospital")
    last = steps.groupby("programme", sort=False).tail(1).set_index("programme")
    assert dict(last["to_kind"]) == {"sdv": "stopped", "fvm": "actual", "helseplattformen": "actual"}
    assert last.loc["sdv", "to_claim"] == "sdv-terminated-2026-04-29" and last.loc["sdv", "censored"]


def test_a_plan_on_the_buyer_s_own_page_is_announced(schedules: pd.DataFrame) -> None:
    """C3, C4: FVM's date was put off twice, of which a press report began and the buyer's own page followed."""
    steps = plans.moves(schedules[schedules["programme"] == "fvm"], milestone="first_hospital")
    assert steps["from_standing"].tolist()[:2] == ["reported", "announced"]
    assert (steps["months_low"] > 0).tolist()[:3] == [True, True, False]
    row = plans.slip(schedules, milestone="first_hospital").loc["fvm"]
    assert (row["first_status"], row["first_role"]) == ("reported", "press")


def test_counting_keeps_the_plans_that_count(schedules: pd.DataFrame) -> None:
    every = plans.vintages(schedules, milestone="first_unit")
    own = plans.vintages(schedules, milestone="first_unit", counting="own")
    decided = plans.vintages(schedules, milestone="first_unit", counting="decided")
    assert len(decided) < len(own) < len(every)
    assert own["own"].all() and set(decided["standing"]) == {"decided"}
    for function in (plans.notice, plans.horizon):
        kept = function(schedules, milestone="first_unit", counting="decided")
        assert set(kept["standing"]) == {"decided"}


# --- merging and accounting ------------------------------------------------------------------------------------------


def test_every_promise_of_a_known_plan_is_in_a_vintage_and_nothing_else_is(schedules: pd.DataFrame) -> None:
    found = plans.vintages(schedules)
    placed = {claim for claims in found["claims"] for claim in claims.split(";")}
    dated = schedules["date_start"].notna() | schedules["date_end"].notna()
    about = schedules["milestone"].notna() | schedules["site"].notna()
    promised = (schedules["kind"] == "planned") & schedules["measure"].isin(PROMISES)
    assert placed == set(schedules.loc[promised & dated & about & schedules["plan"].notna(), "claim_id"])


def test_one_row_per_plan_and_no_milestones_mixed(schedules: pd.DataFrame) -> None:
    found = plans.vintages(schedules)
    assert not found.duplicated(["plan", "milestone", "site"]).any()
    assert ((found["milestone"] == "") != (found["site"] == "")).all()
    rows = schedules.set_index("claim_id")
    for row in found.to_dict("records"):
        for claim in row["claims"].split(";"):
            if row["milestone"]:
                assert row["milestone"] in rows.loc[claim, "milestone"].split(";")
            else:
                assert rows.loc[claim, "site"] == row["site"]


def test_a_recollection_makes_no_vintage(schedules: pd.DataFrame) -> None:
    found = plans.vintages(schedules, milestone="first_unit").set_index("plan")
    claims = found.loc["fvm-2018", "claims"].split(";")
    assert {"fvm-plan-original-recalled-2022", "fvm-plan-original-recalled-2024"} < set(claims)
    left = plans.horizon(schedules, milestone="first_unit").set_index("claim_id")
    row = left.loc["fvm-plan-original-recalled-2024"]
    assert row["recalled"]
    assert pd.isna(row["months_low"])


def test_only_own_plans_make_the_headline(schedules: pd.DataFrame) -> None:
    found = plans.vintages(schedules, milestone="first_unit").set_index("plan")
    own = set(found.index[found["own"]])
    assert {"sdv-2018", "sdv-2019-autumn", "sdv-2022", "sdv-2025"} <= own
    assert not own & {"sdv-2021-spring-proposed", "sdv-2022-05-vendor", "sdv-2024-winter", "hp-2015"}
    steps = plans.moves(schedules, milestone="first_unit")
    assert set(steps["from_plan"]) | set(steps["to_plan"].dropna()) <= own


def test_what_was_announced_goes_before_a_more_exact_recollection(schedules: pd.DataFrame) -> None:
    """Autumn 2026 was announced; October 2026 was told when the plan was dropped, and is named as what it is."""
    last = plans.vintages(schedules, milestone="first_unit").set_index("plan").loc["sdv-2025"]
    assert (last["promised"], last["claim_id"], last["standing"]) == ("2026-autumn", "sdv-v2025-launch", "announced")
    assert (last["closer"], last["closer_claim"]) == ("2026-10", "sdv-v2026-start")
    row = plans.slip(schedules, milestone="first_unit").loc["sdv"]
    # 2020-11-30 to 2026-09-01 is 2101 days, 2020-11-01 to 2026-11-30 is 2220.
    assert months(row) == (69.0, 72.9) == by_hand(("2020-11-01", "2020-11-30"), ("2026-09-01", "2026-11-30"))


def test_decided_plans_alone_by_hand(schedules: pd.DataFrame) -> None:
    """One decided plan is no slip; the decided plans of the other two run to the day itself."""
    moved = plans.slip(schedules, milestone="first_hospital", counting="decided")
    assert list(moved["first"]) == ["2021-10", "2024-autumn", "2022-04-30"]
    assert pd.isna(moved.loc["sdv", "last"]) and pd.isna(moved.loc["sdv", "months_low"])
    assert months(moved.loc["fvm"]) == by_hand(("2024-09-01", "2024-11-30"), ("2024-11-12", "2024-11-12"))
    assert months(moved.loc["helseplattformen"]) == (6.4, 6.4)  # 2022-04-30 to 2022-11-12: 196 days


def test_the_earliest_plan_of_any_standing_counts_alike_for_all(schedules: pd.DataFrame) -> None:
    """SDV's 2019 is told by the press, Helseplattformen's 2020 was proposed: both stand in the same column."""
    moved = plans.slip(schedules, milestone="first_unit", counting="any")
    assert list(moved["first_claim"]) == ["sdv-introduction-start-2019", "fvm-plan-2018-first-sas", "hp-plan-2020"]
    own = plans.slip(schedules, milestone="first_unit")
    assert list(moved["last_claim"]) == list(own["last_claim"]), "the same end: only the beginning differs"
    # 2020-12-31 to 2022-05-07 is 492 days, 2020-01-01 to 2022-05-07 is 857.
    assert months(moved.loc["helseplattformen"]) == (16.2, 28.2)


def test_what_was_said_after_its_day_looks_back(schedules: pd.DataFrame) -> None:
    left = plans.horizon(schedules, milestone="first_hospital").set_index("claim_id")
    row = left.loc["hp-plan-stolav-2022-05-07-v2205"]
    assert row["recalled"] and row["why_recalled"] == "said after the promised day"
    assert pd.isna(row["months_low"])
    said = left[~left["recalled"]]
    assert (said["stated_on_start"] <= said["date_end"]).all()


def test_no_length_is_minus_nothing() -> None:
    assert lengths._in_months(-1) == 0
    assert str(lengths._in_months(-1)) == "0.0"


def test_site_matrix_has_changes_and_actuals(schedules: pd.DataFrame) -> None:
    table = plans.site_matrix(schedules, programme="helseplattformen")
    hmr = table[table["site"] == "helse-more-og-romsdal"]
    assert set(hmr["actual"]) == {"2024-04-27"}
    first = table.groupby("site").head(1)
    assert first["months_low"].isna().all()
    live = schedules[(schedules["kind"] == "actual") & (schedules["measure"] == "go_live")]
    municipal = live[live["site"].fillna("").str.startswith("municipality-")]
    assert set(municipal["site"]) <= set(table.loc[table["actual"].notna(), "site"])


def test_sites_move_further_than_the_first_hospital(schedules: pd.DataFrame) -> None:
    moved = plans.site_slips(schedules, programme="sdv")
    assert (
        moved.loc["helsingborg", "months_low"] > months(plans.slip(schedules, milestone="first_hospital").loc["sdv"])[1]
    )


# --- lengths as intervals --------------------------------------------------------------------------------------------

SPANS = (
    st.tuples(st.dates(), st.integers(0, 800))
    .map(
        lambda pair: {
            "start": pd.Timestamp(
                min(pair[0], date(2200, 1, 1)).replace(year=min(max(pair[0].year, 1900), 2199), day=1)
            ),
            "days": pair[1],
        }
    )
    .map(lambda span: {"start": span["start"], "end": span["start"] + pd.Timedelta(days=span["days"])})
)


@given(SPANS, SPANS)
def test_a_length_is_an_interval_and_turns_round(one: dict[str, Any], two: dict[str, Any]) -> None:
    low, high = lengths.between(one, two)
    assert low is not None and high is not None
    assert low <= high
    assert (high - low) * MONTH == pytest.approx(
        (one["end"] - one["start"]).days + (two["end"] - two["start"]).days, abs=0.11 * MONTH
    ), "its width comes from the precision of the two dates alone"
    back = lengths.between(two, one)
    assert back == (-high, -low)


@given(SPANS, SPANS)
def test_an_open_side_leaves_that_side_of_the_length_open(one: dict[str, Any], two: dict[str, Any]) -> None:
    low, high = lengths.between(one, {**two, "end": None})
    assert low is not None
    assert high is None


@pytest.mark.parametrize("measure", ["slip", "moves"])
def test_intervals_are_ordered(schedules: pd.DataFrame, measure: str) -> None:
    for milestone in plans.MILESTONES:
        frame = getattr(plans, measure)(schedules, milestone=milestone).dropna(subset=["months_low", "months_high"])
        assert (frame["months_low"] <= frame["months_high"]).all()
        ends = plans.notice(schedules, milestone=milestone).dropna(subset=["days_low", "days_high"])
        assert (ends["days_low"] <= ends["days_high"]).all()


# --- bad input -------------------------------------------------------------------------------------------------------

ALL = [plans.slip, plans.moves, plans.outcomes, plans.horizon, plans.notice, plans.vintages]


@pytest.mark.parametrize("function", ALL)
def test_bad_input_is_named(schedules: pd.DataFrame, function: Any) -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown milestone 'first_hospitl'. Did you mean 'first_hospital'"):
        function(schedules, milestone="first_hospitl")
    with pytest.raises(UnknownNameError, match=r"Unknown site 'sus-lundd'. Did you mean 'sus-lund'"):
        function(schedules, site="sus-lundd")
    with pytest.raises(SdvdataError, match="no rows"):
        function(schedules.head(0), milestone="first_unit")
    with pytest.raises(SdvdataError, match="missing: claim_id"):
        function(pd.DataFrame({"a": [1]}), milestone="first_unit")
    with pytest.raises(SdvdataError, match="no last day"):
        function(schedules, milestone="first_unit", as_of="2020/..")
    undated = schedules.assign(stated_on_start=pd.NaT, stated_on_end=pd.NaT).head(1)
    with pytest.raises(SdvdataError, match=f"stated_on.*{undated['claim_id'].iloc[0]}"):
        function(undated, milestone="first_unit")
    wrong = schedules[schedules["plan"] == "sdv-2022"].head(1)
    wrong = wrong.assign(plan_until="2020", plan_until_start=pd.Timestamp("2020-01-01"))
    wrong["plan_until_end"] = pd.Timestamp("2020-12-31")
    with pytest.raises(SdvdataError, match=r"Plan 'sdv-2022' ends \(2020\) before it starts \(2022-09/2023-02\)"):
        function(wrong, milestone="first_unit")


@pytest.mark.parametrize("function", ALL[:5])
def test_milestones_are_not_compared_across(schedules: pd.DataFrame, function: Any) -> None:
    with pytest.raises(SdvdataError, match="needs a milestone or a site"):
        function(schedules)


@pytest.mark.parametrize("function", ALL)
def test_an_empty_selection_is_the_same_error_everywhere(schedules: pd.DataFrame, function: Any) -> None:
    """Nothing was known in 1990: an empty answer would read as if nothing had been promised."""
    message = r"No plan for milestone 'first_unit' among the \d+ rows given by 1990-01-01; loosen the filters\."
    with pytest.raises(SdvdataError, match=message):
        function(schedules, milestone="first_unit", as_of="1990-01-01")
    with pytest.raises(SdvdataError, match=r"No plan for site 'sus-lund' among the \d+ rows given; loosen"):
        function(schedules[schedules["programme"] == "fvm"], site="sus-lund")


def test_an_unknown_kind_of_place_is_named(schedules: pd.DataFrame) -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown kind of place 'hospitals'\. Did you mean 'hospital'"):
        plans.site_matrix(schedules, programme="sdv", kinds=("hospitals",))
    with pytest.raises(UnknownNameError, match="Unknown way of counting 'others'"):
        plans.slip(schedules, milestone="first_unit", counting="others")  # type: ignore[arg-type]
    one = plans.site_matrix(schedules, programme="sdv", kinds="hospital")
    assert set(one["kind"]) == {"hospital"}


def test_an_empty_selection_is_an_error(schedules: pd.DataFrame) -> None:
    with pytest.raises(SdvdataError, match=r"No plan for milestone 'university_hospital'.*by 2017"):
        plans.vintages(schedules, milestone="university_hospital", as_of="2017")
    sdv = schedules[schedules["programme"] == "sdv"]
    with pytest.raises(SdvdataError, match=f"No row of 'fvm' is among the {len(sdv)} rows given to site_matrix"):
        plans.site_matrix(sdv, programme="fvm")
    with pytest.raises(UnknownNameError, match="Unknown programme 'svd'"):
        plans.site_matrix(schedules, programme="svd")


def test_whole_moves_keep_a_programme_with_one_plan(schedules: pd.DataFrame) -> None:
    """SDV has one decided plan for its first hospital, and no start: a row with a reason, not a row less."""
    whole = plans.moves(schedules, milestone="first_hospital", counting="decided", steps=False).set_index("programme")
    assert set(whole.index) == {"sdv", "fvm", "helseplattformen"}
    row = whole.loc["sdv"]
    assert row["from_date"] == "2021-10" and pd.isna(row["to_date"]) and row["censored"]
    assert row["reason"] == "one plan that counts is on record, and no day on which it came true"
