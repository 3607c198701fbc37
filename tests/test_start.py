"""First contact: what `python -m sdvdata` says can be typed, and the short tables can be read."""

from __future__ import annotations

import subprocess
import sys

import pytest

import sdvdata as sd
from sdvdata import tables
from sdvdata.__main__ import STEPS


def test_every_line_that_is_shown_runs_after_the_ones_before() -> None:
    done = subprocess.run([sys.executable, "-m", "sdvdata"], capture_output=True, encoding="utf-8", check=True)
    names: dict[str, object] = {}
    for line in STEPS:
        assert line in done.stdout
        exec(line, names)
    for table in tables.CLAIM_TABLES:
        assert table in done.stdout
    assert max(map(len, done.stdout.splitlines()[:-1])) <= 160


@pytest.mark.parametrize("table", tables.CLAIM_TABLES)
def test_a_short_table_has_about_ten_columns_of_the_long_one(table: str) -> None:
    short, whole = sd.load(table, short=True), sd.load(table)
    assert 9 <= len(short.columns) <= 12
    assert short.equals(whole[list(short.columns)])
    assert set(short.columns) <= set(sd.describe(table).index)
    assert not short["claim_id"].isna().any()
    assert sd.load(table, short=True, raw=True).shape == short.shape


def test_every_short_column_stands_in_some_table_and_filters_still_know_all() -> None:
    assert {name for table in tables.CLAIM_TABLES for name in sd.load(table, short=True)} == set(tables.SHORT)
    assert set(sd.load_costs(vat="incl", short=True)["claim_id"]) == set(sd.load_costs(vat="incl")["claim_id"])


def test_other_tables_have_no_short_form() -> None:
    with pytest.raises(sd.SdvdataError, match="short works on tables of claims"):
        sd.load("sources", short=True)
