"""Words for the charts of the schedules notebook, made from the frames: labels and alt texts that state the finding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sdvdata import plans, wording
from sdvdata.tables import load, records
from sdvdata.views import programme_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "horizon_alt",
    "label_notices",
    "label_trend",
    "label_waves",
    "months_text",
    "municipal_events",
    "notice_alt",
    "places_alt",
    "places_as_claims",
    "slip_sentence",
    "trend_alt",
    "turning_points",
    "wave_alt",
    "with_claims",
]


def months_text(low: float | None, high: float | None) -> str:
    """Return an interval of months in words.

    Examples
    --------
    >>> months_text(40.0, 44.0), months_text(12.0, 12.0), months_text(185.2, None), months_text(None, None)
    ('40 to 44 months', '12 months', 'at least 185.2 months', 'not known')
    """
    known = [f"{x:.10g}" for x in (low, high) if x is not None and x == x]
    if low is None or low != low:
        return "not known" if not known else f"at most {known[0]} months"
    if len(known) == 1:
        return f"at least {known[0]} months"
    return f"{known[0]} months" if low == high else f"{known[0]} to {known[1]} months"


def label_trend(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``label`` and ``quiet``: what became of each programme, once; its other stops stay without words.

    A stop that undid a go-live is told in the label of the go-live and left out: on axes of years the two marks would
    lie on each other.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> rows = label_trend(plans.trend(load_schedules(programme="fvm"), milestone="first_hospital"))
    >>> [label for label in rows["label"] if label]
    ['live 2024-11-12 for 3 days']
    """
    labels = dict.fromkeys(frame["claim_id"], "")
    told: set[str] = set()
    for _, own in frame.groupby("programme", sort=False):
        rows = records(own)
        actual = next((row for row in rows if row["kind"] == "actual"), None)
        ended = next((row for row in rows if row["kind"] == "terminated"), None)
        if actual is not None:
            later = [row for row in rows if row["kind"] == "paused" and row["date_start"] >= actual["date_start"]]
            told |= {row["claim_id"] for row in later}
            days = (later[0]["date_end"] - actual["date_start"]).days if later else 0
            labels[actual["claim_id"]] = f"live {wording.when(actual['date'])}" + (f" for {days} days" if later else "")
        elif ended is not None:
            labels[ended["claim_id"]] = f"ended {wording.when(ended['date'])}"
    frame = frame[~frame["claim_id"].isin(told)]
    ends = frame["kind"] != "planned"
    return frame.assign(
        label=[labels[claim] for claim in frame["claim_id"]],
        quiet=[bool(end) and not labels[claim] for end, claim in zip(ends, frame["claim_id"], strict=True)],
    )


def slip_sentence(row: Any) -> str:
    """Say how far a milestone moved and how that ended, from one row of `plans.slip`.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> slip_sentence(plans.slip(load_schedules(), milestone="first_hospital").loc["sdv"])
    'first 2020-11, last spring 2025, 51 to 54.9 months later, never reached'
    """
    if _blank(row["first"]):
        return "no plan of its own on record"
    text = f"first {wording.when(row['first'])}"
    if not _blank(row["last"]):
        word = "live" if row["last_kind"] == "actual" else "last"
        text += f", {word} {wording.when(row['last'])}"
        if not _blank(row["months_low"]):
            text += f", {months_text(row['months_low'], row['months_high'])} later"
    return f"{text}, {ENDINGS[row['ended']]}"


#: How a milestone ended, in words.
ENDINGS = {
    "sustained": "reached and in use",
    "reversed": "reached and undone",
    "terminated": "never reached",
    "open": "not yet due or still open",
    "unknown": "what happened on the promised day is not known",
}


def _blank(value: object) -> bool:
    return value is None or value != value


def trend_alt(schedules: pd.DataFrame, *, milestone: str, what: str) -> str:
    """Say what a milestone trend chart shows: per programme first and last promise, how far apart, how it ended."""
    moved = plans.slip(schedules, milestone=milestone, as_of=plans.common_as_of())
    parts = [f"{programme_names()[str(p)]}: {slip_sentence(row)}" for p, row in moved.iterrows()]
    return f"{what}, by when each plan was in force. {'. '.join(parts)}."


def horizon_alt(frame: pd.DataFrame, what: str) -> str:
    """Say what a horizon chart shows: per programme the longest and the shortest time to go, and how often said."""
    parts = []
    for programme, rows in frame[frame["own"] & frame["months_low"].notna()].groupby("programme", sort=False):
        low, high = rows["months_low"].min(), rows["months_high"].max()
        parts.append(f"{programme_names()[str(programme)]}: between {low:g} and {high:g} months to go in {len(rows)} statements")
    return f"{what}. {'; '.join(parts)}."


def label_notices(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``label``: what was promised, how it ended and within which days.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> ends = plans.notice(load_schedules(programme="fvm"), milestone="first_hospital")
    >>> label_notices(ends)["label"].iloc[-1]
    'promised for 2024-11-12: stopped 2024-11-15'
    """
    places = {row["site"]: row["name"] for row in records(load("sites"))}
    labels = []
    for row in records(frame):
        place = f"{places[row['site']]}, " if row["site"] else ""
        text = f"{place}promised for {wording.when(row['promised'])}: {row['how']}"
        start, end = row["given_up_start"], row["given_up_end"]
        if end is not None:
            same = start is None or start == end
            text += f" {end:%Y-%m-%d}" if same else f" between {start:%Y-%m-%d} and {end:%Y-%m-%d}"
        labels.append(text)
    return frame.assign(label=labels)


def notice_alt(frame: pd.DataFrame, what: str) -> str:
    """Say what a chart of notices shows: each promise that was given up, and how long before its day."""
    from sdvdata.charts.notices import days_text

    parts = [
        f"{programme_names()[row['programme']]}, {row['label']}: {days_text(row['days_low'], row['days_high'])}"
        for row in records(frame)
        if row["days_low"] is not None and row["days_high"] is not None
    ]
    return f"{what}. {'; '.join(parts)}."


def label_waves(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``label`` and ``claim_id``: the promised start, the standing, and the hospitals it names."""
    rows = records(frame)
    labels = [
        f"{wording.when(row['promised'])} ({row['standing']}): "
        f"{row['hospitals'].replace(';', ', ') or 'no hospital named'}"
        for row in rows
    ]
    return frame.assign(label=labels, claim_id=[row["claims"].split(";")[0] for row in rows])


def wave_alt(frame: pd.DataFrame, what: str) -> str:
    """Say what a chart of first waves shows: each plan's promised start and the hospitals that it names."""
    parts = [f"{row['label']}" for row in records(frame)]
    return f"{what}. {'; '.join(parts)}."


def with_claims(frame: pd.DataFrame, schedules: pd.DataFrame) -> pd.DataFrame:
    """Add to rows of vintages what their claim says: who said it when, as printed, in which document."""
    said = schedules.set_index("claim_id")[
        ["as_printed", "scope", "stated_on", "stated_by", "speaker_role", "source_id"]
    ]
    return frame.join(said, on="claim_id")


#: What hospitals' names share: a chart has room for the place only.
_KIND_WORDS = re.compile(r"\b(Skånes|universitetssjukhus|Lasarettet|i|Centralsjukhuset|Närsjukhuset|hospital)\b")


def short_name(name: str) -> str:
    """Return the place that a hospital's name holds.

    Examples
    --------
    >>> [short_name(n) for n in ("Lasarettet i Ystad", "Helsingborgs lasarett", "Skånes universitetssjukhus Lund")]
    ['Ystad', 'Helsingborg', 'Lund']
    """
    kept = re.sub(r"s (sjukhus|lasarett)\b", "", name)
    return " ".join(_KIND_WORDS.sub("", kept).split()) or name


def places_as_claims(schedules: pd.DataFrame, matrix: pd.DataFrame) -> pd.DataFrame:
    """Return the claims behind a site matrix, with ``name`` of the place and ``own``, for a slope chart."""
    import pandas as pd

    said = schedules.set_index("claim_id", drop=False)
    planned = matrix[matrix["claim_id"].notna()]
    rows = said.loc[list(planned["claim_id"])].reset_index(drop=True)
    rows = rows.assign(name=[short_name(name) for name in planned["name"]], own=list(planned["own"].astype(bool)))
    live = matrix[matrix["actual_claim"].notna()].drop_duplicates("site")
    done = said.loc[list(live["actual_claim"])].reset_index(drop=True).assign(own=False)
    done = done.assign(name=[short_name(name) for name in live["name"]])
    return pd.concat([rows, done], ignore_index=True) if len(done) else rows


def places_alt(matrix: pd.DataFrame, what: str) -> str:
    """Say what a slope chart shows: per place every promised date in order, and the day it went live."""
    parts = []
    for name, own in matrix.groupby("name", sort=False):
        rows = records(own)
        steps = " then ".join(wording.when(row["promised"]) for row in rows if row["promised"])
        live = f", live {wording.when(rows[0]['actual'])}" if rows[0]["actual"] else ""
        parts.append(f"{name}: {steps or 'no plan'}{live}")
    return f"{what}. {'; '.join(parts)}."


def turning_points(schedules: pd.DataFrame, *, programme: str) -> pd.DataFrame:
    """Return the contracts, decisions, pauses, stops and first go-lives of a programme, with ``label`` and a date.

    A stop without a date of its own has the day on which it was said; its label says so.
    """
    from sdvdata.captions import label_events

    own = schedules[schedules["programme"] == programme]
    events = own["measure"].isin(["award", "contract_signing", "decision", "stop"]) & (own["kind"] != "planned")
    first = set(plans.actual_claims(own, milestone="first_unit").values())
    # Nothing is decided on a day that the source leaves out: such rows stay in the table of what is in no plan.
    dated = own["date"].notna() | (own["measure"] == "stop")
    return label_events(own[(events & dated) | own["claim_id"].isin(first)].sort_values("stated_on_start"))


def municipal_events(schedules: pd.DataFrame) -> pd.DataFrame:
    """Return what municipalities agreed, declined, put on hold and signed elsewhere, and what was agreed with them."""
    places = set(load("sites", kind="municipality")["site"])
    measures = ["agreement", "decision", "contract_signing", "stop", "protest"]
    about = schedules["site"].isin(places) | schedules["scope"].str.contains("unicipal")
    return schedules[about & schedules["measure"].isin(measures)]
