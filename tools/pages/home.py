"""The first page's comparison: the three programmes side by side, question by question."""

from __future__ import annotations

from collections.abc import Mapping

from sdvdata.claims import preferred
from sdvdata.tables import core, records
from sdvdata.words import when
from tools.pages.addresses import programme_page
from tools.pages.claims import link_to
from tools.pages.markup import text
from tools.pages.record import Record

#: Questions of the first page, in the groups in which they are asked.
GROUPS = {
    "How it ended": ("how_it_ended",),
    "Time": ("first_hospital_first_plan", "first_hospital_last_plan", "first_hospital_actual"),
    "Systems": ("systems_to_be_replaced",),
    "People": ("residents_intended", "users_intended"),
}
VERDICT = {"yes": "Comparable", "partly": "Comparable in part", "no": "Not comparable"}


def side_by_side(record: Record, pages: Mapping[str, str]) -> str:
    """Return the comparison as HTML.

    Parameters
    ----------
    pages
        Address of the page that answers the question at length, by comparison.
    """
    names = [record.programmes[key]["name"] for key in core()]
    heads = "".join(
        f'<li><a href="{programme_page(key, "")}">{text(name)}</a><br>\n{text(record.programmes[key]["area"])}</li>'
        for key, name in zip(core(), names, strict=True)
    )
    parts = [f'<ul class="programmes">{heads}</ul>']
    for group, comparisons in GROUPS.items():
        shown = [name for name in comparisons if name in record.comparisons]
        if shown:
            parts.append(f"<h3>{text(group)}</h3>" + "".join(_question(record, name, pages, group) for name in shown))
    return f'<div class="side-by-side">{"".join(parts)}{_money(record, pages)}</div>'


def _question(record: Record, comparison: str, pages: Mapping[str, str], group: str = "") -> str:
    entry = record.comparisons[comparison]
    found = {row["programme"]: row for row in records(preferred(comparison).reset_index())}
    cells = "".join(_answer(record, key, found[key]) for key in core())
    note = f"{VERDICT[entry['comparable']]}: {entry['why'][0].lower()}{entry['why'][1:]}."
    title = (
        "" if entry["title"] == group else f"<strong>{text(entry['title'])}.</strong> "
    )  # the heading says it already
    return f'<p class="question">{title}<em>{text(note)}</em>{_more(comparison, pages)}</p><dl class="answers">{cells}</dl>'


def _answer(record: Record, programme: str, row: Mapping[str, object]) -> str:
    name = text(record.programmes[programme]["name"])
    if not row["claim_id"]:
        return f"<div><dt>{name}</dt>\n<dd>{text(row['answer'])}. {text(row['why'])}.</dd></div>\n"
    said = f"{row['stated_by']}, {when(str(row['stated_on']))}"
    about = text(record.claims[str(row["claim_id"])]["scope"])
    return (
        f"<div><dt>{name}</dt>\n<dd><strong>{text(row['answer'])}</strong><br>\n{about}<br>\n"
        f"<small>{text(said)}: {link_to(record, str(row['claim_id']), '')}</small>{_why(row)}</dd></div>\n"
    )


def _why(row: Mapping[str, object]) -> str:
    """Return why this claim is the answer, to be opened: what it leaves out matters as much as what it says."""
    return f"<details><summary>Why this claim</summary>\n{text(row['why'])}.</details>" if row["why"] else ""


def _more(comparison: str, pages: Mapping[str, str]) -> str:
    return f' <a href="{text(pages[comparison])}">More on this</a>' if comparison in pages else ""


def _money(record: Record, pages: Mapping[str, str]) -> str:
    """Return the questions about money: answers only where they may stand side by side."""
    matched, apart = [], []
    for name, entry in record.comparisons.items():
        if entry["table"] != "costs":
            continue
        if entry["comparable"] == "no":
            apart.append(
                f"<li><strong>{text(entry['title'])}</strong>: not comparable. {text(entry['why'])}.{_more(name, pages)}</li>"
            )
        else:
            matched.append(_question(record, name, pages))
    return "<h3>Money</h3>" + "".join(matched) + (f"<ul>{''.join(apart)}</ul>" if apart else "")
