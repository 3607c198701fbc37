"""What a chart may not do: lose a claim, mix bases on one axis, draw one statement twice, contradict itself.

The checks read the finished specification, since what stands there is what is drawn.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from sdvdata.claims import rows as claim_rows
from sdvdata.display import ChartError
from sdvdata.money import independent

__all__ = ["NO_MARK", "Basis", "blank", "check", "check_subtitle", "names_of"]

#: Marks that only join or letter: a claim that has no other is not drawn.
NO_MARK = ("line", "area", "trail", "text")
PLACES = ("x", "y", "x2", "y2", "theta", "longitude", "latitude")
DISCRETE = ("nominal", "ordinal")
#: One stated value of each on one axis; nothing stated in `BARE` is a value of its own.
HARD = ("currency", "price_basis", "price_year", "vat", "unit", "counted_unit", "per", "amount_kind")
RESTATED = ("restated_currency", "restated_prices_of", "restated_per", "vat", "per", "amount_kind")
#: Several on one axis only with a reason.
SOFT = ("flow", "payer", "includes")
BARE = ("per", "amount_kind", "includes")
UNSTATED = ("", "unknown", "not_applicable")
#: Beginnings of names of columns that are no amounts, though made from amounts.
NO_AMOUNT = re.compile(r"(?:months|years|days|share|percent|times|ratio|rank|row|place|residents|claims|statements)")
FACTORS = {1.0: "", 1e-3: "thousand ", 1e-6: "million ", 1e-9: "billion "}
MONEY = {
    "SEK": "Swedish kronor",
    "NOK": "Norwegian kroner",
    "DKK": "Danish kroner",
    "EUR": "euros",
    "USD": "US dollars",
    "GBP": "pounds",
}
VAT = {"unknown": "VAT unknown", "excl": "without VAT", "incl": "with VAT", "not_applicable": "no VAT"}
#: Words of a basis that a subtitle may say again, never otherwise.
BASIS_WORDS = re.compile(
    r"\b(?:thousand|million|billion|bn|kronor|kroner|euros?|dollars|pounds|prices of \d{4}|with(?:out)? VAT)\b", re.I
)


def blank(value: object) -> bool:
    """Tell whether a cell of a chart's data is empty; Altair writes a day that is missing as an empty text.

    Examples
    --------
    >>> blank(""), blank(float("nan")), blank(0)
    (True, True, False)
    """
    return value is None or value is pd.NA or value == "" or (isinstance(value, float) and math.isnan(value))


def names_of(row: Mapping[Any, Any], claims: Sequence[str]) -> list[str]:
    """Return the claims that a row names in some columns.

    Examples
    --------
    >>> names_of({"claim_id": "a-1", "other": None}, ["claim_id", "other"])
    ['a-1']
    """
    return [row[column] for column in claims if isinstance(row.get(column), str) and row[column]]


class _Spot(NamedTuple):
    """One row in one layer: where it is drawn."""

    mark: str
    claims: list[str]
    at: dict[str, tuple[str, str, Any]]  # by place: field, type, value
    state: str  # drawn, gap or off

    @property
    def lane(self) -> tuple[Any, ...]:
        """What tells its row or column from others."""
        return tuple(value for _, kind, value in self.at.values() if kind in DISCRETE)


@dataclass
class Basis:
    """What the amounts of a chart are in, gathered over its axes."""

    units: dict[str, None] = field(default_factory=dict)
    prices: dict[str, None] = field(default_factory=dict)
    vat: dict[str, None] = field(default_factory=dict)

    def add(self, cell: Mapping[str, Any], factor: float, *, restated: bool) -> None:
        """Note the basis of one claim."""
        currency = _stated(cell, "restated_currency" if restated else "currency")
        if not currency:
            return
        per, year = _stated(cell, "per"), _stated(cell, "restated_prices_of" if restated else "price_year")
        unit = f"{FACTORS[factor]}{MONEY.get(currency, currency)}" + (f" a {per}" if per else "")
        unit += " per resident" if restated and _stated(cell, "restated_per") else ""
        self.units[unit] = None
        self.prices[f"prices of {year}" if year else "price year not stated"] = None
        self.vat[VAT[_stated(cell, "vat") or "unknown"]] = None

    def words(self) -> str:
        """Return the basis in words; blank if no amount is drawn."""
        said = "; ".join(" or ".join(part) for part in (self.units, self.prices, self.vat) if part)
        return said[:1].upper() + said[1:]


def check(
    spec: dict[str, Any],
    frame: pd.DataFrame,
    claims: Sequence[str],
    title: str,
    leave_out: Mapping[str, str],
    may_mix: Mapping[str, str],
) -> tuple[set[str], Basis]:
    """Refuse a chart that would mislead; return the claims that it draws and the basis of its amounts.

    Raises
    ------
    ChartError
        Names the chart, what is wrong, the claims, and what to do.

    Examples
    --------
    >>> counted = pd.DataFrame({"programme": ["sdv"], "claims": [3]})
    >>> bars = {"mark": "bar", "encoding": {"x": {"field": "claims"}}, "data": {"name": "d"}, "datasets": {"d": []}}
    >>> check(bars, counted, (), "Claims", {}, {})[0]
    set()
    """
    told, basis = _told(frame, claims), Basis()
    drawn, off = set[str](), set[str]()
    for panel in _panels(spec, spec.get("datasets", {}), claims):
        spots = [spot for spot in panel if spot.state == "drawn" and spot.mark not in NO_MARK]
        here = {name for spot in spots for name in spot.claims}
        drawn |= here
        off |= {name for spot in panel if spot.state == "off" for name in spot.claims or ["a label without a claim"]}
        _check_one_statement(title, here, may_mix)
        _check_milestones(title, spots, told, may_mix)
        for axis in "xy":
            _check_axis(title, spots, axis, told, may_mix, basis)
    lost = sorted((set(told) - drawn | off) - set(leave_out))
    if lost:
        shown = ", ".join(lost[:6]) + (f" and {len(lost) - 6} more" if len(lost) > 6 else "")
        raise ChartError(
            f"{title!r} does not draw {shown}: a position is empty or off its axis, a value has no look, or the row is not in the data drawn. "
            "Draw it, or say in leave_out why not."
        )
    return drawn, basis


def check_subtitle(title: str, subtitle: str, basis: Basis) -> None:
    """Refuse a subtitle that says another basis than the amounts have.

    Examples
    --------
    >>> check_subtitle("Cost", "Million kronor", Basis({"billion Swedish kronor": None}))
    Traceback (most recent call last):
    ...
    sdvdata.display.ChartError: The subtitle of 'Cost' says 'Million'; the amounts drawn are: Billion Swedish kronor.
    """
    known = basis.words().lower()
    for word in BASIS_WORDS.findall(subtitle) if known else ():
        if word.lower().replace("bn", "billion") not in known:
            raise ChartError(f"The subtitle of {title!r} says {word!r}; the amounts drawn are: {basis.words()}.")


def _panels(spec: dict[str, Any], data: dict[str, Any], claims: Sequence[str]) -> Iterator[list[_Spot]]:
    """Yield, for each set of axes, what is drawn in it."""
    for child in spec.get("concat", []):
        yield from _panels(child, data, claims)
    if "concat" in spec:
        return
    layers = list(_layers(spec, None, {}))
    domains: dict[str, Any] = {}  # one scale serves all layers
    for _, encoding, _ in layers:
        scales = {axis: (encoding.get(axis) or {}).get("scale") or {} for axis in "xy"}
        domains |= {axis: scale["domain"] for axis, scale in scales.items() if isinstance(scale.get("domain"), list)}
    panel = []
    for mark, encoding, source in layers:
        fields = {channel: one for channel, one in encoding.items() if isinstance(one, dict) and "field" in one}
        placed = {place: fields.pop(place) for place in PLACES if place in fields}
        looks = [  # colour, shape or dash of a value that the scale does not name would be anything
            (one["field"], one["scale"]["domain"]) for one in fields.values() if (one.get("scale") or {}).get("domain")
        ]
        for row in source.get("values") or data.get(source.get("name"), []):
            at = {  # the far end of a bar has the type of its near end
                place: (one["field"], encoding[place[0]].get("type", ""), row.get(one["field"]))
                for place, one in placed.items()
            }
            plain = all(row.get(name) in allowed for name, allowed in looks)
            panel.append(_Spot(mark, names_of(row, claims), at, _state(at, domains) if plain else "off"))
    yield panel


def _layers(node: dict[str, Any], data: Any, encoding: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Yield mark, encoding and data of each layer; what Vega would filter, add up or split can't be checked."""
    here = node.get("encoding", {})
    hidden = {"transform", "facet", "repeat", "spec", "hconcat", "vconcat"} & set(node) | {"row", "column"} & set(here)
    hidden |= {name for one in here.values() if isinstance(one, dict) for name in ("aggregate", "bin") if one.get(name)}
    scales = node.get("resolve", {}).get("scale", {})
    hidden |= {f"two scales on {axis}" for axis in "xy" if "layer" in node and scales.get(axis) == "independent"}
    if hidden:
        raise ChartError(
            f"This chart uses {', '.join(sorted(hidden))}: what it draws can't be checked. Filter and compute in pandas, and "
            "set panels side by side with alt.concat."
        )
    data, encoding = node.get("data", data), {**encoding, **here}
    for child in node.get("layer", []):
        yield from _layers(child, data, encoding)
    if "mark" in node and data:
        yield node["mark"] if isinstance(node["mark"], str) else node["mark"]["type"], encoding, data


def _state(at: Mapping[str, tuple[str, str, Any]], domains: Mapping[str, Any]) -> str:
    if any(blank(value) for _, _, value in at.values()):
        return "gap"
    for place, (_, kind, value) in at.items():
        domain = domains.get(place[0], [])
        if kind in DISCRETE:
            if domain and value not in domain:
                return "off"
        elif len(domain) == 2 and isinstance(value, str) == isinstance(domain[1], str):
            cut = value[: len(domain[1])] if isinstance(value, str) else value  # a day's hours don't count
            if not domain[0] <= cut <= domain[1]:
                return "off"
    return "drawn"


def _told(frame: pd.DataFrame, claims: Sequence[str]) -> dict[str, dict[Any, Any]]:
    """Return what is known of each claim of a frame: the frame's own cells, and the record's where it has none."""
    known = claim_rows()
    return {name: {**known.get(name, {}), **row} for row in frame.to_dict("records") for name in names_of(row, claims)}


def _check_one_statement(title: str, names: set[str], may_mix: Mapping[str, str]) -> None:
    kept = independent(pd.DataFrame({"claim_id": sorted(names)}))["statement"]
    twice = [statement.replace(";", ", ") for statement in kept if ";" in statement]
    if twice and "statement" not in may_mix:
        raise ChartError(f"{title!r} draws one statement more than once: {'; '.join(twice)}. Keep one: sd.independent.")


def _check_milestones(
    title: str, spots: list[_Spot], told: Mapping[str, Mapping[Any, Any]], may_mix: Mapping[str, str]
) -> None:
    """Promises of unlike milestones share an axis of time only in lanes of their own."""
    lanes: dict[Any, list[set[str]]] = {}
    for spot in spots:
        if any(kind == "temporal" for _, kind, _ in spot.at.values()):
            found = [_stated(told.get(name, {}), "milestone") for name in spot.claims]
            lanes.setdefault(spot.lane, []).extend(set(names.split(";")) for names in found if names)
    for sets in lanes.values():
        if sets and not set.intersection(*sets) and "milestone" not in may_mix:
            names = ", ".join(sorted(set.union(*sets)))
            raise ChartError(f"{title!r} sets the milestones {names} on one axis. Give each a panel or a row.")


def _stated(cell: Mapping[Any, Any], column: str) -> str:
    value = cell.get(column)
    return "" if blank(value) else str(value)


def _is_amount(value: Any, cell: Mapping[Any, Any], prefix: str, factor: float) -> bool:
    ends = [cell.get(f"{prefix}{name}") for name in ("value", "low", "high")]
    known = [float(end) for end in ends if isinstance(end, (int, float)) and not math.isnan(end)]
    known += [sum(known[-2:]) / 2] if len(known) > 1 else []  # the middle of a range
    return isinstance(value, (int, float)) and any(math.isclose(value, end * factor, rel_tol=2e-3) for end in known)


def _check_axis(
    title: str,
    spots: list[_Spot],
    axis: str,
    told: Mapping[str, Mapping[Any, Any]],
    may_mix: Mapping[str, str],
    basis: Basis,
) -> None:
    """Find out from the numbers whether an axis draws stated or restated amounts, and refuse what cannot share it."""
    drawn = [
        (name, column, value)
        for spot in spots
        for place, (column, kind, value) in spot.at.items()
        for name in spot.claims
        if place[0] == axis and kind == "quantitative" and name in told
    ]
    cells = [told[name] for name in dict.fromkeys(name for name, _, _ in drawn)]
    tries = [(prefix, factor) for prefix in ("restated_", "") for factor in FACTORS]
    found = next((one for one in tries if all(_is_amount(value, told[name], *one) for name, _, value in drawn)), None)
    if not drawn or not any(_stated(cell, "currency") or _stated(cell, "unit") for cell in cells):
        return
    if found is None:
        odd = next((column for _, column, _ in drawn if not NO_AMOUNT.match(column) and column not in may_mix), None)
        if odd:
            raise ChartError(
                f"{title!r} draws {odd!r}, which is no amount of its claims, as stated or restated, in ones, thousands, millions "
                "or billions. Name the column for what it is (months_…, share_…, times_…), or say in may_mix why it stands here."
            )
        return
    prefix, factor = found
    for column in (*(RESTATED if prefix else HARD), *SOFT):
        values = {_stated(cell, column) for cell in cells}
        values = values if column in BARE else values - set(UNSTATED)
        if len(values) > 1 and not (column in SOFT and column in may_mix):
            shown = ", ".join(sorted(value or "not stated" for value in values))
            remedy = "say in may_mix why they may share it" if column in SOFT else "restate them"
            raise ChartError(f"{title!r} sets {column} {shown} on one axis. Give each a panel, or {remedy}.")
    for cell in cells:
        basis.add(cell, factor, restated=bool(prefix))
