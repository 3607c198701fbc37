"""The answers that stand first in the notebooks: sentences made from the data, with claim ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sdvdata import count_words
from sdvdata import words as wording
from sdvdata.claims import coverage, preferred
from sdvdata.cost_answers import conclusions_answer, conclusions_frame
from sdvdata.evidence import known
from sdvdata.landscape_views import summary
from sdvdata.schedule_answers import schedules_answer
from sdvdata.tables import CLAIM_TABLES, core, load, load_costs, load_system_counts, records
from sdvdata.views import core_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["costs_answer", "evidence_answer", "one_item", "schedules_answer", "systems_answer"]


def one_item(comparison: str, *, reasons: bool = False) -> str:
    """Return one comparison as a list in Markdown: each programme's answer, who said it, why.

    Parameters
    ----------
    comparison
        Name of the comparison.
    reasons
        Say also of each answer why it was chosen and what is said besides, not only of none.

    Examples
    --------
    >>> one_item("hospitals").splitlines()[1]
    '  - SDV: 10 hospitals (SDV programme, Region Skåne, 2023-11-17; `sdv-hospitals-10`)'
    """
    found = {row["programme"]: row for row in records(preferred(comparison).reset_index())}
    question = records(load("comparisons", comparison=comparison))[0]
    parts = []
    for programme, name in core_names().items():
        row = found[programme]
        if row["claim_id"]:
            said = f"{row['stated_by']}, {wording.when(row['stated_on'])}"
            why = f". {_marked(row['why'])}." if reasons else ""
            parts.append(f"  - {name}: {row['answer']} ({said}; `{row['claim_id']}`){why}")
        else:
            parts.append(f"  - {name}: {row['answer']}. {_marked(row['why'])}.")
    note = {
        "no": "Not comparable",
        "partly": "Comparable in part",
        "yes": "Comparable",
    }[str(question["comparable"])]
    head = f"- **{question['title']}**. *{note}: {_sentence(question['why'])}*"
    return "\n".join([head, *parts])


def _marked(text: str) -> str:
    """Set claim ids in a reason in the type in which they stand elsewhere."""
    import re

    known = {name for table in CLAIM_TABLES for name in load(table, raw=True)["claim_id"]}
    return re.sub(r"[a-z0-9]+(?:-[a-z0-9]+)+", lambda at: f"`{at[0]}`" if at[0] in known else at[0], text)


def _sentence(text: str) -> str:
    text = str(text)
    return text[0].lower() + text[1:].rstrip(".") + "."


def _stated(frame: pd.DataFrame, column: str) -> int:
    return int((frame[column] != "unknown").sum())


def costs_answer() -> str:
    """Return the answer to: what was budgeted, contracted and spent, and may it be compared?

    Examples
    --------
    >>> "Spent to date" in costs_answer()
    True
    """
    costs = load_costs(programme=core(), value_status="number")
    total = len(costs)
    open_ended = (
        f"Of {total} stated amounts, {_stated(costs, 'vat')} say whether VAT is in them, "
        f"{_stated(costs, 'payer')} who pays, {_stated(costs, 'includes')} what they hold, "
        f"{_stated(costs, 'price_basis')} in the prices of which year."
    )
    lines = [
        one_item(name, reasons=name in ("budget_at_decision", "latest_decided_budget"))
        for name in (
            "budget_at_decision",
            "latest_decided_budget",
            "contract_value",
            "contract_ceiling",
            "spent_to_date",
            "annual_operating_cost",
        )
    ]
    head = (
        "**On the public record the three programmes' costs can't be ranked.** "
        "Each figure below answers its question in its own terms only. " + open_ended
    )
    tested = conclusions_answer(conclusions_frame())
    return "\n".join([head, "", tested, "", "What each programme states, in its own terms:", "", *lines])


def systems_answer() -> str:
    """Return the answer to: how many systems were to become one, counted how, by whom?

    Examples
    --------
    >>> "Systems to be replaced" in systems_answer()
    True
    """
    counts = load_system_counts(programme=core(), measure="systems_replaced")
    ways = count_words.kinds(counts)
    shared = sum(len(who) > 1 for who in ways.values())
    spans = [
        f"- **{name}**: {count_words.ends(counts[counts['programme'] == programme])}"
        for programme, name in core_names().items()
    ]
    head = (
        f"**The numbers count different things.** Those for a whole programme were counted in {len(ways)} ways "
        f"(what is counted, which of them, planned or done); {shared or 'none'} of these "
        f"{'is' if shared < 2 else 'are'} used for more than one programme. "
        "Smallest and largest number of systems stated, numbers of a part left out:"
    )
    names = ("systems_to_be_replaced", "hospitals", "municipalities", "residents_intended")
    lines = [one_item(name) for name in (*names, "users_intended")]
    return "\n".join([head, "", *spans, *lines, summary()])


def _of(part: int, whole: int) -> str:
    """Return a part with its share, rounded to whole percent."""
    return f"{part} ({100 * part / whole:.0f} %)"


def evidence_answer() -> str:
    """Return the answer to: how much is known, by whose mouth, and how well is it checked?

    Examples
    --------
    >>> "read twice" in evidence_answer()
    True
    """
    size = {str(name): int(number) for name, number in coverage().items()}
    claims = size["claims"]
    roles = known("speaker_role")
    parts = []
    for programme, name in core_names().items():
        most = str(roles[programme].idxmax())
        total, top = int(roles[programme].sum()), int(roles[programme].max())
        parts.append(f"{name} {total}, of them {_of(top, total)} by the {most}")
    unchecked = claims - size["checked by machine against the print"]
    return "\n".join(
        [
            f"**{claims} claims from {size['documents']} documents**: {'; '.join(parts)}.",
            "",
            f"- {_of(size['read twice'], claims)} were read twice, "
            f"{size['corrected by the second reader']} of them corrected; the page of "
            f"{_of(size['page not reached again'], claims)} could not be reached again.",
            f"- The coding of {_of(size['checked by machine against the print'], claims)} is compared "
            f"with the printed words by machine; of {_of(unchecked, claims)} it is not.",
            f"- The day of the statement is inferred for {_of(size['day of the statement inferred'], claims)}.",
            f"- {size['contradictions']} contradictions and {size['gaps']} gaps are on record.",
        ]
    )
