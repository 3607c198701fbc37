"""What the generated pages are made of, without a browser."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

import sdvdata
from sdvdata import charts, tables
from sdvdata.display import MIME, ChartError
from tools import site
from tools.front import NOTEBOOK as FRONT
from tools.pages import (
    addresses,
    cards,
    claims,
    languages,
    linking,
    markup,
    published,
    record,
    reference,
    sources,
    stage,
)
from tools.project import NOTEBOOKS, ROOT

NOWHERE = addresses.Public()
CLAIM = "sdv-systems-650-2018"


@pytest.fixture(scope="module")
def found() -> record.Record:
    return record.current()


def extension(name: str) -> Any:
    """One of our own Sphinx extensions."""
    if str(ROOT / "docs" / "_ext") not in sys.path:
        sys.path.insert(0, str(ROOT / "docs" / "_ext"))
    return importlib.import_module(name)


def with_source(found: record.Record, claim: str, **values: str) -> record.Record:
    key = found.claims[claim]["source_id"]
    return dataclasses.replace(found, sources={**found.sources, key: {**found.sources[key], **values}})


@pytest.mark.parametrize(
    "name", ["addresses", "cards", "downloads", "explorer", "languages", "markup", "published", "record", "reference"]
)
def test_examples_run(name: str) -> None:
    module = importlib.import_module(f"tools.pages.{name}")
    done = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert done.attempted
    assert not done.failed


class TestClaimPages:
    def test_every_claim_has_a_page_with_its_source_and_print(self, found: record.Record) -> None:
        for key, row in found.claims.items():
            page = claims.body(found, key, {}, NOWHERE)
            assert markup.text(row["as_printed"]) in page
            assert f"../sources/{row['source_id']}.html" in page
            for part in ("cite", "relations", "used", "corrections", "error"):
                assert f'<h2 id="{part}">' in page

    def test_corrections_are_those_of_the_change_log(self, found: record.Record) -> None:
        corrected = [key for key, row in found.claims.items() if row["second_reading"] == "corrected"]
        assert corrected
        for key in corrected:
            assert found.corrections[key]
            assert "<p>None.</p>" not in claims.body(found, key, {}, NOWHERE).partition('id="corrections"')[2]

    def test_markup_in_a_source_is_text(self, found: record.Record) -> None:
        bad = with_source(found, CLAIM, title="<script>alert(1)</script>", producer='"><img src=x>')
        key = bad.claims[CLAIM]["source_id"]
        for page in (
            claims.body(bad, CLAIM, {}, NOWHERE),
            sources.body(bad, key),
            sources.list_of_sources(bad),
            sources.heading(bad, key),
        ):
            assert "<script" not in page
            assert "<img" not in page
        assert "&lt;script&gt;" in claims.body(bad, CLAIM, {}, NOWHERE)

    @pytest.mark.parametrize(
        "address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org/a"]
    )
    def test_only_the_web_becomes_a_link(self, found: record.Record, address: str) -> None:
        bad = with_source(found, CLAIM, url=address, archived_url=address)
        key = bad.claims[CLAIM]["source_id"]
        for page in (claims.body(bad, CLAIM, {}, NOWHERE), sources.body(bad, key)):
            assert f'href="{address}' not in page

    def test_reports_go_to_the_public_place_or_nowhere(self, found: record.Record) -> None:
        assert "Report an error in this claim" not in claims.body(found, CLAIM, {}, NOWHERE)
        public = addresses.public('[project.urls]\nRepository = "https://example.org/r"')
        assert f'href="https://example.org/r/issues/new?title={CLAIM}"' in claims.body(found, CLAIM, {}, public)

    def test_a_claim_without_a_source_stops_the_build_and_is_named(self, found: record.Record) -> None:
        bad = dataclasses.replace(found, claims={**found.claims, CLAIM: {**found.claims[CLAIM], "source_id": ""}})
        with pytest.raises(linking.PageError, match=rf"claim {CLAIM}: its source \(blank\)"):
            claims.body(bad, CLAIM, {}, NOWHERE)

    def test_the_title_is_a_sentence(self, found: record.Record) -> None:
        assert (
            claims.sentence(found, "sdv-v2018-ystad") == "Ystad hospital: planned for November 2020, said Sydsvenskan"
        )

    def test_related_claims_stand_in_the_order_in_which_they_were_said(self, found: record.Record) -> None:
        drawn = (
            claims.body(found, "sdv-systems-650-2018", {}, NOWHERE).partition('class="line"')[2].partition("</ul>")[0]
        )
        assert drawn.index("this claim") < drawn.index("contradicts") < drawn.index("sdv-systems-30-2023")

    def test_printed_words_carry_their_language(self, found: record.Record) -> None:
        assert '<q lang="sv">650 olika it-system</q>' in claims.body(found, CLAIM, {}, NOWHERE)


class TestLinking:
    def test_ids_become_links_in_prose_code_and_tables(self, found: record.Record) -> None:
        html = f"<p>see {CLAIM}.</p><code>{CLAIM}</code><table><tr><td>{CLAIM}</td></tr></table>"
        done = linking.link_ids(html, found, "../", "page")
        assert done.count(f'<a class="claim" href="../claims/{CLAIM}.html">{CLAIM}</a>') == 3

    def test_links_scripts_and_drawings_stay(self, found: record.Record) -> None:
        html = f'<a href="x">{CLAIM}</a><script>"{CLAIM}"</script><svg><text>{CLAIM}</text></svg>'
        assert linking.link_ids(html, found, "", "page") == html

    def test_an_unknown_claim_stops_the_build_and_is_named(self, found: record.Record) -> None:
        with pytest.raises(linking.PageError, match=r"notebooks/x.*sdv-systems-650-2081.*sdv-systems-650-2018"):
            linking.link_ids("<td>sdv-systems-650-2081</td>", found, "", "notebooks/x")

    def test_other_words_with_hyphens_are_no_claims(self, found: record.Record) -> None:
        html = "<code>py-3</code><td>sdv-v2018</td><p>sdv-whatever in prose</p>"
        assert "<a" not in linking.link_ids(html.replace("sdv-v2018", "well-known"), found, "", "page")

    def test_web_addresses_in_printed_sources_become_links(self, found: record.Record) -> None:
        done = linking.link_ids("<pre>A. https://example.org/a?b=1&amp;c=2 (read).</pre>", found, "", "page")
        assert '<a class="external" rel="noopener" href="https://example.org/a?b=1&amp;c=2">' in done


class TestLanguages:
    def test_printed_references_and_italics_carry_their_language(self, found: record.Record) -> None:
        titles = {"Plan: ”big bang” & mer": "sv", "A plan": "en"}
        done = languages.mark_titles("<pre>VGR. “Plan: ”big bang” &amp; mer”. B. “A plan”.</pre>", titles)
        assert done == '<pre>VGR. “<span lang="sv">Plan: ”big bang” &amp; mer</span>”. B. “A plan”.</pre>'
        words = languages.foreign_words(found)
        assert (words["drygt"], words["inntil"], words["Skånes digitala vårdsystem"]) == ("sv", "no", "sv")
        assert "about" not in words

    def test_every_foreign_title_in_a_written_reference_is_marked(
        self, found: record.Record, written: dict[str, str]
    ) -> None:
        for name in (f"notebooks/{path.stem}.html" for path in NOTEBOOKS.glob("*.ipynb")):
            for row in found.sources.values():
                if row["language"] in markup.FOREIGN:
                    assert f"“{markup.text(row['title'])}”" not in written[name], (name, row["source_id"])

    def test_terms_in_prose_are_marked(self, written: dict[str, str]) -> None:
        assert '<em lang="sv">drygt</em>' in written["reading.html"]
        assert '<em lang="no">inntil</em>' in written["reading.html"]
        assert '<em lang="sv">Skånes digitala vårdsystem</em>' in written["programmes/sdv.html"]


def a_notebook(*charts: dict[str, Any]) -> dict[str, Any]:
    outputs = [{"output_type": "display_data", "data": {MIME: chart}, "metadata": {}} for chart in charts]
    return {
        "cells": [
            {"cell_type": "markdown", "source": ["# What & why?\n", "Words."], "metadata": {}},
            {"cell_type": "code", "source": ["show()"], "outputs": outputs, "metadata": {}, "execution_count": 1},
        ]
    }


CHART = {"mark": "point", "data": {"values": [{}]}, "width": 300, "height": 200, "description": "One point & no more."}


class TestCards:
    """What other sites show of a link."""

    def test_a_card_shows_title_and_a_chart_that_fits(self, tmp_path: Path) -> None:
        pytest.importorskip("vl_convert")
        (tmp_path / "05-new.ipynb").write_text(
            json.dumps(a_notebook({**CHART, "height": 900}, CHART)), encoding="utf-8"
        )
        (tmp_path / "06-tall.ipynb").write_text(json.dumps(a_notebook({**CHART, "height": 900})), encoding="utf-8")
        cards.write_cards(tmp_path, tmp_path / "cards", tmp_path / "cards.json")
        assert json.loads((tmp_path / "cards.json").read_text(encoding="utf-8")) == {"05-new": CHART["description"]}
        picture = (tmp_path / "cards" / "05-new.png").read_bytes()
        assert picture[:4] == b"\x89PNG"
        assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (cards.WIDTH, cards.HEIGHT)
        spec, drawing = cards.chosen(a_notebook({**CHART, "height": 900}, CHART)) or ({}, "")
        assert spec["height"] == 200
        assert "What &amp; why?" in cards.card(cards.title_of(a_notebook(CHART)), drawing)

    def test_a_chart_without_words_stops_the_build_and_names_its_notebook(self, tmp_path: Path) -> None:
        pytest.importorskip("vl_convert")
        dumb = {name: value for name, value in CHART.items() if name != "description"}
        (tmp_path / "05-new.ipynb").write_text(json.dumps(a_notebook(dumb)), encoding="utf-8")
        with pytest.raises(ChartError, match=r"05-new: .*description"):
            cards.write_cards(tmp_path, tmp_path / "cards", tmp_path / "cards.json")
        with pytest.raises(ChartError, match=r"notebooks/05-new: .*description"):
            extension("notebook_pages").for_readers(a_notebook(CHART, dumb), "notebooks/05-new")

    @pytest.mark.parametrize("site", ["https://example.org/sdv", ""])
    def test_a_page_names_its_card_where_there_is_a_public_address(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: str
    ) -> None:
        from sphinx.application import Sphinx

        extension("link_cards")
        monkeypatch.setattr(addresses, "current", lambda: addresses.Public(site=site))
        (tmp_path / "generated").mkdir()
        words = {"01-costs": 'A "chart" & <b>', FRONT.stem: "The first page's."}
        (tmp_path / "generated" / "cards.json").write_text(json.dumps(words), encoding="utf-8")
        for page in ("index", "01-costs"):
            (tmp_path / f"{page}.rst").write_text("Title\n=====\n\nFirst *words*, and more.\n", encoding="utf-8")
        settings = {
            "extensions": ["sphinxext.opengraph", "link_cards"],
            "ogp_site_url": f"{site}/" if site else "",
            "ogp_enable_meta_description": False,
            "ogp_social_cards": {"enable": False},
        }
        out = tmp_path / "out"
        app = Sphinx(tmp_path, None, out, tmp_path / "trees", "html", settings, status=None, warning=None)
        app.build()
        page = (out / "01-costs.html").read_text(encoding="utf-8")
        assert '<meta property="og:description" content="First words, and more." />' in page
        assert '<meta name="description" content="First words, and more." />' in page
        address = '<meta property="og:image" content="https://example.org/sdv/_static/cards/01-costs.png" />'
        assert (address in page) == bool(site)
        assert ('content="A &quot;chart&quot; &amp; &lt;b&gt;"' in page) == bool(site)
        assert (f"cards/{FRONT.stem}.png" in (out / "index.html").read_text(encoding="utf-8")) == bool(site)
        assert ("og:url" in page) == bool(site)

    def test_every_page_of_the_site_has_its_first_words(self, written: dict[str, str]) -> None:
        for name, page in written.items():
            if name not in ("genindex.html", "search.html") and not name.startswith("_static/"):
                assert '<meta property="og:title"' in page, name
            if name.startswith("notebooks/") or name == "index.html":
                assert '<meta name="description"' in page, name


class TestStage:
    def test_stored_notebooks_have_outputs(self) -> None:
        stage.require_outputs(sorted(NOTEBOOKS.glob("*.ipynb")))

    def test_a_cell_that_was_never_run_is_named(self, tmp_path: Path) -> None:
        cell = {"cell_type": "code", "source": ["1"], "outputs": [], "execution_count": None, "metadata": {}}
        (tmp_path / "05-new.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
        with pytest.raises(linking.PageError, match=r"05-new\.ipynb: cell 1"):
            stage.require_outputs([tmp_path / "05-new.ipynb"])

    def test_a_page_that_nothing_holds_stops_the_build_with_one_sentence(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = (ROOT / "docs" / "index.md").read_text(encoding="utf-8").replace("[2.85 billion]", "[2.86 billion]", 1)
        (tmp_path / "index.md").write_text(text, encoding="utf-8")
        for name, value in (
            ("DOCS", tmp_path),
            ("SOURCE", tmp_path / "src"),
            ("HTML", tmp_path),
            ("EXECUTED", NOTEBOOKS),
        ):
            monkeypatch.setattr(site, name, value)
        monkeypatch.setattr(site, "site_keys", lambda: ["another", "one"])
        monkeypatch.setattr(site, "KEY", tmp_path / "key")
        assert site.write_site() == 1
        assert "The pages can't be made: index.md: '2.86'" in capsys.readouterr().out


def test_a_drawing_says_every_digit_that_the_chart_says(written: dict[str, str]) -> None:
    """Its marks are spared decimals that no screen shows; its words are not."""
    values = [{"x": 1 / 3, "label": '1.04625 opacity="1" & so'}]
    encoding = {"x": {"field": "x", "type": "quantitative"}, "text": {"field": "label"}}
    spec = {"data": {"values": values}, "mark": "text", "encoding": encoding, "title": "0.12345", "description": "One."}
    drawn = extension("vega_svg").drawing_of(spec)
    assert ">1.04625 opacity=&quot;1&quot; &amp; so<" in drawn or '>1.04625 opacity="1" &amp; so<' in drawn
    assert ">0.12345<" in drawn
    assert re.search(r"\d\.\d{3}", re.sub(r">[^<]*<|aria-label=\"[^\"]*\"", "", drawn)) is None
    for label in (">1.046<", ">1.706, unexplained<", "278 and 1.046"):
        assert label in written["notebooks/01-costs.html"]


class TestSmallCharts:
    """Of hand-written pages; all three stop the build where they can't be drawn."""

    @staticmethod
    def linked(*ids: str) -> str:
        return "\n".join(f'<a class="claim" href="claims/{key}.html">{number}</a>' for number, key in enumerate(ids))

    def test_bars_are_as_long_as_their_values(self) -> None:
        drawn = extension("small_charts").bars(
            "sdv", self.linked("sdv-invest-frame-1046m-2020", "sdv-invest-frame-2850m-2024")
        )
        assert re.findall(r"--long: ([0-9.]+)%", drawn) == ["36.7", "100.0"]

    @pytest.mark.parametrize("ids", [("hp-annual-op-2019-278", "sdv-invest-frame-2850m-2024"), ()])
    def test_bars_of_two_currencies_or_of_nothing_are_refused(self, ids: tuple[str, ...]) -> None:
        with pytest.raises(linking.PageError, match="need one currency"):
            extension("small_charts").bars("sdv", self.linked(*ids))

    def test_a_clock_tells_a_start_from_a_date_never_reached(self) -> None:
        lines = [
            f"sdv: {self.linked('sdv-v2018-ystad', 'sdv-v2023-ystad')}",
            f"fvm: {self.linked('fvm-plan-2018-first-sas', 'fvm-go-live-2024')}",
        ]
        drawn = extension("small_charts").clock("\n".join(line.replace("\n", " ") for line in lines))
        assert drawn.index("track never") < drawn.index("track started")
        assert float(re.findall(r"--to: ([0-9.]+)", drawn)[0]) == pytest.approx(88, abs=1)  # April 2025 of 2020 to 2025

    @pytest.mark.parametrize(
        ("name", "chart", "place"), [("02-schedules", 1, 4), ("02-schedules", 9, 1), ("02-other", 1, 1)]
    )
    def test_a_panel_that_is_gone_is_named(self, name: str, chart: int, place: int) -> None:
        with pytest.raises(linking.PageError, match=rf"{name}: chart {chart} has no panel {place}"):
            extension("small_charts").panel(ROOT, name, chart, place, "Words.")


class TestPublicAddresses:
    def test_none_is_made_up(self) -> None:
        assert addresses.public("[project]\nname = 'x'") == NOWHERE
        assert addresses.public("[project.urls]\nRepository = 'not an address'") == NOWHERE

    def test_structured_data_follow_the_descriptor(self) -> None:
        script = reference.dataset(NOWHERE, {"downloads/sdvdata.zip": "application/zip"})
        content = json.loads(re.sub(r"</?script[^>]*>", "", script))
        assert content["@type"] == "Dataset"
        assert content["version"] == tables.data_version()
        assert "url" not in content and "identifier" not in content
        assert len(content["spatialCoverage"]) == 3
        first, last = map(int, content["temporalCoverage"].split("/"))
        assert 2000 < first < 2017 and last == 2026

    def test_with_a_made_up_address_all_that_needs_one_follows(self) -> None:
        public = addresses.public('[project.urls]\nSite = "https://example.org/sdv"')
        content = json.loads(
            re.sub(r"</?script[^>]*>", "", reference.dataset(public, {"downloads/a.zip": "application/zip"}))
        )
        assert content["url"] == "https://example.org/sdv/" and content["identifier"].startswith(content["url"])
        assert content["distribution"][0]["contentUrl"] == "https://example.org/sdv/downloads/a.zip"
        changes = reference.change_log(record.CHANGES.read_text(encoding="utf-8"))
        feed = ElementTree.fromstring(published.feed(public.site, changes))
        atom = "{http://www.w3.org/2005/Atom}"
        entries = feed.findall(f"{atom}entry")
        assert len(entries) > 5
        assert max(entry.findtext(f"{atom}updated", "") for entry in entries) == feed.findtext(f"{atom}updated")
        assert "<code>" in entries[0].findtext(f"{atom}content", "")  # the newest change names its claims
        pages = ElementTree.fromstring(published.sitemap(public.site, ["index.html", "claims/a&b.html"]))
        assert [page[0].text for page in pages] == [f"{public.site}/claims/a&b.html", f"{public.site}/index.html"]


class TestDownloads:
    def test_the_archive_holds_every_table_and_is_the_same_each_time(self) -> None:
        from tools.pages import downloads

        one = downloads.archive(ROOT / "data", ROOT / "LICENSE-DATA")
        assert one == downloads.archive(ROOT / "data", ROOT / "LICENSE-DATA")
        names = set(zipfile.ZipFile(BytesIO(one)).namelist())
        assert {f"sdvdata/{entry['path']}" for entry in tables.descriptor()["resources"]} <= names
        assert "sdvdata/datapackage.json" in names

    def test_the_workbook_types_text_as_text_and_runs_nothing(self, tmp_path: Path) -> None:
        pytest.importorskip("xlsxwriter")
        from tools.pages import downloads

        fields = [{"name": "claim_id", "type": "string"}, {"name": "value", "type": "number"}]
        entry = {"name": "t", "path": "t.csv", "description": "d", "schema": {"fields": fields}}
        about = {"title": "t", "description": "d", "version": "1", "licenses": [{"title": "l"}], "resources": [entry]}
        (tmp_path / "t.csv").write_text(
            "claim_id,value\n=1+1,5\n@SUM(A1),\nhttps://example.org,2.5\n", encoding="utf-8"
        )
        content = downloads.workbook(tmp_path, about)
        assert content == downloads.workbook(tmp_path, about)
        book = zipfile.ZipFile(BytesIO(content))
        sheet = book.read("xl/worksheets/sheet2.xml").decode()
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet
        assert "<v>5</v>" in sheet
        assert "=1+1" in book.read("xl/sharedStrings.xml").decode()
        assert b"read-me" in book.read("xl/workbook.xml")


LINK = re.compile(r"""<a\b[^>]*?\bhref="([^"]*)\"""")
ID = re.compile(r"""\bid="([^"]*)\"""")


@pytest.fixture(scope="module")
def written(html: Path) -> dict[str, str]:
    return {file.relative_to(html).as_posix(): file.read_text(encoding="utf-8") for file in html.rglob("*.html")}


class TestWritten:
    """The pages as written to _build/html."""

    def test_every_claim_and_source_has_its_address(self, found: record.Record, written: dict[str, str]) -> None:
        assert {f"claims/{key}.html" for key in found.claims} <= set(written)
        assert {f"sources/{key}.html" for key in found.sources} <= set(written)
        assert {f"programmes/{key}.html" for key in found.programmes} <= set(written)

    def test_a_comparator_shows_its_pairs_and_their_claims_lead_there(
        self, found: record.Record, written: dict[str, str]
    ) -> None:
        shown = {name for name in written if name.startswith("programmes/") and 'id="pairs"' in written[name]}
        assert shown == {f"programmes/{row['programme']}.html" for row in found.pairs}
        for row in found.pairs:
            part = written[f"programmes/{row['programme']}.html"].partition('id="pairs"')[2].partition("</ul>")[0]
            assert f"Grade {row['grade']}, " in part
            for claim in (row["first_claim"], row["last_claim"]):
                assert f"../claims/{claim}.html" in part
                assert f"../programmes/{row['programme']}.html#pairs" in written[f"claims/{claim}.html"]

    def test_a_product_is_called_by_its_name(self, written: dict[str, str]) -> None:
        assert "<dd>PMO</dd>" in written["programmes/pmo-skane.html"]
        assert ": Skåne, PMO" in re.sub(r"<[^>]*>", "", written["programmes/index.html"])

    def test_the_reference_has_every_public_name(self, written: dict[str, str]) -> None:
        known = {name for page in written if page.startswith("reference/") for name in ID.findall(written[page])}
        wanted = {*sdvdata.__all__, *(f"charts.{name}" for name in charts.__all__ if name != "ChartError")}
        assert {name for name in wanted if f"sdvdata.{name}" not in known} == set()

    def test_findings_and_gaps_keep_their_addresses(self, found: record.Record, written: dict[str, str]) -> None:
        findings = (
            "yearly-cost-helseplattformen investment-frame-sdv first-hospital-all-three a-date-kept-fvm-millennium "
            "undelivered-letters-helseplattformen how-many-systems-sdv elsewhere-in-sweden the-three-side-by-side"
        )
        for name in findings.split():
            assert f'href="#{name}"' in written["index.html"] and f'id="{name}"' in written["index.html"], name
        assert {gap["gap_id"] for gap in found.gaps} <= set(ID.findall(written["gaps.html"]))

    def test_the_table_of_three_is_a_table_also_to_a_reader_on_a_phone(self, written: dict[str, str]) -> None:
        table = written["index.html"].partition('<div class="three')[2].partition("</table>")[0]
        assert table.count('role="rowheader"') == 7 and table.count('role="cell"') == 21

    def test_no_frame_is_left_unfilled(self, written: dict[str, str]) -> None:
        for name, page in written.items():
            assert not re.search("SDVDATA-[A-Z]", page), name

    def test_every_internal_link_and_anchor_resolves(self, html: Path, written: dict[str, str]) -> None:
        anchors = {name: set(ID.findall(page)) for name, page in written.items()}
        assert not list(self.broken(html, written, anchors))

    @staticmethod
    def broken(html: Path, written: dict[str, str], anchors: dict[str, set[str]]) -> Iterator[str]:
        seen: set[tuple[Any, ...]] = set()
        for name, page in written.items():
            for address in set(LINK.findall(page)):
                if re.match(r"(?:[a-z]+:|//)", address) or (Path(name).parent, address) in seen:
                    continue
                if address and not address.startswith("#"):
                    seen.add((Path(name).parent, address))
                path, _, anchor = address.replace("&amp;", "&").partition("#")
                target = (html / name).parent / unquote(path.partition("?")[0]) if path else html / name
                if not target.is_file():
                    yield f"{name}: {address}"
                    continue
                key = target.resolve().relative_to(html.resolve()).as_posix()
                if anchor and "=" not in anchor and key in anchors and unquote(anchor) not in anchors[key]:
                    yield f"{name}: {address}"

    def test_claims_in_notebooks_lead_to_their_pages(self, written: dict[str, str]) -> None:
        for name in (f"notebooks/{path.stem}.html" for path in NOTEBOOKS.glob("*.ipynb")):
            assert re.search(r'<a class="claim" href="\.\./claims/[a-z0-9-]+\.html">', written[name]), name

    def test_every_chart_has_words_a_drawing_and_its_specification(self, written: dict[str, str]) -> None:
        for name, page in written.items():
            for chart in re.findall(r'<figure class="chart".*?</figure>', page, re.DOTALL):
                assert re.search(r'<svg [^>]*role="img" aria-label="[^"]{60,}', chart), name
                spec = re.search(r'<script type="application/json">(.*?)</script>', chart, re.DOTALL)
                assert spec and json.loads(spec[1])["description"], name

    def test_without_public_address_none_is_named(self, written: dict[str, str]) -> None:
        if addresses.current() != NOWHERE:
            pytest.skip("the project has public addresses")
        for name, page in written.items():
            assert 'rel="canonical"' not in page, name
            assert "mybinder" not in page, name
            assert "og:image" not in page, name
