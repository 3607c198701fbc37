"""The README: its examples run (as doctests), its picture is the notebook's, its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

from tools.front import PICTURE, first_picture
from tools.pages import addresses

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_picture_is_the_notebooks() -> None:
    assert PICTURE.read_bytes() == first_picture()


def test_files_that_it_names_exist() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)", README) + re.findall(r"`((?:notebooks|data|docs|sdvdata)/[^`]*)`", README)
    assert named
    for name in named:
        assert (ROOT / name).exists(), name


def test_it_names_every_command() -> None:
    for command in ("test", "lab", "notebooks", "check", "bench"):
        assert f"py bootstrap.py {command}" in README


def test_binders_badge_stands_there_once_the_project_has_an_address() -> None:
    """No address is made up: with [project.urls] this test gives the line to put under the title."""
    address = addresses.binder(addresses.current().repository)
    badge = f"[![Binder](https://mybinder.org/badge_logo.svg)]({address})"
    assert badge in README if address else "mybinder.org" not in README
