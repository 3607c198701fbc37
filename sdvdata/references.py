"""References for claims: plain text for a paper, CSL-JSON for a reference manager."""

from __future__ import annotations

from typing import Any, Literal, overload

from sdvdata import periods
from sdvdata.claims import Claim, rows
from sdvdata.errors import SdvdataError, is_several, require_frame, require_known
from sdvdata.tables import by_name, data_version
from sdvdata.words import when

__all__ = ["cite", "reference"]

#: Type of a source in the terms of the Citation Style Language.
_CSL_TYPES = {
    "official": "webpage",
    "parliament": "report",
    "press": "article-newspaper",
    "trade_press": "article-magazine",
    "academic": "article-journal",
    "blog": "post-weblog",
}


def reference(source: dict[str, Any], ids: list[str]) -> str:
    """Return the reference for claims of one source in plain text.

    Parameters
    ----------
    source
        A row of ``sources``.
    ids
        The claims that rest on it.

    Examples
    --------
    >>> reference(by_name("sources")["seed-skane-slides-2023"], ["sdv-hospitals-10"])[-25:]
    'Claims: sdv-hospitals-10.'
    """
    published = when(source["published"]) or "undated"
    title = source["title"].rstrip(".")
    where = f" {source['url']}" if source["url"] else " (no public address)"
    return (
        f"{source['producer']}. “{title}”. {published}.{where} "
        f"(read {source['accessed']}). Claims: {', '.join(sorted(ids))}."
    )


def _ids(what: object) -> list[str]:
    """Return the claim ids named by a frame, a claim, an id or several ids."""
    if hasattr(what, "columns"):
        frame = require_frame(what, "cite needs a frame with the column 'claim_id'", ["claim_id"])
        return list(dict.fromkeys(frame["claim_id"].dropna()))
    if isinstance(what, Claim):
        return [str(what.row["claim_id"])]
    if isinstance(what, str):
        return [what]
    if is_several(what):
        labels = getattr(what, "index", None)
        if is_several(labels) and "claim_id" in labels:  # one row of a frame
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
    every = rows()
    by_source: dict[str, set[str]] = {}
    for claim_id in _ids(what):
        by_source.setdefault(every[require_known("claim", claim_id, every)]["source_id"], set()).add(claim_id)
    sources = by_name("sources")
    chosen = [(key, sources[key], list(by_source[key])) for key in sorted(by_source)]
    if style == "csl":
        return [_csl(key, source, ids) for key, source, ids in chosen] + [_csl_self()]
    lines = [reference(source, ids) for _, source, ids in chosen]
    return "\n".join([*lines, f"Data: sdvdata, data version {data_version()}, licence CC BY 4.0."])


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


def _csl(source_id: str, source: dict[str, Any], ids: list[str]) -> dict[str, Any]:
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
