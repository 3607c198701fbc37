"""Write the scripts that make charts live, all in one file: vega-embed and what it needs.

    python -m tools.pages.scripts FILE

Nothing is done when the file was made by the same packages.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

from sdvdata.display import COMPILER
from tools.project import read_text, write_text


def write_bundle(file: Path) -> None:
    """Bring the file up to date."""
    import vl_convert

    head = f"/* vega-embed as bundled by vl-convert {version('vl-convert-python')}, Vega-Lite {COMPILER} */\n"
    if (read_text(file) or "").startswith(head):
        return
    # A script in a scope of its own: its thousand short names are nobody else's.
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=COMPILER)
    write_text(file, f"{head}(function () {{\n{bundle}\n}})();\n")


if __name__ == "__main__":
    write_bundle(Path(sys.argv[1]))
