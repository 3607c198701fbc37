"""Single claims in readable form, references, preferred answers, relations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, overload

from sdvdata import periods, wording
from sdvdata.errors import SdvdataError, require_known
from sdvdata.tables import CLAIM_TABLES, CORE, data_version, load, records

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Claim",
    "all_claims",
    "cite",
    "claim",
    "contradictions",
    "preferred",
    "reference",
    "relations_of",
    "relations_of_all",
]

#: The comparison that is answered by the programme's outcome: a pause, an end and a go-live are not one kind of date.
ENDING = "how_it_ended"

#: Type of a source in the terms of the Citation Style Language.
_CSL_TYPES = {
    "official": "webpage",
    "parliament": "report",
    "press": "article-newspaper",
    "trade_press": "article-magazine",
    "academic": "article-journal",
    "blog": "post-weblog",
}

#: Columns that every claim table has and that `all_claims` returns.
_SHARED = (
    "claim_id",
    "programme",
    "measure",
    "scope",
    "as_printed",
    "reading",
    "stated_on",
    "stated_on_start",
    "stated_on_end",
    "stated_on_precision",
    "stated_on_basis",
    "stated_by",
    "speaker_role",
    "relayed_by",
    "source_id",
    "locator",
    "confidence",
    "second_reading",
    "second_read_on",
    "status",
    "note",
)


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
        return wording.answer({"table": self.table, **self.row})

    def __str__(self) -> str:
        row, source = self.row, self.source
        relay = f", relayed by {row['relayed_by']}" if _has(row["relayed_by"]) else ""
        place = f" ({row['locator']})" if _has(row["locator"]) else ""
        lines = [
            f"{row['claim_id']}  [{self.table}: {row['measure']}]",
            f"  states      {self.states}",
            f"  as printed  “{row['as_printed']}”",
            f"  about       {row['programme']}: {row['scope']}",
            f"  said        {wording.when(row['stated_on'])} by {row['stated_by']} ({row['speaker_role']}){relay}",
            f"  source      {source['producer']}: {source['title']}{place}",
        ]
        if _has(source["url"]):
            lines.append(f"              {source['url']}")
        second = row["second_reading"] if _has(row["second_reading"]) else "not yet"
        lines.append(f"  second read {second}; confidence {row['confidence']}")
        lines.extend(f"  {words} {other}" for words, other in self.relations)
        if _has(row["note"]):
            lines.append(f"  note        {row['note']}")
        if row["status"] == "withdrawn":
            lines.append("  WITHDRAWN: we no longer stand behind this claim")
        return "\n".join(lines)

    __repr__ = __str__


def _has(value: object) -> bool:
    return isinstance(value, str) and value != ""


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

    parts = []
    for table in CLAIM_TABLES:
        frame = load(
            table,
            as_of=as_of,
            include_uncertain=include_uncertain,
            include_withdrawn=include_withdrawn,
        )
        part = frame[list(_SHARED)].copy()
        part.insert(0, "table", table)
        part["states"] = [wording.answer({"table": table, **row}) for row in records(frame)]
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


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
    table = _tables_of_claims()[_known_claim(claim_id)]
    row = records(load(table, include_withdrawn=True, claim_id=claim_id))[0]
    origin = records(load("sources", source_id=row["source_id"]))[0]
    pairs = [(pair["words"], pair["other"]) for pair in records(relations_of(claim_id))]
    return Claim(table, row, origin, pairs)


def _tables_of_claims() -> dict[str, str]:
    """Return for every claim id, withdrawn ones too, the table in which it stands."""
    return {name: table for table in CLAIM_TABLES for name in load(table, raw=True, include_withdrawn=True)["claim_id"]}


def _known_claim(claim_id: object) -> str:
    return require_known("claim", claim_id, _tables_of_claims())


#: A relation read from its other end.
_REVERSED = {
    "same_statement": "same statement as",
    "includes": "is included in",
    "increments": "is increased by",
    "converts": "is converted in",
    "vat_variant": "with other VAT in",
    "rounds": "is rounded in",
    "contradicts": "contradicts",
    "supersedes": "is superseded by",
}
_FORWARD = {
    "same_statement": "same statement as",
    "includes": "includes",
    "increments": "adds to",
    "converts": "converts",
    "vat_variant": "with other VAT than",
    "rounds": "rounds",
    "contradicts": "contradicts",
    "supersedes": "supersedes",
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

    _known_claim(claim_id)
    frame = load("relations", raw=True)
    own = frame[frame["claim"] == claim_id]
    far = frame[frame["other"] == claim_id]
    return pd.DataFrame(
        {
            "words": [*own["relation"].map(_FORWARD), *far["relation"].map(_REVERSED)],
            "other": [*own["other"], *far["claim"]],
            "note": [*own["note"], *far["note"]],
        },
        dtype="str",
    )


def relations_of_all() -> dict[str, list[tuple[str, str, str]]]:
    """Return the relations of every claim that has one, read from its own end.

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
    for row in records(load("relations", raw=True)):
        one, other, kind = row["claim"], row["other"], row["relation"]
        found.setdefault(one, []).append((_FORWARD[kind], other, row["note"]))
        found.setdefault(other, []).append((_REVERSED[kind], one, row["note"]))
    return found


def reference(source: dict[str, str], ids: list[str]) -> str:
    """Return the reference for claims of one source in plain text.

    Parameters
    ----------
    source
        A row of ``sources`` as text (``raw=True``).
    ids
        The claims that rest on it.

    Examples
    --------
    >>> from sdvdata import load
    >>> row = records(load("sources", raw=True, source_id="seed-skane-slides-2023"))[0]
    >>> reference(row, ["sdv-hospitals-10"])[-25:]
    'Claims: sdv-hospitals-10.'
    """
    return _text(source, ids)


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

    said = {row["claim_id"]: row for row in records(all_claims(include_withdrawn=True))}
    rows = []
    for pair in records(load("relations", relation="contradicts")):
        one, other = said[pair["claim"]], said[pair["other"]]
        rows.append(
            {
                "programme": one["programme"],
                "claim": pair["claim"],
                "states": one["states"],
                "stated_by": one["stated_by"],
                "stated_on": one["stated_on"],
                "other": pair["other"],
                "other_states": other["states"],
                "other_stated_by": other["stated_by"],
                "other_stated_on": other["stated_on"],
                "note": pair["note"],
            }
        )
    return pd.DataFrame(rows)


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
        the same question, separated by semicolons; printed as their number). Answers whose
        verdict is not ``matched`` must not be set against each other; what is returned
        therefore prints whole. To ``how_it_ended`` the answer is the programme's outcome, and
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

    from sdvdata.whole import WholeFrame

    questions = {row["comparison"]: row for row in records(load("comparisons"))}
    question = questions[require_known("comparison", comparison, questions)]
    outcomes = {}
    if comparison == ENDING:
        outcomes = {row["programme"]: row["outcome"] for row in records(load("programmes"))}
        question = {**question, "kinds": ";".join(wording.ENDINGS)}
    table = question["table"]
    pool = {row["claim_id"]: {"table": table, **row} for row in records(load(table))}
    candidates = [row for row in pool.values() if _answers(row, question)]
    rows = {}
    for choice in records(load("preferred", comparison=comparison)):
        chosen, programme = choice["claim_id"], choice["programme"]
        row: dict[str, Any] = {"answer": choice["verdict"].replace("_", " ")}
        if chosen:
            row["answer"] = (
                wording.ending(outcomes[programme], pool[chosen]) if outcomes else wording.answer(pool[chosen])
            )
            row.update({key: pool[chosen][key] for key in ("as_printed", "stated_by", "stated_on")})
        others = [other["claim_id"] for other in candidates if other["programme"] == programme]
        row.update(
            verdict=choice["verdict"],
            why=choice["why"],
            claim_id=chosen,
            alternatives=";".join(other for other in others if other != chosen),
        )
        rows[programme] = row
    columns = [
        "answer",
        "verdict",
        "why",
        "claim_id",
        "as_printed",
        "stated_by",
        "stated_on",
        "alternatives",
    ]
    order = [*CORE, *(name for name in rows if name not in CORE)]
    frame = WholeFrame(pd.DataFrame.from_dict(rows, orient="index").reindex(index=order, columns=columns))
    frame.index.name = "programme"
    return frame


def _answers(row: dict[str, Any], question: dict[str, Any]) -> bool:
    """Tell whether a claim is a candidate for a comparison."""
    if row["measure"] not in question["measures"].split(";"):
        return False
    if question["milestone"] and question["milestone"] not in (row["milestone"] or "").split(";"):
        return False
    state = row.get({"schedules": "kind", "costs": "flow"}.get(row["table"], "tense"))
    return not question["kinds"] or state in question["kinds"].split(";")


def _ids(what: object) -> list[str]:
    """Return the claim ids named by a frame, a claim, an id or several ids."""
    columns = getattr(what, "columns", None)
    if columns is not None:
        if "claim_id" not in columns:
            raise SdvdataError(
                "cite needs a frame with the column 'claim_id'; this one has: " + ", ".join(map(str, columns))
            )
        return list(dict.fromkeys(what["claim_id"].dropna()))  # type: ignore[index]
    if isinstance(what, Claim):
        return [str(what.row["claim_id"])]
    if isinstance(what, str):
        return [what]
    if isinstance(what, Iterable) and not isinstance(what, bytes):
        labels = getattr(what, "index", None)
        if isinstance(labels, Iterable) and "claim_id" in labels:  # one row of a frame
            return [what["claim_id"]]  # type: ignore[index]
        return [name for one in what for name in (_ids(one) if isinstance(one, Claim) else [one])]
    raise SdvdataError(f"cite needs a frame, a claim or claim ids, not {type(what).__name__}.")


@overload
def cite(what: object, *, style: Literal["text"] = "text") -> str: ...


@overload
def cite(what: object, *, style: Literal["csl"]) -> list[dict[str, Any]]: ...


def cite(what: object, *, style: str = "text") -> str | list[dict[str, Any]]:
    """Return the references for claims: one per source, and one for this data set.

    Parameters
    ----------
    what
        A frame with the column ``claim_id``, a row of one, a `Claim`, a claim id, or several of these two.
    style
        ``"text"``: plain text for a paper, each source with the claims that rest on it.
        ``"csl"``: a list in the terms of the Citation Style Language (CSL-JSON), which
        reference managers read.

    Raises
    ------
    UnknownNameError
        If a claim or the style does not exist.

    Examples
    --------
    >>> print(cite("sdv-municipalities-33").splitlines()[0][:12])
    Region Skåne
    >>> cite("sdv-municipalities-33", style="csl")[-1]["type"]
    'dataset'
    """
    require_known("style", style, ["text", "csl"])
    wanted = _ids(what)
    home = {
        row["claim_id"]: row["source_id"]
        for table in CLAIM_TABLES
        for row in records(load(table, raw=True, include_withdrawn=True))
    }
    by_source: dict[str, list[str]] = {}
    for claim_id in wanted:
        mine = by_source.setdefault(home[require_known("claim", claim_id, home)], [])
        if claim_id not in mine:
            mine.append(claim_id)
    sources = {row["source_id"]: row for row in records(load("sources", raw=True))}
    chosen = [(key, sources[key], by_source[key]) for key in sorted(by_source)]
    if style == "csl":
        return [_csl(key, source, ids) for key, source, ids in chosen] + [_csl_self()]
    lines = [_text(source, ids) for _, source, ids in chosen]
    return "\n".join([*lines, f"Data: sdvdata, data version {data_version()}, licence CC BY 4.0."])


def _text(source: dict[str, str], ids: list[str]) -> str:
    published = wording.when(source["published"]) or "undated"
    title = source["title"].rstrip(".")
    where = f" {source['url']}" if source["url"] else " (no public address)"
    return (
        f"{source['producer']}. “{title}”. {published}.{where} "
        f"(read {source['accessed']}). Claims: {', '.join(sorted(ids))}."
    )


def _date_parts(period: str) -> dict[str, Any]:
    """Return a period as a CSL date, no wider than it is: a day, month, year, or a range of them.

    Examples
    --------
    >>> _date_parts("2024-10")
    {'date-parts': [[2024, 10]]}
    >>> _date_parts("2024-10-24/2024-10-31")
    {'date-parts': [[2024, 10, 24], [2024, 10, 31]]}
    """
    whole, parts = periods.parse(period), []
    for end, day in zip((period.split("/") * 2)[:2], (whole.start, whole.end), strict=True):
        if day is not None:  # CSL has no word for an open end: the other end is given
            size = {"day": 3, "year": 1}.get(periods.parse(end).precision, 2)  # a season is its months
            parts.append([day.year, day.month, day.day][:size])
    return {"date-parts": parts[:1] if parts[:1] == parts[1:] else parts}


def _csl(source_id: str, source: dict[str, str], ids: list[str]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": source_id,
        "type": _CSL_TYPES.get(source["type"], "document"),
        "title": source["title"],
        "author": [{"literal": source["producer"]}],
        "language": source["language"],
        "accessed": _date_parts(source["accessed"]),
        "note": "Claims: " + ", ".join(sorted(ids)),
    }
    if source["published"]:
        item["issued"] = _date_parts(source["published"])
    if source["url"]:
        item["URL"] = source["url"]
    return item


def _csl_self() -> dict[str, Any]:
    return {
        "id": "sdvdata",
        "type": "dataset",
        "title": "sdvdata: Nordic health-record programmes, promised and happened",
        "author": [{"literal": "The sdvdata authors"}],
        "version": data_version(),
        "license": "CC BY 4.0",
    }
