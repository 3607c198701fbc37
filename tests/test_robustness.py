"""Conclusions under every choice: what holds, what never holds, what flips and on what."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sdvdata as sd
from sdvdata.conclusions import Conclusion
from sdvdata.errors import UnknownNameError


def costs(*rows: dict[str, Any]) -> pd.DataFrame:
    base = sd.load_costs(claim_id="sdv-consultants-cost-2019")
    made = pd.concat([base] * len(rows), ignore_index=True)
    for n, row in enumerate(rows):
        for column, cell in row.items():
            made.loc[n, column] = cell
    return made


def verdict(left: list[str], right: list[str], rows: pd.DataFrame, **how: Any) -> pd.Series[Any]:
    options = {"currency": "SEK", "prices_of": 2024, **how}
    return sd.robustness([Conclusion("left is larger", tuple(left), tuple(right))], costs=rows, **options).iloc[0]


def row(name: str, value: float, **cells: Any) -> dict[str, Any]:
    return {"claim_id": name, "value": value, "qualifier": "exact", **cells}


def test_far_apart_holds_in_all_and_turned_round_in_none() -> None:
    rows = costs(row("a", 300e6), row("b", 100e6))
    assert verdict(["a"], ["b"], rows)["verdict"] == "holds in all"
    assert verdict(["b"], ["a"], rows)["verdict"] == "holds in none"


def test_choices_that_can_not_change_an_order_are_dropped() -> None:
    """Same programme, currency and year: neither index nor rate nor head count can matter."""
    made = verdict(["a"], ["b"], costs(row("a", 3e8), row("b", 1e8)), per="resident")
    assert made["dropped"] == "convert, deflator"
    assert made["specifications"] == 1


def test_it_names_the_claim_on_which_it_flips() -> None:
    rows = costs(row("a", 2e8), row("b", 1e8), row("c", 3e8))
    made = verdict(["a"], ["b", "c"], rows)
    assert made["verdict"] == "flips"
    assert made["when"] == "not borne out when the second amount is c"
    assert (made["holds"], made["fails"]) == (1, 1)


def test_it_names_the_conversion_on_which_it_flips() -> None:
    """1200 m NOK of 2019 is 1,422 m SEK of 2024 by the rate of 2024, 1,602 by that of 2019, 1,344 by parity.

    1,100 m SEK of 2019 is 1,100 x 415.15/334.26 = 1,366 (KPI): only purchasing power turns the order.
    """
    rows = costs(
        row("a", 1200e6, currency="NOK", programme="helseplattformen", payer="company", vat="not_applicable"),
        row("b", 1100e6, vat="not_applicable"),
    )
    made = verdict(["a"], ["b"], rows, deflators=("cpi",))
    assert made["verdict"] == "flips"
    assert made["when"] == "not borne out when money is converted by purchasing power"
    assert made["specifications"] == 3


def test_unknown_vat_opens_what_is_closer_than_a_quarter() -> None:
    rows = costs(row("a", 120e6, vat="unknown", programme="fvm"), row("b", 100e6, vat="incl"))
    made = verdict(["a"], ["b"], rows)
    assert made["verdict"] == "not decided"
    rows = costs(row("a", 126e6, vat="unknown", programme="fvm"), row("b", 100e6, vat="incl"))
    assert verdict(["a"], ["b"], rows)["verdict"] == "holds in all"


def test_one_perimeter_has_one_vat_treatment() -> None:
    """Two amounts of one programme, payer and content, VAT not stated for either: no interval between them."""
    rows = costs(row("a", 120e6, vat="unknown"), row("b", 100e6, vat="unknown"))
    assert verdict(["a"], ["b"], rows)["verdict"] == "holds in all"


def test_profiles_matter_only_where_years_are_not_known() -> None:
    spreads = {"early": {2012: 1}, "late": {2024: 1}}
    known = costs(row("a", 120e6), row("b", 100e6))
    assert verdict(["a"], ["b"], known, profiles=spreads)["dropped"].endswith("profile")
    free = costs(row("a", 120e6), row("b", 100e6, covers_start=None, covers_end=None))
    made = verdict(["a"], ["b"], free, profiles=spreads, deflators=("cpi",))
    # 120 x 415.15/334.26 = 149.0; 100 of 2012 (314.20) is 132.1, of 2024 100: holds both ways.
    assert (made["verdict"], made["specifications"]) == ("holds in all", 2)


def test_a_shared_number_of_residents_changes_no_order() -> None:
    rows = costs(row("a", 3e8), row("b", 1e8))
    assert verdict(["a"], ["b"], rows, per="resident").equals(verdict(["a"], ["b"], rows))


def test_residents_divide_what_is_of_two_programmes() -> None:
    """3 and 2.6 bn: Västra Götaland has more residents than Skåne by a quarter, so the smaller sum is more per head."""
    rows = costs(row("a", 3e9, programme="fvm"), row("b", 2.6e9))
    assert verdict(["a"], ["b"], rows)["verdict"] == "holds in all"
    assert verdict(["a"], ["b"], rows, per="resident")["verdict"] == "holds in none"


def test_a_programme_without_residents_in_the_series_is_undefined() -> None:
    rows = costs(row("a", 3e9, programme="apotti"), row("b", 2.6e9))
    assert verdict(["a"], ["b"], rows, per="resident")["verdict"] == "undefined"


def test_unlike_amounts_are_not_compared() -> None:
    made = verdict(["a"], ["b"], costs(row("a", 3e8), row("b", 1e8, payer="state")))
    assert made["verdict"] == "not comparable"
    assert made["when"] == "Who pays is not known to be the same (the region or its company: a; the state: b)"
    assert made["specifications"] == 0


def test_an_assumption_does_not_stand_against_what_two_sources_say() -> None:
    rows = costs(row("a", 3e8, includes="implementation;operation"), row("b", 1e8, includes="implementation"))
    claim = Conclusion("left is larger", ("a",), ("b",), assume=("includes",))
    made = sd.robustness([claim], currency="SEK", prices_of=2024, costs=rows).iloc[0]
    assert made["verdict"] == "not comparable"
    assert made["when"].startswith("What they hold is stated to differ (implementation: b;")
    rows.loc[1, "includes"] = "unknown"
    made = sd.robustness([claim], currency="SEK", prices_of=2024, costs=rows).iloc[0]
    assert made["verdict"] == "holds in all"


def test_repeats_count_once() -> None:
    left = ("sdv-invest-1046m-2017-09", "sdv-invest-1046m-2018-03", "sdv-invest-1bn-ir")
    claim = Conclusion("x", left, ("sdv-invest-frame-2850m-2024",), assume=("includes",))
    made = sd.robustness([claim], currency="SEK", prices_of=2024, profiles={"one": {2020: 1}}).iloc[0]
    assert made["specifications"] == 1
    assert made["verdict"] == "holds in none"


def test_unknown_names() -> None:
    with pytest.raises(UnknownNameError, match="Unknown claim 'nobody'"):
        sd.robustness([Conclusion("x", ("nobody",), ("hp-annual-op-2019-278",))], currency="SEK", prices_of=2024)
    with pytest.raises(UnknownNameError, match="Unknown perimeter column 'pay'"):
        sd.robustness(
            [Conclusion("x", ("hp-annual-op-2024-800",), ("hp-annual-op-2019-278",), assume=("pay",))],
            currency="SEK",
            prices_of=2024,
        )
