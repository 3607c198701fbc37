"""The pages in a real browser, from file://, on a phone and on a desk, in light and dark, with scripts and without."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.site.pages import KINDS, WIDTHS, opened
from tools.project import NOTEBOOKS

pytestmark = pytest.mark.usefixtures("html")


@pytest.mark.parametrize("width", WIDTHS)
def test_charts_become_live_and_keep_their_size_and_words(browser: Any, width: int) -> None:
    with opened(browser, "index.html", width) as page:
        chart = page.locator("figure.chart").first
        words = chart.locator("svg").first.get_attribute("aria-label")
        page.wait_for_selector("figure.chart[data-live=true]")
        live = chart.locator(".live svg")
        assert live.get_attribute("aria-label") == words
        assert live.bounding_box()["width"] <= chart.bounding_box()["width"] + 1


@pytest.mark.parametrize("name", [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))])
def test_every_chart_of_a_notebook_becomes_live(browser: Any, name: str) -> None:
    with opened(browser, f"notebooks/{name}.html") as page:
        charts = page.locator("figure.chart")
        for place in range(charts.count()):
            charts.nth(place).scroll_into_view_if_needed()
            page.wait_for_function(f"document.querySelectorAll('figure.chart')[{place}].dataset.live === 'true'")


def test_from_a_charts_table_to_its_claim_to_its_source(browser: Any) -> None:
    with opened(browser, "notebooks/03-systems.html") as page:
        link = page.locator(".table-box a.claim").first
        claim = link.inner_text()
        link.click()
        page.wait_for_url(f"**/claims/{claim}.html")
        assert claim in page.locator("main").inner_text()
        page.locator(".facts a.source").first.click()
        page.wait_for_url("**/sources/*.html")
        assert page.locator(f"a.claim[href$='/{claim}.html']").count() == 1
        assert page.locator("article h1").inner_text()


def test_from_the_home_page_to_a_claim_in_one_tap(browser: Any) -> None:
    with opened(browser, "index.html", has_touch=True, is_mobile=True) as page:
        page.locator(".side-by-side a.claim").first.tap()
        page.wait_for_url("**/claims/*.html")
        assert page.locator(".facts").is_visible()


def test_search_finds_ystad_offline(browser: Any) -> None:
    with opened(browser, "search.html?q=Ystad") as page:
        page.wait_for_selector("#search-results li a")
        links = page.locator("#search-results li a")
        addresses = [links.nth(place).get_attribute("href") for place in range(links.count())]
        assert any("claims/" in str(address) for address in addresses)
        assert any("programmes/" in str(address) for address in addresses)


@pytest.mark.parametrize("name", [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))])
def test_without_scripts_picture_table_and_sources_are_there(browser: Any, name: str) -> None:
    with opened(browser, f"notebooks/{name}.html", java_script_enabled=False) as page:
        assert page.locator("figure.chart > svg[role=img]").first.is_visible()
        assert page.locator(".table-box table").first.is_visible()
        assert page.locator("#sources").is_visible()
        assert "http" in page.locator("#sources").inner_text()


def test_a_keyboard_reaches_content_and_tables(browser: Any) -> None:
    with opened(browser, "programmes/sdv.html", 1280) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
        box = page.locator(".table-box").first
        box.focus()
        assert page.evaluate("document.activeElement.className") == "table-box"


def test_a_notebook_prints_with_its_sources(browser: Any) -> None:
    with opened(browser, "notebooks/03-systems.html", 1280) as page:
        printed = page.pdf(format="A4")
        assert printed.startswith(b"%PDF")
        page.emulate_media(media="print")
        assert page.locator("#sources").is_visible()
        assert not page.locator("#pst-primary-sidebar").is_visible()


@pytest.mark.parametrize(
    "address", ["claims/sdv-systems-650-2018.html", "sources/seed-skane-slides-2023.html", "gaps.html"]
)
def test_a_page_prints_its_heading(browser: Any, address: str) -> None:
    with opened(browser, address, 1280) as page:
        page.emulate_media(media="print")
        shown = [words for words in page.locator("h1:visible").all_inner_texts() if words.strip()]
        assert len(shown) == 1


def weight(fetched: list[str]) -> dict[str, int]:
    """Return the sizes of the files that a page asked for, without the charts' shared scripts."""
    paths = {Path(unquote(urlsplit(url).path)) for url in fetched if url.startswith("file:")}
    return {path.name: path.stat().st_size for path in paths if path.name != "vega-bundle.js"}


#: The most that a page may fetch, in bytes: these two hold all claims, or the words of all pages.
HEAVY = {"claims/index.html": 1_700_000, "search.html": 2_000_000}


@pytest.mark.parametrize("address", KINDS)
def test_weight_before_the_chart_bundle(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        page.wait_for_load_state("load")
        # From file:// the browser keeps no timing entries: what it asked for is counted.
        found = weight(page.fetched)
        assert len(found) > 5
        limit = HEAVY.get(re.split("[?#]", address)[0], 1_000_000)
        assert sum(found.values()) <= limit, sorted(found.items(), key=lambda pair: -pair[1])[:6]
