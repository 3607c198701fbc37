"""Pages of the site that Sphinx reads, made from the data: written beside the hand-written ones before each build."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sdvdata.display import MIME
from tools.front import NOTEBOOK as FRONT
from tools.pages import addresses, downloads, home, programmes, reference, sources
from tools.pages.linking import PageError
from tools.pages.record import CHANGES, Record, used_in
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


def first_chart(notebook: Path) -> Mapping[str, Any]:
    """Return the specification of a notebook's first chart."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                spec: Mapping[str, Any] = output["data"][MIME]
                return spec
    raise PageError(f"{notebook.name}: no chart to show on the first page")


def table_behind_first_chart(notebook: Path) -> str:
    """Return the table that a notebook shows after its first chart; empty when there is none."""
    seen = False
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            seen = seen or MIME in output.get("data", {})
            html = "".join(output.get("data", {}).get("text/html", ""))
            if seen and "<table" in html:
                return html
    return ""


def answering(record: Record, notebooks: Iterable[Path]) -> dict[str, str]:
    """Return, by comparison, the address of the notebook page that shows most of its preferred claims."""
    shown = used_in(record, {path.stem: path.read_text(encoding="utf-8") for path in notebooks})
    found: dict[str, str] = {}
    for comparison in record.comparisons:
        ids = [row["claim_id"] for row in record.preferred if row["comparison"] == comparison and row["claim_id"]]
        votes = [name for key in ids for name in shown.get(key, [])]
        if votes:
            best = max(sorted(set(votes)), key=votes.count)
            found[comparison] = f"notebooks/{best}.html"
    return found


def pages(record: Record, notebooks: list[Path]) -> dict[str, str]:
    """Return the Markdown of every page and fragment that is made from the data, by path."""
    public = addresses.current()
    order = record.programme_order()
    made = {
        "generated/side-by-side.html": home.side_by_side(record, answering(record, notebooks)),
        "generated/chart.json": json.dumps(first_chart(front_notebook(notebooks))),
        "generated/behind.html": "<details><summary>The table behind this picture, with the claim of each mark</summary>\n"
        + table_behind_first_chart(front_notebook(notebooks))
        + "\n</details>\n",
        "generated/dataset.html": reference.dataset(public, downloads.FILES),
        "generated/gaps.html": reference.gaps(record),
        "generated/weaknesses.html": reference.weaknesses(),
        "generated/cases.html": reference.cases(record),
        "programmes/index.md": "# Programmes\n\nEach with what happened, in order, and every claim about it by subject.\n\n"
        "```{toctree}\n:maxdepth: 1\n\n" + "\n".join(order) + "\n```\n",
        # The list is put in last: it is no table of a page, whose ids are linked and which gets a CSV of its own.
        "claims/index.md": "# All claims\n\nEvery claim has a page of its own, at an address that stays. Figures and dates are "
        "found in any notation, words without their marks, too.\n\n" + raw("SDVDATA-EXPLORER"),
        "sources/index.md": "# All sources\n\nEvery document that was read, each with the claims that rest on it.\n\n"
        + raw(sources.list_of_sources(record)),
        "dictionary.md": "# Data dictionary\n\nEvery column of every table, from the descriptor `data/datapackage.json`.\n\n"
        + raw(reference.dictionary()),
        "changes.md": "# Changes to the data\n\nBy claim, newest version first.\n\n"
        + raw(reference.change_log(CHANGES.read_text(encoding="utf-8"))),
    }
    for key in order:
        name = record.programmes[key]["name"]
        made[f"programmes/{key}.md"] = f"# {name}\n\n" + raw(programmes.body(record, key))
    return made


def write(into: Path, record: Record, notebooks: list[Path]) -> None:
    """Write the generated pages below a folder."""
    for name, content in pages(record, notebooks).items():
        write_text(into / name, content)


def front_notebook(notebooks: list[Path]) -> Path:
    """Return the notebook whose first chart opens the site: the README's, else the first."""
    named = [path for path in notebooks if path.name == FRONT.name]
    if not notebooks:
        raise PageError("There are no executed notebooks. Run: python bootstrap.py")
    return (named or notebooks)[0]
