"""Tables and words for readers about record systems by region: what `landscape` found, shown whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sdvdata import landscape
from sdvdata import words as wording
from sdvdata.tables import data_version, load, records
from sdvdata.views import ReaderTable, core_names, speaker

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "ict_table",
    "legacy_table",
    "map_alt",
    "map_source",
    "map_title",
    "outside_table",
    "panels_alt",
    "panels_title",
    "plans_table",
    "roads_table",
    "shares_table",
    "staff_table",
    "states_table",
    "summary",
]

#: Countries as written.
_COUNTRIES = {"SE": "Sweden", "NO": "Norway", "DK": "Denmark", "FI": "Finland"}
#: Countries of which the map has every region, and their regions' adjective.
_WHOLE = ("SE", "NO", "DK")
_PEOPLES = {"SE": "Swedish", "NO": "Norwegian", "DK": "Danish"}


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
        rows += [_share_row(str(country), row, names) for row in records(own)]
        rows.append(
            {
                "Country": _COUNTRIES[str(country)],
                "Record": "All",
                "Regions": int(own["regions"].sum()),
                "Residents": wording.number(int(own["residents"].sum())),
                "Share": "100.0 %",
            }
        )
    return _table(rows, caption)


def _share_row(country: str, row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, object]:
    together = row["state"] == landscape.TOGETHER
    return {
        "Country": _COUNTRIES[country],
        "Record": "The regions left blank above, together" if together else names[row["state"]],
        "Regions": "" if together else row["regions"],
        "Residents": "" if row["residents"] is None else wording.number(row["residents"]),
        "Share": "" if row["share"] is None else f"{row['share']:.1f} %",
    }


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
    """Return the systems that sources name together with what was to replace them.

    Examples
    --------
    >>> list(legacy_table("t").frame.columns)[:3]
    ['System', 'Used for', 'Region']
    """
    rows: list[dict[str, object]] = [
        {
            "System": row["system"],
            "Used for": row["used_for"],
            "Region": row["region"],
            "Planned replacement": row["replaced_by"],
            "What became of it": {"in use": "in use in the region", "planned": "no go-live found"}.get(
                row["outcome"], row["outcome"]
            ),
            "Said": row["stated_on"],
            "By": row["stated_by"],
            "Claims": "; ".join(row["claims"]),
        }
        for row in records(landscape.legacy_systems())
    ]
    return _table(rows, caption)


def outside_table(caption: str) -> ReaderTable:
    """Return what stays outside each of the three programmes, or left it; "nothing found" where none.

    Examples
    --------
    >>> sorted(set(outside_table("t").frame["Programme"]))
    ['FVM/Millennium', 'Helseplattformen', 'SDV']
    """
    found = records(landscape.outside())
    rows: list[dict[str, object]] = []
    for programme, name in core_names().items():
        own = [row for row in found if row["programme"] == programme]
        rows += [
            {
                "Programme": name,
                "What stays outside, or left": row["scope"],
                "Since": wording.when(row["date"]),
                "As printed": row["as_printed"],
                "Said": wording.when(row["stated_on"]),
                "By": speaker(row),
                "Claim": row["claim_id"],
            }
            for row in own
        ]
        if not own:
            rows.append({"Programme": name, "What stays outside, or left": "nothing found"})
    import pandas as pd

    return ReaderTable(pd.DataFrame(rows).fillna(""), caption)


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


def map_title(found: pd.DataFrame) -> str:
    """Say which record most regions of each country have; countries seen in part are left out.

    Examples
    --------
    >>> map_title(landscape.states("2022"))[:62]
    'Main hospital record, newest statement found: Cosmic in 8 of 2'
    """
    names = landscape.product_names()
    parts = []
    for country in _WHOLE:
        own = found[found["country"] == country]["state"]
        known = own[~own.isin(landscape.SPECIAL)].value_counts()
        if len(known):
            number, state = max((int(n), str(one)) for one, n in known.items())
            parts.append(f"{names[state]} in {number} of {len(own)} {_PEOPLES[country]}")
    return f"Main hospital record, newest statement found: {wording.joined(parts)} regions"


def panels_title(frames: Mapping[str, pd.DataFrame]) -> str:
    """Say of how many regions each small map knows the record.

    Examples
    --------
    >>> panels_title({"2013": landscape.states("2013")})
    'Main hospital record: known of 10 regions in 2013'
    """
    parts = [
        f"{int((frame['state'] != landscape.NOT_FOUND).sum())} {_at(heading)}" for heading, frame in frames.items()
    ]
    first, *others = parts
    number, _, rest = first.partition(" ")
    return f"Main hospital record: known of {wording.joined([f'{number} regions {rest}', *others])}"


def _at(heading: str) -> str:
    return f"in {heading}" if heading.isdigit() else heading[0].lower() + heading[1:]


def panels_alt(frames: Mapping[str, pd.DataFrame], what: str) -> str:
    """Say what small maps show: for each, how many regions have which record, and which changed.

    Examples
    --------
    >>> panels_alt({"2022": landscape.states("2022")}, "Records")[:23]
    'Records. 2022: Cosmic 8'
    """
    names = landscape.product_names()
    parts = []
    before: dict[str, str] = {}
    for heading, frame in frames.items():
        tally = frame["state"].value_counts()
        ordered = sorted(tally.items(), key=lambda item: (item[0] in landscape.SPECIAL, -item[1], str(item[0])))
        parts.append(f"{heading}: {', '.join(f'{names[str(state)]} {number}' for state, number in ordered)}")
        changed: dict[str, list[str]] = {}
        for row in records(frame):
            was, now = before.get(row["region"], landscape.NOT_FOUND), row["state"]
            if landscape.NOT_FOUND not in (was, now) and was != now:
                changed.setdefault(f"from {names[was]} to {names[now]}", []).append(row["name"])
            before[row["region"]] = now
        if changed:
            parts.append(f"Changed: {'; '.join(f'{wording.joined(who)} {how}' for how, who in changed.items())}")
    return f"{what}. {'. '.join(parts)}."


def map_source(*frames: pd.DataFrame) -> str:
    """Return the source line of a map: how many statements, from how many documents.

    Examples
    --------
    >>> map_source(landscape.states("2013")).split(" from ")[0]
    '10 statements'
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
    rows = own[own["state"] == state]
    head = f"{int(rows['regions'].sum())} of {int(own['regions'].sum())} regions"
    if rows.empty or rows["share"].isna().any():
        return head
    return f"{head} with {rows['share'].sum():.0f} % of the residents"
