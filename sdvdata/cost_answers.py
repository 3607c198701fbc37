"""What the notebook on costs says: decided budgets, shifting originals, matching pairs, conclusions.

Every function returns frames or text made from the tables; the only choices made here are which
claims a question is about, and they are named by claim id.
"""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from sdvdata import words as wording
from sdvdata.conclusions import group_words, recorded, robustness, spend_profiles
from sdvdata.money import bounds, independent, perimeter_groups, restate
from sdvdata.tables import core, load, load_costs, records
from sdvdata.views import ReaderTable, core_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "PRICES_OF",
    "choices_alt",
    "choices_frame",
    "choices_table",
    "choices_title",
    "conclusions_answer",
    "conclusions_frame",
    "conclusions_table",
    "contradictions_table",
    "decided_steps",
    "excess",
    "forecasts",
    "gaps_table",
    "holdings",
    "holdings_alt",
    "holdings_table",
    "holdings_title",
    "how_put",
    "matching_pairs",
    "originals",
    "originals_alt",
    "originals_table",
    "overruns_table",
    "parts_table",
    "spent",
    "steps_alt",
    "steps_title",
]

#: The year whose prices conclusions are tested in: the newest that every index has.
PRICES_OF = 2024


def _used_as(use: str) -> list[str]:
    """Return the claims of amounts that have been used in one way, by programme, then by amount."""
    found = load_costs(used_as=use)
    size = found["value"].fillna(found["low"])
    return list(found.assign(_size=size).sort_values(["programme", "_size", "claim_id"])["claim_id"])


# --- budgets as decided, and what they were called afterwards -------------------------------


def decided_steps(frame: pd.DataFrame) -> pd.DataFrame:
    """Mark the statements of a budget of which a source says that it was decided.

    Adds ``step_start`` (the first day on which it can have been decided) and ``step_end`` (the
    last day on which the record repeats it). Where there are labels, theirs say "decided". All other
    rows stay loose points: a frame that is stated is not a frame that was decided.

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
    made = frame.assign(step_start=pd.to_datetime(order.map(starts)), step_end=pd.to_datetime(order.map(ends)))
    if "label" in made.columns:
        decided = made["label"].where(made["label"] == "", made["label"] + ", ") + "decided"
        made["label"] = made["label"].where(made["step_start"].isna(), decided)
    return made


def steps_title(frame: pd.DataFrame) -> str:
    """Say for which programmes a decision on the budget is on record.

    Examples
    --------
    >>> steps_title(decided_steps(load_costs(programme=["sdv", "fvm"], measure="programme_budget", currency="SEK")))
    'A decided budget is on record for SDV (1.046 bn SEK), none for FVM/Millennium'
    """
    found, silent = [], []
    for programme, name in core_names().items():
        own = frame[frame["programme"] == programme]
        decided = [wording.answer({"table": "costs", **row}) for row in records(own[own["step_start"].notna()])]
        if decided:
            found.append(f"{name} ({wording.joined(decided)})")
        elif len(own):
            silent.append(name)
    told = f"A decided budget is on record for {wording.joined(found)}" if found else "No decided budget is on record"
    return told + (f", none for {wording.joined(silent)}" if found and silent else "")


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
    """Return the amounts that have been used as the original budget, with how each source puts its own.

    Returns
    -------
    pandas.DataFrame
        The claims, with ``put`` (see `how_put`).

    Examples
    --------
    >>> sorted(set(originals()["programme"]))
    ['fvm', 'helseplattformen']
    >>> originals().set_index("claim_id").loc["fvm-budget-original-gt-2021", "put"]
    'called original'
    """
    frame = load_costs(claim_id=_used_as("original_budget"))
    return frame.assign(put=[how_put(row) for row in records(frame)])


def how_put(row: dict[str, Any]) -> str:
    """Say how a source puts an amount: decided, called original, called a budget or frame, or neither.

    Read from who decided, and from what the claim says the amount is about.

    Examples
    --------
    >>> how_put({"decided_by": None, "scope": "record system: cost frame"})
    'called a frame'
    >>> how_put({"decided_by": None, "scope": "preparations and use"})
    'not called a budget'
    """
    about = row["scope"].lower()
    if row["decided_by"]:
        return "decided"
    if "original" in about:
        return "called original"
    if "budget" in about:
        return "called a budget"
    return "called a frame" if "frame" in about else "not called a budget"


def _recalled() -> list[str]:
    frame = originals()
    return list(frame.loc[frame["put"] == "called original", "claim_id"])


def originals_alt(frame: pd.DataFrame) -> str:
    """Say what the chart of amounts used as the original budget shows.

    Examples
    --------
    >>> "3 bn SEK called original" in originals_alt(originals())
    True
    """
    parts = []
    for programme, name in core_names().items():
        own = frame[frame["programme"] == programme].sort_values(["stated_on_end", "claim_id"])
        said = "; ".join(
            f"{wording.answer({'table': 'costs', **row})} {row['put']} ({wording.when(row['stated_on'])})"
            for row in records(own)
        )
        if said:
            parts.append(f"{name}: {said}")
    return f"Amounts used as the original budget, one panel per programme, not comparable between panels. {'. '.join(parts)}."


def originals_table(frame: pd.DataFrame) -> ReaderTable:
    """Return the table behind the chart of amounts used as the original budget.

    Examples
    --------
    >>> list(originals_table(originals()).frame.columns)[:3]
    ['Programme', 'States', 'How it is put']
    """
    import pandas as pd

    names = core_names()
    rows = [
        {
            "Programme": names[row["programme"]],
            "States": wording.answer({"table": "costs", **row}),
            "How it is put": f"decided by {row['decided_by']}" if row["decided_by"] else row["put"],
            "By": f"{row['stated_by']} ({row['speaker_role']})",
            "Said": wording.when(row["stated_on"]),
            "About": row["scope"],
            "As printed": row["as_printed"],
            "Our note": row["note"],
            "Claim": row["claim_id"],
        }
        for row in records(frame.sort_values(["programme", "stated_on_end", "claim_id"]))
    ]
    return ReaderTable(pd.DataFrame(rows), "Amounts used as the original budget, how each is put, and by whom")


def excess(total: tuple[float, float], base: tuple[float, float]) -> str:
    """Say how far one amount lies above another, in percent, where either may be an interval.

    Examples
    --------
    At least 6.6 against 4.0 to 4.4: 6.6 / 4.4 = 1.5, open upwards. 3.7 against 1.89 to 2.31:
    3.7 / 2.31 = 1.60, 3.7 / 1.89 = 1.96.

    >>> excess((6.6, float("inf")), (4.0, 4.4))
    '+50 % or more'
    >>> excess((3.7, 3.7), (1.89, 2.31))
    '+60 % to +96 %'
    >>> excess((3.7, 3.7), (3.0, 3.0))
    '+23 %'
    """
    low, high = (f"{100 * (ratio - 1):+.0f} %" for ratio in (total[0] / base[1], total[1] / base[0]))
    if total[1] == float("inf"):
        return f"{low} or more"
    return low if low == high else f"{low} to {high}"


#: How an amount stands to the money: set aside, agreed, expected, spent.
FLOW_WORDS = {"budget": "set aside", "contract": "agreed", "forecast": "expected", "spend": "stated as spent"}


def overruns_table() -> ReaderTable:
    """Return how far each stated sum lies above each amount used as the original budget, in percent.

    Qualifying words travel as intervals on both sides. A statement is not set against itself.

    Examples
    --------
    >>> list(overruns_table().frame.columns)[:3]
    ['Programme', 'Used as the original', 'How it is put']
    """
    import pandas as pd

    frame = load_costs(claim_id=[*_used_as("original_budget"), *_used_as("final_sum")])
    found = bounds(frame)
    ends = dict(zip(frame["claim_id"], zip(found["low"], found["high"], strict=True), strict=True))
    costs = {row["claim_id"]: row for row in records(frame)}
    statement = {name: n for n, said in enumerate(independent(frame)["statement"]) for name in said.split(";")}
    names = core_names()
    rows = []
    for name in _used_as("original_budget"):
        base = costs[name]
        for other in _used_as("final_sum"):
            total = costs[other]
            if total["programme"] != base["programme"] or statement[name] == statement[other]:
                continue
            rows.append(
                {
                    "Programme": names[base["programme"]],
                    "Used as the original": f"{wording.answer({'table': 'costs', **base})} ({base['stated_by']}, {wording.when(base['stated_on'])})",
                    "How it is put": how_put(base),
                    "Claim": name,
                    "Set against": f"{wording.answer({'table': 'costs', **total})} ({FLOW_WORDS[total['flow']]}{_holding(total)})",
                    "Its claim": other,
                    "Above it by": excess(ends[other], ends[name]),
                }
            )
    return ReaderTable(
        pd.DataFrame(rows),
        "One programme, many overruns: plain arithmetic on amounts as stated, whose contents are not known to be "
        "alike. A word such as “about” or “at least” makes the result an interval",
    )


def _holding(row: dict[str, Any]) -> str:
    """Say what an amount is stated to hold, in the course of a sentence; nothing where no source says."""
    contents = str(row["includes"] or "unknown")
    return "" if contents == "unknown" else f", with {wording.joined(contents.replace('_', ' ').split(';'))} in it"


# --- expected and spent ---------------------------------------------------------------------


def forecasts() -> pd.DataFrame:
    """Return what was expected to be spent, in the end or by a day; not what was recalled as the original.

    Examples
    --------
    >>> set(forecasts()["flow"])
    {'forecast'}
    """
    costs = load_costs(programme=core(), measure=["total_cost_estimate", "cost_to_date"], flow="forecast")
    return costs[~costs["claim_id"].isin(_used_as("original_budget"))].reset_index(drop=True)


def spent() -> pd.DataFrame:
    """Return what was stated as spent so far, in the programmes' own currencies.

    Examples
    --------
    >>> set(spent()["flow"])
    {'spend'}
    """
    return load_costs(
        programme=core(), measure="cost_to_date", flow="spend", currency=["SEK", "NOK"], value_status="number"
    )


def contradictions_table() -> ReaderTable:
    """Return the contradictions between stated amounts, both sides with who said them and when.

    Examples
    --------
    >>> list(contradictions_table().frame.columns)[:3]
    ['Programme', 'One side states', 'By']
    """
    import pandas as pd

    from sdvdata.claims import contradictions

    own = set(load_costs(programme=core())["claim_id"])
    names = core_names()
    rows = [
        {
            "Programme": names[row["programme"]],
            "One side states": row["states"],
            "By": f"{row['stated_by']}, {wording.when(row['stated_on'])}",
            "Claim": row["claim"],
            "Other side states": row["other_states"],
            "Other by": f"{row['other_stated_by']}, {wording.when(row['other_stated_on'])}",
            "Other claim": row["other"],
            "Our note": row["note"],
        }
        for row in records(contradictions())
        if row["claim"] in own
    ]
    return ReaderTable(pd.DataFrame(rows), "Contradictions between stated amounts")


# --- contract, programme and operation apart ------------------------------------------------

#: Part of the money -> measures that state it; forecasts and recollections are told apart from the rest.
_FORECASTS = "Programme: forecasts"
_RECALLED = "Programme: called original afterwards"
PARTS: dict[str, tuple[str, ...]] = {
    "Agreement with the supplier": ("contract_value", "contract_ceiling", "contract_payment"),
    "Programme: set aside": ("programme_budget", "budget_proposed"),
    _RECALLED: (),
    _FORECASTS: ("total_cost_estimate",),
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

    costs = load_costs(programme=core(), value_status="number")
    kept = independent(costs[costs["currency"].isin(["SEK", "NOK"]) & (costs["amount_kind"] != "increment")])
    part_of = {measure: part for part, measures in PARTS.items() for measure in measures}
    parts = kept["measure"].map(part_of)
    parts = parts.mask((kept["measure"] == "cost_to_date") & (kept["flow"] == "forecast"), _FORECASTS)
    parts = parts.mask(kept["claim_id"].isin(_recalled()), _RECALLED)
    rows = []
    for part in PARTS:
        row = {"Part": part}
        for programme, name in core_names().items():
            own = kept[(kept["programme"] == programme) & (parts == part)]
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

    costs = load_costs(programme=core(), value_status="number")
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
                "Promised": f"{wording.answer({'table': 'costs', 'per': None, **other})} ({FLOW_WORDS[other['flow']]}) for {other['scope']}",
                "Its claim": other["claim_id"],
                "Both hold": f"{group_words('includes', row['_includes'])}; paid by {group_words('payer', row['payer'])}",
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
    for programme in core():
        own = preferred[preferred["comparison"].isin(_MATRIX_QUESTIONS) & (preferred["programme"] == programme)]
        asked: dict[str, list[str]] = {}
        for question in _MATRIX_QUESTIONS:
            for name in own.loc[own["comparison"] == question, "claim_id"].dropna():
                asked.setdefault(name, []).append(titles[question])
        for name, questions in asked.items():
            claim = costs[name]
            inside, outside = (set((claim[column] or "").split(";")) for column in ("includes", "excludes"))
            row = {
                "claim_id": name,
                "programme": programme,
                "question": "; ".join(questions),
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


def holdings_title(frame: pd.DataFrame) -> str:
    """Say how much of what the preferred amounts hold is stated.

    Examples
    --------
    >>> holdings_title(holdings()).startswith("What the preferred amounts hold is not stated in")
    True
    """
    cells = frame[[*HELD, "VAT"]]
    silent, whole = int((cells == "unknown").sum().sum()), int(cells.size)
    return f"What the preferred amounts hold is not stated in {silent} of {whole} cells"


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


def choices_frame(claim_id: str, currency: str = "SEK") -> pd.DataFrame:
    """Return one amount restated under every choice of price index, conversion and spread.

    Returns
    -------
    pandas.DataFrame
        The claim once per choice, as `restate` returns it, with ``choice`` in words and the
        three choices in columns of their own.

    Examples
    --------
    >>> frame = choices_frame("hp-consultants-2019-2021")
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
            when = "evenly" if spread == "even" else spread
            parts.append(made.assign(choice=f"{conversion}, spent {when}", conversion=convert, spread=spread))
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


def choices_title(frame: pd.DataFrame) -> str:
    """Say how far the choice of method alone moves one amount.

    Examples
    --------
    >>> choices_title(choices_frame("hp-consultants-2019-2021")).endswith("percent by choice of method alone")
    True
    """
    low, high = frame["restated_value"].min(), frame["restated_value"].max()
    return f"One stated amount differs by up to {100 * (high / low - 1):.0f} percent by choice of method alone"


def choices_table(frame: pd.DataFrame) -> ReaderTable:
    """Return the table behind `charts.choices_chart`: the same amount under each choice.

    Examples
    --------
    >>> list(choices_table(choices_frame("hp-consultants-2019-2021")).frame.columns)
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
        robustness(recorded(name), currency="SEK", prices_of=PRICES_OF, profiles=spend_profiles(name))
        for name in ("undated", "dated")
    ]
    return pd.concat(parts, ignore_index=True)


def _verdict(row: dict[str, Any]) -> str:
    same = {"includes": "both sides hold the same", "payer": "both are paid by the same"}
    conditions = [same[name] for name in row["assumed"].split(", ") if name]
    conditions += [row["given"]] if row["given"] else []
    if not conditions or row["verdict"] == "not comparable":
        return str(row["verdict"])
    return f"{row['verdict']}, if {wording.joined(conditions)} (no source says so)"


def conclusions_table(frame: pd.DataFrame) -> ReaderTable:
    """Return the conclusions for readers: verdict, on what it hangs, claims, combinations tried.

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
            "Combinations tried": row["specifications"],
        }
        for row in records(frame)
    ]
    return ReaderTable(
        pd.DataFrame(rows),
        "Conclusions under every combination of choices. The number of combinations is no probability: "
        "they are not drawn from anything",
    )


def conclusions_answer(frame: pd.DataFrame) -> str:
    """Return which conclusions hold, never hold or flip, in one list.

    Examples
    --------
    >>> "can't be compared" in conclusions_answer(conclusions_frame())
    True
    """
    decided = frame["verdict"].isin(["holds in all", "holds in none"]) & (frame["assumed"] == "")
    firm, given = frame[decided & (frame["given"] == "")], frame[decided & (frame["given"] != "")]
    rest = frame[~decided]
    refused = int((rest["verdict"] == "not comparable").sum())
    assumed = int(((rest["assumed"] != "") & (rest["verdict"] != "not comparable")).sum())
    left_open = len(rest) - refused - assumed
    parts = [
        f"{count} {words}"
        for count, words in (
            (len(given), f"{'is' if len(given) == 1 else 'are'} decided on a named assumption about prices"),
            (refused, "can't be compared"),
            (assumed, "can be reckoned only on the assumption that both sides hold the same"),
            (left_open, "can go either way"),
        )
        if count
    ]
    head = (
        f"**Of {len(frame)} conclusions tested, {len(firm)} are decided by the record alone**, and none of those is about "
        f"the cost of a whole programme. {', '.join(parts)}. Decided, under every choice tried:"
    )
    lines = [
        f"- **{_verdict(row).capitalize()}**: {row['conclusion']} ({_ids(row['claims'])})."
        for row in [*records(firm), *records(given)]
    ]
    return "\n".join([head, "", *lines])


def _ids(claims: str) -> str:
    return ", ".join(f"`{name}`" for name in claims.split(";"))


def gaps_table() -> ReaderTable:
    """Return the questions on money that nobody has answered in public, or that we did not find.

    Examples
    --------
    >>> set(gaps_table().frame["Programme"]) == set(core_names().values())
    True
    """
    gaps = load("gaps", programme=core())
    words = "cost|budget|spen|bn |money|contract|frame|write-down|written off|settle|loan|billion"
    about = gaps[gaps["question"].str.contains(words, case=False, regex=True)]
    shown = about[["programme", "question", "searched", "when"]].assign(programme=about["programme"].map(core_names()))
    return ReaderTable(
        shown.rename(columns=str.capitalize),
        "What nobody has published, or we could not find",
    )
