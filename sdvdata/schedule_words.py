"""Words for the charts of the schedules notebook, made from the frames: labels and alt texts that state the finding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sdvdata import plans
from sdvdata import words as wording
from sdvdata.plans.merging import PROMISES, is_recalled
from sdvdata.tables import load, records
from sdvdata.views import programme_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "closer_text",
    "horizon_alt",
    "horizon_title",
    "label_notices",
    "label_trend",
    "label_waves",
    "live_title",
    "months_text",
    "moved_text",
    "municipal_events",
    "municipal_sentence",
    "notice_alt",
    "notice_title",
    "places_alt",
    "places_as_claims",
    "places_title",
    "slip_sentence",
    "standing_text",
    "timeline_title",
    "to_go_text",
    "trend_alt",
    "trend_title",
    "turning_points",
    "wave_alt",
    "wave_title",
    "with_claims",
]

#: Who tells of a plan, by role.
_TELLERS = {
    "buyer": "the buyer",
    "press": "the press",
    "politician": "politicians",
    "government": "the government",
    "vendor": "the supplier",
    "auditor": "auditors",
    "regulator": "a regulator",
    "academic": "researchers",
}


def standing_text(row: Mapping[str, Any], *, brief: bool = False) -> str:
    """Say what a plan's standing is, and whose plan it was, from a row with ``standing``, ``own`` and ``told_by``.

    Examples
    --------
    >>> standing_text({"standing": "decided", "own": True, "told_by": "buyer"})
    'decided'
    >>> standing_text({"standing": "reported", "own": True, "told_by": "press"})
    "the buyer's own plan, as told by the press"
    >>> standing_text({"standing": "reported", "own": False, "told_by": "press"})
    "told by the press only; whether it was the buyer's plan is not known"
    >>> standing_text({"standing": "reported", "own": False, "told_by": "buyer"})
    'told by the buyer; whether it was ever decided is not known'
    """
    if row["standing"] != "reported":
        return str(row["standing"])
    teller = _TELLERS.get(str(row["told_by"]), "others")
    if row["own"]:
        return f"the buyer's own plan, as told by {teller}"
    if row["told_by"] == "buyer":
        return "told by the buyer" + ("" if brief else "; whether it was ever decided is not known")
    return f"told by {teller} only" + ("" if brief else "; whether it was the buyer's plan is not known")


def closer_text(plan: Mapping[str, Any], schedules: pd.DataFrame) -> str:
    """Say which statement of a lesser standing names a plan's date more exactly; blank where none does.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> schedules = load_schedules(programme="sdv")
    >>> plan = records(plans.vintages(schedules, milestone="first_unit"))[-1]
    >>> closer_text(plan, schedules)
    'October 2026 as recalled when it was dropped, `sdv-v2026-start`'
    """
    if not plan["closer_claim"]:
        return ""
    row = records(schedules[schedules["claim_id"] == plan["closer_claim"]])[0]
    how = "recalled when it was dropped" if is_recalled(row) else "others tell it"
    return f"{wording.date(plan['closer'])} as {how}, `{plan['closer_claim']}`"


def months_text(low: float | None, high: float | None) -> str:
    """Return an interval of months in words.

    Examples
    --------
    >>> months_text(40.0, 44.0), months_text(1.0, 1.0), months_text(185.2, None), months_text(None, None)
    ('40 to 44 months', '1 month', 'at least 185.2 months', 'not known')
    """
    known = [x for x in (low, high) if x is not None and x == x]
    if not known:
        return "not known"
    if low is None or low != low:
        return f"at most {_unit(known[0])}"
    if len(known) == 1:
        return f"at least {_unit(known[0])}"
    return _unit(low) if low == high else f"{low:.10g} to {_unit(known[1])}"


def _unit(months: float) -> str:
    return f"{months:.10g} month" if months == 1 else f"{months:.10g} months"


def to_go_text(low: float | None, high: float | None) -> str:
    """Say how long was still to go, when it may also have been said after the day.

    Examples
    --------
    >>> to_go_text(1.3, 1.3), to_go_text(-0.4, 13.0)
    ('1.3 months', 'up to 13 months, or up to 0.4 after the day')
    """
    if low is None or high is None or low != low or high != high or low >= 0:
        return months_text(low, high)
    return f"up to {_unit(high)}, or up to {-low:.10g} after the day"


def moved_text(low: float | None, high: float | None) -> str:
    """Say by how much a date moved, when it may have moved either way.

    Examples
    --------
    >>> moved_text(51.0, 54.9), moved_text(-0.6, 1.0), moved_text(-3.0, -1.0), moved_text(0.0, 0.0)
    ('51 to 54.9 months later', '0.6 months earlier to 1 month later', '1 to 3 months earlier', 'on the day')
    >>> moved_text(-4.0, None), moved_text(None, 33.0)
    ('4 months earlier or any later', 'at most 33 months later')
    """
    low, high = (None if side is None or side != side else side for side in (low, high))
    if low is not None and low < 0:
        if high is None:
            return f"{_unit(-low)} earlier or any later"
        if high <= 0:
            return f"{months_text(-high + 0.0, -low)} earlier"
        return f"{_unit(-low)} earlier to {_unit(high)} later"
    return "on the day" if low == 0 == high else f"{months_text(low, high)} later"


def label_trend(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``label`` and ``quiet``: what became of each programme, once; its other stops stay without words.

    A stop that undid a go-live is told in the label of the go-live and left out: on axes of years the two marks would
    lie on each other.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> rows = label_trend(plans.trend(load_schedules(programme="fvm"), milestone="first_hospital"))
    >>> [label for label in rows["label"] if label]
    ['live 12 November 2024 for 3 days']
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
            labels[actual["claim_id"]] = f"live {wording.date(actual['date'])}" + (f" for {days} days" if later else "")
        elif ended is not None:
            labels[ended["claim_id"]] = f"ended {wording.date(ended['date'])}"
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
    'first November 2020, last spring 2025, 51 to 54.9 months later, never reached'
    """
    if _blank(row["first"]):
        return "no plan of its own on record"
    text = f"first {wording.date(row['first'])}"
    if not _blank(row["last"]):
        word = "live" if row["last_kind"] == "actual" else "last"
        text += f", {word} {wording.date(row['last'])}"
        if not _blank(row["months_low"]):
            text += f", {moved_text(row['months_low'], row['months_high'])}"
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


def _whole(low: float | None, high: float | None) -> str:
    """An interval of months without decimals, for a title."""
    if low is None or high is None or low != low or high != high:
        return "not known"
    one, two = f"{low:.0f}", f"{high:.0f}"
    return one if one == two else f"{one} to {two}"


def trend_title(schedules: pd.DataFrame, *, milestone: str, what: str) -> str:
    """Say how far each programme's promise moved, for the title of a trend chart.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> trend_title(load_schedules(programme="sdv"), milestone="first_hospital", what="First hospital")
    'First hospital: promises moved by 51 to 55 months (SDV)'
    """
    moved = plans.slip(schedules, milestone=milestone, as_of=plans.common_as_of())
    parts = [(programme_names()[str(p)], _whole(row["months_low"], row["months_high"])) for p, row in moved.iterrows()]
    known = [part for part in parts if part[1] != "not known"]
    if not known:
        return f"{what}: how far promises moved is not known"
    (name, months), *rest = known
    return (
        f"{what}: promises moved by {wording.joined([f'{months} months ({name})', *(f'{m} ({n})' for n, m in rest)])}"
    )


def horizon_title(schedules: pd.DataFrame, *, milestone: str, what: str) -> str:
    """Say how often a later plan of the buyer's own put the date off, for the title of a horizon chart.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> horizon_title(load_schedules(programme="sdv"), milestone="first_hospital", what="First hospital")
    'First hospital: new plans put the date off twice (SDV)'
    """
    steps = plans.moves(schedules, milestone=milestone, as_of=plans.common_as_of())
    later = steps[(steps["to_kind"] == "planned") & (steps["months_low"] > 0)]
    often = {0: "never", 1: "once", 2: "twice"}
    numbers = {p: int((later["programme"] == p).sum()) for p in dict.fromkeys(steps["programme"])}
    parts = [f"{often.get(number, f'{number} times')} ({programme_names()[p]})" for p, number in numbers.items()]
    return f"{what}: new plans put the date off {wording.joined(parts)}"


def notice_title(frame: pd.DataFrame, *, what: str, by: str = "programme") -> str:
    """Say the shortest notice of each programme (or each place), for the title of a chart of notices.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> ends = plans.notice(load_schedules(programme="fvm"), milestone="first_hospital")
    >>> notice_title(ends, what="First hospital")
    'First hospital, shortest notice: FVM/Millennium 3 days after the day'
    """
    from sdvdata.charts.notices import days_text

    names = programme_names() if by == "programme" else {row["site"]: row["name"] for row in records(load("sites"))}
    known = frame[frame["own"].astype(bool)].dropna(subset=["days_low", "days_high"])
    parts = []
    for key, rows in known.groupby(by, sort=False):
        row = rows.sort_values(["days_high", "days_low"]).iloc[0]
        text = days_text(float(row["days_low"]), float(row["days_high"])).replace("after it", "after the day")
        parts.append(f"{names[str(key)]} {text}")
    return f"{what}, shortest notice: {', '.join(parts)}"


def horizon_alt(frame: pd.DataFrame, what: str) -> str:
    """Say what a horizon chart shows: per programme the longest and the shortest time to go, and how often said."""
    parts = []
    for programme, rows in frame[frame["own"] & frame["months_low"].notna()].groupby("programme", sort=False):
        low, high = rows["months_low"].min(), rows["months_high"].max()
        parts.append(f"{programme_names()[str(programme)]}: {to_go_text(low, high)}, in {len(rows)} statements")
    return f"{what}. {'; '.join(parts)}."


def label_notices(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``label``: what was promised, how it ended and within which days.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> ends = plans.notice(load_schedules(programme="fvm"), milestone="first_hospital")
    >>> label_notices(ends)["label"].iloc[-1]
    'promised for 12 November 2024: stopped 15 November 2024'
    """
    places = {row["site"]: row["name"] for row in records(load("sites"))}
    labels = []
    for row in records(frame):
        place = f"{places[row['site']]}, " if row["site"] else ""
        text = f"{place}promised for {wording.date(row['promised'])}: {row['how']}"
        ends = [wording.date(f"{day:%Y-%m-%d}") for day in (row["given_up_start"], row["given_up_end"]) if day]
        if row["given_up_end"] is not None:
            text += f" {ends[-1]}" if len(set(ends)) == 1 else f" between {ends[0]} and {ends[1]}"
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
    """Add ``label``: the promised start, the standing, and the places of the hospitals it names.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> label_waves(plans.first_wave(load_schedules(programme="sdv")))["label"].iloc[-1]
    'autumn 2026 (announced)'
    """
    labels = []
    for row in records(frame):
        named = ", ".join(short_name(name) for name in row["hospitals"].split(";") if name)
        text = f"{wording.date(row['promised'])} ({standing_text(row, brief=True)})"
        labels.append(f"{text}: {named}" if named else text)
    return frame.assign(label=labels)


def wave_title(frame: pd.DataFrame, what: str) -> str:
    """Say how many hospitals each plan that names any put first.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> wave_title(plans.first_wave(load_schedules(programme="sdv")), "SDV")
    'SDV: 4 hospitals named to start first, then 1, 1 and 2'
    """
    first, *later = [int(number) for number in frame["number"] if number]
    then = f", then {wording.joined(map(str, later))}" if later else ""
    return f"{what}: {first} hospital{'s' * (first != 1)} named to start first{then}"


def wave_alt(frame: pd.DataFrame, what: str) -> str:
    """Say what a chart of first waves shows: each plan's promised start and the hospitals that it names."""
    parts = [row["label"] + ("" if row["number"] else ": hospitals not stated") for row in records(frame)]
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
        steps = " then ".join(wording.date(row["promised"]) for row in rows if row["promised"])
        live = f", live {wording.date(rows[0]['actual'])}" if rows[0]["actual"] else ""
        parts.append(f"{name}: {steps or 'no plan'}{live}")
    return f"{what}. {'; '.join(parts)}."


def places_title(schedules: pd.DataFrame, matrix: pd.DataFrame, *, programme: str, what: str) -> str:
    """Say how far the dates of places moved under the buyer's own plans: each of a few, else from least to most.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> schedules = load_schedules(programme="fvm")
    >>> places_title(schedules, plans.site_matrix(schedules, programme="fvm", kinds=("hospital",)), programme="fvm",
    ...              what="FVM: dates of hospitals")
    'FVM: dates of hospitals moved by 41 to 44 months (Södra Älvsborgs Sjukhus)'
    """
    kinds = tuple(dict.fromkeys(matrix["kind"]))
    moved = plans.site_slips(schedules, programme=programme, kinds=kinds, as_of=plans.common_as_of())
    moved = moved[[site in set(matrix["site"]) for site in moved.index]]
    names = dict(zip(matrix["site"], matrix["name"], strict=True))
    if len(moved) <= 3:
        spans = {names[str(site)]: _whole(row["months_low"], row["months_high"]) for site, row in moved.iterrows()}
        known = [f"{span} ({name})" for name, span in spans.items() if span != "not known"]
        unknown = "".join(f"; not known: {name}" for name, span in spans.items() if span == "not known")
        first = known[0].replace(" (", " months (", 1) if known else "an unknown time"
        return f"{what} moved by {wording.joined([first, *known[1:]])}{unknown}"
    live = matrix.loc[matrix["actual"].notna(), "site"].nunique()
    went = f"{live} of {matrix['site'].nunique()}" if live else "none"
    span = _whole(moved["months_low"].min(), moved["months_high"].max())
    return f"{what} moved by {span} months; {went} went live"


def live_title(counts: pd.DataFrame, what: str) -> str:
    """Say the first and the newest number that was stated.

    Examples
    --------
    >>> from sdvdata import load_counts
    >>> live_title(load_counts(programme="helseplattformen", measure="municipalities_live"), "Municipalities live")
    'Municipalities live: 10 by the first count on record, 28 by the newest'
    """
    rows = records(counts.sort_values(["stated_on_end", "claim_id"]))
    ends = [
        wording.count(row["value"], row["low"], row["high"], row["qualifier"], row["unit"], "")
        for row in (rows[0], rows[-1])
    ]
    return f"{what}: {ends[0]} by the first count on record, {ends[1]} by the newest"


#: What happened, in front of our words for it, by kind and then by measure.
_STOPPED = {"paused": "Paused", "terminated": "Ended", "withdrawn_no_date": "Date taken back"}
_DONE = {
    "go_live": "Went live",
    "award": "Award",
    "contract_signing": "Contract",
    "decision": "Decision",
    "agreement": "Agreement",
    "protest": "Protest",
}


def event_text(row: Mapping[str, Any]) -> str:
    """Say what happened: a verb by the kind of event, then our words.

    Examples
    --------
    >>> event_text({"kind": "actual", "measure": "go_live", "scope": "Trondheim municipality"})
    'Went live: Trondheim municipality'
    >>> event_text({"kind": "paused", "measure": "stop", "scope": "Introduction in the southern area"})
    'Paused: introduction in the southern area'
    >>> event_text({"kind": "planned", "measure": "agreement", "scope": "Last month to sign"})
    'Planned: last month to sign'
    """
    kind, measure = str(row["kind"]), str(row["measure"])
    # A stop said on the day on which its own plan begins is that plan: somebody proposed to take the date back.
    proposes = row.get("plan_status") == "proposed" and row.get("plan_from") == row.get("stated_on")
    head = (
        "Postponement proposed"
        if proposes
        else _STOPPED.get(kind) or ("Planned" if kind == "planned" else _DONE.get(measure, ""))
    )
    scope = str(row["scope"])
    if not head:
        return scope
    first = scope.split(" ", 1)[0]
    # A name or an abbreviation keeps its capital; any other first word stands inside the sentence now.
    return f"{head}: {scope[0].lower() + scope[1:] if first in _SMALL else scope}"


#: First words of our own descriptions that are no names.
_SMALL = frozenset(
    "Introduction Regional Agreement Software Choice Formal New Named Steering Last Municipalities Five Nine Board".split()
)


def turning_points(schedules: pd.DataFrame, *, programme: str) -> pd.DataFrame:
    """Return the contracts, decisions, pauses, stops and go-lives of hospitals of a programme, in order of time.

    With ``label``, a date, and ``drawn``: whether a chart shows it. Drawn are the choice of supplier and the contract
    (by the rows that date it most exactly), decisions that put a plan in force, each pause, each plan's withdrawal
    once, the end once, and go-lives; the rest stands in the table. A stop without a date of its own has the day on
    which it was said; its label says so.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> found = turning_points(load_schedules(), programme="fvm")
    >>> bool(found.loc[found["drawn"], "date_start"].is_monotonic_increasing), len(found[found["drawn"]]) < len(found)
    (True, True)
    """
    from sdvdata.captions import label_events

    own = schedules[schedules["programme"] == programme]
    events = own["measure"].isin(["award", "contract_signing", "decision", "stop"]) & (own["kind"] != "planned")
    live = _live_hospitals(own) | set(plans.actual_claims(own, milestone="first_unit").values())
    # Nothing is decided on a day that the source leaves out: such rows stay in the table of what is in no plan.
    dated = own["date"].notna() | (own["measure"] == "stop")
    found = label_events(own[(events & dated) | own["claim_id"].isin(live)])
    found = found.assign(_at=found["date_start"].fillna(found["date_end"]))
    found = found.sort_values(["_at", "date_end", "claim_id"]).drop(columns="_at")
    shown = live | _shown(records(found), own, programme)
    return found.assign(drawn=found["claim_id"].isin(shown)).reset_index(drop=True)


def _live_hospitals(own: pd.DataFrame) -> set[str]:
    """Return one claim per hospital that went live: the one that dates it most exactly."""
    hospitals = set(load("sites", kind=["hospital", "university_hospital"])["site"])
    live = own[(own["kind"] == "actual") & (own["measure"] == "go_live") & own["site"].isin(hospitals)]
    return {
        claim for site in dict.fromkeys(live["site"]) for claim in plans.actual_claims(live, site=str(site)).values()
    }


def _shown(rows: list[dict[str, Any]], own: pd.DataFrame, programme: str) -> set[str]:
    """Return the claims of turning points, other than go-lives, that a chart has room for."""
    municipal = set(load("sites", kind="municipality")["site"])
    rows = [row for row in rows if row["site"] not in municipal]
    starts = set(own["plan_from"].dropna())
    kept: dict[object, str] = {}
    for row in rows:
        key: object = None
        if row["measure"] in ("award", "contract_signing"):
            key = row["claim_id"] if _length_of(row) == _finest(rows, row["measure"]) else None
        elif row["measure"] == "decision" and (row["plan"] or row["date"] in starts):
            key = row["claim_id"]
        elif row["kind"] in ("paused", "withdrawn_no_date"):
            key = (row["plan"], row["kind"], row["site"])
        if key is not None:
            kept.setdefault(key, row["claim_id"])
    ends = [row["claim_id"] for row in rows if row["kind"] == "terminated"]
    named = records(load("programmes", programme=programme))[0]["outcome_claim"]
    return {*kept.values(), *([named] if named in ends else ends[:1])}


def _length_of(row: Mapping[str, Any]) -> int:
    if row["date_start"] is None or row["date_end"] is None:
        return 10_000
    days: int = (row["date_end"] - row["date_start"]).days
    return days


def _finest(rows: list[dict[str, Any]], measure: str) -> int:
    return min(_length_of(row) for row in rows if row["measure"] == measure)


def timeline_title(frame: pd.DataFrame, what: str) -> str:
    """Say how often dates were taken back, how often it was paused, and how it ended, from the drawn turning points.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> timeline_title(turning_points(load_schedules(), programme="sdv"), "SDV")
    'SDV: dates taken back 4 times, ended 29 April 2026'
    """
    rows = [row for row in records(frame) if row["drawn"]]

    def number(kind: str) -> int:
        return sum(row["kind"] == kind and row["label"].startswith(_STOPPED[kind]) for row in rows)

    def times(count: int) -> str:
        return {1: "once", 2: "twice"}.get(count, f"{count} times")

    parts = []
    if number("withdrawn_no_date"):
        parts.append(f"dates taken back {times(number('withdrawn_no_date'))}")
    live = [row for row in rows if row["kind"] == "actual" and row["measure"] == "go_live"]
    if live:
        parts.append(f"first live {wording.date(live[0]['date'])}")
    if number("paused"):
        parts.append(f"paused {times(number('paused'))}")
    parts += [f"ended {wording.date(row['date'])}" for row in rows if row["kind"] == "terminated"]
    return f"{what}: {', '.join(parts)}"


def municipal_events(schedules: pd.DataFrame) -> pd.DataFrame:
    """Return what municipalities agreed, declined, put on hold and signed elsewhere, and what was agreed with them.

    Plans and go-lives of single municipalities are not among them: they stand place by place.
    """
    places = set(load("sites", kind="municipality")["site"])
    about = schedules["site"].isin(places) | schedules["scope"].str.contains("unicipal")
    placed = schedules["measure"].isin(PROMISES) & schedules["kind"].isin(["planned", "actual"])
    return schedules[about & ~placed & (schedules["measure"] != "review")]


#: Measures that tell how municipalities joined or protested, not what became of it.
_JOINING = ("agreement", "protest", "procurement", "award", "contract_signing")


def municipal_sentence(schedules: pd.DataFrame, *, programme: str, where: str) -> str:
    """Say what is on record of municipal care in a region, and what is not.

    Examples
    --------
    >>> from sdvdata import load_schedules
    >>> text = municipal_sentence(load_schedules(), programme="fvm", where="Västra Götaland")
    >>> "tells of a municipality there that went live" in text
    True
    """
    own = schedules[schedules["programme"] == programme]
    found = municipal_events(own)
    found = found.assign(_at=found["date_start"].fillna(found["date_end"])).sort_values(["_at", "claim_id"])
    told = "".join(
        f"\n- {wording.date(row['date'] or row['stated_on'])}: {event_text(row)} (`{row['claim_id']}`)"
        for row in records(found)
    )
    places = set(load("sites", kind="municipality")["site"])
    live = (own["kind"] == "actual") & (own["measure"] == "go_live") & own["site"].isin(places)
    missing = [] if live.any() else ["a municipality there that went live"]
    if found["measure"].isin(_JOINING).all():
        missing.append("what became of municipal care after the stop")
    nothing = f"\n\nNo source in this record tells of {' or of '.join(missing)}." if missing else ""
    return f"What is on record of municipal care in {where}:\n{told}{nothing}"
