"""Pages of the site that Sphinx reads, made from the data: written beside the hand-written ones before each build."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from sdvdata.tables import core
from tools.pages import addresses, downloads, programmes, reference, sources
from tools.pages.linking import PageError
from tools.pages.markup import folded
from tools.pages.record import CHANGES, Record
from tools.project import write_text


def require_outputs(notebooks: Iterable[Path]) -> None:
    """Refuse a notebook with a cell that was never executed: its page would show less than it says.

    Raises
    ------
    PageError
        Names notebook and cell.
    """
    for path in notebooks:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for place, cell in enumerate(cells, start=1):
            if cell["cell_type"] == "code" and "".join(cell["source"]).strip() and cell.get("execution_count") is None:
                raise PageError(f"{path.name}: cell {place} has no stored outputs. Run: python bootstrap.py notebooks")


def raw(html: str) -> str:
    """Return HTML as a Markdown block that Sphinx passes on as it is (blank lines would end it)."""
    lines = "\n".join(line for line in html.splitlines() if line.strip())
    return f"```{{raw}} html\n{lines}\n```\n"


def pages(record: Record) -> dict[str, str]:
    """Return the Markdown of every page and fragment that is made from the data, by path."""
    public = addresses.current()
    order = record.programme_order()
    rows = {key: record.programmes[key] for key in order}
    told = {key: f"{row['area']}, {record.products.get(row['product'], '')}".strip(", ") for key, row in rows.items()}
    listed = "".join(f"- [{row['name']}]({key}.md): {told[key]}".rstrip(": ") + "\n" for key, row in rows.items())
    made = {
        "generated/dataset.html": reference.dataset(public, downloads.FILES),
        "generated/gaps.html": reference.gaps(record),
        "generated/weaknesses.html": reference.weaknesses(),
        "generated/cases.html": reference.cases(record),
        "programmes/index.md": "# Programmes\n\nThe three, then those that stand beside them for comparison.\n\n"
        "```{toctree}\n:hidden:\n:maxdepth: 1\n\n" + "\n".join(order) + "\n```\n\n" + listed,
        # The list is put in last: it is no table of a page, whose ids are linked and which gets a CSV of its own.
        "claims/index.md": "# All claims\n\nEvery claim has a page of its own, at an address that stays. Figures and dates are "
        "found in any notation, words without their marks, too.\n\n" + raw("SDVDATA-EXPLORER"),
        "sources/index.md": "# All sources\n\nEvery document that was read, each with the claims that rest on it.\n\n"
        + raw(sources.list_of_sources(record)),
        "dictionary.md": "# Data dictionary\n\nEvery column of every table, from the descriptor `data/datapackage.json`.\n\n"
        + raw(reference.dictionary()),
        "changes.md": "# Changes to the data\n\nBy claim, newest version first.\n\n"
        + raw(folded(reference.change_log(CHANGES.read_text(encoding="utf-8")))),
    }
    for key in order[len(core()) :]:
        name = record.programmes[key]["name"]
        made[f"programmes/{key}.md"] = f"# {name}\n\n" + raw(programmes.body(record, key))
    return made


def write(into: Path, record: Record) -> None:
    """Write the generated pages below a folder."""
    for name, content in pages(record).items():
        write_text(into / name, content)
