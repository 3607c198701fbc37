"""Which record system each Nordic health region uses or plans: states, plans, shares of residents.

The table ``landscape`` holds statements. A *state* follows from them by fixed rules:

- A region's record is what the newest statement about its hospitals, or all its care, says is in use.
  A statement about primary care alone, or about a part of the region, names no main record.
- Where a later statement puts another product in a part of the region, or where two products are
  named for the same time, the state is "mixed".
- Where nothing is in the record, the state is "not found". Nothing is assumed to have gone on or
  ended because it was planned.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sdvdata import periods
from sdvdata.errors import SdvdataError, require_frame
from sdvdata.tables import by_name, load, records

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "MIXED",
    "NEWEST",
    "NOT_FOUND",
    "OPEN",
    "SPECIAL",
    "TOGETHER",
    "newest_population",
    "plans",
    "product_names",
    "regions",
    "shares",
    "states",
]

MIXED = "mixed"
OPEN = "open"
NOT_FOUND = "not_found"
#: States that are no product, with their names.
SPECIAL = {MIXED: "Mixed", OPEN: "Open, plan given up", NOT_FOUND: "Not found"}

#: In `shares`, the residents of regions that have no figure of their own.
TOGETHER = "together"

#: A day after every statement of the record: what holds as far as we know.
NEWEST = "9999-12-31"

#: Care levels whose record counts as a region's main one.
_MAIN = ("hospital", "all", "unknown")
#: Statements that a region has chosen or plans a system.
_PLANNED = ("planned", "contracted")


def regions() -> pd.DataFrame:
    """Return the regions of the map, north to south within each country.

    Examples
    --------
    >>> regions()["country"].value_counts()["SE"]
    np.int64(21)
    """
    frame = load("regions", kind=["region", "rest"])
    return frame.sort_values(["country", "tile_row", "tile_column"], ignore_index=True)


def product_names() -> dict[str, str]:
    """Return the names of products and of the states that are none, by key.

    Examples
    --------
    >>> product_names()["ncs-cross"], product_names()["not_found"]
    ('NCS Cross', 'Not found')
    """
    return {product: row["name"] for product, row in by_name("products").items()} | SPECIAL


def _statements() -> list[dict[str, Any]]:
    """Return the active statements with ``from``: the day from which each is known to hold."""
    products, rows = by_name("products"), records(load("landscape"))
    for row in rows:
        about, product = periods.parse(row["as_of"] or row["stated_on"]), products[row["product"]]
        row |= {"from": about.start or about.end, "family": product["family"], "product_name": product["name"]}
    return rows


def _main(row: dict[str, Any]) -> bool:
    return row["care_level"] in _MAIN and row["extent"] != "part"


def _state(own: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Return the state that a region's statements add up to, and those it rests on."""
    using = [row for row in own if row["system_status"] == "in_use" and row["care_level"] in _MAIN]
    whole = [row for row in using if _main(row)]
    if not whole:
        return (MIXED, using) if len({row["family"] for row in using}) > 1 else (NOT_FOUND, [])
    newest = max(row["from"] for row in whole)
    latest = [row for row in whole if row["from"] == newest]
    later = [row for row in using if not _main(row) and row["from"] > newest]
    products = {row["family"] for row in (*latest, *later)}
    return (products.pop() if len(products) == 1 else MIXED), [*latest, *later]


def states(at: str | date = NEWEST) -> pd.DataFrame:
    """Return each region's main hospital record as of a day.

    Parameters
    ----------
    at
        A day, month or year; statements about the time until its last day count, whenever
        they were made.

    Returns
    -------
    pandas.DataFrame
        One row per region: ``state`` (a product, "mixed" or "not_found"), ``products`` (names,
        where mixed), ``known_as_of`` (the time of the newest statement), ``stated_on``,
        ``stated_by``, ``claims`` (the ids that it rests on), and the region's place on the map.

    Examples
    --------
    >>> found = states("2022").set_index("region")
    >>> found.loc["dalarna", "state"], states("2025").set_index("region").loc["dalarna", "state"]
    ('takecare', 'cosmic')
    """
    import pandas as pd

    day = periods.last_day(at, "at")
    said = [row for row in _statements() if row["from"] <= day]
    rows = []
    for region in records(regions()):
        state, basis = _state([row for row in said if row["region"] == region["region"]])
        rows.append({**region, **_row(state, basis)})
    return pd.DataFrame(rows)


def _row(state: str, basis: list[dict[str, Any]]) -> dict[str, Any]:
    basis = sorted(basis, key=lambda row: (row["from"], row["claim_id"]))
    last = basis[-1] if basis else {}
    return {
        "state": state,
        "products": ", ".join(dict.fromkeys(row["product_name"] for row in basis)),
        "known_as_of": last.get("as_of") or last.get("stated_on"),
        "stated_on": last.get("stated_on"),
        "stated_by": last.get("stated_by"),
        "claims": [row["claim_id"] for row in basis],
    }


def plans(at: str | date = NEWEST) -> pd.DataFrame:
    """Return each region's main hospital record when the plans known are carried out.

    A plan counts until a later statement says that it was given up; a region with no plan on
    record is shown with what it has.

    Parameters
    ----------
    at
        As in `states`; plans count from the day on which they were stated.

    Returns
    -------
    pandas.DataFrame
        As `states`, with ``standing``: "planned", "in place" (the plan is carried out),
        "no other plan found", "given up" (no other plan found since; the state is "open", and
        ``products`` the one given up) or "not found".

    Examples
    --------
    >>> plans().set_index("region").loc["stockholm", ["state", "standing"]].tolist()
    ['cosmic', 'planned']
    """
    import pandas as pd

    day = periods.last_day(at, "at")
    whole = [row for row in _statements() if _main(row)]
    rows = []
    for now in records(states(at)):
        own = [row for row in whole if row["region"] == now["region"]]
        rows.append({**now, **_plan(own, now, day)})
    return pd.DataFrame(rows)


def _plan(own: list[dict[str, Any]], now: dict[str, Any], day: date) -> dict[str, Any]:
    """Return what the plans known change in a region's state, and its standing."""

    def said(row: dict[str, Any]) -> date:
        about = periods.parse(row["stated_on"])
        return about.end or about.start or date.max

    planned = [r for r in own if r["system_status"] in _PLANNED and said(r) <= day]
    ended = [r for r in own if r["system_status"] == "ended" and said(r) <= day]
    if planned:
        newest = max(planned, key=lambda row: (said(row), row["claim_id"]))
        stops = [r for r in ended if r["family"] == newest["family"] and said(r) > said(newest)]
        if stops:
            stop = max(stops, key=lambda row: (said(row), row["claim_id"]))
            return {**_row(OPEN, [stop]), "standing": "given up"}
        if newest["family"] != now["state"]:
            present = [row for row in own if now["state"] == MIXED and row["claim_id"] in now["claims"]]
            return {**_row(newest["family"], [newest, *present]), "standing": "planned"}
        return {"standing": "in place"}
    return {"standing": "not found" if now["state"] == NOT_FOUND else "no other plan found"}


def newest_population() -> int:
    """Return the newest year for which the residents of all regions are known.

    Examples
    --------
    >>> newest_population() >= 2025
    True
    """
    return int(load("population", level="region")["year"].astype(int).max())


def shares(found: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return how many residents live in regions with each state, by country.

    Where a country's regions have no population series of their own, only their residents
    together are known (the country's less those of its other regions). If all of them share one
    state, the residents count with it. If they differ, each state has a row with its regions and
    no residents, and one row, ``together``, has the residents.

    Parameters
    ----------
    found
        Regions with ``state``, from `states` or `plans`.
    year
        Year of the population, on 1 January.

    Returns
    -------
    pandas.DataFrame
        ``country``, ``state``, ``regions`` (how many; those of a state add up to those on the
        map), ``residents``, ``share`` of the country (both missing where not known by region).
        Where all regions of a country are given, their residents add up to its population.

    Raises
    ------
    SdvdataError
        If there is no population for the year, a region stands twice, or some regions of a
        country are missing and the rest can't be reckoned without them.

    Examples
    --------
    >>> part = shares(states("2022"), 2022)
    >>> int(part[part["country"] == "SE"]["residents"].sum())
    10452326
    """
    import pandas as pd

    require_frame(found, "shares needs a frame from landscape.states or landscape.plans", _SHARED_OUT)
    twice = found.loc[found.duplicated("region"), "region"]
    if len(twice):
        raise SdvdataError(f"shares needs each region once; these stand twice: {', '.join(map(str, twice))}.")
    people = load("population", level=["region", "health_region", "country"])
    years = people["year"].astype(int)
    count = people[years == year].set_index("area")["population"].astype(int)
    if "sweden" not in count:
        raise SdvdataError(f"year={year!r} has no population; series/population covers {years.min()} to {years.max()}.")
    counted = found.assign(residents=found["population_area"].map(count)).reset_index(drop=True)
    whole = load("regions", kind="country").set_index("country")["region"].map(count)
    parts = pd.concat(
        _parts(counted[counted["country"] == country], str(country), total) for country, total in whole.items()
    ).reset_index(drop=True)
    parts["share"] = 100 * parts["residents"] / parts["country"].map(whole)
    made = parts[["country", "state", "regions", "residents", "share"]]
    return made.astype({"regions": "int64", "residents": "Int64", "share": "Float64"})


def _parts(own: pd.DataFrame, country: str, total: int) -> pd.DataFrame:
    """Return the states of one country, by residents; last those that are known together only."""
    import pandas as pd

    bare, rest = own["population_area"].isna(), total - own["residents"].sum()
    every = regions()
    lost = every.loc[(every["country"] == country) & ~every["region"].isin(own["region"]), "region"]
    if bare.any() and len(lost):
        raise SdvdataError(
            f"The residents of {', '.join(own.loc[bare, 'region'])} are those of {country} less all its "
            f"other regions, and the frame leaves out: {', '.join(lost)}. Take shares first, then filter."
        )
    together = own.loc[bare, "state"].nunique() > 1
    if bare.any() and not together:
        own = own.assign(residents=own["residents"].mask(bare, 0).mask(own.index == bare.idxmax(), rest))
    groups = own.groupby(["state", own["residents"].isna().rename("bare")])["residents"]
    parts = pd.DataFrame({"regions": groups.size(), "residents": groups.sum(min_count=1)}).reset_index()
    parts["special"] = parts["state"].isin(list(SPECIAL))
    parts = parts.sort_values(["residents", "special", "regions", "state"], ascending=[False, True, False, True])
    if together:
        parts = pd.concat([parts, pd.DataFrame([{"state": TOGETHER, "regions": 0, "residents": rest}])])
    return parts.assign(country=country)


#: Columns of the regions that `shares` reads.
_SHARED_OUT = ("region", "country", "state", "population_area")
