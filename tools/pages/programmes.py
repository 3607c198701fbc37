"""A page for each programme or landscape that has none written by hand: what it is, its claims by subject, its sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from sdvdata.outlook import Outcome, reference_class
from sdvdata.tables import made_once, records
from sdvdata.words import number, when
from tools.pages.addresses import source_page
from tools.pages.claims import described
from tools.pages.languages import LANGUAGE_OF
from tools.pages.markup import facts, folded, in_language, text
from tools.pages.record import Record
from tools.pages.sources import heading
from tools.project import gathered

SUBJECTS = {"schedules": "Dates and decisions", "costs": "Money", "counts": "Counts", "landscape": "Record systems"}
#: Outcomes of a pair, its grades, and how it stands at its last claim, in words.
SAID = {"cost": "Cost", "first_go_live": "First go-live", "completion": "Completion"}
GRADES = {"A": "like for like", "B": "with a stated difference", "C": "other contents, in no class"}
ENDS = {"actual": "What came", "forecast": "Newest forecast", "open": "Not there yet", "stopped": "Stopped"}


def change(low: float, high: float, unit: str, *, at_least: bool) -> str:
    """Return what became of a promise in words: how many times the amount, or how many months later.

    Examples
    --------
    >>> change(1.9, 2.04, "times", at_least=False), change(6.0, 6.0, "months", at_least=True)
    ('1.9 to 2.04 times the first amount', 'at least 6 months after the first date')
    >>> change(-2.3, 0.7, "months", at_least=False)
    'from 2.3 months before to 0.7 months after the first date'
    >>> change(-26.5, -14.6, "months", at_least=True)
    'ended before the first date came: no delay, no success'
    """
    if at_least and high <= 0:
        return "ended before the first date came: no delay, no success"
    if unit == "months" and low < 0:
        after = f"{number(high)} months after" if high > 0 else f"{number(-high)} months before"
        return f"from {number(-low)} months before to {after} the first date"
    said = number(low) if at_least or low == high else f"{number(low)} to {number(high)}"
    words = "times the first amount" if unit == "times" else "months after the first date"
    return f"{'at least ' if at_least else ''}{said} {words}"


@made_once("pairs", "costs", "schedules", "sources", "programmes", "qualifier_intervals")
def pairs_by_programme() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return the pairs of each programme: outcome, and the row of its class."""
    classes = {outcome: records(reference_class(outcome, grades="ABC")) for outcome in get_args(Outcome)}
    return gathered((row["programme"], (outcome, row)) for outcome, rows in classes.items() for row in rows)


def pairs_of(record: Record, programme: str) -> Iterator[str]:
    """Yield what the outside view compares of a programme, and in which class it counts, as items of a list."""
    for outcome, row in pairs_by_programme().get(programme, []):
        unit, ends = ("times", "ratio") if outcome == "cost" else ("months", "months")
        low, high = (round(row[f"{ends}_{side}"], 2) for side in ("low", "high"))
        yield (
            f"<li><strong>{SAID[outcome]}</strong>: {text(change(low, high, unit, at_least=row['censored']))}."
            f"<br>First promise: {described(record, row['first_claim'])}.<br>{ENDS[row['status']]}: "
            f"{described(record, row['last_claim'])}.<br>Grade {row['grade']}, {GRADES[row['grade']]}"
            f"{'; ' + text(row['caveat']) if row['caveat'] else ''}. Collected "
            f"{'by the drawn frame' if row['stratum'] == 'frame' else 'from the news'}.</li>\n"
        )


def body(record: Record, programme: str) -> str:
    """Return a programme's page, below its title."""
    row = record.programmes[programme]
    claims = sorted(record.of_programme(programme), key=lambda claim: (claim["stated_on"], claim["claim_id"]))
    outcome = text(row["outcome"]) + (f" ({described(record, row['outcome_claim'])})" if row["outcome_claim"] else "")
    listed = f"../claims/index.html#programme={programme}"
    pairs = [
        ("Name", in_language(row["native_name"], LANGUAGE_OF.get(row["country"], "en"))),
        ("Kind", text(row["subject"])),
        ("Buyer", text(row["buyer"])),
        ("Area", text(row["area"])),
        ("Product", text(record.products.get(row["product"], ""))),
        ("Outcome", outcome),
        ("Our record reaches to", text(when(row["observed_until"]))),
        ("Note", text(row["note"])),
        ("Claims", f'<a href="{listed}">{len(claims)}, in the list of all claims</a>'),
    ]
    pairs_said = "".join(pairs_of(record, programme))
    where = '<a href="../notebooks/04-outside-view.html">the outside view</a>'
    beside = f'<h2 id="pairs">What {where} compares</h2><ul>{pairs_said}</ul>' if pairs_said else ""
    parts = {
        title: "".join(
            f"<li>{text(record.measures[claim['measure']]['title'])}, {described(record, claim['claim_id'])}</li>\n"
            for claim in claims
            if claim["table"] == table
        )
        for table, title in SUBJECTS.items()
    }
    parts["Sources"] = "".join(
        f'<li><a href="{source_page(key)}">{heading(record, key)}</a>, {text(record.sources[key]["producer"])}</li>\n'
        for key in sorted({claim["source_id"] for claim in claims})
    )
    return facts(pairs) + beside + folded({title: f"<ul>{items}</ul>" for title, items in parts.items() if items})
