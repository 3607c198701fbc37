"""Golden numbers: what the analysis gives for every selection that a notebook shows, one line per row of a result.

    python tests/golden.py        compare with tests/golden.csv, print old and new with their claims, write the file

A data commit runs it and lists what it prints. A code commit may change the file only where a fault was mended, and
names it. Columns are picked by hand: what a result adds later does not change the file.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

import sdvdata as sd
from sdvdata import conclusions, landscape, plans

FILE = Path(__file__).with_name("golden.csv")
HEADER = ("call", "row", "claims", "gives")

MILESTONES = ("first_unit", "first_hospital", "university_hospital", "all_sites")
#: Places whose notice or slip a notebook shows.
NOTICED = ("st-olavs", "helse-more-og-romsdal", "helse-nord-trondelag")
CONVERSIONS = ("target_year", "spend_year", "ppp")

SLIP = ("first", "last", "last_kind", "months_low", "months_high", "ended", "plans")
VINTAGE = ("promised", "standing", "own", "from_start", "from_end", "until_start", "until_end", "recalled", "claims")
NOTICE = ("promised", "how", "given_up_start", "given_up_end", "days_low", "days_high", "stop_claim")
HORIZON = ("standing", "own", "recalled", "months_low", "months_high")
RESTATED = ("restated_value", "restated_low", "restated_high", "basis", "not_restated")
ROBUST = ("verdict", "when", "specifications", "holds", "fails", "open", "undefined", "dropped")

Line = tuple[str, str, str, str]


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _lines(call: str, frame: pd.DataFrame, columns: tuple[str, ...], key: str, claim: str = "") -> Iterator[Line]:
    for row in frame.reset_index().to_dict("records"):
        gives = "; ".join(f"{name} {_text(row[name])}" for name in columns if _text(row[name]) != "")
        yield call, _text(row[key]), _text(row[claim]) if claim else "", gives


def _plans() -> Iterator[Line]:
    schedules, day = sd.load_schedules(programme=["sdv", "fvm", "helseplattformen"]), plans.common_as_of()
    for milestone in MILESTONES:
        for counting in ("own", "decided", "any"):
            moved = sd.slip(schedules, milestone=milestone, as_of=day, counting=counting)
            moved = moved.assign(claims=moved["first_claim"].fillna("") + " " + moved["last_claim"].fillna(""))
            yield from _lines(f"slip {milestone} {counting}", moved, SLIP, "programme", "claims")
        found = sd.vintages(schedules, milestone=milestone, as_of=day)
        yield from _lines(f"vintages {milestone}", found, VINTAGE, "plan", "claim_id")
        ends = sd.notice(schedules, milestone=milestone, as_of=day)
        yield from _lines(f"notice {milestone}", ends, NOTICE, "plan", "claim_id")
    for site in NOTICED:
        ends = sd.notice(schedules, site=site, as_of=day)
        yield from _lines(f"notice {site}", ends, NOTICE, "plan", "claim_id")
    for programme in ("sdv", "fvm", "helseplattformen"):
        moved = plans.site_slips(schedules, programme=programme, as_of=day, kinds=plans.sites.PLACES)
        moved = moved.assign(claims=moved["first_claim"].fillna("") + " " + moved["last_claim"].fillna(""))
        yield from _lines(f"slip by site {programme}", moved, SLIP, "site", "claims")
    left = sd.horizon(schedules, milestone="first_hospital", as_of=day)
    yield from _lines("horizon first_hospital", left, HORIZON, "claim_id", "claim_id")


def _money() -> Iterator[Line]:
    tested = pd.concat(
        sd.robustness(
            conclusions.recorded(name), currency="SEK", prices_of=2024, profiles=conclusions.spend_profiles(name)
        )
        for name in ("undated", "dated")
    )
    yield from _lines("robustness", tested, ROBUST, "conclusion", "claims")
    one = sd.load_costs(claim_id="hp-consultants-2019-2021")
    spreads = {"early": {2019: 1.0}, "even": dict.fromkeys(range(2019, 2022), 1.0), "late": {2021: 1.0}}
    for convert in CONVERSIONS:
        for name, weights in spreads.items():
            made = sd.restate(one, currency="SEK", prices_of=2024, convert=convert, spend_profile=weights)
            yield from _lines(f"restate {convert} {name}", made, RESTATED, "claim_id", "claim_id")
    costs = sd.load_costs(programme=["sdv", "fvm", "helseplattformen"], value_status="number")
    kept = sd.independent(costs)
    yield from _lines("independent", kept[kept["statement"] != kept["claim_id"]], (), "claim_id", "statement")
    yield "independent", "kept", "", f"{len(kept)} of {len(costs)}"


def _landscape() -> Iterator[Line]:
    newest = landscape.newest_population()
    frames = {"2022": (landscape.states("2022"), 2022), "newest": (landscape.states(), newest)}
    frames["plans"] = (landscape.plans(), newest)
    for name, (found, year) in frames.items():
        part = landscape.shares(found, year)
        part = part.assign(place=part["country"] + " " + part["state"])
        yield from _lines(f"shares {name}", part, ("regions", "residents", "share"), "place")


def lines() -> list[Line]:
    """Return the golden numbers as the code and the data give them now."""
    return [*_plans(), *_money(), *_landscape()]


def stored() -> list[Line]:
    """Return the golden numbers on file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [(r["call"], r["row"], r["claims"], r["gives"]) for r in csv.DictReader(file)]


def differences(old: list[Line], new: list[Line]) -> list[str]:
    """Return what differs, a line each: call, row, claims, old and new."""
    found = []
    before, after = ({(call, row): (claims, gives) for call, row, claims, gives in side} for side in (old, new))
    for key in dict.fromkeys([*before, *after]):
        one, two = before.get(key, ("", "(no row)")), after.get(key, ("", "(no row)"))
        if one != two:
            claims = " | ".join(dict.fromkeys(filter(None, (one[0], two[0]))))
            found.append(f"{' / '.join(key)} [{claims}]\n  old: {one[1]}\n  new: {two[1]}")
    return found


def main() -> None:
    """Show what changed and write the file."""
    new = lines()
    changed = differences(stored(), new) if FILE.exists() else []
    print("\n".join(changed) or "nothing changed")
    with FILE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *new])
    print(f"{len(changed)} of {len(new)} lines changed; wrote {FILE.name}")


if __name__ == "__main__":
    main()
