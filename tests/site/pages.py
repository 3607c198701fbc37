"""What the browser tests look at, and how a page is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tools.project import HTML, NOTEBOOKS

WIDTHS = (390, 1280)
MODES = ("light", "dark")
#: One of every kind of page.
KINDS = [
    "index.html",
    *(f"notebooks/{path.stem}.html" for path in sorted(NOTEBOOKS.glob("*.ipynb"))),
    "claims/index.html",
    "claims/index.html#programme=sdv&role=press&sort=said&down=1",
    "claims/index.html#q=sjukhuus&programme=svd",
    "claims/sdv-systems-650-2018.html",
    "sources/index.html",
    "sources/seed-skane-slides-2023.html",
    "programmes/sdv.html",
    "programmes/sussa-cosmic.html",
    "dictionary.html",
    "changes.html",
    "gaps.html",
    "downloads.html",
    "reading.html",
    "methods/amounts.html",
    "glossary.html",
    "reference/plans.html",
    "search.html?q=Ystad",
]


@contextmanager
def opened(browser: Any, address: str, width: int = 390, mode: str = "light", **more: Any) -> Iterator[Any]:
    """Open a page; afterwards nothing may have left the site and no script may have failed."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=mode, **more)
    page = context.new_page()
    page.set_default_timeout(20_000)
    requests: list[str] = []
    failures: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
    page.goto(f"{HTML.as_uri()}/{address}")
    page.fetched = requests  # what the page has asked for so far
    yield page
    context.close()
    assert [url for url in requests if not url.startswith((HTML.as_uri(), "data:", "blob:"))] == []
    assert failures == []
