"""The outside view: its table is checked, its class leaks nothing, its intervals hold what they say."""

from __future__ import annotations

import csv
import random
import shutil
from math import inf
from pathlib import Path

import pandas as pd
import pytest

import sdvdata as sd
from sdvdata import tables
from sdvdata.outlook import LEAST, OUTCOMES, class_quantile, order_ranks, reference_class
from tests.spoilt import Record
from tools.check import check_folder
from tools.check.pair_rules import PAIR_RULES

Rows = list[dict[str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(tables.data_folder(), copy)
    return copy


def _rows(folder: Path, table: str) -> Rows:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _change(folder: Path, table: str, where: dict[str, str], cells: dict[str, str]) -> None:
    rows = _rows(folder, table)
    next(row for row in rows if all(row[key] == cell for key, cell in where.items())).update(cells)
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


VA = {"programme": "va-ehrm", "outcome": "first_go_live"}
NI = {"programme": "encompass-ni", "outcome": "cost"}
PLANTED = [
    ("pairs_have_claims", "pairs", VA, {"first_claim": "va-spokane-plan"}, "there is no claim 'va-spokane-plan'"),
    ("pairs_have_claims", "pairs", VA, {"last_claim": "va-cost-2025"}, "in schedules"),
    ("pairs_have_claims", "pairs", VA, {"last_claim": "luks-live-2019-09-21"}, "is of luks-epic"),
    ("pairs_have_claims", "pairs", VA, {"last_claim": "va-spokane-plan-2020-03-28"}, "stands on both sides"),
    ("pairs_have_claims", "pairs", VA, {"programme": "sdv"}, "never in its own class"),
    ("pairs_are_in_order", "schedules", {"claim_id": "luks-plan-2019-autumn"}, {"stated_on": "2020-01"}, "after the last"),
    ("pairs_fit_their_status", "pairs", VA, {"status": "open"}, "beside a last claim that is actual"),
    ("pairs_fit_their_status", "pairs", NI, {"status": "open"}, "a cost is actual"),
    ("pairs_fit_their_status", "schedules", {"claim_id": "luks-plan-2019-autumn"}, {"kind": "paused"}, "is no plan"),
    ("pairs_of_grade_a_are_alike", "costs", {"claim_id": "encompass-cost-2025"}, {"currency": "EUR"}, "in EUR"),
    ("pairs_of_grade_a_are_alike", "costs", {"claim_id": "encompass-cost-2025"}, {"payer": "vendor"}, "payer is"),
    ("pairs_of_grade_a_are_alike", "costs", {"claim_id": "insel-final-2026"}, {"amount_kind": "increment"}, "amount_kind"),
    ("caveats_are_stated", "pairs", VA, {"caveat": ""}, "blank, but the grade is B"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "table", "where", "cells", "words"), PLANTED)
def test_planted_errors_are_found(
    record: Record, rule: str, table: str, where: dict[str, str], cells: dict[str, str], words: str
) -> None:
    record.set(table, where, **cells)
    record.fires(rule, words)


def test_every_pair_rule_is_planted() -> None:
    assert {rule.__name__ for rule in PAIR_RULES} == {case[0] for case in PLANTED}


def test_contents_of_grade_a_differ(record: Record) -> None:
    record.add("claim_contents", "encompass-cost-2017", "includes", "1", "operation")
    record.add("claim_contents", "encompass-cost-2025", "includes", "1", "software")
    record.fires("pairs_of_grade_a_are_alike", "what the amounts include differs")


def test_one_row_for_a_programme_and_an_outcome(folder: Path) -> None:
    rows = _rows(folder, "pairs")
    with (folder / "pairs.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(rows[0]), lineterminator="\n").writerow({**rows[0], "grade": "B"})
    assert any("stands more than once" in str(finding) for finding in check_folder(folder))


def test_a_target_in_the_class_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _change(folder, "pairs", VA, {"programme": "fvm"})
    monkeypatch.setenv("SDVDATA_DATA", str(folder))
    with pytest.raises(sd.SdvdataError, match="'fvm' is a target"):
        reference_class("first_go_live")
    reference_class("cost")


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_class_is_what_its_claims_say(outcome: str) -> None:
    """Recomputed from the texts of the files alone, with plain arithmetic for ratios."""
    found = reference_class(outcome, grades="ABC").set_index("programme")  # type: ignore[arg-type]
    pairs = [row for row in _rows(tables.data_folder(), "pairs") if row["outcome"] == outcome]
    assert sorted(found.index) == sorted(row["programme"] for row in pairs)
    if outcome == "cost":
        value = {row["claim_id"]: row["value"] for row in _rows(tables.data_folder(), "costs")}
        for row in pairs:
            ratio = float(value[row["last_claim"]]) / float(value[row["first_claim"]])
            assert found.loc[row["programme"], "ratio"] == pytest.approx(ratio)
        assert found["ratio_low"].le(found["ratio"]).all() and found["ratio"].le(found["ratio_high"]).all()
    else:
        assert found["months_low"].le(found["months_high"]).all()
    assert found["censored"].eq(found["status"].ne("actual")).all()


def test_by_hand() -> None:
    found = reference_class("first_go_live").set_index("programme")
    assert found.loc["luks-epic", ["months_low", "months_high"]].tolist() == [-2.3, 0.7]  # type: ignore[operator]
    assert found.loc["gstt-epic", ["months_low", "months_high"]].tolist() == [5.2, 6.1]  # type: ignore[operator]
    assert found.loc["gstt-epic", ["lead_low", "lead_high"]].tolist() == [22.4, 23.4]  # type: ignore[operator]
    assert found["lead_high"].isna()["west-suffolk-ecare"]
    cost = reference_class("cost", grades="A")
    assert len(cost) == 5 and round(cost["ratio"].median(), 2) == 1.25
    assert round(reference_class("cost")["ratio"].median(), 2) == 1.40


def test_choices() -> None:
    everything = reference_class("first_go_live", grades="ABC")
    assert set(everything["grade"]) == {"A", "B", "C"}
    halves = [reference_class("first_go_live", grades="ABC", stratum=name) for name in ("news", "frame")]
    assert sum(map(len, halves)) == len(everything)
    one = everything["programme"].iloc[0]
    assert one not in set(reference_class("first_go_live", grades="ABC", exclude=one)["programme"])
    for wrong in ({"grades": "D"}, {"stratum": "press"}, {"exclude": "va-ehrn"}):
        with pytest.raises(sd.UnknownNameError):
            reference_class("cost", **wrong)
    with pytest.raises(sd.UnknownNameError):
        reference_class("slip")  # type: ignore[arg-type]


def test_only_what_was_published_is_known() -> None:
    everything = reference_class("first_go_live")
    day = sorted(everything["known_on"])[5]
    known = reference_class("first_go_live", as_of=day)
    assert set(known["programme"]) == set(everything.loc[everything["known_on"] <= day, "programme"])
    assert 5 < len(known) < len(everything)


@pytest.mark.parametrize("day", ["2016", "2018-03", "2019-03", "2022-05"])
def test_no_leak(folder: Path, monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Moving every outcome that lies after a day changes no answer as of that day."""
    before = reference_class("first_go_live", as_of=day)
    everything = reference_class("first_go_live")
    later = set(everything["programme"]) - set(before["programme"])
    assert later
    moved = set(everything.loc[everything["programme"].isin(later), "last_claim"])
    for claim in moved:
        _change(folder, "schedules", {"claim_id": claim}, {"date": "2031-07-01"})
    monkeypatch.setenv("SDVDATA_DATA", str(folder))
    assert not reference_class("first_go_live").equals(everything)
    pd.testing.assert_frame_equal(reference_class("first_go_live", as_of=day), before)


def _class(values: list[float], stratum: str = "frame") -> pd.DataFrame:
    return pd.DataFrame({"stratum": stratum, "months_low": values, "months_high": values, "censored": False})


def test_a_small_class_says_so() -> None:
    with pytest.raises(sd.SdvdataError, match="has 19 rows"):
        class_quantile(_class([1.0] * (LEAST - 1)), 0.5)
    mixed = pd.concat([_class([1.0] * 15), _class([1.0] * 15, "news")])
    with pytest.raises(sd.SdvdataError, match="two strata"):
        class_quantile(mixed, 0.5)
    with pytest.raises(sd.SdvdataError, match="between 0 and 1"):
        class_quantile(_class([1.0] * LEAST), 1.5)


def test_censored_rows_open_the_upper_end() -> None:
    frame = _class([float(n) for n in range(1, 21)])
    assert class_quantile(frame, 0.5) == (7, 14)
    frame.loc[frame["months_low"] > 12, "censored"] = True
    assert class_quantile(frame, 0.5) == (7, inf)


@pytest.mark.parametrize(("n", "share", "level"), [(20, 0.5, 0.8), (20, 0.8, 0.8), (33, 0.5, 0.95), (50, 0.9, 0.9)])
def test_intervals_hold_the_quantile(n: int, share: float, level: float) -> None:
    """Drawn from a uniform, whose quantile is the share itself: held at least as often as said, and not idly."""
    below, above = order_ranks(n, share, level)
    draw, rounds = random.Random(1), 6000
    held = 0
    for _ in range(rounds):
        values = [-inf, *sorted(draw.random() for _ in range(n)), inf]
        held += values[below] <= share <= values[above]
    assert level - 0.015 <= held / rounds <= min(level + 0.12, 1)
    if above <= n:
        narrower = sum(_held(n, share, below + 1, above, seed) for seed in range(2000)) / 2000
        assert narrower < held / rounds


def _held(n: int, share: float, below: int, above: int, seed: int) -> bool:
    draw = random.Random(seed)
    values = [-inf, *sorted(draw.random() for _ in range(n)), inf]
    return values[below] <= share <= values[above]
