"""The pages in a real browser, from file://, on a phone and on a desk, in light and dark, with scripts and without."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from sdvdata.tables import load
from tests.site.pages import KINDS, opened
from tools.project import NOTEBOOKS

pytestmark = pytest.mark.usefixtures("html")


def test_charts_become_live_and_keep_their_size_and_words(browser: Any) -> None:
    with opened(browser, "programmes/sdv.html", 1280) as page:
        chart = page.locator("figure.chart").first
        words = chart.locator("svg").first.get_attribute("aria-label")
        page.wait_for_selector("figure.chart[data-live=true]")
        live = chart.locator(".live svg")
        assert live.get_attribute("aria-label") == words
        assert live.bounding_box()["width"] <= chart.bounding_box()["width"] + 1


@pytest.mark.parametrize("name", [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))])
def test_every_chart_of_a_notebook_becomes_live(browser: Any, name: str) -> None:
    """On a phone the drawing stays: it has a layout of its own."""
    with opened(browser, f"notebooks/{name}.html", 1280) as page:
        charts = page.locator("figure.chart:not(.only-phone)")
        for place in range(charts.count()):
            charts.nth(place).scroll_into_view_if_needed()
            live = "document.querySelectorAll('figure.chart:not(.only-phone)')[{}].dataset.live === 'true'"
            page.wait_for_function(live.format(place))


def test_from_a_notebook_to_a_claim_to_its_source(browser: Any) -> None:
    with opened(browser, "notebooks/03-systems.html") as page:
        link = page.locator("article a.claim").first
        claim = str(link.get_attribute("href")).partition("claims/")[2].removesuffix(".html")
        link.click()
        page.wait_for_url(f"**/claims/{claim}.html")
        assert claim in page.locator("main").inner_text()
        page.locator(".facts a.source").first.click()
        page.wait_for_url("**/sources/*.html")
        assert page.locator(f"a.claim[href$='/{claim}.html']").count() == 1
        assert page.locator("article h1").inner_text()


def test_from_the_home_page_to_what_it_cost_in_one_tap(browser: Any) -> None:
    with opened(browser, "index.html", has_touch=True, is_mobile=True) as page:
        link = page.locator("#investment-frame-sdv a.claim", has_text="2.85").first
        assert link.bounding_box()["y"] < 2 * SCREEN
        link.tap()
        page.wait_for_url("**/claims/sdv-invest-frame-2850m-2024.html")
        assert "Region Skåne" in page.locator("h1").first.inner_text()


#: What a phone shows at once, and how many of them a page may fill.
SCREEN = 844
HEIGHTS = {
    "index.html": 6,
    **{f"programmes/{key}.html": 8 for key in load("programmes")["programme"]},
    **dict.fromkeys(("sources/index.html", "changes.html", "gaps.html", "dictionary.html"), 25),
    "claims/sdv-invest-frame-2850m-2024.html": 5,
}


@pytest.mark.parametrize(("address", "screens"), HEIGHTS.items())
def test_a_page_ends_before_its_reader_gives_up(browser: Any, address: str, screens: int) -> None:
    with opened(browser, address) as page:
        assert page.evaluate("document.documentElement.scrollHeight") <= screens * SCREEN
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_search_on_the_home_page_goes_to_the_claims(browser: Any) -> None:
    with opened(browser, "index.html") as page:
        page.fill("#home-q", "2.85")
        page.press("#home-q", "Enter")
        page.wait_for_url("**/claims/index.html#q=2.85")


def test_a_link_into_a_folded_part_opens_it(browser: Any) -> None:
    with opened(browser, "gaps.html#hp-gap-hnt-live") as page:
        assert page.locator("#hp-gap-hnt-live").is_visible()


def test_a_citation_is_copied(browser: Any) -> None:
    with opened(browser, "claims/sdv-v2018-ystad.html", permissions=["clipboard-read", "clipboard-write"]) as page:
        page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
        page.click("button.cite")
        assert "Sydsvenskan" in page.evaluate("window.copied")


def test_search_finds_ystad_offline(browser: Any) -> None:
    with opened(browser, "search.html?q=Ystad") as page:
        page.wait_for_selector("#search-results li a[href*='programmes/']")
        links = page.locator("#search-results li a")
        addresses = [links.nth(place).get_attribute("href") for place in range(links.count())]
        assert any("claims/" in str(address) for address in addresses)
        assert any("programmes/" in str(address) for address in addresses)


@pytest.mark.parametrize("name", [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))])
def test_without_scripts_pictures_and_links_to_claims_are_there(browser: Any, name: str) -> None:
    with opened(browser, f"notebooks/{name}.html", java_script_enabled=False) as page:
        assert page.locator("figure.chart.only-phone > svg[role=img]").first.is_visible()
        assert page.locator("article :is(p, li) a.claim").first.is_visible()


def test_a_keyboard_reaches_content_and_tables(browser: Any) -> None:
    with opened(browser, "sources/seed-skane-slides-2023.html", 1280) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
        box = page.locator(".table-box").first
        box.focus()
        assert page.evaluate("document.activeElement.className") == "table-box"


def test_a_notebook_prints_with_its_charts(browser: Any) -> None:
    with opened(browser, "notebooks/03-systems.html", 1280) as page:
        printed = page.pdf(format="A4")
        assert printed.startswith(b"%PDF")
        page.emulate_media(media="print")
        assert page.locator("figure.chart.only-wide").first.is_visible()
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
