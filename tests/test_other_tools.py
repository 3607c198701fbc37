"""The data in other tools: the lines of the downloads page run where the tool is installed; files are as they promise."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from sdvdata import tables
from tools.pages import downloads
from tools.project import ROOT

PAGE = (ROOT / "docs" / "downloads.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(python|r|sh)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PROGRAMS = {"r": ["Rscript", "-"], "sh": ["sh", "-e"]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The unpacked archive, and the test in it."""
    archive = downloads.archive(ROOT / "data", ROOT / "LICENSE-DATA")
    zipfile.ZipFile(io.BytesIO(archive)).extractall(tmp_path)
    monkeypatch.chdir(tmp_path / "sdvdata")
    return tmp_path / "sdvdata"


@pytest.mark.parametrize(("language", "code"), BLOCKS, ids=lambda value: value.split("\n")[0][:24])
@pytest.mark.usefixtures("folder")
def test_what_the_page_shows_runs(language: str, code: str) -> None:
    if language == "python":
        pytest.importorskip(re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE)[0])
        exec(code, {})
        return
    program = PROGRAMS[language]
    needed = "sqlite3" if "sqlite3" in code else program[0]
    if shutil.which(needed) is None or shutil.which(program[0]) is None:
        pytest.skip(f"{needed} is not installed")
    done = subprocess.run(program, input=code, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0 and "rror" not in done.stderr, done.stderr
    assert "sdv" in done.stdout


def test_the_page_shows_every_tool_and_offers_every_file() -> None:
    assert len(BLOCKS) == 5
    for name in ("DuckDB", "polars", "pyarrow", "R,", "SQLite", "Excel", *downloads.FILES):
        assert name in PAGE


def test_spreadsheets_get_a_mark_semicolons_and_commas() -> None:
    made = downloads.semicolons(ROOT / "data", tables.descriptor())
    assert made == downloads.semicolons(ROOT / "data", tables.descriptor())
    bundle = zipfile.ZipFile(io.BytesIO(made))
    for entry in tables.descriptor()["resources"]:
        content = bundle.read(f"sdvdata-semicolons/{entry['path']}")
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
        with (ROOT / "data" / entry["path"]).open(encoding="utf-8", newline="") as file:
            own = list(csv.reader(file))
        numbers = [field["type"] == "number" for field in entry["schema"]["fields"]]
        assert rows == [
            [cell.replace(".", ",") if number else cell for cell, number in zip(row, numbers, strict=True)]
            for row in own
        ]
    assert ";2,82;" in bundle.read("sdvdata-semicolons/costs.csv").decode()


def test_references_keep_days_and_ranges() -> None:
    item = {"type": "webpage", "title": "t", "author": [{"literal": "a"}]}
    issued = {
        "2023-05-20": [[2023, 5, 20]],
        "2024-10": [[2024, 10]],
        "2024-10-24/2024-10-31": [[2024, 10, 24], [2024, 10, 31]],
        "2022": [[2022]],
    }
    for date, parts in issued.items():
        entry = downloads.bibtex([{**item, "id": "x", "issued": {"date-parts": parts}}])
        assert f"date = {{{date}}}" in entry and f"year = {{{date[:4]}}}" in entry
    assert "date" not in downloads.bibtex([{**item, "id": "x"}])


def test_each_notebook_has_its_own_sources(tmp_path: Path) -> None:
    used = tables.load("costs").iloc[0]
    (tmp_path / "09-x.ipynb").write_text(json.dumps(used["claim_id"]), encoding="utf-8")
    downloads.write(tmp_path, tmp_path)
    assert re.findall(r"^@\w+\{(.*),$", (tmp_path / "downloads" / "09-x.bib").read_text("utf-8"), re.MULTILINE) == [
        used["source_id"],
        "sdvdata",
    ]
    assert {f"downloads/{file.name}" for file in (tmp_path / "downloads").iterdir()} == {
        *downloads.FILES,
        "downloads/09-x.bib",
    }


def test_the_descriptor_leaves_nothing_to_guess() -> None:
    for entry in tables.descriptor()["resources"]:
        assert entry.get("dialect") == {"delimiter": ","} and entry["encoding"] == "utf-8", entry["name"]


@pytest.mark.parametrize(
    ("address", "valid"),
    [
        ("https://stat.fi/til/khi/2017.html", True),
        ("https://a.example.org/b%C3%B6c?x=1#y", True),
        ("https://stat.fi./til", False),
        ("https://example.org/Softwarelösung", False),
        ("https://example.org/a b", False),
        ("https://example.org/100%", False),
        ("ftp://example.org/a", False),
        ("https://localhost/a", False),
    ],
)
def test_an_address_is_one_for_every_reader(address: str, valid: bool) -> None:
    fields = {field["name"]: field for field in tables.fields("sources")}
    for name in ("url", "archived_url"):
        assert bool(re.fullmatch(fields[name]["constraints"]["pattern"], address)) == valid
