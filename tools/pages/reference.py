"""Pages about the data: dictionary, gaps and weaknesses, log of changes, JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sdvdata import tables
from sdvdata.claims import coverage
from sdvdata.tables import core, load
from sdvdata.words import when
from tools.pages.addresses import Public
from tools.pages.markup import facts, folded, table, text
from tools.pages.record import Record


def dictionary() -> str:
    """Return the data dictionary: every column of every table, from the descriptor."""
    parts = {}
    for entry in tables.descriptor()["resources"]:
        rows = []
        for field in entry["schema"]["fields"]:
            limits = field.get("constraints", {})
            words = field.get("vocabulary")
            allowed = f"see {words}" if words else ", ".join(map(str, limits.get("enum", [])))
            rows.append(
                (
                    f'<code id="{entry["name"]}-{field["name"]}">{text(field["name"])}</code>',
                    text(field["title"]),
                    text(field.get("kind", field["type"])),
                    "yes" if limits.get("required") else "",
                    text(field["description"]),
                    text(allowed),
                )
            )
        heads = ("Column", "Title", "Type", "Required", "Definition", "Allowed")
        parts[entry["title"]] = f"<p><code>{text(entry['path'])}</code>. {text(entry['description'])}</p>" + table(
            f"Columns of {entry['path']}", heads, rows
        )
    return folded(parts)


def gaps(record: Record) -> str:
    """Return what was looked for and not found, programme by programme; each gap has an anchor, its id."""
    parts: dict[str, str] = {}
    for programme in record.programme_order():
        items = [
            f'<li id="{text(gap["gap_id"])}">{text(gap["question"])} <a class="headerlink" href="#{text(gap["gap_id"])}" '
            f'title="Link to this gap">#</a><br><small>Searched: {text(gap["searched"])}; {text(gap["when"])}.</small></li>\n'
            for gap in record.gaps
            if gap["programme"] == programme
        ]
        if items:
            name = record.programmes[programme]["name"]
            parts[f"{name}: {len(items)} question{'s' * (len(items) > 1)} without an answer"] = (
                f"<ul>{''.join(items)}</ul>"
            )
    return folded(parts)


def cases(record: Record) -> str:
    """Return the cases of courts and supervisors: the state of each first, and the day on which we last looked."""
    made = ""
    for case in record.cases:
        decided = f", {when(case['decided_on'])}" if case["decided_on"] else ""
        pairs = [
            ("State", text(case["state"] + decided)),
            ("Claimed or opened by", text(case["claimed_by"] or "not stated")),
            ("Before", text(case["authority"])),
            ("What is known", text(f"{case['note']} {case['claim_id']}".strip())),
            ("Last looked", text(case["last_checked"])),
        ]
        title = text(f"{record.programmes[case['programme']]['name']}: {case['what']}")
        made += f'<h3 id="{text(case["case_id"])}">{title}</h3>{facts(pairs)}'
    return made


def weaknesses() -> str:
    """Return the record's weaknesses in numbers, counted at this build."""
    rows = [(text(name), f"{int(number)}") for name, number in coverage().items()]
    return table("The whole record in numbers", ("What", "Number"), rows)


def change_log(log: str) -> dict[str, str]:
    """Return the log of data changes as HTML by version and title; the site links its claim ids.

    Examples
    --------
    >>> change_log("# Changes\\n\\n## 0.1.0\\n\\nFirst.\\n\\n- `a-1`: value <b>\\n")
    {'0.1.0': '<p>First.</p><ul><li><code>a-1</code>: value &lt;b&gt;</li></ul>'}
    """
    parts: dict[str, str] = {}
    version = title = ""
    for block in re.split(r"\n\s*\n", log.strip()):
        if block.startswith("#"):
            head, _, block = block.partition("\n")
            version = head.lstrip("# ") if head.startswith("## ") else version
            title = head.lstrip("# ") if head.startswith("## ") else f"{version}: {head.lstrip('# ')}"
        if not version or not block.strip():
            continue
        if block.startswith("- "):
            items = re.split(r"\n?^- ", block, flags=re.MULTILINE)[1:]
            block = "<ul>" + "".join(f"<li>{_code(item)}</li>" for item in items) + "</ul>"
        else:
            block = f"<p>{_code(block)}</p>"
        parts[title] = parts.get(title, "") + block
    return parts


def _code(words: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text(" ".join(words.split())).replace("&#x27;", "'"))


def dataset(public: Public, files: Mapping[str, str]) -> str:
    """Return the schema.org description of the data set, made from the descriptor, as a script element.

    Parameters
    ----------
    files
        Media type by address of each download.
    """
    entry = tables.descriptor()
    base = f"{public.site}/" if public.site else ""
    years = sorted(load("schedules", programme=core(), kind="actual")["date_start"].dropna().dt.year)
    content: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": entry["title"],
        "description": entry["description"],
        "version": entry["version"],
        "license": entry["licenses"][0]["path"],
        "keywords": entry["keywords"],
        "creator": {"@type": "Organization", "name": "The sdvdata authors"},
        "isAccessibleForFree": True,
        "temporalCoverage": f"{years[0]}/{years[-1]}",
        "spatialCoverage": [{"@type": "Place", "name": area} for area in load("programmes", subject="core")["area"]],
        "variableMeasured": [resource["title"] for resource in entry["resources"]],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{base}{name}"}
            for name, kind in files.items()
        ],
    }
    if base:
        content |= {"url": base, "identifier": f"{base}#{entry['version']}"}
    return f'<script type="application/ld+json">{script_json(content)}</script>'


def script_json(content: object) -> str:
    """Return JSON that can stand in a script element: nothing in it can end the element.

    Examples
    --------
    >>> script_json({"a": "</script>"})
    '{"a": "\\\\u003c/script\\\\u003e"}'
    """
    found = json.dumps(content, ensure_ascii=False)
    return found.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
