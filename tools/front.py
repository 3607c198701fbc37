"""The README's picture: the first chart of the schedules notebook, as that notebook stores it."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from tools.project import ROOT, say, write_bytes

NOTEBOOK = ROOT / "notebooks" / "02-schedules.ipynb"
PICTURE = ROOT / "docs" / "_static" / "first-hospital.png"


def first_picture(notebook: Path = NOTEBOOK) -> bytes:
    """Return the first picture that a notebook stores."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                return base64.b64decode("".join(output["data"]["image/png"]))
    raise ValueError(f"{notebook.name} stores no picture; run: python bootstrap.py notebooks")


def write_front_picture() -> None:
    """Write the README's picture anew if the notebook's has changed."""
    found = first_picture()
    if not PICTURE.exists() or PICTURE.read_bytes() != found:
        write_bytes(PICTURE, found)
        say(f"  README picture: {PICTURE.relative_to(ROOT).as_posix()} written")
