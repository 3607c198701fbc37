"""Single claims in readable form, preferred answers, relations, and how well the record is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sdvdata.errors import SdvdataError, require_known
from sdvdata.tables import CLAIM_TABLES, Named, by_name, core, load, made_once, records
from sdvdata.terms import keys, matches, terms
from sdvdata.words import ENDINGS, answer, ending, fold, when

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Claim",
    "all_claims",
    "claim",
    "contradictions",
    "coverage",
    "find",
    "preferred",
    "relations_of",
    "relations_of_all",
    "rows",
    "searched",
]

#: The comparison that is answered by the programme's outcome: a pause, an end and a go-live are not one kind of date.
ENDING = "how_it_ended"

#: Readings that the data check follows from the print to the code.
MACHINE_CHECKED = ("printed", "from_stated_on")


@dataclass(frozen=True)
class Claim:
    """One claim with its source and its relations to other claims.

    Attributes
    ----------
    table
        The table in which the claim stands.
    row
        The claim's columns, typed as by `load`.
    source
        The row of ``sources`` that it rests on.
    relations
        Pairs of relation in words and the other claim's id.
    """

    table: str
    row: dict[str, Any]
    source: dict[str, Any]
    relations: list[tuple[str, str]] = field(default_factory=list)

    @property
    def states(self) -> str:
        """What the claim states, in a few words."""
        return answer({"table": self.table, **self.row})

    def __str__(self) -> str:
        row, source = self.row, self.source
        relay = f", relayed by {row['relayed_by']}" if row["relayed_by"] else ""
        place = f" ({row['locator']})" if row["locator"] else ""
        lines = [
            f"{row['claim_id']}  [{self.table}: {row['measure']}]",
            f"  states      {self.states}",
            f"  as printed  “{row['as_printed']}”",
            f"  about       {row['programme']}: {row['scope']}",
            f"  said        {when(row['stated_on'])} by {row['stated_by']} ({row['speaker_role']}){relay}",
            f"  source      {source['producer']}: {source['title']}{place}",
        ]
        if source["url"]:
            lines.append(f"              {source['url']}")
        lines.append(f"  second read {row['second_reading'] or 'not yet'}; confidence {row['confidence']}")
        lines.extend(f"  {words} {other}" for words, other in self.relations)
        if row["note"]:
            lines.append(f"  note        {row['note']}")
        if row["status"] == "withdrawn":
            lines.append("  WITHDRAWN: we no longer stand behind this claim")
        return "\n".join(lines)

    __repr__ = __str__


def all_claims(
    *, as_of: str | None = None, include_uncertain: bool = False, include_withdrawn: bool = False
) -> pd.DataFrame:
    """Return the shared columns of all claims, with their table and what they state.

    Returns
    -------
    pandas.DataFrame
        One row per claim: ``table``, the shared columns, and ``states`` (the figure or date in
        a few words).

    Examples
    --------
    >>> bool(all_claims()["claim_id"].is_unique)
    True
    """
    import pandas as pd

    kept: dict[str, Any] = {"as_of": as_of, "include_uncertain": include_uncertain}
    parts = [load(table, include_withdrawn=include_withdrawn, **kept).assign(table=table) for table in CLAIM_TABLES]
    frame: pd.DataFrame = pd.concat(parts, join="inner", ignore_index=True)
    frame.insert(0, "table", frame.pop("table"))
    said = rows()
    return frame.assign(states=[said[claim_id]["states"] for claim_id in frame["claim_id"]])


def claim(claim_id: str) -> Claim:
    """Return one claim in readable form.

    Raises
    ------
    UnknownNameError
        If there is no such claim; names the nearest one.

    Examples
    --------
    >>> claim("sdv-municipalities-33").states
    '33 municipalities'
    """
    every = rows()
    row = {key: cell for key, cell in every[require_known("claim", claim_id, every)].items() if key != "states"}
    pairs = [(words, other) for words, other, _ in relations_of_all().get(claim_id, [])]
    return Claim(row.pop("table"), row, dict(by_name("sources")[row["source_id"]]), pairs)


def find(text: str) -> pd.DataFrame:
    """Find claims by words, figures and dates in any notation, by the rules of the site's explorer.

    Words may be parts of words and come without å, ä, ö, æ, ø; all that is asked for must be met. A figure that no claim
    has is taken as the beginning of one.

    Parameters
    ----------
    text
        Such as ``"2,85 miljarder"``, ``"12 November 2024"``, ``"skane hosten 2025"``, a claim's id, or the title of a source.
        What stands in quotation marks is looked for as it is.

    Returns
    -------
    pandas.DataFrame
        As `all_claims`; no rows where nothing is found.

    Raises
    ------
    SdvdataError
        If nothing is asked for.

    Examples
    --------
    >>> find("2,85 miljarder")["claim_id"].to_list() == find("2 850 mkr")["claim_id"].to_list()
    True
    >>> find("650 olika skane")["claim_id"].to_list()
    ['sdv-systems-650-2018']
    """
    asked = terms(text)
    if not any(asked):
        raise SdvdataError(f"find({text!r}) asks for nothing: give words, a figure or a date, such as find('650').")
    frame = all_claims()
    return frame[frame["claim_id"].isin(matches(asked, searched()))].reset_index(drop=True)


@made_once(*CLAIM_TABLES, "programmes", "measures", "sources", "notations", "qualifiers", "qualifier_intervals")
def searched() -> dict[str, tuple[str, str]]:
    """Return what search reads of every claim, by its id: its folded words, and the `keys` of its figures and dates.

    Examples
    --------
    >>> words, figures = searched()["sdv-municipalities-33"]
    >>> "skanes digitala" in words, " =33 " in figures
    (True, True)
    """

    programmes, measures, sources = map(by_name, ("programmes", "measures", "sources"))
    found = {}
    for key, row in rows().items():
        named = [programmes[row["programme"]][name] or "" for name in ("short_name", "name", "native_name", "buyer")]
        about = [measures[row["measure"]]["title"], row["scope"], row["states"], row["as_printed"]]
        said = [when(row["stated_on"]), row["stated_by"], row["speaker_role"], sources[row["source_id"]]["title"]]
        texts = [text for text in (*about, *said) if text]
        found[key] = (fold("\n".join([key, *named, *texts])), keys(texts, row))
    return found


@made_once(*CLAIM_TABLES, "qualifiers", "qualifier_intervals", "products")
def rows() -> Named:
    """Return every claim by its id, withdrawn ones too: its columns, its ``table``, and what it ``states`` in words.

    The rows are shared by all callers: nobody may change them.

    Examples
    --------
    >>> rows()["sdv-municipalities-33"]["table"], rows()["sdv-municipalities-33"]["states"]
    ('counts', '33 municipalities')
    """

    found = Named()
    for table in CLAIM_TABLES:
        for row in records(load(table, include_withdrawn=True)):
            full = {"table": table, **row}
            found[row["claim_id"]] = {**full, "states": answer(full)}
    return found


#: A relation read from its first claim, and from its other end.
_WORDS = {
    "same_statement": ("same statement as", "same statement as"),
    "includes": ("includes", "is included in"),
    "increments": ("adds to", "is increased by"),
    "converts": ("converts", "is converted in"),
    "vat_variant": ("with other VAT than", "with other VAT in"),
    "rounds": ("rounds", "is rounded in"),
    "contradicts": ("contradicts", "contradicts"),
    "supersedes": ("supersedes", "is superseded by"),
    "outcome_of": ("is what was found, where this was expected:", "turned out as"),
}


def relations_of(claim_id: str) -> pd.DataFrame:
    """Return the relations of one claim, read from its own end.

    Returns
    -------
    pandas.DataFrame
        Columns ``words`` (the relation in words), ``other`` (the other claim), ``note``. No rows
        where a claim has no relation on record.

    Raises
    ------
    UnknownNameError
        If there is no such claim; names the nearest one.

    Examples
    --------
    >>> list(relations_of("sdv-municipalities-33").columns)
    ['words', 'other', 'note']
    """
    import pandas as pd

    require_known("claim", claim_id, rows())
    return pd.DataFrame(relations_of_all().get(claim_id, []), columns=["words", "other", "note"], dtype="str")


@made_once("relations")
def relations_of_all() -> dict[str, list[tuple[str, str, str]]]:
    """Return the relations of every claim that has one, read from its own end; shared by all callers, not to change.

    Returns
    -------
    dict
        By claim id: tuples of the relation in words, the other claim, our note.

    Examples
    --------
    >>> all(words and other for words, other, _ in relations_of_all()["sdv-systems-650-2018"])
    True
    """

    found: dict[str, list[tuple[str, str, str]]] = {}
    for end, (one, other) in enumerate((("claim", "other"), ("other", "claim"))):
        for row in records(load("relations").fillna({"note": ""})):
            found.setdefault(row[one], []).append((_WORDS[row["relation"]][end], row[other], row["note"]))
    return found


def contradictions() -> pd.DataFrame:
    """Return the contradictions on record, both claims side by side.

    Returns
    -------
    pandas.DataFrame
        One row per contradiction: the two claims, what they state, who said it, our note.

    Examples
    --------
    >>> set(contradictions().columns) >= {"claim", "states", "other", "other_states"}
    True
    """
    import pandas as pd

    found, said = [], rows()
    for pair in records(load("relations", relation="contradicts")):
        one, other = said[pair["claim"]], said[pair["other"]]
        told = ("states", "stated_by", "stated_on")
        found.append(
            {"programme": one["programme"], "claim": pair["claim"], **{name: one[name] for name in told}}
            | {"other": pair["other"], **{f"other_{name}": other[name] for name in told}, "note": pair["note"]}
        )
    return pd.DataFrame(found)


def preferred(comparison: str) -> pd.DataFrame:
    """Return the preferred answers to one comparison, or why they can't be compared.

    Parameters
    ----------
    comparison
        Name of the comparison; the table ``comparisons`` lists them.

    Returns
    -------
    pandas.DataFrame
        One row per programme, indexed by it: ``answer`` (in words), ``verdict`` (matched,
        not_comparable, unknown, not_applicable), ``why``, ``claim_id``, ``as_printed``,
        ``stated_by``, ``stated_on``, and ``alternatives`` (ids of the other claims that answer
        the same question, separated by semicolons). Answers whose verdict is not ``matched`` must not
        be set against each other. To ``how_it_ended`` the answer is the programme's outcome, and
        the alternatives are pauses, ends and promises taken back.

    Raises
    ------
    UnknownNameError
        If there is no such comparison; lists those that exist.

    Examples
    --------
    >>> preferred("hospitals").loc["sdv", "answer"]
    '10 hospitals'
    """
    import pandas as pd

    questions, ends = by_name("comparisons"), comparison == ENDING
    question = questions[require_known("comparison", comparison, questions)]
    if ends:
        question = {**question, "kinds": ";".join(ENDINGS)}
    table = question["table"]
    pool = Named({key: row for key, row in rows().items() if row["table"] == table and row["status"] != "withdrawn"})
    candidates = [row for row in pool.values() if _answers(row, question)]
    made = {}
    for choice in records(load("preferred", comparison=comparison)):
        chosen, programme = choice["claim_id"], choice["programme"]
        row: dict[str, Any] = {"answer": choice["verdict"].replace("_", " ")}
        if chosen:
            told = pool[chosen]
            row["answer"] = ending(by_name("programmes")[programme]["outcome"], told) if ends else told["states"]
            row |= {key: told[key] for key in ("as_printed", "stated_by", "stated_on")}
        others = [other["claim_id"] for other in candidates if other["programme"] == programme]
        row["alternatives"] = ";".join(other for other in others if other != chosen)
        made[programme] = {**choice, **row}
    columns = ["answer", "verdict", "why", "claim_id", "as_printed", "stated_by", "stated_on", "alternatives"]
    order = [*core(), *(name for name in made if name not in core())]
    frame = pd.DataFrame.from_dict(made, orient="index").reindex(index=order, columns=columns)
    return frame.rename_axis("programme")


def _answers(row: dict[str, Any], question: dict[str, Any]) -> bool:
    """Tell whether a claim is a candidate for a comparison."""
    if row["measure"] not in question["measures"].split(";"):
        return False
    if question["milestone"] and question["milestone"] not in (row["milestone"] or "").split(";"):
        return False
    state = row.get({"schedules": "kind", "costs": "flow"}.get(row["table"], "tense"))
    return not question["kinds"] or state in question["kinds"].split(";")


def coverage() -> pd.Series[int]:
    """Return the size of the record and how well it is checked, as whole numbers.

    Returns
    -------
    pandas.Series
        Claims, documents, claims read twice (confirmed or corrected), claims whose page the
        second reader could not reach, claims whose coding a machine compares with the print,
        claims whose day of statement is inferred, contradictions, gaps.

    Examples
    --------
    >>> bool(coverage()["claims"] > 900)
    True
    """
    import pandas as pd

    claims = all_claims()
    second = claims["second_reading"]
    return pd.Series(
        {
            "claims": len(claims),
            "documents": claims["source_id"].nunique(),
            "read twice": int(second.isin(["confirmed", "corrected"]).sum()),
            "corrected by the second reader": int((second == "corrected").sum()),
            "page not reached again": int((second == "not_reachable").sum()),
            "checked by machine against the print": int(claims["reading"].isin(MACHINE_CHECKED).sum()),
            "day of the statement inferred": int((claims["stated_on_basis"] == "inferred").sum()),
            "contradictions": len(load("relations", relation="contradicts")),
            "gaps": len(load("gaps")),
        },
        name="number",
    )
