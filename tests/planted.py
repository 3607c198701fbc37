"""Errors planted in the record, over all tables and columns by kind, and which of them the data check finds.

The seed is fixed, so the errors are the same in every run on the same record. A full check takes seconds, so errors of
different rows share one: an error is caught if a finding stands in its row, or names the key that it changed. Errors in
a key to which many rows point have a check of their own; what the rules for single cells find is tried by them alone.
``python -m tests.planted`` writes the share caught by kind, and what is not caught, as Markdown.
"""

from __future__ import annotations

import csv
import random
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sdvdata import tables
from tools.check import check_folder, files
from tools.check.cell_rules import cells_are_clean, numbers_have_one_form
from tools.check.files import Finding, Table, structure

SEED = 20261130
#: Errors of general kinds for each column of each table.
PER_COLUMN = 3
CLAIMS = tables.CLAIM_TABLES

Row = dict[str, str]
World = dict[str, list[Row]]


@dataclass
class Error:
    """One planted error: the cells that it changes, or the row that it adds or takes away."""

    kind: str
    table: str
    row: Row  # the row of the record
    cells: Row = field(default_factory=dict)
    other: tuple[Row, Row] | None = None  # a second row, with its cells
    act: str = "change"  # change, double, drop
    named: tuple[str, ...] = ()  # a finding that names one of these is about it

    def __str__(self) -> str:
        return f"{self.table} {next(iter(self.row.values()))} {self.act} {self.cells}"


def world() -> tuple[World, dict[str, dict[str, Any]]]:
    """Return the record as text, with the descriptor's entries."""
    entries = {entry["name"]: entry for entry in tables.descriptor()["resources"]}
    return {name: _rows(tables.data_folder() / entry["path"]) for name, entry in entries.items()}, entries


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Pick(random.Random):
    """A generator with a fixed seed that takes the rows least used so far, so that errors share few rows."""

    used: Counter[int]

    def rows(self, rows: list[Row], number: int) -> list[Row]:
        """Return some rows; count them as used."""
        found = sorted(self.sample(rows, len(rows)), key=lambda row: self.used[id(row)])[:number]
        self.used.update(map(id, found))
        return found


# --- kinds that any column may have ---------------------------------------------------------------------------------------


def _typo(cell: str, rng: random.Random) -> str:
    """Exchange two neighbours that differ."""
    places = [n for n in range(len(cell) - 1) if cell[n] != cell[n + 1]]
    n = rng.choice(places) if places else 0
    return cell[:n] + cell[n : n + 2][::-1] + cell[n + 2 :] if places else cell + cell[-1]


def _at(cell: str, sign: str, rng: random.Random) -> str:
    n = rng.randint(0, len(cell))
    return cell[:n] + sign + cell[n:]


def _script(cell: str, rng: random.Random) -> str:
    looks = {
        "a": "а",
        "e": "е",
        "o": "о",
        "c": "с",
        "p": "р",
        "x": "х",
        "A": "А",
        "K": "К",
        "1": "１",
        "2": "２",
        "0": "０",
    }
    places = [n for n, char in enumerate(cell) if char in looks]
    n = rng.choice(places) if places else -1
    return cell[:n] + looks[cell[n]] + cell[n + 1 :] if places else ""


def _year(cell: str, rng: random.Random) -> str:
    return f"{int(cell[:4]) + rng.choice((-3, -1, 1, 3))}{cell[4:]}" if cell[:4].isdigit() else ""


def _digits(cell: str, rng: random.Random) -> str:
    places = [n for n in range(len(cell) - 1) if cell[n : n + 2].isdigit() and cell[n] != cell[n + 1]]
    places = [n for n in places if not (n == 0 and cell[1] == "0")]
    n = rng.choice(places) if places else 0
    return (cell[:n] + cell[n : n + 2][::-1] + cell[n + 2 :]).rstrip("0" if "." in cell else "") if places else ""


def _scaled(cell: str, _rng: random.Random) -> str:
    return f"{float(cell) * 10:.10g}" if float(cell) else ""


def _form(cell: str, rng: random.Random) -> str:
    forms = (f"+{cell}", f"0{cell}", f"{cell}e0", f"{cell[:1]}_{cell[1:]}0", "INF", "NaN", f"{cell}.0", f"{cell},5")
    arabic = "".join(chr(0x660 + int(char)) if char.isdigit() else char for char in cell)
    return rng.choice((*forms, arabic))


def _other(column: dict[str, Any], cell: str, rng: random.Random) -> str:
    words: list[str] = column["constraints"]["enum"]
    return rng.choice([word for word in words if word != cell] or [""])


Column = dict[str, Any]
_TEXT = ("string",)
_NUMBERS = ("number", "integer")


def _is(*types: str, **has: str) -> Callable[[Column], bool]:
    return lambda column: column["type"] in types and all(column.get(name) == value for name, value in has.items())


#: Kind: the columns that it fits, and the cell that it makes of one that is filled ("" where it can't).
GENERAL: dict[str, tuple[Callable[[Column], bool], Callable[[Column, str, random.Random], str]]] = {
    "invisible character": (_is(*_TEXT), lambda _, c, r: _at(c, r.choice("\u200b\u00ad\u202e\ufeff\u2028\u00a0\u2060"), r)),
    "letter or digit of another script": (bool, lambda _column, cell, rng: _script(cell, rng)),
    "spreadsheet formula": (lambda _: True, lambda _, c, r: f"{r.choice('=+-@＝')}{c}|cmd"),
    "stand-in for blank": (_is(*_TEXT), lambda *given: given[-1].choice(("n/a", "N/A", "null", "None", "NaN"))),
    "letters in pieces, or space around": (
        _is(*_TEXT),
        lambda _, c, _r: d if (d := unicodedata.normalize("NFD", c)) != c else f"{c} ",
    ),
    "required cell blank": (lambda c: bool(c.get("constraints", {}).get("required")), lambda *_: " "),
    "form of a number": (_is(*_NUMBERS), lambda _, c, r: _form(c, r)),
    "negative number": (_is(*_NUMBERS), lambda _, c, _r: f"-{c}"),
    "number times ten": (_is(*_NUMBERS), lambda _, c, r: _scaled(c, r)),
    "digits of a number exchanged": (_is(*_NUMBERS), lambda _, c, r: _digits(c, r)),
    "typing error in a word of a list": (
        lambda c: "enum" in c.get("constraints", {}),
        lambda _, c, r: _typo(c, r),
    ),
    "another word of the list": (lambda c: "enum" in c.get("constraints", {}), _other),
    "no such period": (_is(*_TEXT, kind="period"), lambda _, c, r: r.choice((f"{c[:4]}-02-30", f"{c[:4]}-13", "20x4", f"{c}/1999"))),
    "year of a period": (_is(*_TEXT, kind="period"), lambda _, c, r: _year(c, r)),
    "after the data was made": (
        lambda c: c.get("kind") == "period" and c["name"] not in ("date", "as_of", "refers_to", "reference_date", "plan_from", "plan_until", "covers_start", "covers_end"),
        lambda *given: f"20{given[-1].randint(27, 39)}",
    ),
    "typing error in free text": (lambda c: c["type"] == "string" and not {"kind", "constraints"} & set(c), lambda _, c, r: _typo(c, r)),
}  # fmt: skip


def general(found: World, entries: dict[str, dict[str, Any]], rng: Pick) -> Iterator[Error]:
    """Plant errors of several kinds in each column of each table."""
    for name, entry in entries.items():
        rng.seed(f"{SEED} {name}")  # a new table moves no draw in the others
        keys = [key["fields"][0] for key in entry["schema"].get("foreignKeys", ())]
        for column in entry["schema"]["fields"]:
            rows = [row for row in found[name] if row[column["name"]]]
            fits = [kind for kind, (fit, _) in GENERAL.items() if fit(column)]
            for kind in rng.sample(fits, min(PER_COLUMN, len(fits))) if rows else ():
                (row,) = rng.rows(rows, 1)
                cell = row[column["name"]]
                made = GENERAL[kind][1](column, cell, rng)
                if made and made != cell:
                    named = (f"'{cell}'", f"'{made}'") if column["name"] in entry["schema"]["primaryKey"] else ()
                    yield Error(
                        kind, name, row, {column["name"]: made.replace(" ", "") if made == " " else made}, named=named
                    )
            if column["name"] in keys and rows:
                (row,) = rng.rows(rows, 1)
                yield Error("typing error in a key", name, row, {column["name"]: _typo(row[column["name"]], rng)})
                other = rng.choice(
                    [o[column["name"]] for o in rows if o[column["name"]] != row[column["name"]]] or [""]
                )
                if other:
                    yield Error("another name that exists", name, row, {column["name"]: other})


# --- kinds that `faults.md` names, and their like --------------------------------------------------------------------------


def special(found: World, rng: Pick) -> Iterator[Error]:
    """Plant errors that a table or two invite."""
    claims = {row["claim_id"]: (name, row) for name in CLAIMS for row in found[name]}
    for name in CLAIMS:
        for row in rng.rows(found[name], 8):
            yield Error("row doubled under another id", name, row, {"claim_id": f"{row['claim_id']}-b"}, act="double")
            other = rng.choice([p["programme"] for p in found["programmes"] if p["programme"] != row["programme"]])
            yield Error("programme of another claim", name, row, {"programme": other})
        relayed = [row for row in found[name] if row["relayed_by"]]
        for row in rng.rows(relayed, min(8, len(relayed))):
            swapped = {"stated_by": row["relayed_by"], "relayed_by": row["stated_by"]}
            yield Error("speaker and medium exchanged", name, row, swapped)
        pairs = [(a, b) for a in found[name] for b in found[name] if a is not b and a["programme"] == b["programme"] and a["measure"] == b["measure"]]  # fmt: skip
        for one, two in rng.sample(pairs, min(8, len(pairs))):
            ids = one["claim_id"], two["claim_id"]
            yield Error("ids of two claims exchanged", name, one, {"claim_id": ids[1]}, (two, {"claim_id": ids[0]}))
    for name in ("sources", "sites"):
        key = next(iter(found[name][0]))
        for row in rng.rows(found[name], 6):
            yield Error("row doubled under another id", name, row, {key: f"{row[key]}-b"}, act="double")
    yield from _relations(found, claims, rng)
    yield from _figures(found, rng)
    for row in rng.rows(found["sites"], 6):
        yield Error("place part of itself", "sites", row, {"part_of": row["site"]})
    placed = [row for row in found["schedules"] if row["site"]]
    for row in rng.rows(placed, 8):
        others = [s["site"] for s in found["sites"] if s["programme"] != row["programme"]]
        yield Error("place of another programme", "schedules", row, {"site": rng.choice(others)})
    for row in [row for row in found["programmes"] if row["subject"] == "core"]:
        others = [i for i, (_, claim) in claims.items() if claim["programme"] != row["programme"]]
        yield Error("outcome of another programme", "programmes", row, {"outcome_claim": rng.choice(others)})
    for row in rng.rows([row for row in found["sources"] if row["url"]], 8):
        url = row["url"].replace("://", f"://{rng.choice(('user@', 'a.org@'))}", 1)
        yield Error("address with an @ in its host", "sources", row, {"url": url})


def _relations(found: World, claims: dict[str, tuple[str, Row]], rng: Pick) -> Iterator[Error]:
    table = found["relations"]
    one_way = [row for row in table if row["relation"] not in ("same_statement", "contradicts")]
    kinds = ("rounds", "same_statement", "converts", "vat_variant", "includes", "supersedes")

    def others(row: Row, same_table: bool, same_programme: bool) -> str:
        name, claim = claims[row["claim"]]
        fit = [
            i
            for i, (n, c) in claims.items()
            if (n == name) == same_table and (c["programme"] == claim["programme"]) == same_programme
        ]
        return rng.choice([i for i in fit if i not in row.values()])

    for row in rng.rows(table, 8):
        yield Error("relation across programmes", "relations", row, {"other": others(row, True, False)})
    for row in rng.rows(table, 8):
        yield Error("relation across tables", "relations", row, {"other": others(row, False, True)})
    for row in rng.rows(table, 8):
        yield Error("relation to another claim", "relations", row, {"other": others(row, True, True)})
    for row in rng.rows(table, 8):
        other = rng.choice([kind for kind in kinds if kind != row["relation"]])
        yield Error("relation of another kind", "relations", row, {"relation": other})
    for row in rng.rows(one_way, 8):
        yield Error("relation turned round", "relations", row, {"claim": row["other"], "other": row["claim"]})
    for row in rng.rows(table, 8):
        name, claim = claims[row["claim"]]
        yield Error(
            "claim of a relation withdrawn", name, claim, {"status": "withdrawn"}, named=(f"'{row['claim']}' or",)
        )
    chained = [row for row in table if row["relation"] in ("supersedes", "includes", "rounds", "increments")]
    for row in rng.rows(chained, 6):
        turned = {"claim": row["other"], "other": row["claim"]}
        yield Error("relations in a circle", "relations", row, turned, act="double", named=(f"'{row['claim']}' leads",))


def _figures(found: World, rng: Pick) -> Iterator[Error]:
    for name in ("costs", "counts"):
        derived = [row for row in found[name] if row["reading"] == "derived" and row["value"].isdigit()]
        for row in derived:
            yield Error(
                "derived figure by a thousand", name, row, {"value": str(int(row["value"]) / 1000).removesuffix(".0")}
            )
        for row in rng.rows([row for row in found[name] if any(c.isdigit() for c in row["as_printed"])], 12):
            made = _digits(row["as_printed"], rng)
            if made and made != row["as_printed"]:
                yield Error("digits of a print exchanged", name, row, {"as_printed": made})
    stated = [row for row in found["costs"] if row["vat"] in ("incl", "excl")]
    for row in stated:
        yield Error("VAT in for out", "costs", row, {"vat": {"incl": "excl", "excl": "incl"}[row["vat"]]})
    for row in rng.rows([row for row in found["costs"] if row["currency"]], 12):
        yield Error("currency of another country", "costs", row, {"currency": rng.choice([c for c in ("SEK", "NOK", "DKK", "EUR") if c != row["currency"]])})  # fmt: skip
    columns = {
        "price_index": "value",
        "exchange_rates": "per_eur",
        "purchasing_power": "value",
        "population": "population",
    }
    for name, column in columns.items():
        years = sorted({row["year"] for row in found[name]})
        for act, wanted in (("first year gone", years[:1]), ("last year gone", years[-1:]), ("hole", years[3:-3])):
            for row in rng.rows([row for row in found[name] if row["year"] in wanted], 4):
                yield Error(f"series: {act}", name, row, act="drop")
        for row in rng.rows(found[name], 10):
            # A sum or a twin tells of the country and year, not of the row.
            named = (
                tuple(f"{row['country']} in {int(row['year']) + n} " for n in (-1, 0, 1)) if "country" in row else ()
            )
            if made := _scaled(row[column], rng):
                yield Error("series: times ten", name, row, {column: made}, named=named)
            if (made := _digits(row[column], rng)) and made != row[column]:
                yield Error("series: digits exchanged", name, row, {column: made}, named=named)
    for row in rng.rows(found["exchange_rates"], 6):
        yield Error(
            "series: rate inverted", "exchange_rates", row, {"per_eur": f"{1 / float(row['per_eur']):.6f}".rstrip("0")}
        )


# --- trying them ------------------------------------------------------------------------------------------------------------


#: What `faults.md` names (H1 to H5, M7 to M9 and the list of what passed), as it stands there: table, row, cells.
NAMED: list[tuple[str, str, Row]] = [
    *(("costs", "sdv-consultants-cost-2019", {"value": cell}) for cell in ("١٠٠٠٠٠٠٠٠", "100000_000", "+100000000", "00100000000", "100000000.0", "1e8", "INF")),
    ("price_index", "no-kpi/2023", {"value": "INF"}),
    ("relations", "fvm-budget-increase-gt-2021/rounds/fvm-budget-increase-2020", {"other": "fvm-employees-2022"}),
    ("relations", "fvm-consultants-cost-2024-sejfer/rounds/fvm-consultants-cost-2024-lt", {"relation": "same_statement", "other": "hp-annual-op-2024-800"}),
    ("counts", "fi-systems-300", {"value": "-300"}),
    ("costs", "fvm-kpmg-cost-max-2024", {"value": "-5000000"}),
    ("costs", "fvm-kpmg-cost-max-2024", {"value": "5000"}),
    ("programmes", "sdv", {"outcome_claim": "hp-acquisition-start-2017"}),
    ("schedules", "sdv-v2021-landskrona", {"site": "alesund-hospital"}),
    ("sites", "ystad", {"part_of": "ystad"}),
    *(("costs", "hp-annual-op-2019-278", {"note": cell}) for cell in ("+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "＝cmd|' /C calc'!A0")),
    *(("costs", "sdv-internal-staff-cost-2018", {"stated_by": cell}) for cell in ("Region Skåne\u200b", "Region Sk\u0430ne", "\u202eRegion Skåne", "Region\u00a0Skåne")),
    *(("sources", "helseplattformen-en-formidabel-innsats-2023", {"title": f"En form{cell}idabel innsats"}) for cell in ("\u00ad", "\ufeff", "\u2028")),
    ("price_index", "se-kpi/2020", {"value": "353.92"}),
    ("price_index", "dk-fpi/2015", {"value": "1000"}),
    ("exchange_rates", "NOK/2015", {"per_eur": "0.095"}),
    ("population", "blekinge/2024", {"population": "257973"}),
    ("costs", "sdv-internal-staff-cost-2019", {"stated_by": "SVT Nyheter Skåne", "relayed_by": "Region Skåne"}),
    ("costs", "sdv-payments-cerner-314m-2020-03", {"vat": "excl"}),
    ("costs", "sdv-invest-1046m-2018-03", {"programme": "fvm"}),
]  # fmt: skip


def named() -> list[Error]:
    """Return the errors that `faults.md` names, with those that need two rows, a row more or a row less."""
    found, entries = world()
    keys = {name: entry["schema"]["primaryKey"] for name, entry in entries.items()}
    rows = {(name, "/".join(row[key] for key in keys[name])): row for name in found for row in found[name]}
    made = [
        Error(f"{table} {key} {cells}", table, rows[table, key], cells)
        for table, key, cells in NAMED
        if (table, key) in rows
    ]
    missing = [(table, key) for table, key, _ in NAMED if (table, key) not in rows]
    assert not missing, missing
    one, two = rows["costs", "sdv-budget-1706m-2023"], rows["costs", "sdv-invest-1046m-2017-09"]
    ids = one["claim_id"], two["claim_id"]
    made.append(Error("ids exchanged", "costs", one, {"claim_id": ids[1]}, (two, {"claim_id": ids[0]})))
    row = rows["costs", "hp-budget-2019-dm"]
    made.append(Error("a row doubled", "costs", row, {"claim_id": "hp-budget-2019-dm-b"}, act="double"))
    ends = ("se-kpi/2010", "no-kpi/2025")
    made += [Error(f"{key} gone", "price_index", rows["price_index", key], act="drop") for key in ends]
    related = rows["relations", "sdv-invest-1046m-skane-se-2018/same_statement/sdv-invest-1046m-2018-03"]
    claim = rows["costs", related["claim"]]
    made.append(
        Error("related claim withdrawn", "costs", claim, {"status": "withdrawn"}, named=(f"'{related['claim']}' or",))
    )
    source = next(row for row in found["sources"] if row["url"])
    made.append(Error("an @ in the host", "sources", source, {"url": source["url"].replace("://", "://a.org@", 1)}))
    return made


def planted() -> list[Error]:
    """Return all errors: those of every column, and the special kinds."""
    found, entries = world()
    rng = Pick(SEED)
    rng.used = Counter()
    return [*general(found, entries, rng), *special(found, rng)]


def _alone(error: Error, entry: dict[str, Any]) -> bool:
    """Say whether a rule for single cells finds an error."""
    table = {error.table: Table(error.table, "", entry, [files.Row(2, {**error.row, **error.cells})])}
    return error.act == "change" and any(True for rule in (numbers_have_one_form, cells_are_clean) for _ in rule(table))


def _lots(errors: list[Error], entries: dict[str, dict[str, Any]]) -> list[list[Error]]:
    """Give errors that may share a check: no row twice, and what is felt in other rows (keys, rows gone) before all else."""
    keys = (key for entry in entries.values() for key in entry["schema"].get("foreignKeys", ()))
    pointed = {key["reference"]["resource"] for key in keys} - set(CLAIMS)
    lots: list[list[Error]] = [[]]
    taken: list[set[int]] = [set()]
    for error in errors:
        ids = {id(error.row)} | ({id(error.other[0])} if error.other else set())
        far = error.table in pointed and set(error.cells) & set(entries[error.table]["schema"]["primaryKey"])
        first = not (far or error.act == "drop")
        n = next((n for n in range(first, len(lots)) if not ids & taken[n]), len(lots))
        if n == len(lots):
            lots.append([])
            taken.append(set())
        lots[n].append(error)
        taken[n] |= ids
    return lots


def caught(errors: list[Error]) -> list[bool]:
    """Say of each error whether the check finds it."""
    _, entries = world()
    verdicts = {id(error): _alone(error, entries[error.table]) for error in errors}
    for lot in filter(None, _lots([error for error in errors if not verdicts[id(error)]], entries)):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "data"
            shutil.copytree(tables.data_folder(), folder)
            written = _write(folder, lot, entries)
            told = [finding for finding in check_folder(folder) if "not in canonical form" not in finding.message]
        verdicts |= {id(error): _told(error, written[n], told, entries) for n, error in enumerate(lot)}
    return [verdicts[id(error)] for error in errors]


def _write(folder: Path, lot: list[Error], entries: dict[str, dict[str, Any]]) -> dict[int, set[int]]:
    """Write a copy with the errors in it; return the lines of each."""
    base, _ = world()
    where = {name: {tuple(row.values()): n for n, row in enumerate(rows)} for name, rows in base.items()}
    gone: set[tuple[str, int]] = set()
    marks: dict[tuple[str, int], list[int]] = {}
    for number, error in enumerate(lot):
        n = where[error.table][tuple(error.row.values())]
        if error.act == "double":
            base[error.table].append({**error.row, **error.cells})
            marks.setdefault((error.table, len(base[error.table]) - 1), []).append(number)
        elif error.act == "drop":
            gone.add((error.table, n))
        else:
            base[error.table][n].update(error.cells)
        marks.setdefault((error.table, n), []).append(number)
        if error.other:
            m = where[error.table][tuple(error.other[0].values())]
            base[error.table][m].update(error.other[1])
            marks.setdefault((error.table, m), []).append(number)
    lines: dict[int, set[int]] = {number: set() for number in range(len(lot))}
    for name in {error.table for error in lot}:
        line, kept = 2, []
        for n, row in enumerate(base[name]):
            around = {line - 1, line} if (name, n) in gone else {line}
            for number in marks.get((name, n), ()):
                lines[number] |= around
            if (name, n) not in gone:
                kept.append(row)
                line += 1
        with (folder / entries[name]["path"]).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(
                file, [one["name"] for one in entries[name]["schema"]["fields"]], lineterminator="\n"
            )
            writer.writeheader()
            writer.writerows(kept)
    return lines


def _told(error: Error, lines: set[int], told: list[Finding], entries: dict[str, dict[str, Any]]) -> bool:
    path = f"data/{entries[error.table]['path']}"
    own = any(finding.path == path and finding.line in lines for finding in told)
    return own or any(name in finding.message for name in error.named for finding in told)


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n", 3),
    "NUL byte": lambda data: data[:-9] + b"\0" + data[-9:],
    "not UTF-8": lambda data: data[:-9] + b"\xff" + data[-9:],
    "column name": lambda data: b"x" + data,
    "row cut short": lambda data: data + b"x\n",
    "quote left open": lambda data: data + b'"x\n',
    "last line break gone": lambda data: data.rstrip(b"\n"),
    "empty file": lambda _: b"",
}


def spoilt() -> Counter[tuple[str, bool]]:
    """Spoil the bytes of each file in each way; count what is found."""
    found: Counter[tuple[str, bool]] = Counter()
    for entry in tables.descriptor()["resources"]:
        names = [one["name"] for one in entry["schema"]["fields"]]
        data = (tables.data_folder() / entry["path"]).read_bytes()
        for kind, spoil in SPOILT.items():
            found[f"bytes: {kind}", bool(structure(spoil(data), entry["path"], names)[1])] += 1
    return found


def by_kind(errors: list[Error], verdicts: list[bool]) -> dict[str, tuple[int, int]]:
    """Return how many were caught of how many, by kind."""
    counts = Counter((error.kind, verdict) for error, verdict in zip(errors, verdicts, strict=True)) + spoilt()
    kinds = sorted({kind for kind, _ in counts})
    return {kind: (counts[kind, True], counts[kind, True] + counts[kind, False]) for kind in kinds}


def report() -> str:
    """Return the shares by kind, and what was not caught, as Markdown."""
    errors = planted()
    verdicts = caught(errors)
    shares = by_kind(errors, verdicts)
    lines = ["| kind | planted | caught |", "|---|---|---|"]
    lines += [f"| {kind} | {of} | {good} |" for kind, (good, of) in shares.items()]
    lines += [f"| **all** | {sum(of for _, of in shares.values())} | {sum(good for good, _ in shares.values())} |", ""]
    lost = [error for error, verdict in zip(errors, verdicts, strict=True) if not verdict]
    return "\n".join([*lines, *(f"- {error.kind}: {error}" for error in lost)])


if __name__ == "__main__":
    print(report())
