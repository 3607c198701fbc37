"""The list of all claims, plain by programme; a script on the page searches, filters, sorts and saves it."""

from __future__ import annotations

import json
import re

from sdvdata.claims import rows, searched
from sdvdata.references import cite
from sdvdata.terms import PERIODS, rules
from sdvdata.words import when
from tools.pages.addresses import source_page
from tools.pages.downloads import bibtex
from tools.pages.markup import in_language, text
from tools.pages.record import Record, Row

#: What the second reading found, in few words.
CHECKED = {"confirmed": "read twice", "corrected": "corrected", "not_reachable": "not found again", "": "read once"}
#: Filters: name in the address, label.
FILTERS = {
    "programme": "Programme",
    "subject": "Subject",
    "said": "Year said",
    "about": "Year it is about",
    "role": "Speaker",
    "confidence": "Confidence",
    "standing": "Standing",
    "checked": "Second reading",
    "table": "Table",
    "contradicted": "Contradictions",
}


def standing(row: Row) -> str:
    """Return how firm a claim is: of a plan its standing, of an event its kind, of an amount or a count its state.

    Examples
    --------
    >>> standing({"table": "schedules", "kind": "planned", "plan_status": "decided"}), standing({"table": "costs", "flow": "budget"})
    ('decided', 'budget')
    """
    if row.get("status") == "withdrawn":
        return "withdrawn"
    if row["table"] == "schedules":
        return str((row["kind"] == "planned" and row["plan_status"]) or row["kind"])
    return str(row[{"costs": "flow", "counts": "tense", "landscape": "system_status"}[row["table"]]])


def line(record: Record, key: str) -> str:
    """Return a claim's row: what search needs in attributes, what is read in cells (end tags may be left out)."""
    row, typed, source = record.claims[key], rows()[key], record.sources[record.claims[key]["source_id"]]
    measure, known = record.measures[row["measure"]], searched()[key][1].strip()
    others = [other for words, other, _ in record.relations.get(key, ()) if words == "contradicts"]
    data = {
        "k": known,
        "s": row["stated_on"],
        "d": next((row[name] for name in PERIODS if row.get(name)), ""),
        "v": next((typed[name] for name in ("value", "low", "high") if typed.get(name) is not None), ""),
        "t": row["table"],
        "u": measure["subject"],
        "c": "yes" if any(record.claims[other]["status"] != "withdrawn" for other in others) else "",
    }
    marks = "".join(f' data-{name}="{text(cell)}"' for name, cell in data.items() if cell != "")
    cells = (
        f"<span>{text(measure['title'])}</span><small>{text(row['scope'])}</small>",
        f'<a href="{key}.html">{text(row["states"])}</a>',
        in_language(row["as_printed"], source["language"], "q"),
        f"{text(when(row['stated_on']))} <span>{text(row['stated_by'])}</span> <i>{text(row['speaker_role'])}</i>",
        f'<a href="{source_page(row["source_id"])}">{in_language(source["title"], source["language"])}</a>',
        f"<b>{text(standing(row).replace('_', ' '))}</b> <span>{text(row['confidence'])}</span> "
        f"<small>{CHECKED[row['second_reading']]}</small>",
    )
    return f"<tr{marks}>" + "".join(f"<td>{cell}" for cell in cells)


def body(record: Record) -> str:
    """Return the explorer: search and filters (shown by the script), then every claim, by programme."""
    groups, jumps = [], []
    for key in record.programme_order():
        row, mine = record.programmes[key], record.of_programme(key)
        known = text("\n".join(row[name] for name in ("short_name", "name", "native_name", "buyer")))
        jumps.append(f'<li><a href="#claims-{key}">{text(row["name"])}</a> ({len(mine)})</li>')
        groups.append(
            f'<tbody id="claims-{key}" data-name="{text(row["short_name"])}" data-known="{known}">'
            f'<tr class="group"><th colspan="6" scope="rowgroup">{text(row["name"])} ({len(mine)} claims)'
            + "\n".join(line(record, claim["claim_id"]) for claim in mine)
        )
    filters = "".join(
        f'<div><label for="x-{name}">{label}</label><select id="x-{name}" name="{name}"><option value="">all</option></select></div>'
        for name, label in FILTERS.items()
    )
    parts = {
        "FILTERS": filters,
        "JUMPS": "".join(jumps),
        "GROUPS": "\n".join(groups),
        "NUMBER": str(len(record.claims)),
    }
    return re.sub("|".join(parts), lambda part: parts[part[0]], TEMPLATE)


def scripts() -> dict[str, str]:
    """Return what the page's scripts load: the rules of search, and each source's reference for BibTeX."""
    items = [{**item, "note": ""} for item in cite(list(rows()), style="csl")]
    entries = {item["id"]: bibtex([item]) for item in items}
    return {
        "search-rules.js": f"globalThis.sdvRules = {json.dumps(rules(), ensure_ascii=False)};\n",
        "references.js": f"window.sdvReferences = {json.dumps(entries, ensure_ascii=False)};\n",
    }


TEMPLATE = """<link rel="stylesheet" href="../_static/explorer.css"><div class="explorer">
<form class="find" role="search" data-script hidden><div><label for="x-q">Figure, date, word, title or claim id</label>
<input id="x-q" name="q" type="search" autocomplete="off" aria-describedby="x-hint"></div></form>
<p class="hint" id="x-hint" data-script hidden>For example 2,85 miljarder, 650 system, 12. november 2024, hösten 2025, "as printed".</p>
<details data-script hidden><summary class="box">Filters and order <span class="on"></span></summary>
<div class="facets">FILTERS<div><label for="x-sort">Order</label><select id="x-sort" name="sort"><option value="">as listed</option>
<option value="value">by figure</option><option value="about">by date it is about</option><option value="said">by day it was said</option>
<option value="source">by source</option></select></div></div></details>
<div class="bar" data-script hidden><p role="status"></p><button type="button" class="copy">Copy link</button>
<button type="button" class="csv">CSV</button><button type="button" class="bib">BibTeX</button><button type="button" class="clear">Clear</button></div>
<div class="none" data-script hidden></div>
<ul class="jump" data-plain>JUMPS</ul>
<table><caption>NUMBER claims</caption><thead><tr><th scope="col" data-sort="">About</th><th scope="col" data-sort="value">States</th><th scope="col">As printed</th>
<th scope="col" data-sort="said">Said</th><th scope="col" data-sort="source">Source</th><th scope="col">Standing</th></thead>
GROUPS</table>
<p class="more" data-script hidden><button type="button"></button></p></div>
<script src="../_static/search-rules.js"></script><script src="../_static/search-terms.js"></script><script src="../_static/explorer.js"></script>"""
