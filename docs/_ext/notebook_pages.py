"""What a notebook's page shows otherwise than JupyterLab: charts as drawings, code folded.

Only what Sphinx reads is changed. The file that the page offers for download stays as it was executed.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from vega_svg import chart_html

from sdvdata.display import MIME, ChartError
from tools.links import for_site

FOLDED = "hide-input"
#: Cells whose output only shows where the figures of the prose come from are folded whole.
FIGURES, FOLDED_WHOLE = "figures", "hide-cell"
#: What a notebook says of all its claims, and the subject by which the explorer selects them.
EXPLORER = "the explorer of the readers' site"
SUBJECTS = {"01": "money", "02": "dates", "03": "systems", "04": "dates", "05": "effects"}


def chart_of(spec: dict[str, Any], name: str) -> str:
    """The chart's drawing; an error names the notebook."""
    try:
        return chart_html(spec)
    except ChartError as error:
        raise ChartError(f"{name}: {error}") from None


def for_readers(notebook: dict[str, Any], name: str = "notebook") -> dict[str, Any]:
    """Turn charts into drawings, fold the code, lead links to claims' pages, in place; returns the same notebook."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = for_site("".join(cell["source"]), "../").replace("](../docs/", "](../")
            subject = SUBJECTS.get(Path(name).name[:2])
            hash_of = f"#subject={subject}" if subject else ""
            cell["source"] = text.replace(EXPLORER, f'<a href="../claims/index.html{hash_of}">{EXPLORER}</a>')
        if cell["cell_type"] != "code":
            continue
        tags = cell["metadata"].setdefault("tags", [])
        fold = FOLDED_WHOLE if FIGURES in tags else FOLDED
        if fold not in tags:
            tags.append(fold)
        for output in cell["outputs"]:
            spec = output.get("data", {}).get(MIME)
            if spec is not None:
                output["data"] = {"text/html": chart_of(spec, name)}
                output["metadata"] = {}
    return notebook


def on_source_read(app: Sphinx, name: str, source: list[str]) -> None:
    """Sphinx has read a page and not yet parsed it."""
    if Path(app.env.doc2path(name)).suffix == ".ipynb":
        source[0] = json.dumps(for_readers(json.loads(source[0]), name))
    else:
        source[0] = for_site(source[0], "../" * name.count("/"))


def on_page(app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: object) -> None:  # noqa: ARG001
    """Sphinx is about to write a page: names, blanks and brackets of code need no colour, and half of it is their marks."""
    if name.startswith("notebooks/") and "body" in context:
        context["body"] = re.sub(r'<span class="(?:n[a-z]?|p|w|o|m[a-z])">([^<]*)</span>', r"\1", context["body"])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.connect("source-read", on_source_read)
    app.connect("html-page-context", on_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
