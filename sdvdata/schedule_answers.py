"""The answer that stands first in the schedules notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sdvdata import plans
from sdvdata import words as wording
from sdvdata.claims import preferred
from sdvdata.schedule_words import ENDINGS, closer_text, moved_text, standing_text
from sdvdata.tables import core, load_schedules, records
from sdvdata.views import core_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["schedules_answer"]

Row = dict[str, Any]

#: Milestones in the order in which they are told.
TITLES = {
    "first_unit": "First go-live, laboratories not counted",
    "first_hospital": "First go-live of a hospital",
    "university_hospital": "Go-live of the university hospital",
    "all_sites": "Completion",
}


def schedules_answer() -> str:
    """Return the answer to: when was each programme to start, and what happened?

    Examples
    --------
    >>> "First go-live of a hospital" in schedules_answer()
    True
    """
    schedules, day = load_schedules(programme=core()), plans.common_as_of()
    lines = ["; ".join(_ends()) + ".", ""]
    for milestone, title in TITLES.items():
        told = {row["claim_id"]: row for row in records(plans.vintages(schedules, milestone=milestone, as_of=day))}
        own, decided, earliest = (
            plans.slip(schedules, milestone=milestone, as_of=day, counting=counting)
            for counting in ("own", "decided", "any")
        )
        lines.append(f"- **{title}**")
        for programme, name in core_names().items():
            row, sure, early = (records(frame.loc[[programme]])[0] for frame in (own, decided, earliest))
            text = f"{_moved(row, told, schedules)}. {_decided(sure, row)}{_earliest(early, row, told)}"
            lines.append(f"  - {name}: {text}")
    return "\n".join(lines)


def _ends() -> list[str]:
    """Say what became of each programme, with the claim that it rests on."""
    ended = {row["programme"]: row for row in records(preferred("how_it_ended").reset_index())}
    return [
        f"{name}: **{ended[programme]['answer']}** (`{ended[programme]['claim_id']}`)"
        for programme, name in core_names().items()
    ]


def _moved(row: Row, told: dict[str, Row], schedules: pd.DataFrame) -> str:
    """Say how far one programme's milestone moved, by the buyer's own plans."""
    if row["first"] is None:
        return "no promised date of the buyer's own found"
    text = f"first promised for {_plan(told[row['first_claim']], schedules)}"
    if row["last"] is None:
        return f"{text}, no other plan found; {ENDINGS[row['ended']]}"
    if row["last_kind"] == "actual":
        text += f", went live {wording.date(row['last'])} (`{row['last_claim']}`)"
    else:
        text += f", last promised for {_plan(told[row['last_claim']], schedules)}"
    return f"{text}{_months(row, bold=True)}; {ENDINGS[row['ended']]}"


def _plan(plan: Row, schedules: pd.DataFrame) -> str:
    """Name a plan's date, its standing in words, its claim, and who names the date more exactly."""
    closer = closer_text(plan, schedules)
    details = [standing_text(plan), f"`{plan['claim_id']}`", *([closer] if closer else [])]
    return f"{wording.date(plan['promised'])} ({'; '.join(details)})"


def _months(row: Row, *, bold: bool = False) -> str:
    if row["months_low"] is None:
        return ""
    low, high = (_rounded(row[side]) for side in ("months_low", "months_high"))
    text = moved_text(low, high)
    return f", **{text}**" if bold else f", {text}"


def _rounded(months: float | None) -> float | None:
    """Whole months, but for less than one: a week is not nothing."""
    return months if months is None or abs(months) < 1 else float(round(months))


def _decided(sure: Row, row: Row) -> str:
    """Say what decided plans alone show: often less, because who decided a plan is often not on record."""
    if sure["first"] is None:
        return "Decided plans alone: no decided first plan found."
    if (sure["first_claim"], sure["last_claim"]) == (row["first_claim"], row["last_claim"]):
        return "Decided plans alone: the same."
    text = f"Decided plans alone: first {wording.date(sure['first'])} (`{sure['first_claim']}`)"
    if sure["last"] is None:
        return f"{text}, no other decided plan found."
    if sure["last"] == sure["first"]:
        return f"{text}, kept by the last (`{sure['last_claim']}`)."
    word = "went live" if sure["last_kind"] == "actual" else "last"
    return f"{text}, {word} {wording.date(sure['last'])} (`{sure['last_claim']}`){_months(sure)}."


def _earliest(early: Row, row: Row, told: dict[str, Row]) -> str:
    """Say what the earliest plan of any standing would add, where it reaches further back."""
    if early["first_claim"] is None or early["first_claim"] == row["first_claim"]:
        return ""
    plan = told[early["first_claim"]]
    text = f"{wording.date(plan['promised'])} ({standing_text(plan)}; `{plan['claim_id']}`)"
    return f" Earliest plan of any standing: {text}{_months(early)}."
