"""What the notebook on costs says: decided budgets, shifting originals, matching pairs, conclusions.

Every function returns frames or text made from the tables; the only choices made here are which
claims a question is about, and they are named by claim id.
"""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from sdvdata import wording
from sdvdata.conclusions import Conclusion, robustness
from sdvdata.money import independent, perimeter_groups, restate
from sdvdata.tables import CORE, load, load_costs, records
from sdvdata.views import ReaderTable, core_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CONCLUSIONS",
    "ORIGINALS",
    "PRICES_OF",
    "choices_alt",
    "choices_frame",
    "choices_table",
    "conclusions_answer",
    "conclusions_frame",
    "conclusions_table",
    "decided_steps",
    "gaps_table",
    "holdings",
    "holdings_alt",
    "holdings_table",
    "matching_pairs",
    "originals",
    "overruns_table",
    "parts_table",
    "steps_alt",
]

#: The year whose prices conclusions are tested in: the newest that every index has.
PRICES_OF = 2024

#: What has been called, or stands for, the original budget: one claim per figure.
ORIGINALS = (
    "fvm-budget-register-2024",
    "fvm-budget-original-gt-2021",
    "fvm-budget-blog-2025",
    "fvm-budget-5500m-svd",
    "hp-frame-2019-02-adressa",
    "hp-decision-2019-03-nrk",
    "hp-budget-2019-dm",
    "hp-budget-original-2024-36",
    "hp-budget-original-2025-40",
    "hp-budget-original-2024-41",
)

#: What has been stated as spent or expected in the end, to set against them.
SUMS = (
    "fvm-cost-to-date-2026-sol",
    "fvm-budget-total-svt-2024a",
    "fvm-budget-news55-2024",
    "hp-todate-hmn-2019-2024",
    "hp-todate-2024-10-66",
    "hp-todate-2025-06-67",
)

#: Money whose years no source states: all of it early, spread evenly, or all of it late.
_EARLY = {"sdv": {2018: 1.0}, "fvm": {2018: 1.0}, "helseplattformen": {2019: 1.0}}
_EVEN = {"sdv": dict.fromkeys(range(2018, 2025), 1.0), "fvm": dict.fromkeys(range(2018, 2025), 1.0),
         "helseplattformen": dict.fromkeys(range(2019, 2025), 1.0)}  # fmt: skip
_LATE = {programme: {2024: 1.0} for programme in CORE}
_RECKONED = {"hp-annual-op-2019-278": {2019: 1.0}, "hp-annual-op-2024-800": {2024: 1.0}}
SPREADS: dict[str, Any] = {
    "early": {**_EARLY, **_RECKONED},
    "even": {**_EVEN, **_RECKONED},
    "late": {**_LATE, **_RECKONED},
    # The older amount in the money of the first year, the newer in that of the last.
    "apart": {
        **_EARLY,
        **_RECKONED,
        "sdv-invest-frame-2850m-2024": {2024: 1.0},
        "sdv-cost-to-date-1600m-2022-05": {2022: 1.0},
        **{name: {2024: 1.0} for name in SUMS},
    },
}

_BUDGETS = ("fvm-budget-original-gt-2021", "fvm-budget-blog-2025", "fvm-budget-5500m-svd", "fvm-budget-register-2024")
_FVM_SUMS = SUMS[:3]
_HP_ORIGINALS = tuple(name for name in ORIGINALS if name.startswith("hp-"))

#: The conclusions that are tested, and against which claims.
CONCLUSIONS = (
    Conclusion(
        "Helseplattformen: the hospitals' yearly expenditure is expected to be higher than was reckoned at first",
        ("hp-annual-op-2024-800",),
        ("hp-annual-op-2019-278",),
    ),
    Conclusion(
        "SDV: what was agreed with the supplier is more than the invoices paid by the last count",
        ("sdv-contract-1bn-2017-09", "sdv-deal-1046m-lt"),
        ("sdv-payments-cerner-314m-2020-03",),
        across=("flow",),
    ),
    Conclusion(
        "SDV: the newest total frame is above the first decided one, beyond the rise in prices",
        ("sdv-invest-frame-2850m-2024",),
        ("sdv-invest-1046m-2017-09", "sdv-budget-over-1bn-cs-2018"),
        assume=("includes",),
    ),
    Conclusion(
        "SDV: the sum stated as spent is above the first decided frame",
        ("sdv-cost-to-date-1600m-2022-05",),
        ("sdv-invest-1046m-2017-09",),
        across=("flow",),
        assume=("includes",),
    ),
    Conclusion(
        "FVM/Millennium: the final sum, spent or expected, is above the original budget",
        _FVM_SUMS,
        _BUDGETS,
        across=("flow",),
        assume=("includes",),
    ),
    Conclusion(
        "Helseplattformen: the sum spent is above the original budget",
        SUMS[3:],
        _HP_ORIGINALS,
        across=("flow",),
        assume=("includes", "payer"),
    ),
    Conclusion(
        "FVM/Millennium's first budget was larger than SDV's",
        ("fvm-budget-original-gt-2021", "fvm-budget-register-2024"),
        ("sdv-invest-1046m-2017-09",),
    ),
    Conclusion(
        "Helseplattformen's first budget was larger than SDV's",
        ("hp-frame-2019-02-adressa", "hp-decision-2019-03-nrk", "hp-budget-2019-dm"),
        ("sdv-invest-1046m-2017-09",),
    ),
    Conclusion(
        "More was spent on Helseplattformen than on FVM/Millennium",
        ("hp-todate-2024-10-66", "hp-todate-2025-06-67"),
        ("fvm-cost-to-date-2026-sol", "fvm-budget-news55-2024"),
    ),
    Conclusion(
        "FVM/Millennium's agreement with its supplier was worth more than Helseplattformen's",
        ("fvm-contract-value-2018-lt", "fvm-contract-value-2018-ik"),
        ("hp-contract-epic-2019",),
    ),
)

#: Conclusions on amounts whose years are stated: their money is spread over those years only.
DATED_CONCLUSIONS = (
    Conclusion(
        "Consultants cost more in a covered year at Helseplattformen than at FVM/Millennium",
        ("hp-consultants-2019-2021", "hp-consultants-2019-2022"),
        ("fvm-consultants-cost-2024-sh",),
        per_year=True,
    ),
    Conclusion(
        "Consultants cost more in a covered year at Helseplattformen than at SDV",
        ("hp-consultants-2019-2021", "hp-consultants-2019-2022"),
        ("sdv-consultants-cost-2019",),
        per_year=True,
    ),
    Conclusion(
        "Consultants cost more in a covered year at FVM/Millennium than at SDV",
        ("fvm-consultants-cost-2024-sh",),
        ("sdv-consultants-cost-2019",),
        per_year=True,
    ),
)

DATED_SPREADS: dict[str, Any] = {
    "even": "uniform",
    "early": {"hp-consultants-2019-2021": {2019: 1}, "hp-consultants-2019-2022": {2019: 1},
              "fvm-consultants-cost-2024-sh": {2018: 1}},
    "late": {"hp-consultants-2019-2021": {2021: 1}, "hp-consultants-2019-2022": {2022: 1},
             "fvm-consultants-cost-2024-sh": {2024: 1}},
}  # fmt: skip


# --- budgets as decided, and what they were called afterwards -------------------------------


def decided_steps(frame: pd.DataFrame) -> pd.DataFrame:
    """Mark the statements of a budget of which a source says that it was decided.

    Adds ``step_start`` (the first day on which it can have been decided) and ``step_end`` (the
    last day on which the record repeats it, or the next decision). All other rows stay loose
    points: a frame that is stated is not a frame that was decided.

    Examples
    --------
    >>> steps = decided_steps(load_costs(programme="sdv", measure="programme_budget"))
    >>> sorted(steps.loc[steps["step_start"].notna(), "claim_id"])
    ['sdv-invest-1046m-2017-09']
    """
    import pandas as pd

    kept = independent(frame)
    said = frame.set_index("claim_id")["stated_on_end"]
    ends: dict[str, Any] = {}
    starts: dict[str, Any] = {}
    for row in records(kept):
        if row["decided_by"] is None or row["measure"] != "programme_budget":
            continue
        day = row["decided_on_start"] or row["stated_on_start"]
        if day is not None:
            starts[row["claim_id"]] = day
            ends[row["claim_id"]] = max(said[name] for name in row["statement"].split(";"))
    order = frame["claim_id"]
    return frame.assign(step_start=pd.to_datetime(order.map(starts)), step_end=pd.to_datetime(order.map(ends)))


def steps_alt(frame: pd.DataFrame) -> str:
    """Say what the chart of decided budgets shows."""
    parts = []
    for programme, name in core_names().items():
        own = frame[frame["programme"] == programme]
        decided = records(own[own["step_start"].notna()])
        words = "; ".join(
            f"{wording.answer({'table': 'costs', **row})} decided by {row['decided_by']}, repeated until "
            f"{row['step_end']:%Y-%m}"
            for row in decided
        )
        parts.append(f"{name}: {words or 'no decided amount found'}; {len(own) - len(decided)} other statements")
    return (
        f"Budgets as decided and as stated, one panel per programme, not comparable between panels. {'. '.join(parts)}."
    )


def originals() -> pd.DataFrame:
    """Return the claims that were called, or stand for, the original budget.

    Examples
    --------
    >>> sorted(set(originals()["programme"]))
    ['fvm', 'helseplattformen']
    """
    return load_costs(claim_id=list(ORIGINALS))


def overruns_table() -> ReaderTable:
    """Return how far each stated sum lies above each original budget, in percent.

    Examples
    --------
    >>> list(overruns_table().frame.columns)[:3]
    ['Programme', 'Original budget', 'Claim']
    """
    import pandas as pd

    costs = {row["claim_id"]: row for row in records(load_costs(claim_id=[*ORIGINALS, *SUMS]))}
    names = core_names()
    rows = []
    for name in ORIGINALS:
        base = costs[name]
        for other in SUMS:
            total = costs[other]
            if total["programme"] != base["programme"]:
                continue
            share = 100 * (total["value"] / base["value"] - 1)
            rows.append(
                {
                    "Programme": names[base["programme"]],
                    "Original budget": f"{wording.answer({'table': 'costs', **base})} ({base['stated_by']}, {wording.when(base['stated_on'])})",
                    "Claim": name,
                    "Set against": f"{wording.answer({'table': 'costs', **total})} ({total['flow']})",
                    "Its claim": other,
                    "Above it by": f"{share:+.0f} %{' or more' if total['qualifier'] == 'floor' else ''}",
                }
            )
    return ReaderTable(
        pd.DataFrame(rows),
        "One programme, many overruns: nominal arithmetic on amounts whose contents are not known to be alike",
    )


# --- contract, programme and operation apart ------------------------------------------------

#: Part of the money -> measures that state it.
PARTS = {
    "Agreement with the supplier": ("contract_value", "contract_ceiling", "contract_payment"),
    "Programme: set aside": ("programme_budget", "budget_proposed"),
    "Programme: expected in the end": ("total_cost_estimate",),
    "Programme: spent": ("cost_to_date",),
    "Own staff": ("internal_staff_cost",),
    "Operation, per year": ("annual_operating_cost", "licence_cost"),
    "Consequences in care": ("extra_cost", "deficit"),
}


def parts_table() -> ReaderTable:
    """Return what is stated of each part of the money, one independent statement per figure.

    Examples
    --------
    >>> parts_table().frame["Part"].iloc[0]
    'Agreement with the supplier'
    """
    import pandas as pd

    costs = load_costs(programme=CORE, value_status="number")
    kept = independent(costs[costs["currency"].isin(["SEK", "NOK"]) & (costs["amount_kind"] != "increment")])
    rows = []
    for part, measures in PARTS.items():
        row = {"Part": part}
        for programme, name in core_names().items():
            own = kept[(kept["programme"] == programme) & kept["measure"].isin(measures)]
            own = own.sort_values(["stated_on_start", "claim_id"], na_position="first")
            row[name] = (
                "; ".join(
                    f"{wording.answer({'table': 'costs', **claim})} [{claim['claim_id']}]" for claim in records(own)
                )
                or "nothing found"
            )
        rows.append(row)
    return ReaderTable(pd.DataFrame(rows), "Agreement, programme, operation and consequences apart: never to be added")


def matching_pairs() -> ReaderTable:
    """Return every pair of money spent and money promised whose stated perimeters match.

    They match if one programme, one group of payers and one group of contents are stated for
    both, and both are totals or rates of one unit.

    Examples
    --------
    >>> "Spent" in matching_pairs().frame.columns
    True
    """
    import pandas as pd

    costs = load_costs(programme=CORE, value_status="number")
    kept = independent(costs[costs["currency"].isin(["SEK", "NOK"])]).reset_index(drop=True)
    groups = perimeter_groups(kept)
    known = (groups["payer"] != "unknown") & (groups["includes"] != "unknown")
    table = kept.assign(_payer=groups["payer"], _includes=groups["includes"], _per=groups["per"])[known]
    spent = table[table["flow"] == "spend"]
    promised = table[table["flow"].isin(["budget", "contract", "forecast"])]
    both = spent.merge(
        promised, on=["programme", "_payer", "_includes", "amount_kind", "_per"], suffixes=("", "_other")
    )
    names = core_names()
    rows = []
    for row in records(both):
        other = {column: row[f"{column}_other"] for column in spent.columns if f"{column}_other" in row}
        rows.append(
            {
                "Programme": names[row["programme"]],
                "Spent": f"{wording.answer({'table': 'costs', **row})} on {row['scope']}",
                "Claim": row["claim_id"],
                "Promised": f"{wording.answer({'table': 'costs', 'per': None, **other})} ({other['flow']}) for {other['scope']}",
                "Its claim": other["claim_id"],
                "Both hold": f"{row['_includes'].replace('_', ' ')}, paid by the {row['_payer'].replace('_', ' ')}",
            }
        )
    columns = ["Programme", "Spent", "Claim", "Promised", "Its claim", "Both hold"]
    return ReaderTable(
        pd.DataFrame(rows, columns=columns),
        "Spent against promised, where payer and contents are stated for both and are the same",
    )


# --- what each amount holds -----------------------------------------------------------------

#: Rows of the matrix: words, and the contents that they stand for.
HELD = {
    "supplier": ("supplier_contract", "supplier_services", "licences", "maintenance"),
    "implementation": ("implementation", "integrations", "infrastructure"),
    "consultants": ("consultants",),
    "own staff": ("internal_staff",),
    "training": ("training",),
    "operation": ("operation",),
    "old systems": ("legacy_systems",),
    "risk, delay": ("contingency", "delay"),
    "municipalities": ("municipalities",),
}

_MATRIX_QUESTIONS = (
    "budget_at_decision",
    "latest_decided_budget",
    "contract_value",
    "contract_ceiling",
    "spent_to_date",
)


def holdings() -> pd.DataFrame:
    """Return what the preferred amounts hold, as far as their sources say.

    Returns
    -------
    pandas.DataFrame
        One row per amount: ``claim_id``, ``programme``, ``amount``, ``question``, and one
        column per content: ``in``, ``out`` or ``unknown``. VAT stands as the last column.

    Examples
    --------
    >>> set(holdings()["operation"]) <= {"in", "out", "unknown"}
    True
    """
    import pandas as pd

    preferred = load("preferred")
    titles = {row["comparison"]: row["title"] for row in records(load("comparisons"))}
    costs = {row["claim_id"]: row for row in records(load_costs())}
    rows = []
    for programme in CORE:
        for question in _MATRIX_QUESTIONS:
            own = preferred[(preferred["comparison"] == question) & (preferred["programme"] == programme)]
            for name in own["claim_id"].dropna():
                claim = costs[name]
                inside, outside = (set((claim[column] or "").split(";")) for column in ("includes", "excludes"))
                row = {
                    "claim_id": name,
                    "programme": programme,
                    "question": titles[question],
                    "amount": wording.answer({"table": "costs", **claim}),
                }
                for words, contents in HELD.items():
                    row[words] = "in" if inside & set(contents) else "out" if outside & set(contents) else "unknown"
                row["VAT"] = {"incl": "in", "excl": "out"}.get(claim["vat"], "unknown")
                rows.append(row)
    return pd.DataFrame(rows)


def holdings_alt(frame: pd.DataFrame) -> str:
    """Say what the matrix of contents shows."""
    cells = frame[[*HELD, "VAT"]]
    counts = {word: int((cells == word).sum().sum()) for word in ("in", "out", "unknown")}
    whole = int(cells.size)
    silent = int((cells == "unknown").all(axis=1).sum())
    return (
        f"What {len(frame)} preferred amounts hold, content by content: of {whole} cells {counts['in']} are stated to be "
        f"in, {counts['out']} to be out, {counts['unknown']} are not stated; of {silent} amounts nothing is known."
    )


def holdings_table(frame: pd.DataFrame) -> ReaderTable:
    """Return the table behind `charts.contents_matrix`: letter, amount, what it holds, claim.

    Examples
    --------
    >>> holdings_table(holdings()).frame["Column"].iloc[0]
    'A'
    """
    import pandas as pd

    names = core_names()
    rows = []
    for letter, row in zip(ascii_uppercase, records(frame), strict=False):
        cells = {word: [c for c in (*HELD, "VAT") if row[c] == word] for word in ("in", "out", "unknown")}
        rows.append(
            {
                "Column": letter,
                "Programme": names[row["programme"]],
                "Question": row["question"],
                "Amount": row["amount"],
                "In it": ", ".join(cells["in"]) or "nothing stated",
                "Not in it": ", ".join(cells["out"]) or "nothing stated",
                "Not stated": f"{len(cells['unknown'])} of {len(HELD) + 1}",
                "Claim": row["claim_id"],
            }
        )
    return ReaderTable(pd.DataFrame(rows), "What the preferred amounts hold, as far as their sources say")


# --- one amount under every choice ----------------------------------------------------------


def choices_frame(claim_id: str = "hp-consultants-2019-2021", currency: str = "SEK") -> pd.DataFrame:
    """Return one amount restated under every choice of price index, conversion and spread.

    Returns
    -------
    pandas.DataFrame
        The claim once per choice, as `restate` returns it, with ``choice`` in words and the
        three choices in columns of their own.

    Examples
    --------
    >>> frame = choices_frame()
    >>> bool(frame["restated_value"].max() > 1.1 * frame["restated_value"].min())
    True
    """
    import pandas as pd

    claim = load_costs(claim_id=claim_id)
    years = range(int(claim["covers_start"].iloc[0][:4]), int(claim["covers_end"].iloc[0][:4]) + 1)
    spreads: dict[str, Any] = {
        "early": {years[0]: 1.0}, "even": dict.fromkeys(years, 1.0), "late": {years[-1]: 1.0}
    }  # fmt: skip
    words = {
        "target_year": f"rate of {PRICES_OF}",
        "spend_year": "rate of each year",
        "ppp": "purchasing power",
    }
    parts = []
    for convert, conversion in words.items():
        for spread, weights in spreads.items():
            made = restate(claim, currency=currency, prices_of=PRICES_OF, convert=convert, spend_profile=weights)
            parts.append(made.assign(choice=f"{conversion}, spent {spread}", conversion=convert, spread=spread))
    return pd.concat(parts, ignore_index=True)


def choices_alt(frame: pd.DataFrame) -> str:
    """Say what the chart of one amount under every choice shows."""
    claim = records(frame)[0]
    low, high = frame["restated_value"].min(), frame["restated_value"].max()
    ordered = list(frame.sort_values("restated_value")["choice"])
    least, most = ordered[0], ordered[-1]
    ends = [wording.amount(round(end, -6), None, None, "exact", claim["restated_currency"]) for end in (low, high)]
    return (
        f"One stated amount, {wording.answer({'table': 'costs', **claim})}, is between {ends[0]} ({least}) and {ends[1]} "
        f"({most}) in the prices of {PRICES_OF}: {100 * (high / low - 1):.0f} percent apart by choice of method alone."
    )


def choices_table(frame: pd.DataFrame) -> ReaderTable:
    """Return the table behind `charts.choices_chart`: the same amount under each choice.

    Examples
    --------
    >>> list(choices_table(choices_frame()).frame.columns)
    ['Choice', 'Restated', 'From', 'To', 'How', 'Claim']
    """
    import pandas as pd

    rows = [
        {
            "Choice": row["choice"],
            **{
                name: wording.amount(round(row[column], -6), None, None, "exact", row["restated_currency"])
                for name, column in (("Restated", "restated_value"), ("From", "restated_low"), ("To", "restated_high"))
            },
            "How": row["basis"],
            "Claim": row["claim_id"],
        }
        for row in records(frame)
    ]
    return ReaderTable(pd.DataFrame(rows), "One stated amount, restated in every way tried")


# --- conclusions ----------------------------------------------------------------------------


def conclusions_frame() -> pd.DataFrame:
    """Return all conclusions with their verdicts.

    Examples
    --------
    >>> frame = conclusions_frame()
    >>> bool((frame["verdict"] != "").all())
    True
    """
    import pandas as pd

    parts = [
        robustness(CONCLUSIONS, currency="SEK", prices_of=PRICES_OF, profiles=SPREADS),
        robustness(DATED_CONCLUSIONS, currency="SEK", prices_of=PRICES_OF, profiles=DATED_SPREADS),
    ]
    return pd.concat(parts, ignore_index=True)


def _verdict(row: dict[str, Any]) -> str:
    if not row["assumed"]:
        return str(row["verdict"])
    same = {"includes": "contents", "payer": "payer"}
    names = wording.joined(same.get(name, name) for name in row["assumed"].split(", "))
    return f"{row['verdict']}, if {names} are the same (no source says so)"


def conclusions_table(frame: pd.DataFrame) -> ReaderTable:
    """Return the conclusions for readers: verdict, on what it hangs, claims, specifications tried.

    Examples
    --------
    >>> list(conclusions_table(conclusions_frame()).frame.columns)[:2]
    ['Conclusion', 'Verdict']
    """
    import pandas as pd

    rows = [
        {
            "Conclusion": row["conclusion"],
            "Verdict": _verdict(row),
            "When, or why": row["when"],
            "Claims": row["claims"].replace(";", ", "),
            "Specifications tried": row["specifications"],
        }
        for row in records(frame)
    ]
    return ReaderTable(
        pd.DataFrame(rows),
        "Conclusions under every combination of choices. The number of specifications is no probability: "
        "they are not drawn from anything",
    )


def conclusions_answer(frame: pd.DataFrame) -> str:
    """Return which conclusions hold, never hold or flip, in one list.

    Examples
    --------
    >>> "can't be compared" in conclusions_answer(conclusions_frame())
    True
    """
    firm = frame[(frame["assumed"] == "") & frame["verdict"].isin(["holds in all", "holds in none"])]
    lines = [
        f"- **{row['verdict'].capitalize()}**: {row['conclusion']} ({_ids(row['claims'])})." for row in records(firm)
    ]
    rest = frame.drop(firm.index)
    refused = int((rest["verdict"] == "not comparable").sum())
    assumed = int((rest["assumed"] != "").sum())
    left_open = len(rest) - refused - assumed
    head = (
        f"**Of {len(frame)} conclusions tested, {len(firm)} are decided by the record alone**, and none of those is about "
        f"the cost of a whole programme. {refused} can't be compared, {assumed} can be reckoned only on the assumption "
        f"that both sides hold the same, {left_open} can go either way. Decided, under every choice tried:"
    )
    return "\n".join([head, "", *lines])


def _ids(claims: str) -> str:
    return ", ".join(f"`{name}`" for name in claims.split(";"))


def gaps_table() -> ReaderTable:
    """Return the questions on money that nobody has answered in public, or that we did not find.

    Examples
    --------
    >>> set(gaps_table().frame["Programme"]) == {"sdv", "fvm", "helseplattformen"}
    True
    """
    gaps = load("gaps", programme=CORE)
    words = "cost|budget|spen|bn |money|contract|frame|write-down|written off|settle|loan|billion"
    about = gaps[gaps["question"].str.contains(words, case=False, regex=True)]
    shown = about[["programme", "question", "searched", "when"]]
    return ReaderTable(
        shown.rename(columns=str.capitalize),
        "What nobody has published, or we could not find",
    )
