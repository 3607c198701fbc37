"""Tables and words for readers about record systems by region: what `landscape` found, shown whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sdvdata import landscape, wording
from sdvdata.tables import data_version, load, records
from sdvdata.views import ReaderTable

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "ict_table",
    "legacy_table",
    "map_alt",
    "map_source",
    "panels_alt",
    "plans_table",
    "roads_table",
    "shares_table",
    "staff_table",
    "states_table",
    "summary",
    "with_kind",
]

#: Countries as written.
_COUNTRIES = {"SE": "Sweden", "NO": "Norway", "DK": "Denmark", "FI": "Finland"}


def _table(rows: list[dict[str, object]], caption: str) -> ReaderTable:
    import pandas as pd

    return ReaderTable(pd.DataFrame(rows), caption)


def _named(row: Mapping[str, object]) -> str:
    """Return a state's name, with what is mixed."""
    name = landscape.product_names()[str(row["state"])]
    return f"{name}: {row['products']}" if row["state"] == landscape.MIXED else name


def states_table(found: pd.DataFrame, caption: str) -> ReaderTable:
    """Return the table behind a map: each region, its record, as of when, by whom, claim ids.

    Examples
    --------
    >>> states_table(landscape.states("2022"), "2022").frame["Record"].iloc[0]
    'Columna'
    """
    rows: list[dict[str, object]] = [
        {
            "Country": _COUNTRIES[row["country"]],
            "Region": f"{row['name']} ({row['label']})",
            "Record": _named(row),
            "As of": wording.when(row["known_as_of"]),
            "By": row["stated_by"] or "",
            "Claims": "; ".join(row["claims"]),
        }
        for row in records(found)
    ]
    return _table(rows, caption)


def plans_table(frames: Mapping[str, pd.DataFrame], caption: str) -> ReaderTable:
    """Return the table behind small maps: each region, its record in each, and all claim ids.

    Examples
    --------
    >>> list(plans_table({"2022": landscape.states("2022")}, "t").frame.columns)
    ['Region', '2022', 'Claims']
    """
    names = landscape.product_names()
    rows: dict[str, dict[str, object]] = {}
    claims: dict[str, dict[str, None]] = {}
    for heading, frame in frames.items():
        for row in records(frame):
            key = row["region"]
            rows.setdefault(key, {"Region": row["name"]})[heading] = names[row["state"]]
            claims.setdefault(key, {}).update(dict.fromkeys(row["claims"]))
    for key, entry in rows.items():
        entry["Claims"] = "; ".join(claims[key])
    return _table(list(rows.values()), caption)


def shares_table(found: pd.DataFrame, year: int, caption: str) -> ReaderTable:
    """Return residents by country and main record; each country's rows add up to its residents.

    Examples
    --------
    >>> list(shares_table(landscape.states("2022"), 2022, "t").frame["Country"].unique())
    ['Denmark', 'Finland', 'Norway', 'Sweden']
    """
    names = landscape.product_names()
    part = landscape.shares(found, year)
    rows: list[dict[str, object]] = []
    for country, own in part.groupby("country", sort=True):
        rows += [
            {
                "Country": _COUNTRIES[str(country)],
                "Record": names[row["state"]],
                "Regions": row["regions"],
                "Residents": wording.number(row["residents"]),
                "Share": f"{row['share']:.1f} %",
            }
            for row in records(own)
        ]
        total = int(own["residents"].sum())
        rows.append(
            {
                "Country": _COUNTRIES[str(country)],
                "Record": "All",
                "Regions": int(own["regions"].sum()),
                "Residents": wording.number(total),
                "Share": "100.0 %",
            }
        )
    return _table(rows, caption)


def roads_table(years: list[str], caption: str) -> ReaderTable:
    """Return the road of each Swedish region, with the claims that it rests on.

    Examples
    --------
    >>> "Road" in roads_table(["2022"], "t").frame.columns
    True
    """
    names = landscape.product_names()
    rows: list[dict[str, object]] = []
    for row in records(landscape.roads(years)):
        entry: dict[str, object] = {"Region": row["name"]}
        entry |= {year: names[row[year]] for year in years}
        entry |= {
            "Newest": names[row["newest"]],
            "By the plans": names[row["plan"]],
            "Road": row["turn"],
            "Claims": "; ".join(row["claims"]),
        }
        rows.append(entry)
    return _table(rows, caption)


def legacy_table(caption: str) -> ReaderTable:
    """Return the systems that sources name together with what is to replace them.

    Examples
    --------
    >>> list(legacy_table("t").frame.columns)[:3]
    ['System', 'Used for', 'Region']
    """
    found = landscape.legacy_systems()
    found.columns = [str(name).replace("_", " ").capitalize() for name in found.columns]
    return ReaderTable(found.rename(columns={"Claim id": "Claim"}), caption)


def ict_table(caption: str) -> ReaderTable:
    """Return the Swedish regions' IT cost by year, with the amount per resident.

    Examples
    --------
    >>> ict_table("t").frame["Per resident, SEK"].iloc[-1]
    '1\\u2009559'
    """
    rows: list[dict[str, object]] = [
        {
            "Year": row["year"],
            "Amount, bn SEK": "" if row["amount"] is None else f"{row['amount'] / 1e9:.10g}",
            "Share of turnover, %": "" if row["share"] is None else f"{row['share']:.10g}",
            "Residents": "" if row["residents"] is None else wording.number(row["residents"]),
            "Per resident, SEK": "" if row["per_resident"] is None else wording.number(round(row["per_resident"])),
            "Claims": "; ".join(row["claims"]),
        }
        for row in records(landscape.ict_costs())
    ]
    return _table(rows, caption)


def staff_table(programme: str, measure: str, unit: str, caption: str) -> ReaderTable:
    """Return groups of a programme's staff that were counted twice, side by side.

    Examples
    --------
    >>> len(staff_table("sdv", "project_staff_share", "percent", "t").frame)
    3
    """
    found = landscape.staff_over_time(programme, measure, unit=unit)
    rows: list[dict[str, object]] = []
    for row in records(found):
        entry: dict[str, object] = {"Group": row["group"]}
        entry |= {str(key): wording.number(row[key]) for key in found.columns[1:-1]}
        rows.append({**entry, "Claims": "; ".join(row["claims"])})
    return _table(rows, caption)


def _regions_by_state(found: pd.DataFrame) -> str:
    names = landscape.product_names()
    groups: dict[str, list[str]] = {}
    for row in records(found):
        groups.setdefault(row["state"], []).append(row["name"])
    ordered = sorted(groups.items(), key=lambda item: (item[0] in landscape.SPECIAL, -len(item[1])))
    return "; ".join(f"{names[state]}: {', '.join(places)}" for state, places in ordered)


def map_alt(found: pd.DataFrame, what: str) -> str:
    """Say what a map shows: every region by its record.

    Examples
    --------
    >>> map_alt(landscape.states("2022"), "Records")[:17]
    'Records. Cosmic: '
    """
    return f"{what}. {_regions_by_state(found)}."


def panels_alt(frames: Mapping[str, pd.DataFrame], what: str) -> str:
    """Say what small maps show: for each, how many regions have which record.

    Examples
    --------
    >>> panels_alt({"2022": landscape.states("2022")}, "Records")[:23]
    'Records. 2022: Cosmic 8'
    """
    names = landscape.product_names()
    parts = []
    for heading, frame in frames.items():
        tally = frame["state"].value_counts()
        ordered = sorted(tally.items(), key=lambda item: (item[0] in landscape.SPECIAL, -item[1], str(item[0])))
        parts.append(f"{heading}: {', '.join(f'{names[str(state)]} {number}' for state, number in ordered)}")
    return f"{what}. {'. '.join(parts)}."


def map_source(*frames: pd.DataFrame) -> str:
    """Return the source line of a map: how many statements, from how many documents.

    Examples
    --------
    >>> map_source(landscape.states("2013")).split(" from ")[0]
    '9 statements'
    """
    ids = {claim for frame in frames for claims in frame["claims"] for claim in claims}
    claims = load("landscape")
    documents = claims[claims["claim_id"].isin(ids)]["source_id"].nunique()
    return (
        f"{len(ids)} statements from {documents} documents; each is listed with its source below. "
        f"Data: sdvdata {data_version()}"
    )


def summary() -> str:
    """Return, as a list in Markdown, where the regions stand: shares, changes, what is not known.

    Examples
    --------
    >>> "Cosmic" in summary()
    True
    """
    found, planned = landscape.states(), landscape.plans()
    year = landscape.newest_population()
    now, then = landscape.shares(found, year), landscape.shares(planned, year)
    names = landscape.product_names()
    left = [row for row in records(landscape.roads([])) if row["standing"] == "given up"]
    gone = [f"{row['name']} {row['turn']} (`{row['claims'][-1]}`)" for row in left]
    rows = records(found)
    years = [row["known_as_of"].lstrip("./")[:4] for row in rows if row["known_as_of"]]
    usual = max(set(years), key=lambda one: (years.count(one), one))
    old = sum(one <= usual for one in years)
    bare = [row["name"] for row in rows if row["state"] == landscape.NOT_FOUND]
    mixed = [f"{row['name']} ({row['products']})" for row in rows if row["state"] == landscape.MIXED]
    return "\n".join(
        [
            f"- **Record systems of Sweden's regions**: by the newest statements found, "
            f"{_share(now, 'SE', 'cosmic')} have {names['cosmic']} as main hospital record; "
            f"by the plans, {_share(then, 'SE', 'cosmic')}. {'; '.join(gone)}.",
            f"- **Elsewhere**: {names['epic']} in {_share(now, 'DK', 'epic')} of Denmark; "
            f"{names['dips']} in {_share(now, 'NO', 'dips')} of Norway; mixed: {', '.join(mixed)}.",
            f"- **Not known**: of {len(rows)} areas, {old} rest on a statement about {usual} or earlier; "
            f"nothing was found on: {', '.join(bare)}.",
        ]
    )


def _share(part: pd.DataFrame, country: str, state: str) -> str:
    own = part[part["country"] == country]
    row = records(own[own["state"] == state])[0]
    return f"{row['regions']} of {int(own['regions'].sum())} regions with {row['share']:.0f} % of the residents"


#: Which of the things are counted, and whether it had happened, in words for a label.
_SETS = {"all": "all", "largest": "the largest", "named": "named ones", "part": "a part", "sample": "a sample"}
_TENSES = {"planned": "planned", "done": "done", "in_use": "in use", "observed": "observed"}


def with_kind(frame: pd.DataFrame) -> pd.DataFrame:
    """Write behind what is counted which of them, and whether planned, done or in use.

    Examples
    --------
    >>> from sdvdata import load_counts
    >>> with_kind(load_counts(claim_id="sdv-systems-28-largest-2019"))["counted_unit"].iloc[0]
    'IT systems, the largest, planned'
    """
    words = [
        ", ".join([row["counted_unit"], *filter(None, [_SETS.get(row["set"]), _TENSES[row["tense"]]])])
        for row in records(frame)
    ]
    return frame.assign(counted_unit=words)
