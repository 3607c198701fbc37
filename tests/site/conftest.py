"""The written pages, and a browser to look at them with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.project import HTML

REQUIRED = os.environ.get("SDVDATA_BROWSER") == "required"


def missing(reason: str) -> Any:
    """Skip, or fail where CI wants these tests run: a skipped test proves nothing."""
    return pytest.fail(reason) if REQUIRED else pytest.skip(reason)


@pytest.fixture(scope="session")
def axe() -> Any:
    """The accessibility rules of axe-core."""
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        missing("axe-playwright-python is not installed (extra test)")
    return Axe()


@pytest.fixture(scope="session")
def html() -> Path:
    """The folder of the written pages."""
    if not (HTML / "index.html").is_file():
        missing("no pages written yet; run: python bootstrap.py site")
    return HTML


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, driven by Playwright."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed (extra test)")
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        missing("no chromium on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
        opened = playwright.chromium.launch(executable_path=program, args=quiet)
        yield opened
        opened.close()
