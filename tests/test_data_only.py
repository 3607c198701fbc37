"""What grows with the record is a change of `data/` alone: each tried on a copy, checked and then used."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

import sdvdata as sd
from sdvdata import charts, conclusions, series, tables, words
from tools.check import check_folder


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a private copy of the data folder that the loaders read."""
    folder = tmp_path / "data"
    shutil.copytree(tables.data_folder(), folder)
    monkeypatch.setenv("SDVDATA_DATA", str(folder))
    return folder


def _add(folder: Path, table: str, *rows: dict[str, str], like: dict[str, str] | None = None) -> None:
    """Add rows to a table in its order, each like the first row that matches, but for the cells given."""
    entry = tables.resource(table)
    path = folder / entry["path"]
    with path.open(encoding="utf-8", newline="") as file:
        old = list(csv.DictReader(file))
    pattern = next(row for row in old if all(row[key] == cell for key, cell in (like or {}).items()))
    key = entry["schema"]["primaryKey"]
    made = sorted([*old, *({**pattern, **row} for row in rows)], key=lambda row: [row[name] for name in key])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(old[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)


def _change(folder: Path, table: str, where: dict[str, str], **cells: str) -> None:
    entry = tables.resource(table)
    path = folder / entry["path"]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if all(row[key] == cell for key, cell in where.items())).update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_a_core_programme(copied: Path) -> None:
    _change(
        copied, "programmes", {"programme": "apotti"}, subject="core", position="4", colour="#CC79A7", shape="diamond"
    )
    silent = {"programme": "apotti", "claim_id": "", "verdict": "not_applicable", "why": "Not asked of it"}
    questions = sd.load("comparisons", raw=True)["comparison"]
    _add(copied, "preferred", *({**silent, "comparison": question} for question in questions))
    # A programme that becomes a target leaves the class of the outside view: the check asks for it.
    assert {finding.path for finding in check_folder(copied)} == {"data/pairs.csv"}
    pairs = copied / "pairs.csv"
    kept = [line for line in pairs.read_text(encoding="utf-8").splitlines() if not line.startswith("apotti,")]
    pairs.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert check_folder(copied) == []
    assert tables.core()[-1] == "apotti"
    assert charts.programme()["color"]["condition"]["scale"]["range"][-1] == "#CC79A7"
    assert list(sd.preferred("hospitals").index) == ["sdv", "fvm", "helseplattformen", "apotti"]
    assert "apotti" in sd.slip(sd.load_schedules(), milestone="first_hospital").index


def test_a_measure(copied: Path) -> None:
    _add(
        copied,
        "measures",
        {"measure": "printers", "title": "Printers", "group": "printers", "subject": "systems"},
        like={"table": "counts"},
    )
    _add(
        copied, "counts", {"claim_id": "sdv-printers-30", "measure": "printers", "counted_unit": "printers"},
        like={"claim_id": "sdv-systems-30-2023"},
    )  # fmt: skip
    assert check_folder(copied) == []
    assert sd.load_counts(measure="printers")["claim_id"].tolist() == ["sdv-printers-30"]
    assert sd.claim("sdv-printers-30").states.endswith("printers")


def test_a_qualifying_word(copied: Path) -> None:
    """House of 0.1.0: this word was told as "at least", with nothing failing."""
    word = {"word": "højere end", "language": "da", "qualifier": "floor", "told": "over", "note": ""}
    assert words.bound("floor", "højere end 30") == "at least "
    _add(copied, "qualifiers", word)
    assert check_folder(copied) == []
    assert words.bound("floor", "højere end 30") == "over "


def test_an_index_year(copied: Path) -> None:
    for table, column in (("price_index", "series"), ("exchange_rates", "currency"), ("purchasing_power", "country")):
        for key in sd.load(table, raw=True, year="2025")[column].unique():
            _add(copied, table, {"year": "2026"}, like={column: key, "year": "2025"})
    assert check_folder(copied) == []
    assert series.years_covered()[-1] == 2026
    made = sd.restate(sd.load_costs(claim_id="hp-consultants-2023"), currency="SEK", prices_of=2026)
    assert made["not_restated"].tolist() == [""]
    with pytest.raises(sd.SdvdataError, match="cover 2010 to 2026"):
        sd.restate(sd.load_costs(), currency="SEK", prices_of=2027)


def test_a_conclusion(copied: Path) -> None:
    new = {"conclusion": "sdv-ceiling-above-value", "position": "99", "across": "", "assume": "", "given": ""}
    sentence = "SDV: the agreement may cost more than its value"
    _add(copied, "conclusions", {**new, "sentence": sentence, "per_year": "no", "profiles": "undated"})
    sides = {"left": "sdv-contract-max-3861m-svt-2020-07", "right": "sdv-contract-1bn-2017-09"}
    for side, name in sides.items():
        own = {"conclusion": new["conclusion"], "side": side, "position": "1", "claim_id": name}
        _add(copied, "conclusion_claims", own)
    assert check_folder(copied) == []
    last = conclusions.recorded("undated")[-1]
    assert last.name == sentence
    spreads = conclusions.spend_profiles("undated")
    tried = sd.robustness([last], currency="SEK", prices_of=2024, profiles=spreads)
    assert tried["claims"].tolist() == [";".join(sides.values())]
