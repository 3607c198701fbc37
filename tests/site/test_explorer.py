"""The explorer of claims: every number findable in every notation, and a selection that can be linked, saved and printed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

import sdvdata as sd
from sdvdata.claims import rows, searched
from sdvdata.terms import matches, rules, terms
from sdvdata.words import when
from tests.site.pages import MODES, WIDTHS, opened
from tests.site.test_pages import CLAIM, with_source
from tools.pages import explorer, record
from tools.project import ROOT

PAGE = "claims/index.html"
#: Spellings of one thing, and a claim that each of them finds.
NOTATIONS = {
    "sdv-invest-frame-2850m-2024": ["2.85", "2,85", "2.85 bn", "2,85 miljarder", "2,85 mdr kronor", "2 850 miljoner", "2\u2009850 mkr", "2850 million", "2850", "SEK2.85bn", "2 850 000 000", "2.850.000.000 kr"],
    "sdv-contract-max-3861m-svt-2020-07": ["3,861", "3 861", "3861", "3.861 miljarder", "3,861 mdkr"],
    "sdv-systems-650-2018": ["650", "650 system", "650 it-system", "650 IT-System"],
    "hp-todate-2024-10-66": ["6.6", "6,6", "6,6 milliarder", "6.6 billion"],
    "fvm-go-live-2024": ["12 November 2024", "12. november 2024", "November 12, 2024", "12 nov 2024", "12th of November 2024", "12/11/2024", "12.11.2024", "2024-11-12"],
    "fvm-plan-2024-private-postponed": ["autumn 2025", "hösten 2025", "hosten 2025", "høsten 2025", "efteråret 2025", "2025-autumn", "fall 2025"],
    "fvm-budget-increase-2020": ["en halv miljard", "half a billion", "0,5 miljarder", "500 mkr", "500 miljoner"],
}  # fmt: skip
WORDS = [["skåne", "Skane", "SKÅNE"], ["møre", "more", "Möre"], ["vårdcentral", "vardcentral"], ["sjukhus"], ["dukhus"]]
#: Queries on which a slip of one of the two readers would show.
ODD = ["", "-", "  ", "2–3 miljarder", "5,5–11 miljarder", "1.706,5", "3.5.2", "R.3", "12.11", "may", "may 2024", "12 november", "mars", "3rd quarter of 2024", "2024-Q4", "2019", "2024-13-45", "31/31/2024", "20 000 30 000", "kr", "100 kr", "kr 100", '"two words"', '"', "'", "a.b*c(", "[", "æøå ÆØÅ ß", "½", "²", "１２", "İstanbul", "<script>", "12-nov-2024", "early 2025", "slutet av 2023", "halvannen milliard", "tio miljarder", "10 %", "-5", "1e9", "00650", "650.0", "two 2 to", "x" * 300, "9" * 30]  # fmt: skip


@pytest.fixture(scope="module")
def page(browser: Any, html: Path) -> Iterator[Any]:  # noqa: ARG001
    with opened(browser, PAGE, 1280) as found:
        yield found


def found_by_script(page: Any, queries: list[str]) -> list[list[str]]:
    """Return the ids that the page's own search finds for each query."""
    script = """queries => { const { terms, tests, items } = window.sdvSearch; return queries.map(query => {
        const asked = tests(items, terms(query)); return items.filter(item => asked.every(test => test.meets(item))).map(item => item.id) }) }"""
    found: list[list[str]] = page.evaluate(script, queries)
    return found


def selected(page: Any, hash_: str) -> Any:
    """Return the page with another selection in its address."""
    script = """hash => new Promise(done => { history.replaceState(null, "", "#"); addEventListener("hashchange", () => setTimeout(done), { once: true });
        location.hash = hash; })"""
    page.evaluate(script, hash_)
    return page


def shown(page: Any) -> str:
    return str(page.locator(".explorer [role=status]").inner_text())


class TestSearch:
    @pytest.mark.parametrize("claim", NOTATIONS)
    def test_every_notation_finds_the_same_claims(self, page: Any, claim: str) -> None:
        found = found_by_script(page, NOTATIONS[claim])
        assert claim in found[0]
        assert [set(ids) for ids in found] == [set(found[0])] * len(found)
        assert len(found[0]) < 60

    @pytest.mark.parametrize("spellings", WORDS)
    def test_words_are_found_without_marks_and_in_compounds(self, page: Any, spellings: list[str]) -> None:
        found = found_by_script(page, spellings)
        assert [set(ids) for ids in found] == [set(found[0])] * len(found)
        assert bool(found[0]) == (spellings != ["dukhus"])

    def test_python_and_the_script_find_the_same(self, page: Any) -> None:
        queries = [query for spellings in [*NOTATIONS.values(), *WORDS] for query in spellings] + ODD
        for row in list(rows().values())[::12]:
            queries += [row["as_printed"], row["states"], f"{when(row['stated_on'])} {row['stated_by']}"]
        assert len(queries) > 350
        for query, ids in zip(queries, found_by_script(page, queries), strict=True):
            assert set(ids) == set(matches(terms(query), searched())), query

    def test_find_is_the_same_search(self) -> None:
        for claim, spellings in NOTATIONS.items():
            assert claim in set(sd.find(spellings[-1])["claim_id"])
        assert sd.find("sjukhuus").empty
        with pytest.raises(sd.SdvdataError, match="asks for nothing"):
            sd.find(" - ")

    def test_every_claim_is_found_by_its_own_words_figures_and_dates(self, page: Any) -> None:
        titles = {row["source_id"]: row["title"] for row in sd.tables.records(sd.load("sources"))}
        wanted = [
            (key, name, text)
            for key, row in rows().items()
            for name, text in {
                "print": row["as_printed"], "states": row["states"], "said": when(row["stated_on"]), "about": str(row.get("date") or ""),
                "id": key, "speaker": row["stated_by"], "title": titles[row["source_id"]],
            }.items()
            if text
        ]  # fmt: skip
        # Against each claim alone: a figure that it has not may not be taken for the beginning of one that it has.
        script = """wanted => { const { terms, tests, items } = window.sdvSearch; const by = new Map(items.map(item => [item.id, item]));
            return wanted.filter(([id, , text]) => !tests([by.get(id)], terms(text)).every(test => !test.loose && test.meets(by.get(id)))) }"""
        assert len(wanted) > 6 * len(rows())
        assert page.evaluate(script, wanted) == []

    def test_the_scripts_rules_are_the_librarys(self, html: Path) -> None:
        text = (html / "_static" / "search-rules.js").read_text(encoding="utf-8")
        assert json.loads(text.partition(" = ")[2].rstrip(";\n")) == json.loads(json.dumps(rules()))

    def test_a_figure_that_nobody_has_is_taken_as_a_beginning_and_said(self, page: Any) -> None:
        selected(page, "q=2.75")
        assert "No claim has the figure 2.75; shown are figures that begin so" in shown(page)


class TestAddress:
    def test_a_selection_comes_back_from_its_address(self, browser: Any, html: Path) -> None:  # noqa: ARG002
        given = "q=journal+sk%C3%A5ne&programme=sdv&role=press&confidence=medium&sort=said&down=1"
        with opened(browser, f"{PAGE}#{given}", 1280) as page:
            assert page.locator("[name=q]").last.input_value() == "journal skåne"
            ids = page.locator(".explorer tbody a").all_inner_texts()
            assert ids
            assert parse_qs(page.evaluate("location.hash.slice(1)")) == parse_qs(given)
            assert page.locator(".explorer th[aria-sort=descending]").inner_text() == "Said"
            page.reload()
            assert page.locator(".explorer tbody a").all_inner_texts() == ids
            page.locator(".explorer [name=role]").select_option("")
            assert "role" not in parse_qs(page.evaluate("location.hash.slice(1)"))
            page.locator(".explorer .clear").click()
            assert shown(page) == f"{len(rows())} of {len(rows())} claims"

    def test_every_filter_counts_what_it_would_leave(self, page: Any) -> None:
        selected(page, "programme=fvm")
        for name in explorer.FILTERS:
            options = page.locator(f".explorer [name={name}] option:not([disabled])")
            value = options.nth(min(2, options.count() - 1)).get_attribute("value")
            words = options.nth(min(2, options.count() - 1)).inner_text()
            page.locator(f".explorer [name={name}]").select_option(value)
            assert shown(page).split(" of ")[0] == re.search(r"\((\d+)\)$", words)[1]  # type: ignore[index]
            page.locator(f".explorer [name={name}]").select_option("fvm" if name == "programme" else "")

    def test_filters_are_the_columns_of_the_tables(self, page: Any) -> None:
        measures = {row["measure"] for row in sd.tables.records(sd.load("measures")) if row["subject"] == "systems"}
        expected = {key for key, row in rows().items() if row["programme"] == "sdv" and row["measure"] in measures}
        selected(page, "programme=sdv&subject=systems")
        assert shown(page).startswith(f"{len(expected)} of ")

    def test_what_the_page_does_not_know_is_shown(self, page: Any) -> None:
        selected(page, "programme=svd&colour=red")
        assert "colour = red, which this page does not know" in shown(page)
        assert page.locator(".explorer [name=programme]").input_value() == "svd"
        assert "colour=red" in page.evaluate("location.hash")
        page.locator(".none a", has_text="programme SDV").click()
        page.locator(".none").wait_for(state="hidden")
        assert re.match(r"[1-9]\d* of", shown(page))

    def test_nothing_found_says_what_was_looked_for_and_offers_the_nearest(self, page: Any) -> None:
        selected(page, "q=sjukhuus 651 mkr")
        told = page.locator(".none").inner_text()
        assert "word sjukhuus; figure 651 mkr = 651000000" in told
        link = page.locator(".none a", has_text="sjukhus").first
        number = re.search(r"\((\d+)\)", link.inner_text())[1]  # type: ignore[index]
        link.click()
        page.locator(".none").wait_for(state="hidden")  # the address changes first, the list after it
        assert shown(page).startswith(f"{number} of ")


class TestTaking:
    def test_the_selection_as_csv_is_safe_in_spreadsheets(self, page: Any) -> None:
        selected(page, "q=650")
        # A print that a spreadsheet would run.
        page.evaluate("window.sdvSearch.items.find(item => item.id === 'sdv-systems-650-2018').printed = '=1+1,\"x\"'")
        with page.expect_download() as download:
            page.locator(".explorer .csv").click()
        content = Path(download.value.path()).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\r\n") == content.count(b"\n") == 3
        lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert {line["claim_id"] for line in lines} == {"sdv-systems-650-2018", "sdv-stepwise-5-years-2018"}
        line = next(line for line in lines if line["claim_id"] == CLAIM)
        assert line["as_printed"] == '\'=1+1,"x"'
        row = rows()[CLAIM]
        assert (line["source_id"], line["scope"], line["stated_on"]) == (
            row["source_id"],
            row["scope"],
            row["stated_on"],
        )

    def test_the_selection_as_bibtex_has_days_and_claims(self, page: Any) -> None:
        selected(page, "q=2,85 miljarder")
        with page.expect_download() as download:
            page.locator(".explorer .bib").click()
        content = Path(download.value.path()).read_text(encoding="utf-8")
        source = rows()["sdv-invest-frame-2850m-2024"]["source_id"]
        assert re.findall(r"^@\w+\{(.+),$", content, re.MULTILINE) == [source, "sdvdata"]
        assert "note = {Claims: sdv-invest-frame-2850m-2024}" in content
        assert "date = {2024-12-10/2026-04}" in content

    def test_every_source_has_a_reference(self) -> None:
        entries = json.loads(explorer.scripts()["references.js"].partition(" = ")[2].rstrip(";\n"))
        assert set(entries) == {row["source_id"] for row in rows().values()} | {"sdvdata"}
        assert any(re.search(r"^  date = \{\d{4}-\d\d-\d\d\},$", entry, re.MULTILINE) for entry in entries.values())

    def test_the_link_is_copied(self, browser: Any, html: Path) -> None:  # noqa: ARG002
        with opened(browser, f"{PAGE}#q=650", 1280, permissions=["clipboard-read", "clipboard-write"]) as page:
            page.locator(".explorer .copy").click()
            page.locator(".explorer .copy", has_text="Cop").wait_for()
            assert page.evaluate("navigator.clipboard.readText()").endswith("#q=650")


class TestReaders:
    @pytest.mark.parametrize("scripts", [True, False])
    def test_cards_on_a_phone_and_a_table_on_a_desk(self, browser: Any, html: Path, scripts: bool) -> None:  # noqa: ARG002
        with opened(browser, PAGE, java_script_enabled=scripts) as page:
            for width, mode in product(WIDTHS, MODES):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=mode)
                cell = page.locator(".explorer tr[data-k] td").first
                assert cell.is_visible()
                assert cell.evaluate("cell => getComputedStyle(cell).display") == (
                    "block" if width == 390 else "table-cell"
                )
                assert page.locator(".explorer thead").is_visible() == (width == 1280)

    def test_without_scripts_all_claims_stand_there_by_programme(self, browser: Any, html: Path) -> None:  # noqa: ARG002
        with opened(browser, PAGE, java_script_enabled=False) as page:
            assert page.locator(".explorer tbody").count() == len({row["programme"] for row in rows().values()})
            assert page.locator(".explorer tr[data-k]").count() == len(rows())
            assert page.locator(".explorer .jump a").first.is_visible()
            page.set_viewport_size({"width": 1280, "height": 900})
            assert page.locator(".explorer :is(button, input, select, summary):visible").count() == 0

    def test_a_keyboard_gets_from_search_to_filters_to_claims(self, browser: Any, html: Path) -> None:  # noqa: ARG002
        with opened(browser, PAGE, 1280) as page:
            page.locator(".explorer [name=q]").focus()
            page.keyboard.type("650")
            page.wait_for_function("location.hash === '#q=650'")
            reached = []
            for _ in range(24):
                page.keyboard.press("Tab")
                reached.append(
                    page.evaluate(
                        "document.activeElement.name || document.activeElement.className || document.activeElement.innerText"
                    )
                )
            filters = [name for name in reached if name in explorer.FILTERS]
            assert filters == list(explorer.FILTERS)
            for earlier, later in zip(
                ["box", "programme", "sort", "copy", "csv", "bib"],
                ["programme", "sort", "copy", "csv", "bib", "clear"],
                strict=True,
            ):
                assert reached.index(earlier) < reached.index(later)
            page.locator("thead button", has_text="Said").focus()
            page.keyboard.press("Enter")
            assert page.locator("th[aria-sort=ascending]").inner_text() == "Said"

    def test_print_shows_the_list_alone(self, browser: Any, html: Path) -> None:  # noqa: ARG002
        with opened(browser, f"{PAGE}#programme=sdv", 1280) as page:
            page.emulate_media(media="print")
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
            assert page.locator(".explorer tr[data-k]").count() == sum(
                row["programme"] == "sdv" for row in rows().values()
            )
            for part in (".find", ".facets", ".bar button", ".more"):
                assert not page.locator(f".explorer {part}").first.is_visible()

    def test_labels_of_cards_follow_the_columns(self) -> None:
        css = (ROOT / "docs" / "_static" / "explorer.css").read_text(encoding="utf-8")
        labels = re.findall(r'td:nth-child\((\d)\)::before \{ content: "([^"]+)"', css)
        heads = re.findall(r'<th scope="col"[^>]*>([\w ]+)', explorer.TEMPLATE)
        assert labels == [(str(n), words) for n, words in enumerate(heads, start=1) if n > 2]

    def test_markup_in_a_title_is_text(self) -> None:
        bad = with_source(record.current(), CLAIM, title="<script>alert(1)</script>")
        assert "<script" not in explorer.line(bad, CLAIM)
        assert "&lt;script&gt;alert(1)" in explorer.line(bad, CLAIM)

    def test_a_title_with_markup_stays_text_when_it_is_marked(self, browser: Any, html: Path) -> None:  # noqa: ARG002
        with opened(browser, PAGE, 1280) as page:
            page.evaluate("""() => { const item = window.sdvSearch.items[0]; item.words += ' <script>alert(1)';
                item.row.cells[4].firstChild.textContent = '<script>alert(1)</script>'; }""")
            page.locator(".explorer [name=q]").fill("alert script")
            page.wait_for_function("location.hash.includes('alert')")
            assert page.locator(".explorer tbody script").count() == 0
            assert page.locator(".explorer mark").first.inner_text() in ("alert", "script")

    def test_the_scripts_ask_for_nothing_from_outside(self) -> None:
        for name in ("explorer.js", "search-terms.js", "explorer.css"):
            text = (ROOT / "docs" / "_static" / name).read_text(encoding="utf-8")
            assert not re.search(r"https?:|fetch\(|import[ (]|XMLHttpRequest|innerHTML", text), name


class TestSiteSearch:
    @pytest.mark.parametrize("query", ["2.85", "2,85 miljarder", "2 850 miljoner"])
    def test_the_sites_own_search_finds_figures(self, browser: Any, html: Path, query: str) -> None:  # noqa: ARG002
        with opened(browser, f"search.html?q={query}") as page:
            page.wait_for_selector("#search-results li a")
            assert "claims/sdv-invest-frame-2850m-2024.html" in page.locator(
                "#search-results li a"
            ).first.get_attribute("href")

    def test_it_finds_dates_in_any_notation(self, browser: Any, html: Path) -> None:  # noqa: ARG002
        found = []
        for query in ("12 November 2024", "2024-11-12", "12. november 2024"):
            with opened(browser, f"search.html?q={query}") as page:
                page.wait_for_function("document.querySelector('.search-summary')?.textContent.includes('found')")
                found.append(
                    sorted(
                        str(a.get_attribute("href")).split("?")[0] for a in page.locator("#search-results li a").all()
                    )
                )
        assert len(found[0]) > 20
        assert found == [found[0]] * 3

    def test_it_offers_to_look_among_the_claims(self, browser: Any, html: Path) -> None:  # noqa: ARG002
        with opened(browser, "search.html?q=2,85 miljarder") as page:
            page.locator(".among a").click()
            page.wait_for_url(f"**/{PAGE}#*")
            assert shown(page) == f"1 of {len(rows())} claims"
