"""How much is known: counts that add up, and the grid of numbers that shows them."""

from __future__ import annotations

import pandas as pd
import pytest

import sdvdata as sd
from sdvdata import answers, captions, charts, evidence
from sdvdata.claims import all_claims, coverage
from sdvdata.display import ChartError
from sdvdata.errors import UnknownNameError
from sdvdata.tables import core


@pytest.mark.parametrize("by", evidence.DIMENSIONS)
def test_every_claim_of_the_three_is_counted_once(by: str) -> None:
    table = evidence.known(by)
    claims = all_claims()
    for programme in core():
        assert table[programme].sum() == (claims["programme"] == programme).sum()


def test_unknown_property() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'speaker_role'"):
        evidence.known("speaker")


def test_coverage_adds_up() -> None:
    size = coverage()
    claims = all_claims()
    blank = claims["second_reading"].isna().sum()
    assert size["read twice"] + size["page not reached again"] + blank == size["claims"]
    assert size["contradictions"] == len(sd.contradictions())
    assert size["gaps"] == len(sd.load("gaps"))


def test_every_preferred_claim_was_read_twice_or_says_why_not() -> None:
    chosen = sd.load("preferred", raw=True)
    second = all_claims().set_index("claim_id")["second_reading"]
    for row in chosen[chosen["claim_id"] != ""].itertuples():
        if second[row.claim_id] not in ("confirmed", "corrected"):
            assert "reached" in row.why or "read twice" in row.why, row.claim_id


def test_answer_counts_what_is_there() -> None:
    text = answers.evidence_answer()
    assert f"**{len(all_claims())} claims from {all_claims()['source_id'].nunique()} documents**" in text


def test_tally_chart_draws_every_number() -> None:
    table = evidence.known("speaker_role")
    chart = charts.tally_chart(
        table, title="t", alt_text=captions.tally_alt(table, "Roles"), source=captions.tally_source(table)
    )
    spec = chart.to_dict()
    texts = str(spec)
    for number in table.to_numpy().ravel():
        assert f"'{number}'" in texts
    assert spec["description"].startswith("Roles. SDV: ")


@pytest.mark.parametrize(
    ("table", "words", "message"),
    [
        (pd.DataFrame(), "x", "no rows"),
        (pd.DataFrame({"sdv": [-1]}, index=["a"]), "x", "negative"),
        (pd.DataFrame({"sdv": [1]}, index=["a"]), " ", "needs alt_text"),
    ],
)
def test_tally_chart_refuses(table: pd.DataFrame, words: str, message: str) -> None:
    with pytest.raises(ChartError, match=message):
        charts.tally_chart(table, title="t", alt_text=words, source="s")
