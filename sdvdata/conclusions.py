"""Does a conclusion hold whichever defensible choice is made? Always, never, or on which choice it flips.

A specification is one choice of every kind: which of several independent statements stands for each
side, which price index, which way to another currency, which spread of the money over the years. The number of specifications is no probability: they are not drawn from anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any

from sdvdata import periods
from sdvdata.errors import SdvdataError, is_several, require_known, several
from sdvdata.money import (
    CONVERSIONS,
    DIVISORS,
    IncomparableError,
    bounds,
    checked_profile,
    factors,
    ids_of,
    independent,
    perimeter_groups,
    require_columns,
    require_comparable,
    vat_factors,
)
from sdvdata.series import CURRENCIES, DEFLATORS, OfficialSeries, euro_country, require_year, residents
from sdvdata.tables import load, records
from sdvdata.words import joined

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["Conclusion", "outcomes", "recorded", "robustness", "spend_profiles"]

HOLDS, FAILS, OPEN, UNDEFINED = 1, 0, 2, 3

#: Dimensions of a specification, in the order of the array of outcomes.
DIMENSIONS = ("left", "right", "deflator", "convert", "profile")

#: Of each dimension: how a choice is told, and its name.
_TOLD = {
    "left": ("the first amount is", "the first amount"),
    "right": ("the second amount is", "the second amount"),
    "deflator": ("the price index is", "the price index"),
    "convert": ("money is converted", "the way of conversion"),
    "profile": ("the money is spent", "when the money was spent"),
}

#: Choices as a reader would say them.
_OPTION_WORDS = {
    "cpi": "that of the statistical offices",
    "cpi_fixed_rate": "that without mortgage interest",
    "cpi_world_bank": "that of the World Bank",
    "none": "none",
    "target_year": "at the rate of the target year",
    "spend_year": "at the rate of each year",
    "ppp": "by purchasing power",
}

#: What may differ between two sides, as the beginning of a sentence.
_COLUMN_WORDS = {
    "flow": "Whether they are set aside, agreed or spent",
    "payer": "Who pays",
    "includes": "What they hold",
    "amount_kind": "Whether they are totals",
    "per": "The unit",
}

_GROUP_WORDS = {
    "": "none",
    "unknown": "not stated",
    "buyer": "the region or its company",
    "region": "the region",
    "regional_authority": "the regional authority",
    "company": "the company",
    "hospital_trust": "the hospital trusts",
    "state": "the state",
    "municipality": "the municipalities",
    "supplier": "what is owed to the supplier",
}


def _group_words(group: str) -> str:
    """Return a group of payers or contents as a reader would say it.

    Examples
    --------
    >>> _group_words("buyer"), _group_words("implementation+operation")
    ('the region or its company', 'implementation and operation')
    """
    return joined(_GROUP_WORDS.get(name, name.replace("_", " ")) for name in group.split("+"))


@dataclass(frozen=True)
class Conclusion:
    """A sentence of the form "the first amount is larger than the second".

    Attributes
    ----------
    name
        The sentence.
    left, right
        Claim ids that may stand for each side.
    across
        Columns in which the two sides differ by design, for example ``flow`` where spending is
        set against a budget.
    assume
        Columns whose sameness is assumed although no source says so: the result is then
        arithmetic, not a finding. Where two of the amounts are stated to differ nothing is assumed.
    per_year
        Compare amounts per year of the time that they cover.
    given
        What is taken as given besides, in words; it stands beside the verdict.
    """

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    across: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()
    per_year: bool = False
    given: str = ""


def recorded(profiles: str) -> list[Conclusion]:
    """Return the conclusions on record that are tried under one set of spend profiles, in their order.

    Parameters
    ----------
    profiles
        The set: ``undated`` for amounts whose years no source states, ``dated`` for the others.

    Examples
    --------
    >>> [len(one.left) for one in recorded("dated")]
    [1]
    """
    sides = load("conclusion_claims").sort_values("position").groupby(["conclusion", "side"])["claim_id"].agg(tuple)
    return [
        Conclusion(
            row["sentence"],
            left=sides.get((row["conclusion"], "left"), ()),
            right=sides.get((row["conclusion"], "right"), ()),
            across=_names(row["across"]),
            assume=_names(row["assume"]),
            per_year=row["per_year"] == "yes",
            given=row["given"] or "",
        )
        for row in records(load("conclusions", profiles=profiles).sort_values("position"))
    ]


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def spend_profiles(profiles: str) -> dict[str, Any]:
    """Return one set of the spend profiles on record by name, as `robustness` takes them.

    Examples
    --------
    >>> list(spend_profiles("dated"))
    ['early', 'even', 'late']
    >>> spend_profiles("dated")["even"]
    'uniform'
    """
    found: dict[str, Any] = {}
    for row in records(load("spend_profiles", profiles=profiles)):
        if row["subject"] == "covered":
            found[row["profile"]] = "uniform"
            continue
        years = range(row["first_year"], row["last_year"] + 1)
        found.setdefault(row["profile"], {})[row["subject"]] = dict.fromkeys(years, 1.0)
    return found


def _years_covered(frame: pd.DataFrame) -> NDArray[np.float64]:
    """Return the length of the time that each amount covers, in calendar years; nan where it is not stated.

    A leap year is one year: what is spent in four whole years is a quarter of it in each.
    """
    import numpy as np

    def years_until(days: NDArray[np.datetime64]) -> NDArray[np.float64]:
        year = days.astype("datetime64[Y]")
        part: NDArray[np.float64] = (days - year) / ((year + 1).astype("datetime64[D]") - year)
        return 1970 + year.astype("float64") + part

    start = periods.arrays(frame["covers_start"], "covers")["covers_start"]
    end = periods.arrays(frame["covers_end"], "covers")["covers_end"]
    return years_until(end + np.timedelta64(1, "D")) - years_until(start)


def outcomes(
    left_low: NDArray[np.float64],
    left_high: NDArray[np.float64],
    right_low: NDArray[np.float64],
    right_high: NDArray[np.float64],
) -> NDArray[np.int8]:
    """Return for each pair of intervals whether the left is larger.

    1: its lowest reading is above the other's highest. 0: its highest is not above the other's
    lowest. 2: the intervals overlap, the record does not decide. 3: one of them is undefined.

    Examples
    --------
    >>> import numpy as np
    >>> outcomes(np.array([3.0, 1.0, 1.0]), np.array([4.0, 2.0, 3.0]), np.array([1.0, 2.0, 2.0]), np.array([2.0, 3.0, 2.5]))
    array([1, 0, 2], dtype=int8)
    """
    import numpy as np

    result = np.full(np.broadcast(left_low, right_low).shape, OPEN, dtype=np.int8)
    result[left_low > right_high] = HOLDS
    result[left_high <= right_low] = FAILS
    result[np.isnan(left_low) | np.isnan(left_high) | np.isnan(right_low) | np.isnan(right_high)] = UNDEFINED
    return result


def robustness(
    conclusions: Iterable[Conclusion],
    *,
    currency: str,
    prices_of: int,
    deflators: Sequence[str] = ("cpi", "cpi_fixed_rate", "cpi_world_bank"),
    converts: Sequence[str] = ("target_year", "spend_year", "ppp"),
    profiles: Mapping[str, Any] | None = None,
    per: str | None = None,
    costs: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Try every conclusion under every combination of choices.

    Parameters
    ----------
    conclusions
        What to test, one or several. Repeats, roundings and conversions among the claims of a side count once. A
        conclusion whose two sides are one statement, or of which one side holds the other, is not comparable; where the
        latter is meant, ``includes`` stands in its ``across``.
    currency, prices_of
        As for `restate`. Amounts that are all in one currency are set against each other in that.
    deflators, converts
        The choices to try.
    profiles
        Names and spend profiles to try for amounts whose years no source states; the default is
        uniform over the stated time alone.
    per
        ``resident`` or None. Both sides of one programme are divided by the same number, which changes no order.
    costs
        Rows to take the claims from (default: the table).

    Returns
    -------
    pandas.DataFrame
        One row per conclusion, in their order: ``conclusion``; ``verdict`` (holds in all, holds
        in none, flips, not decided, not comparable); ``when`` (the choice or claim on which it
        hangs, or why it can't be compared); ``assumed``; ``given``; ``specifications`` and how many of them
        hold, fail, are open (intervals overlap) and undefined; ``dropped`` (choices that can't
        change an order and were not multiplied); ``claims``.

    Raises
    ------
    UnknownNameError
        If a claim, currency, deflator, conversion or divisor does not exist.
    SdvdataError
        If there is nothing to try, a side has no claim, or a profile is none that `restate` takes.

    Examples
    --------
    >>> dearer = Conclusion("Yearly operation costs more than once reckoned",
    ...                     ("hp-annual-op-2024-800",), ("hp-annual-op-2019-278",))
    >>> made = robustness([dearer], currency="NOK", prices_of=2024,
    ...                   profiles={"year of the reckoning": {"hp-annual-op-2024-800": {2024: 1},
    ...                                                       "hp-annual-op-2019-278": {2019: 1}}})
    >>> made.loc[0, "verdict"], int(made.loc[0, "specifications"])
    ('holds in all', 2)
    """
    import numpy as np
    import pandas as pd

    prices_of = require_year(prices_of, "prices_of")
    require_known("currency", currency, CURRENCIES)
    deflators = _several("deflator", deflators, DEFLATORS)
    converts = _several("conversion", converts, CONVERSIONS)
    heads = residents(prices_of) if per is not None and require_known("divisor", per, DIVISORS) else None
    costs = load("costs") if costs is None else costs
    require_columns(costs, _NEEDED, "robustness")
    by_id = costs.drop_duplicates("claim_id").set_index("claim_id", drop=False)
    series, spreads = OfficialSeries(), _named_profiles(profiles)

    def tried(conclusion: Conclusion) -> dict[str, Any]:
        for name in (*conclusion.left, *conclusion.right):
            require_known("claim", name, by_id.index)
        sides = [
            independent(by_id.loc[sorted(set(ids))].reset_index(drop=True))
            for ids in (conclusion.left, conclusion.right)
        ]
        both = pd.concat(sides, ignore_index=True)
        unlike = _unlike(sides, both, conclusion)
        if unlike:
            return {"verdict": "not comparable", "when": unlike}
        # What is in one currency needs no other, in which a rate of each year would move one side against the other.
        same_money = both["currency"].nunique() == 1
        target = str(both["currency"].iloc[0]) if same_money else currency
        choices = {
            "deflator": _distinct(deflators, both, target, series),
            "convert": ["target_year"] if same_money else converts,
            "profile": list(spreads),
        }
        dropped = ["convert"] if len(choices["convert"]) < len(converts) else []
        same: dict[str, Any] = {"currency": target, "prices_of": prices_of, "series": series}
        tries = [
            factors(both, **same, deflator=deflator, convert=convert, spend_profile=spreads[profile])["by"].to_numpy()
            for deflator, convert, profile in product(*choices.values())
        ]
        by = np.stack(tries, axis=-1).reshape(len(both), *map(len, choices.values()))
        for axis, name in enumerate(choices, 1):
            if name != "convert" and len(choices[name]) > 1 and _moves_all_alike(by, axis):
                by, choices[name] = np.take(by, [0], axis=axis), choices[name][:1]
                dropped.append(name)
        grid = _grid(sides, both, conclusion, by, heads if both["programme"].nunique() > 1 else None)
        told = _verdict(grid, [list(side["claim_id"]) for side in sides], choices)
        return {**told, "dropped": ", ".join(dropped)}

    rows = []
    for one in _each(conclusions):
        said = {"conclusion": one.name, "assumed": ", ".join(one.assume), "given": one.given}
        rows.append({**said, "claims": ";".join([*one.left, *one.right]), **tried(one)})
    counted = ["specifications", "holds", "fails", "open", "undefined"]
    columns = ["conclusion", "verdict", "when", "assumed", "given", *counted, "dropped", "claims"]
    frame = pd.DataFrame(rows).reindex(columns=columns)
    frame[counted] = frame[counted].fillna(0).astype("int64")
    return frame.assign(**{name: frame[name].astype("str").fillna("") for name in ("when", "dropped")})


#: Columns of ``costs`` that a conclusion reads beside those that `factors` needs.
_NEEDED = ("claim_id", "programme", "flow", "payer", "includes", "vat", "currency", "covers_start", "covers_end")


def _several(kind: str, given: Sequence[str], allowed: Iterable[str]) -> list[str]:
    """Return the choices to try, each of them known, at least one."""
    names = several(given, kind)
    known = list(allowed)
    if not names:
        raise SdvdataError(f"robustness needs at least one {kind} to try. Known: {', '.join(known)}")
    wanted = {require_known(kind, name, known) for name in names}
    return [name for name in known if name in wanted]  # in one order, however they are given


def _named_profiles(profiles: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the spend profiles to try, by name."""
    if profiles is None:
        return {"uniform": "uniform"}
    if not isinstance(profiles, Mapping) or not profiles or not all(isinstance(name, str) for name in profiles):
        raise SdvdataError(
            'profiles maps names of your choice to spend profiles, for example {"even": "uniform", "early": {2019: 1}}.'
        )
    return {name: checked_profile(profiles[name]) for name in sorted(profiles)}


def _each(conclusions: Iterable[Conclusion] | Conclusion) -> list[Conclusion]:
    """Return the conclusions to test, their sides as tuples of ids, none of them empty."""
    given = [conclusions] if isinstance(conclusions, Conclusion) else conclusions
    if not is_several(given):
        raise SdvdataError(f"robustness needs Conclusions to test; it was given a {type(given).__name__}.")
    made = []
    for one in given:
        if not isinstance(one, Conclusion):
            raise SdvdataError(f"robustness needs Conclusions to test; among them is a {type(one).__name__}.")
        if not isinstance(one.per_year, bool):
            raise SdvdataError(f"per_year is True or False, not a {type(one.per_year).__name__}.")
        plain: Any = {part: tuple(several(getattr(one, part), part)) for part in ("left", "right", "across", "assume")}
        if not plain["left"] or not plain["right"]:
            raise SdvdataError(f"The conclusion {one.name!r} needs at least one claim id on each side.")
        for name in (*plain["across"], *plain["assume"]):
            require_known("perimeter column", name, _COLUMN_WORDS)
        made.append(replace(one, **plain))
    return made


def _distinct(deflators: Sequence[str], both: pd.DataFrame, target: str, series: OfficialSeries) -> list[str]:
    """Keep one deflator of those that are the same index for all money concerned."""
    concerned = {(target, None)} | {
        (money, euro_country(programme) if money == "EUR" else None)
        for money, programme in zip(both["currency"], both["programme"], strict=True)
    }
    kept: dict[tuple[bytes, ...], str] = {}
    for name in deflators:
        kept.setdefault(tuple(series.price_level(money, name, own).tobytes() for money, own in concerned), name)
    return list(kept.values())


def _unlike(sides: Sequence[pd.DataFrame], both: pd.DataFrame, conclusion: Conclusion) -> str:
    """Say why the two sides can't be set against each other; blank where they can.

    They are of unlike perimeter, one statement stands on both, the one holds the other, or a share has no currency.
    """
    try:
        _require_pairs(both, conclusion)
    except IncomparableError as error:
        names = "; ".join(f"{_group_words(name)}: {', '.join(ids)}" for name, ids in sorted(error.groups.items()))
        found = "is stated to differ" if error.column in conclusion.assume else "is not known to be the same"
        return f"{_COLUMN_WORDS[error.column]} {found} ({names})"
    left, right = (set(";".join(side["statement"]).split(";")) for side in sides)
    for said in independent(both.drop(columns="statement"))["statement"]:
        names_of = set(said.split(";"))
        if names_of & left and names_of & right:
            return f"both sides are one statement ({', '.join(sorted(names_of))})"
    if "includes" not in conclusion.across:
        links = load("relations", raw=True, relation="includes")
        for one, other in zip(links["claim"], links["other"], strict=True):
            if (one in left and other in right) or (one in right and other in left):
                return f"one amount holds the other ({one} includes {other})"
    return "a share has no currency" if both["currency"].isna().any() else ""


def _require_pairs(both: pd.DataFrame, conclusion: Conclusion) -> None:
    """Refuse a conclusion whose two sides are not alike."""
    groups = perimeter_groups(both)
    require_comparable(both, assume=(*conclusion.across, *conclusion.assume))
    # An assumption may fill what no source says; it may not stand against what two sources say.
    for name in set(conclusion.assume) - set(conclusion.across):
        if groups[name].mask(groups[name] == "unknown").nunique() > 1:
            raise IncomparableError(name, ids_of(both, groups[name]))


def _grid(
    sides: Sequence[pd.DataFrame],
    both: pd.DataFrame,
    conclusion: Conclusion,
    by: NDArray[np.float64],
    heads: Mapping[str, float] | None,
) -> NDArray[np.int8]:
    """Return the outcome of every specification, one axis per dimension."""
    import numpy as np

    size = _years_covered(both) if conclusion.per_year else np.ones(len(both))
    if heads is not None:
        size = size * both["programme"].map(heads).to_numpy("float64")
    spread = (slice(None), *(None,) * (by.ndim - 1))
    by, ends, here = by / size[spread], bounds(both), len(sides[0])
    low, high = (ends[name].to_numpy()[spread] * by for name in ("low", "high"))
    tax = [vat_factors(sides[0]["vat"], vat) for vat in sides[1]["vat"].fillna("unknown")]
    alike = _alike(sides)
    tax_low, tax_high = (np.where(alike, 1.0, np.stack(side, axis=1)) for side in zip(*tax, strict=True))
    spread = (slice(None), *spread)
    return outcomes(
        low[:here, None] * tax_low[spread], high[:here, None] * tax_high[spread], low[None, here:], high[None, here:]
    )


def _alike(sides: Sequence[pd.DataFrame]) -> NDArray[np.bool_]:
    """Tell which pairs have one programme and flow, one stated payer and content: their VAT treatment is one."""
    import numpy as np

    keys = []
    for side in sides:
        stated = (side["payer"] != "unknown") & (side["includes"] != "unknown")
        text = side["programme"] + "|" + side["flow"] + "|" + side["payer"] + "|" + side["includes"] + "|" + side["vat"]
        keys.append(text.where(stated, None).to_numpy(object))
    return np.array([[one is not None and one == other for other in keys[1]] for one in keys[0]], dtype=bool)


def _moves_all_alike(made: NDArray[np.float64], axis: int) -> bool:
    """Tell whether along an axis the factors of all amounts change by one ratio, and the same amounts have none."""
    import numpy as np

    first = np.take(made, [0], axis=axis)
    if not (np.isnan(made) == np.isnan(first)).all():
        return False
    ratio = made / first
    known = ~np.isnan(ratio)
    least = np.where(known, ratio, np.inf).min(axis=0)
    most = np.where(known, ratio, -np.inf).max(axis=0)
    return bool(np.all((least > most) | np.isclose(least, most, rtol=1e-12)))


def _verdict(grid: NDArray[np.int8], labels: Sequence[list[str]], choices: Mapping[str, list[str]]) -> dict[str, Any]:
    """Say what the outcomes amount to."""
    holds, fails, overlap, undefined = (int((grid == code).sum()) for code in (HOLDS, FAILS, OPEN, UNDEFINED))
    verdict, when = "not decided", ""
    if undefined == grid.size:
        verdict, when = "undefined", "no specification can be computed"
    elif holds and fails:
        verdict, when = "flips", f"not borne out {_hangs_on(grid != HOLDS, labels, choices)}"
    elif overlap:
        when = f"the intervals overlap {_hangs_on(grid == OPEN, labels, choices) if holds or fails else 'in all'}"
    elif undefined:  # what can't be computed might turn it
        when = f"can't be computed {_hangs_on(grid == UNDEFINED, labels, choices)}"
    else:
        verdict = "holds in all" if holds else "holds in none"
    if verdict == "not decided" and (holds or fails):
        when += f"; {'holds' if holds else 'does not hold'} in the rest"
    counts = {"specifications": grid.size, "holds": holds, "fails": fails, "open": overlap, "undefined": undefined}
    return {**counts, "verdict": verdict, "when": when}


def _hangs_on(hit: NDArray[np.bool_], labels: Sequence[list[str]], choices: Mapping[str, list[str]]) -> str:
    """Name the choice that decides alone, or else all the choices that matter."""
    import numpy as np

    names = [labels[0], labels[1], *(choices[name] for name in DIMENSIONS[2:])]
    matters = []
    for axis, (dimension, options) in enumerate(zip(DIMENSIONS, names, strict=True)):
        others = tuple(other for other in range(hit.ndim) if other != axis)
        always, ever = np.asarray(hit.all(axis=others)), np.asarray(hit.any(axis=others))
        if (always == ever).all() and not always.all():
            chosen = [_OPTION_WORDS.get(option, option) for option, on in zip(options, always, strict=True) if on]
            return f"when {_TOLD[dimension][0]} {' or '.join(chosen)}"
        if len(options) > 1 and (np.take(hit, [0], axis=axis) != hit).any():
            only = [_OPTION_WORDS.get(option, option) for option, on in zip(options, ever, strict=True) if on]
            named = f" (only with {' or '.join(only)})" if len(only) < len(options) else ""
            matters.append(f"{_TOLD[dimension][1]}{named}")
    return f"in some combinations; what matters: {', '.join(matters)}" if matters else "in all"
