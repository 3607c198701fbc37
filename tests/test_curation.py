"""The curation account adds up: every draft is curated, merged, left out or waiting."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from sdvdata.claims import all_claims

ACCOUNT = Path(__file__).parent / "curation" / "account.csv"
RESEARCH = Path(__file__).parents[2] / "shared" / "research"

#: Rows of each research file, as its README counts them.
DRAFTS = {"sdv": 309, "fvm": 159, "helseplattformen": 312, "comparators": 685, "landscape": 233}

#: Claims that the second readers found missing.
MISSING = 70
OUTCOMES = {"curated", "merged", "left_out", "waiting"}


def _rows() -> list[dict[str, str]]:
    with ACCOUNT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_draft_has_one_line() -> None:
    counts = Counter(row["draft_file"] for row in _rows())
    for name, number in DRAFTS.items():
        assert counts[name] == number
    assert counts["second_reader"] == MISSING
    keys = [(row["draft_file"], row["draft_id"]) for row in _rows()]
    assert len(keys) == len(set(keys))


def test_outcomes_add_up() -> None:
    counts = Counter(row["outcome"] for row in _rows())
    assert set(counts) <= OUTCOMES
    assert sum(counts.values()) == len(_rows())


def test_each_outcome_says_where_or_why() -> None:
    known = set(all_claims(include_withdrawn=True)["claim_id"])
    for row in _rows():
        if row["outcome"] in ("curated", "merged"):
            assert set(row["claim_id"].split(";")) <= known, row
        else:
            assert row["claim_id"] == "", row
        if row["outcome"] != "curated":
            assert row["reason"], row


def test_every_claim_comes_from_a_draft_or_is_new() -> None:
    """No claim without a line in the account: new ones say where they were read."""
    accounted = {claim for row in _rows() for claim in row["claim_id"].split(";")}
    known = set(all_claims(include_withdrawn=True)["claim_id"])
    assert known - accounted == set()


@pytest.mark.skipif(not RESEARCH.exists(), reason="the research files are not beside this checkout")
@pytest.mark.parametrize("name", DRAFTS)
def test_the_lines_are_the_drafts(name: str) -> None:
    with (RESEARCH / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        drafts = {row["claim_id"] for row in csv.DictReader(file)}
    assert {row["draft_id"] for row in _rows() if row["draft_file"] == name} == drafts
