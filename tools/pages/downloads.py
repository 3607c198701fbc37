"""Files to take away: the tables with their descriptor, a workbook, references. The same bytes each time.

    python -m tools.pages.downloads NOTEBOOKS INTO

writes them below a folder, with the sources of each notebook.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sdvdata import tables
from sdvdata.claims import rows
from sdvdata.references import cite
from tools.exercises import SOLVED, for_students
from tools.pages.record import TOKEN
from tools.project import ROOT, source_files, write_bytes

#: Media type by file name; what the site offers.
FILES = {
    "downloads/sdvdata.zip": "application/zip",
    "downloads/sdvdata.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "downloads/sdvdata-semicolons.zip": "application/zip",
    "downloads/exercises.ipynb": "application/x-ipynb+json",
    "downloads/references.bib": "application/x-bibtex",
    "downloads/references.json": "application/vnd.citationstyles.csl+json",
}
#: Archives hold a day; ours is fixed, so that equal data gives equal bytes.
DAY = (1980, 1, 1, 0, 0, 0)
#: Excel shows no more letters than this in a sheet's name.
SHEET = 31

#: An address is `online` in what came after BibTeX, which takes an unknown kind as `misc`.
BIBTEX = {
    "article-newspaper": "article",
    "article-magazine": "article",
    "article-journal": "article",
    "report": "techreport",
    "webpage": "online",
    "post-weblog": "online",
}


def archive(data: Path, licence: Path) -> bytes:
    """Return a zip of all tables, the descriptor, the change log and the licence."""
    files = {f"sdvdata/{file.relative_to(data).as_posix()}": file.read_bytes() for file in source_files(data)}
    return _zip(files | {"sdvdata/LICENSE-DATA": licence.read_bytes()})


def _zip(contents: Mapping[str, bytes]) -> bytes:
    """Return a zip of some files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, DAY)
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def semicolons(data: Path, descriptor: Mapping[str, Any]) -> bytes:
    """Return a zip of all tables as a spreadsheet with Nordic settings opens them.

    A byte order mark says that they are UTF-8, semicolons part the cells, a comma stands before decimals.
    """
    contents = {}
    for entry in descriptor["resources"]:
        decimal = [field["type"] == "number" for field in entry["schema"]["fields"]]
        table = io.StringIO()
        csv.writer(table, delimiter=";").writerows(
            [cell.replace(".", ",") if is_one else cell for cell, is_one in zip(row, decimal, strict=True)]
            for row in _cells(data / entry["path"])
        )
        contents[f"sdvdata-semicolons/{entry['path']}"] = table.getvalue().encode("utf-8-sig")
    return _zip(contents)


def workbook(data: Path, descriptor: Mapping[str, Any]) -> bytes:
    """Return all tables as one workbook with a read-me sheet.

    Text is typed as text and numbers as numbers; no cell is a formula or a link, whatever it begins with.
    """
    import xlsxwriter

    out = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"in_memory": True, **never})
    book.set_properties({"title": descriptor["title"], "created": datetime(*DAY)})
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("read-me")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    for line, (name, words) in enumerate(_read_me(descriptor)):
        sheet.write_string(line, 0, name, bold)
        sheet.write_string(line, 1, words, wrap)
    for entry in descriptor["resources"]:
        sheet = book.add_worksheet(entry["name"][:SHEET])
        sheet.freeze_panes(1, 1)
        numeric = [field["type"] in ("number", "integer") for field in entry["schema"]["fields"]]
        names, *body = _cells(data / entry["path"])
        sheet.autofilter(0, 0, len(body), len(names) - 1)
        sheet.write_row(0, 0, names, bold)
        for line, row in enumerate(body, start=1):
            cells = (float(cell) if cell and is_one else cell for cell, is_one in zip(row, numeric, strict=True))
            sheet.write_row(line, 0, cells)
    book.close()
    return out.getvalue()


def _read_me(descriptor: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield "sdvdata", str(descriptor["title"])
    yield "What it is", str(descriptor["description"])
    yield "Data version", str(descriptor["version"])
    yield "Licence", "; ".join(str(licence["title"]) for licence in descriptor["licenses"])
    how = (
        "One row of costs, schedules, counts or landscape is one claim: one figure or date, stated by one speaker in "
        "one source. Blank means that the source does not say; it never means zero. Dates are text as they were said "
        "(2025-spring, 2025-Q4, 2021-10/2022-04). Amounts are as stated: do not add them or set them against each "
        "other before looking at payer, includes, vat and price_basis. Name the claim id when you use a figure."
    )
    yield "How to read it", how
    for entry in descriptor["resources"]:
        yield f"Sheet {entry['name'][:SHEET]}", str(entry["description"])


def bibtex(items: Iterable[Mapping[str, Any]]) -> str:
    """Return references in BibTeX.

    Examples
    --------
    >>> print(bibtex([{"id": "a-1", "type": "webpage", "title": "50 % & more", "author": [{"literal": "A"}],
    ...     "issued": {"date-parts": [[2024, 3, 7]]}, "URL": "https://example.org/?a=1"}]))
    @online{a-1,
      author = {{A}},
      title = {{50 \\% \\& more}},
      date = {2024-03-07},
      year = {2024},
      month = {3},
      url = {https://example.org/?a=1},
    }
    <BLANKLINE>
    """
    return "\n".join(_entry(item) for item in items)


def _entry(item: Mapping[str, Any]) -> str:
    issued, read = (item.get(name, {}).get("date-parts", []) for name in ("issued", "accessed"))
    when = issued[0] if issued else []
    values = {
        "author": "{" + " and ".join(_tex(author["literal"]) for author in item["author"]) + "}",
        "title": "{" + _tex(item["title"]) + "}",
        "date": _days(issued),  # biblatex, with days and ranges; BibTeX itself knows years and months
        "year": str(when[0]) if when else "",
        "month": str(when[1]) if len(when) > 1 else "",
        "url": str(item.get("URL", "")),
        "urldate": _days(read),
        "language": str(item.get("language", "")),
        "version": str(item.get("version", "")),
        "note": _tex(item.get("note", "")),
        "entrysubtype": str(item["type"]).partition("article-")[2].replace("journal", ""),
    }
    kind = BIBTEX.get(str(item["type"]), "misc")
    lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value and value != "{}"]
    return "\n".join([f"@{kind}{{{item['id']},", *lines, "}", ""])


def _days(parts: Iterable[Iterable[int]]) -> str:
    return "/".join("-".join(f"{number:02}" for number in day) for day in parts)


def _tex(words: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", str(words).replace("\\", r"\textbackslash "))


def write(notebooks: Path, into: Path, root: Path = ROOT) -> None:
    """Write all downloads below a folder, with the sources of each notebook of another."""
    data = root / "data"
    ids = list(rows())
    items = cite(ids, style="csl")
    contents = {
        "downloads/sdvdata.zip": archive(data, root / "LICENSE-DATA"),
        "downloads/sdvdata.xlsx": workbook(data, tables.descriptor()),
        "downloads/sdvdata-semicolons.zip": semicolons(data, tables.descriptor()),
        "downloads/exercises.ipynb": for_students(SOLVED.read_text(encoding="utf-8")).encode(),
        "downloads/references.bib": bibtex(items).encode(),
        "downloads/references.json": (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode(),
    }
    for notebook in notebooks.glob("*.ipynb"):
        named = set(TOKEN.findall(notebook.read_text(encoding="utf-8")))
        used = cite([one for one in ids if one in named], style="csl")
        contents[f"downloads/{notebook.stem}.bib"] = bibtex(used).encode()
    for name, content in contents.items():
        write_bytes(into / name, content)


if __name__ == "__main__":
    write(*map(Path, sys.argv[1:3]))
