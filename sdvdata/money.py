"""Amounts of money in one currency and the prices of one year, and when they may stand together.

Nothing here is stored: a restated amount stands beside the amount as stated, with the way it was
made in words. What can't be restated stays, with the reason. Purchasing power is a way to test an
answer, never the answer.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Mapping
from datetime import date
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, NamedTuple

from sdvdata import periods
from sdvdata.errors import SdvdataError, require_frame, require_ids, require_known, several
from sdvdata.series import (
    CURRENCIES,
    DEFLATORS,
    EURO_COUNTRIES,
    OfficialSeries,
    euro_country,
    require_year,
    residents,
    years_covered,
)
from sdvdata.tables import by_name, fields, load, records

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    #: Share of an amount by year; by programme or claim where the keys are words.
    Weights = Mapping[int, float]
    SpendProfile = str | Weights | Mapping[str, Weights] | None
    #: A year, or years by programme or claim.
    PriceYear = int | Mapping[str, int] | None

__all__ = [
    "CONTENTS_GROUPS",
    "CONVERSIONS",
    "DIVISORS",
    "PAYER_GROUPS",
    "PERIMETER",
    "VAT_RATE",
    "IncomparableError",
    "bounds",
    "factors",
    "independent",
    "perimeter_groups",
    "require_comparable",
    "restate",
    "vat_factors",
]

#: Ways to another currency.
CONVERSIONS = ("target_year", "spend_year", "ppp")

#: Columns that decide whether amounts may stand together.
PERIMETER = ("flow", "payer", "includes", "amount_kind", "per")

#: What amounts can be divided by.
DIVISORS = ("resident",)

#: The standard rate of value added tax in Sweden, Norway and Denmark.
VAT_RATE = 0.25

#: Payers that stand for the same purse: the body that buys and runs the programme.
PAYER_GROUPS = {"region": "buyer", "regional_authority": "buyer", "company": "buyer"}

#: Contents that are owed to the same hand.
CONTENTS_GROUPS = dict.fromkeys(("supplier_contract", "supplier_services", "licences", "maintenance"), "supplier")

_NEEDED = (
    *("claim_id", "programme", "value", "low", "high", "qualifier", "currency"),
    *("amount_kind", "price_basis", "price_year", "covers_start", "covers_end"),
)

_DEFLATOR_WORDS = {
    "cpi": "national consumer price index",
    "cpi_fixed_rate": "consumer price index, for Sweden without mortgage rates (KPIF)",
    "cpi_world_bank": "consumer price index as given by the World Bank",
    "none": "not adjusted for prices",
}


class IncomparableError(SdvdataError):
    """Amounts that may not stand together; the message names the difference and the way out."""

    def __init__(self, column: str, groups: Mapping[str, list[str]]) -> None:
        named = "; ".join(
            f"{name or 'blank'} ({', '.join(ids[:2])}{f' and {len(ids) - 2} more' if len(ids) > 2 else ''})"
            for name, ids in sorted(groups.items())
        )
        super().__init__(
            f"These amounts can't stand together, their {column} is not known to be the same: {named}. "
            f"Way out: keep one group (filter by {column}), or pass assume=['{column}'] and say wherever "
            "you show the result that no source supports it."
        )
        self.column, self.groups = column, dict(groups)


def require_columns(frame: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    require_frame(frame, f"{what} needs a frame as load_costs returns it", columns)


# --- what may stand together --------------------------------------------------------------


def perimeter_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what decides whether amounts may stand together, one row per amount.

    Returns
    -------
    pandas.DataFrame
        ``flow``, ``payer`` (group of payers), ``includes`` (groups of contents, joined by +),
        ``amount_kind`` and ``per``; ``unknown`` where no source says.

    Examples
    --------
    >>> from sdvdata import load_costs
    >>> groups = perimeter_groups(load_costs(claim_id="fvm-contract-value-2018-ik"))
    >>> groups.iloc[0].tolist()
    ['contract', 'buyer', 'supplier', 'total', '']
    """
    require_columns(frame, ("claim_id", "flow", "payer", "includes", "amount_kind"), "Comparing amounts")

    def contents(text: str) -> str:
        return "+".join(sorted({CONTENTS_GROUPS.get(name, name) for name in text.split(";")}))

    made = frame.reindex(columns=PERIMETER, fill_value="").fillna({"per": ""}).fillna("unknown")
    return made.assign(payer=made["payer"].replace(PAYER_GROUPS), includes=made["includes"].map(contents))


def require_comparable(frame: pd.DataFrame, *, assume: Iterable[str] = ()) -> pd.DataFrame:
    """Return the frame if its amounts may stand together.

    They may if flow, group of payers, group of contents, kind and unit are the same. Two
    amounts of which no source says who pays or what they hold are not known to be alike.

    Parameters
    ----------
    frame
        Rows of ``costs``.
    assume
        Columns whose sameness is assumed although no source says so; one name or several.

    Raises
    ------
    IncomparableError
        Names the difference, the claims on each side, and the way out.

    Examples
    --------
    >>> from sdvdata import load_costs
    >>> both = load_costs(claim_id=["hp-annual-op-2019-278", "hp-annual-op-2024-800"])
    >>> len(require_comparable(both))
    2
    """
    groups = perimeter_groups(frame)
    assume = several(assume, "assume")
    for name in assume:
        require_known("perimeter column", name, groups.columns)
    for column in groups.columns.difference(assume, sort=False) if len(frame) > 1 else ():
        if groups[column].nunique() > 1 or (groups[column] == "unknown").any():
            raise IncomparableError(column, ids_of(frame, groups[column]))
    return frame


def ids_of(frame: pd.DataFrame, groups: pd.Series[str]) -> dict[str, list[str]]:
    """Return the claims of a frame by a group of each."""
    return {str(group): list(ids) for group, ids in frame["claim_id"].astype(str).groupby(groups.to_numpy())}


def vat_factors(left: pd.Series[str], right: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least and the most by which VAT may change amounts set against another.

    Unknown on either side is the interval from 1/1.25 to 1.25, never silently equal.

    Examples
    --------
    >>> import pandas as pd
    >>> low, high = vat_factors(pd.Series(["excl", "unknown", "incl"]), "incl")
    >>> low.tolist(), high.tolist()
    ([1.25, 0.8, 1.0], [1.25, 1.25, 1.0])
    """
    import numpy as np
    import pandas as pd

    left, rate = pd.Series(left), 1 + VAT_RATE
    size = {"incl": rate, "excl": 1.0, "not_applicable": np.nan, "unknown": np.nan}
    for word in (right, *left.dropna().unique()):
        require_known("VAT", word, size)
    own = left.fillna("unknown").map(size).to_numpy("float64")
    # The base of an amount with VAT is 1, without it 1.25: what it must be multiplied by to hold VAT.
    exact = size[right] / own
    unknown = (left.fillna("unknown") == "unknown").to_numpy() | (right == "unknown")
    free = (left == "not_applicable").to_numpy() | (right == "not_applicable")
    low = np.where(unknown, 1 / rate, np.where(free, 1.0, exact))
    high = np.where(unknown, rate, np.where(free, 1.0, exact))
    return low, high


def independent(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep one row per independent statement: repeats, roundings, conversions count once.

    Claims that ``relations`` links by same_statement, rounds, converts or vat_variant are one
    statement, also where the link runs through a claim outside the frame. Kept is the row that
    repeats, rounds or converts none of the others; of several, the one said first.

    Returns
    -------
    pandas.DataFrame
        The rows kept, in their order, with ``statement`` (all claim ids of the frame that it
        stands for). A claim that stands in the frame twice is one.

    Raises
    ------
    SdvdataError
        If it is no frame, lacks ``claim_id``, or a row has none.

    Examples
    --------
    >>> from sdvdata import load_costs
    >>> budgets = load_costs(programme="sdv", measure="programme_budget")
    >>> kept = independent(budgets)
    >>> len(kept) < len(budgets)
    True
    """
    require_columns(frame, ("claim_id",), "Finding repeats")
    require_ids(frame, "Finding repeats")
    links = load("relations", raw=True, relation=["same_statement", "rounds", "converts", "vat_variant"])
    root: dict[str, str] = {}

    def top(name: str) -> str:
        while root.setdefault(name, name) != name:
            name = root[name]
        return name

    for one, other in zip(links["claim"], links["other"], strict=True):
        root[top(str(one))] = top(str(other))
    said = frame.reindex(columns=["claim_id", "stated_on_start"]).reset_index(drop=True)
    ids = said["claim_id"].astype(str)
    ordered = said.assign(root=ids.map(top), derived=ids.isin(links["claim"])).sort_values(
        ["derived", "stated_on_start", "claim_id"], kind="stable", na_position="last"
    )
    statement = ordered.groupby("root")["claim_id"].agg(lambda names: ";".join(sorted(set(names))))
    kept = ordered.drop_duplicates("root").sort_index()
    return frame.iloc[kept.index].assign(statement=kept["root"].map(statement).astype("str").array)


# --- bounds and weights -------------------------------------------------------------------


def bounds(frame: pd.DataFrame) -> pd.DataFrame:
    """Return value, low and high of each amount or count: printed bounds, or those that its qualifier stands for.

    Returns
    -------
    pandas.DataFrame
        ``value``, ``low`` and ``high`` in the unit of the frame; an open side is 0 or infinity, nan where no figure is
        stated.

    Raises
    ------
    SdvdataError
        For a negative or infinite figure, a figure that is missing where a number is stated, a low above its high.
    UnknownNameError
        For an unknown qualifier.

    Examples
    --------
    >>> from sdvdata import load_costs
    >>> bounds(load_costs(claim_id="hp-todate-2024-10-66")).iloc[0].tolist()
    [6600000000.0, 6600000000.0, inf]
    """
    import numpy as np
    import pandas as pd

    numbers = np.stack([_numbers(frame, column) for column in ("value", "low", "high")])
    value, low, high = numbers
    bad = ((numbers < 0) | np.isinf(numbers)).any(axis=0)
    if "value_status" in frame.columns:
        bad |= np.isnan(numbers).all(axis=0) & frame["value_status"].eq("number").to_numpy(bool)
    if bad.any():
        at = int(bad.argmax())
        raise SdvdataError(
            f"'{frame['claim_id'].iloc[at]}' has the value {value[at]}, low {low[at]}, high {high[at]}: an amount "
            "must be a finite number, not negative."
        )
    crossed = low > high
    if crossed.any():
        at = int(crossed.argmax())
        raise SdvdataError(f"'{frame['claim_id'].iloc[at]}' has the low {low[at]:.10g} above the high {high[at]:.10g}.")
    words = load("qualifier_intervals", raw=True).set_index("qualifier")
    codes, found = pd.factorize(frame["qualifier"])
    for word in found:
        require_known("qualifier", word, words.index)
    kinds = [*found, "exact"]  # a blank qualifier has the code -1, the last
    bare = np.isnan(low) & np.isnan(high)
    ends = []
    for column, open_end in (("low_factor", 0.0), ("high_factor", np.inf)):
        factor = np.array([float(str(words.at[kind, column]) or open_end) for kind in kinds])[codes]
        with np.errstate(invalid="ignore"):
            # "At least nothing" is open upwards, too: zero times infinity is no number.
            ends.append(np.where(np.isinf(factor) & ~np.isnan(value), factor, value * factor))
    return pd.DataFrame(
        {"value": value, "low": np.where(bare, ends[0], low), "high": np.where(bare, ends[1], high)},
        index=frame.index,
    )


def _numbers(frame: pd.DataFrame, column: str) -> NDArray[np.float64]:
    try:
        return frame[column].to_numpy("float64", na_value=math.nan)
    except (TypeError, ValueError):
        raise SdvdataError(
            f"The column {column} holds text that is no number. Give the frame as load_costs returns it, not raw=True."
        ) from None


def _known_years(row: Mapping[str, Any]) -> dict[int, float] | None:
    """Return the year whose money an amount certainly is in, or None where it may be several."""
    if row["price_basis"] == "fixed":
        year = row["price_year"]
        if year is not None and year != int(year):
            raise SdvdataError(f"'{row['claim_id']}' has the price_year {year}: a price year is a whole year.")
        return None if year is None else {int(year): 1.0}
    first, last = _span(row)
    return {first.year: 1.0} if first is not None and last is not None and first.year == last.year else None


def _span(row: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """Return the first and the last day of the time that an amount covers; None where a source does not say."""
    ends = []
    for column, side in (("covers_start", "start"), ("covers_end", "end")):
        text = row[column]
        if text is not None and not isinstance(text, str):
            raise SdvdataError(
                f"{column} holds periods as text, such as '2020', not {text!r} (a {type(text).__name__})."
            )
        ends.append(getattr(periods.parse(text), side) if text else None)
    first, last = ends
    if first is not None and last is not None and first > last:
        raise SdvdataError(
            f"'{row['claim_id']}' covers '{row['covers_start']}' to '{row['covers_end']}': it ends before it starts."
        )
    return first, last


def _uniform(row: Mapping[str, Any]) -> dict[int, float] | str:
    """Return the share of days in each year of the time that an amount covers, or a reason."""
    first, last = _span(row)
    if first is None or last is None:
        return "no source says over which years it is spread; give spend_profile weights by year, or a price_year"
    days = {
        year: (min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))).days + 1
        for year in range(first.year, last.year + 1)
    }
    total = sum(days.values())
    return {year: n / total for year, n in days.items()}


def _named(given: Any, row: Mapping[str, Any]) -> Any:
    """Return what is given for a claim, else for its programme, else for all."""
    if not isinstance(given, Mapping) or any(isinstance(key, Integral) for key in given):
        return given
    return given.get(row["claim_id"], given.get(row["programme"]))


def _weights_of(row: Mapping[str, Any], profile: SpendProfile) -> dict[int, float] | str:
    """Return the share of an amount of several years that falls in each year, or why it is not known."""
    if row["price_basis"] == "fixed":
        return "is in the prices of one year, but no source says of which"
    if profile is None:
        return (
            "may hold the money of several years; give a spend_profile (uniform, or weights by year), or a price_year"
        )
    if profile == "uniform":
        return _uniform(row)
    given: Mapping[int, float] | None = _named(profile, row)
    if given is None:
        return "spend_profile has no weights for this claim or programme"
    first, last = _span(row)
    for year in sorted(int(year) for year, share in given.items() if share > 0):
        if (first is not None and year < first.year) or (last is not None and year > last.year):
            ends = " to ".join(dict.fromkeys(str(row[c]) for c in ("covers_start", "covers_end") if row[c]))
            return f"spend_profile puts money in {year}, outside the time that it covers ({ends})"
    total = sum(given.values())
    return {int(year): share / total for year, share in given.items()}


def checked_profile(profile: SpendProfile) -> SpendProfile:
    """Return a spend profile that can be used, weights as plain numbers by year.

    Raises
    ------
    SdvdataError
        It says what was given and what is allowed.
    """
    if profile is None or (isinstance(profile, str) and profile == "uniform"):
        return profile
    if isinstance(profile, str):
        raise SdvdataError(
            f"Unknown spend_profile '{profile}'. Known: uniform (over covers_start to covers_end), weights by year "
            "such as {2019: 1, 2020: 2}, or such weights by programme or claim. An amount is never taken as spent "
            "on the day on which it was stated."
        )
    profile = _plain_mapping(profile)
    if not isinstance(profile, Mapping) or not profile:
        raise SdvdataError("spend_profile must be None, 'uniform', or a mapping with at least one year.")
    plain: dict[Any, Any] = {key: _plain_mapping(weights) for key, weights in profile.items()}
    odd = [key for key, weights in plain.items() if not isinstance(weights, Mapping)]
    if 0 < len(odd) < len(plain):
        raise SdvdataError(f"spend_profile mixes weights by year with weights by programme or claim: {odd}.")
    for weights in [plain] if odd else plain.values():
        shares = list(weights.values())
        if not all(isinstance(share, Real) for share in shares):
            raise SdvdataError(f"spend_profile needs numbers as weights, not {shares}.")
        if not all(isinstance(year, Integral) and not isinstance(year, bool) for year in weights):
            raise SdvdataError(f"spend_profile needs whole years as keys, not {list(weights)}.")
        if any(not share >= 0 for share in shares) or not 0 < sum(shares) < float("inf"):
            raise SdvdataError(f"spend_profile needs weights that are not negative and not all zero, not {shares}.")
    return plain


def _plain_mapping(given: Any) -> Any:
    """Return a Series as a mapping from its labels; anything else as it is."""
    import pandas as pd

    return given.to_dict() if isinstance(given, pd.Series) else given


def _checked_price_year(given: PriceYear) -> PriceYear:
    given = _plain_mapping(given)
    if isinstance(given, Mapping):
        return {str(name): require_year(year, f"price_year of '{name}'") for name, year in given.items()}
    return None if given is None else require_year(given, "price_year")


# --- restating ----------------------------------------------------------------------------


def _yearly(
    series: OfficialSeries,
    own: tuple[str, str | None],
    currency: str,
    prices_of: int | None,
    deflator: str,
    convert: str,
) -> NDArray[np.float64] | str:
    """Return what one unit of money of each year is, in the currency and prices wanted, or why there is nothing.

    What is given is the currency of the money, and the country in whose prices it is spent where that is not the
    currency's own.
    """
    import numpy as np

    money, country = own

    rate = np.ones(len(series.years))
    if money != currency:
        rate = (
            series.parity(currency) / series.parity(money, country)
            if convert == "ppp"
            else (series.exchange(currency) / series.exchange(money))
        )
    if prices_of is None:
        return rate
    at = series.years.index(prices_of)
    priced = currency if convert == "spend_year" else money
    level = series.price_level(priced, deflator, None if convert == "spend_year" else country)
    if np.isnan(level[at]):
        return f"the deflator '{deflator}' has no figure for {priced} in {prices_of}"
    prices = level[at] / level
    factor: NDArray[np.float64] = prices * (rate if convert == "spend_year" else rate[at])
    return factor


class Factor(NamedTuple):
    """What one amount must be multiplied by (nan where there is nothing), and how that was found."""

    by: float
    reason: str = ""  # why there is nothing
    years: str = ""  # of its money
    index_of: str = ""  # whose price index moved euros
    assumed: str = ""  # the year in whose prices it was taken to be


def factors(
    frame: pd.DataFrame,
    *,
    currency: str,
    prices_of: int | None,
    deflator: str = "cpi",
    convert: str = "target_year",
    spend_profile: SpendProfile = None,
    price_year: PriceYear = None,
    series: OfficialSeries | None = None,
) -> pd.DataFrame:
    """Return for each amount what it must be multiplied by, the reason if it can't, and its years.

    Rows with the same currency, prices and period share one computation. Parameters and errors are those of `restate`.

    Returns
    -------
    pandas.DataFrame
        One row per amount: ``by`` (nan where there is none), ``reason`` (why there is none), ``years`` (of its money),
        ``index_of`` (whose price index moved euros), ``assumed`` (the price year, where one was assumed).

    Examples
    --------
    >>> from sdvdata import load_costs
    >>> factors(load_costs(claim_id="hp-consultants-2023"), currency="SEK", prices_of=2024)["years"].item()
    '2023'
    """
    import pandas as pd

    require_columns(frame, _NEEDED, "factors")
    require_known("currency", currency, CURRENCIES)
    require_known("deflator", deflator, DEFLATORS)
    require_known("conversion", convert, CONVERSIONS)
    prices_of = None if prices_of is None else require_year(prices_of, "prices_of")
    spend_profile, price_year = checked_profile(spend_profile), _checked_price_year(price_year)
    series = series or OfficialSeries()
    mappings = [given for given in (spend_profile, price_year) if isinstance(given, Mapping)]
    names = {key for given in mappings for key in given if isinstance(key, str)}
    if names:
        _require_names(names, frame)
    yearly: dict[tuple[str, str | None], NDArray[np.float64] | str] = {}

    def factor(row: Mapping[str, Any]) -> Factor:
        own = row["currency"]
        if own not in CURRENCIES:
            return Factor(math.nan, _without_series(own))
        if own == currency and prices_of is None:
            return Factor(1.0)
        country = euro_country(str(row["programme"])) if own == "EUR" else None
        index_of = EURO_COUNTRIES[country] if country is not None else ""
        weights: dict[int, float] | str | None = _known_years(row)
        year = None if weights is not None else _named(price_year, row)
        weights = {year: 1.0} if year is not None else weights or _weights_of(row, spend_profile)
        if isinstance(weights, str):
            return Factor(math.nan, weights, index_of=index_of)
        for outside in (year for year in weights if year not in series.years):
            words = f"{outside} is outside the series, which cover {series.years[0]} to {series.years[-1]}"
            return Factor(math.nan, words, index_of=index_of)
        place = (str(own), country)
        if place not in yearly:
            yearly[place] = _yearly(series, place, currency, prices_of, deflator, convert)
        made = yearly[place]
        if isinstance(made, str):
            return Factor(math.nan, made, index_of=index_of)
        by = sum(share * made[year - series.years[0]] for year, share in weights.items())
        span = f"{min(weights)}–{max(weights)}" if len(weights) > 1 else str(next(iter(weights)))
        missing = "the series have no figure for one of its years" if math.isnan(by) else ""
        return Factor(by, missing, span, index_of, "" if year is None else str(year))

    known: dict[tuple[Any, ...], Factor] = {}
    found = []
    for row in records(frame[[*_DECIDING]]):
        name = next((row[key] for key in ("claim_id", "programme") if row[key] in names), "")
        kind = (name, *(row[key] for key in _DECIDING[2:]), row["programme"] if row["currency"] == "EUR" else "")
        if kind not in known:
            known[kind] = factor(row)
        found.append(known[kind])
    return pd.DataFrame(found, columns=Factor._fields, index=frame.index)


#: What decides on a factor.
_DECIDING = ("claim_id", "programme", "currency", "price_basis", "price_year", "covers_start", "covers_end")


def _without_series(currency: str | None) -> str:
    """Say why an amount in a currency without a series can't be restated; programmes elsewhere count in such."""
    if currency is None:
        return "a share has no currency"
    allowed = next(field for field in fields("costs") if field["name"] == "currency")["constraints"]["enum"]
    return f"the series have no {require_known('currency', currency, {*CURRENCIES, *allowed})}"


def _require_names(names: set[str], frame: pd.DataFrame) -> None:
    """Refuse a key that is neither a programme nor a claim: it would be passed over without a word."""
    known = {*by_name("programmes"), *load("costs", raw=True, include_withdrawn=True)["claim_id"]}
    known |= {*frame["claim_id"].astype("str"), *frame["programme"].astype("str")}
    for name in names:
        require_known("programme or claim", name, known)


def _divide(frame: pd.DataFrame, year: int) -> tuple[pd.Series[float], pd.Series[str]]:
    """Return the residents of each programme's area, and why an amount can't be divided by them."""
    heads = frame["programme"].map(residents(year)).astype("float64")
    why = heads.isna().map({True: f"the series have no residents of its area in {year}", False: ""})
    if "per" in frame.columns:
        why[frame["per"].isin(["user", "resident"])] = "is already stated per head, not to be divided by residents"
    return heads, why


def restate(
    frame: pd.DataFrame,
    *,
    currency: str,
    prices_of: int | None = None,
    deflator: str = "cpi",
    convert: str = "target_year",
    per: str | None = None,
    spend_profile: SpendProfile = None,
    price_year: PriceYear = None,
) -> pd.DataFrame:
    """Restate amounts in one currency and the prices of one year, beside the amounts as stated.

    Parameters
    ----------
    frame
        Rows of ``costs`` as loaded.
    currency
        ISO 4217 code to restate in.
    prices_of
        Year of the prices. None leaves prices alone; then amounts in another currency need
        ``convert="spend_year"``.
    deflator
        ``cpi`` (each country's own index), ``cpi_fixed_rate`` (for Sweden the KPIF, without
        mortgage rates), ``cpi_world_bank``, ``none``.
    convert
        ``target_year``: prices moved in the amount's own country, then the mean rate of
        `prices_of`. ``spend_year``: each year's money at that year's mean rate, then prices
        moved in the target's country. ``ppp``: as ``target_year`` with purchasing power
        parities; a sensitivity, never a headline.
    per
        ``resident``: divide by the residents of the programme's area in the year of the prices. A person who lives
        there is no user, and no measure of who uses the system.
    spend_profile
        In which years the money of an amount falls that may hold several: ``uniform`` over
        the time it covers, or weights by year, or weights by programme or claim. Amounts in
        fixed prices start from their own price year, amounts that cover one year from that
        year. Weights outside the time that an amount is stated to cover are refused, with the
        reason in its row. An amount is never taken as spent on the day on which it was stated.
    price_year
        An assumption, named as one in ``basis``: the year in whose prices amounts are taken to be of which no source says
        it; one year, or years by programme or claim. It goes before `spend_profile`, never before what a source says.

    Returns
    -------
    pandas.DataFrame
        All rows and columns of `frame`, and ``restated_value``, ``restated_low``,
        ``restated_high`` (open ends are 0 and infinity), ``restated_currency``,
        ``restated_prices_of``, ``restated_per``, ``divided_by``, ``basis`` (how it was made, in
        words; blank where it was not) and ``not_restated`` (why not; blank where it was).

    Raises
    ------
    SdvdataError
        For a year outside the series, a negative or missing amount, missing columns.
    UnknownNameError
        For an unknown currency, deflator, conversion or divisor, or weights or years for an unknown name.

    Warns
    -----
    UserWarning
        If the frame holds an amount and its own conversion, which are one statement.

    Examples
    --------
    >>> from sdvdata import load_costs
    >>> spent = load_costs(claim_id="hp-consultants-2023")
    >>> one = restate(spent, currency="SEK", prices_of=2024).iloc[0]
    >>> one["basis"]
    'SEK, prices of 2024 (national consumer price index), mean exchange rate of 2024; money of 2023'
    >>> round(one["restated_value"] / 1e6)
    511
    """
    import pandas as pd

    require_columns(frame, _NEEDED, "restate")
    require_ids(frame, "restate")
    if per is not None:
        require_known("divisor", per, DIVISORS)
    choices: dict[str, Any] = {"currency": currency, "prices_of": prices_of, "deflator": deflator, "convert": convert}
    stated, found = bounds(frame), factors(frame, **choices, spend_profile=spend_profile, price_year=price_year)
    if prices_of is None and convert != "spend_year" and not frame["currency"].dropna().eq(currency).all():
        raise SdvdataError(
            f"Amounts in another currency than {currency} need prices_of=…: the year of the rate. "
            "To convert without moving prices, pass convert='spend_year'."
        )
    _warn_of_conversions(frame)
    reasons = found["reason"].mask(stated.isna().all(axis=1) & found["reason"].eq(""), "no figure is stated")
    made, divided = stated.mul(found["by"], axis=0), pd.Series("", index=frame.index)
    if per is not None:
        year = prices_of or years_covered()[-1]
        heads, why = _divide(frame, year)
        made = made.div(heads, axis=0).mask((why != "") | (reasons != ""))
        divided, reasons = divided.mask(heads.notna(), f"population, {year}"), reasons.where(reasons != "", why)
    kinds = list(found[["years", "index_of", "assumed"]].itertuples(index=False, name=None))
    even = isinstance(spend_profile, str)
    words = {kind: _basis(*kind, **choices, per=per, even=even) for kind in set(kinds)}
    return frame.assign(
        restated_value=made["value"],
        restated_low=made["low"],
        restated_high=made["high"],
        restated_currency=currency,
        restated_prices_of=pd.array([prices_of] * len(frame), dtype="Int64"),
        restated_per=per or "",
        divided_by=divided.astype("str"),
        basis=pd.Series([words[kind] for kind in kinds], index=frame.index, dtype="str").mask(reasons.ne(""), ""),
        not_restated=reasons.astype("str"),
    )


def _basis(
    span: str,
    whose: str,
    assumed: str,
    *,
    currency: str,
    prices_of: int | None,
    deflator: str,
    convert: str,
    per: str | None,
    even: bool,
) -> str:
    """Say in words how one kind of amount was made: its years, whose index moved euros, the year assumed."""
    head = currency + (f" per {per}" if per else "")
    way = {
        "target_year": f", mean exchange rate of {prices_of}" if prices_of else "",
        "spend_year": ", mean exchange rate of each year's money",
        "ppp": f", purchasing power parity of {prices_of} (a sensitivity)",
    }[convert]
    of = f" of {whose}" if whose and convert != "spend_year" else ""
    prices = f", prices of {prices_of} ({_DEFLATOR_WORDS[deflator]}{of})"
    if prices_of is None or deflator == "none":
        prices = ", prices as stated" if prices_of is None else f", {_DEFLATOR_WORDS['none']}"
    spread = "spread evenly over" if even else "spread by given weights over"
    money = f"; {spread} {span}" if "–" in span else f"; money of {span}" if span else ""
    return f"{head}{prices}{way}{money}" + (f", assumed to be in the prices of {assumed}" if assumed else "")


def _warn_of_conversions(frame: pd.DataFrame) -> None:
    """Warn of an amount that stands beside its own conversion: one statement would count twice."""
    ids = set(frame["claim_id"].astype("str"))
    links = load("relations", raw=True, relation="converts")
    both = links[links["claim"].isin(ids) & links["other"].isin(ids)]
    if len(both):
        one = both.iloc[0]
        more = f" (and {len(both) - 1} more)" if len(both) > 1 else ""
        warnings.warn(
            f"'{one['claim']}' converts '{one['other']}'{more}: they are one statement; independent(frame) keeps one of each.",
            stacklevel=3,
        )
