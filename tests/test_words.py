"""What claims state, in words: no coding words, no unit twice, over is not at least."""

from __future__ import annotations

import re

import pytest

import sdvdata as sd
from sdvdata import words
from sdvdata.claims import all_claims
from sdvdata.tables import records

STATES = {row["claim_id"]: row["states"] for row in records(all_claims(include_withdrawn=True))}


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("a coding word", r"\w_\w"),
        ("a duration as coded", r"\bP\d"),
        ("a word twice", r"\b([^\W\d_]+)\W+\1\b"),
        ("a unit twice", r"%.*\bpercent\b|\bfull-time\b.*\bfull-time\b"),
        ("many of one", r"(?:^|\s)1 [a-z-]*[a-rt-z]s\b"),
        ("a kind in brackets", r"\((?:actual|planned|paused|terminated)\)$"),
        ("a unit of the coding", r"\b(?:ratio|score|fte)\b"),
        ("nothing", r"^$|\bnan\b|\bNone\b"),
    ],
)
def test_states_are_words_for_readers(fault: str, pattern: str) -> None:
    systems = set(sd.load("landscape", include_withdrawn=True)["claim_id"])
    wrong = {
        key: text
        for key, text in STATES.items()
        # A region plans a system: there the word in brackets says where it stands.
        if re.search(pattern, text, re.IGNORECASE) and not (fault == "a kind in brackets" and key in systems)
    }
    assert wrong == {}, fault


@pytest.mark.parametrize(
    ("claim", "states"),
    [
        ("sdv-staff-nurses-fte-2024-12", "about 25 full-time posts"),
        ("hp-wait-hmr-2024-01", "71 days"),
        ("hp-payback-2021", "5 years"),
        ("sdv-duration-3x-cerner", "3 times as long as had been reckoned"),
        ("sdv-rating-1-9-of-5-2022", "1.9 (mean grade on a five-point scale)"),
        ("fvm-hospitals-golive-2024", "1 hospital"),
        ("hp-death-2023-01", "“kan ha medvirket til dødsfallet” (words)"),
        ("fvm-productivity-under-10-percent", "under 10 % of usual output"),
        ("fvm-legacy-asynjavisph-2019", "AsynjaVisph (being replaced)"),
        ("dk-midtjylland-columna-2022", "Columna (in use)"),
        ("sdv-users-30000-2020", "at most 30\u2009000 users"),
        ("fvm-budget-total-sie-2025", "over 5.5 bn SEK"),
        ("hp-todate-2024-10-66", "at least 6.6 bn NOK"),
    ],
)
def test_what_single_claims_state(claim: str, states: str) -> None:
    assert STATES[claim] == states


def test_an_event_without_a_date_is_told_as_printed() -> None:
    row = {"table": "schedules", "kind": "actual", "measure": "left_outside", "date": None, "duration": None}
    assert words.answer({**row, "as_printed": "ingår inte"}) == "“ingår inte” (words)"


def _bounds() -> list[tuple[str, str]]:
    frame = sd.load("qualifiers", qualifier=["floor", "ceiling"], raw=True)
    return sorted({(row["word"], row["qualifier"]) for row in records(frame)})


#: Words of today's vocabulary that keep the figure itself in, sorted by hand; every other bound of it leaves it out.
INCLUSIVE = """
a maximum of|a minimum of|as many as|as much as|at least|at most|bis zu|capped at|enintään|höchstens|högst|høgst|højst|
høyst|ikke mer enn|ikke mere end|indtil|inntil|inte mer än|jopa|lägst|maks|maksimalt|max|maximalt|maximum|mindestens|
mindst|minimum|minst|no fewer than|no less than|no more than|not more than|op til|opp til|opptil|som mest|up to|
upp till|upwards of|vähintään|åtminstone|… and above|… at most|… eller fler|… eller flere|… eller meir|… eller mer|
… eller mere|… och uppåt|… og oppover|… or more|… på det meste|… som mest|≤|≥
""".replace("\n", "").split("|")


#: Words that leave it out, a few of each language.
STRICT = "over|över|mere end|mer än|mer enn|more than|över|yli|mehr als|exceeds|passere|under|færre end|mindre enn|<|>".split(
    "|"
)


@pytest.mark.parametrize(("word", "qualifier"), _bounds())
def test_each_bound_is_told_as_the_vocabulary_says(word: str, qualifier: str) -> None:
    text = word.replace("…", "30") if "…" in word else f"{word} 30"
    plain = {"floor": "at least ", "ceiling": "at most "}[qualifier]
    told = sd.load("qualifiers", word=word, qualifier=qualifier, raw=True)["told"].iloc[0]
    assert words.bound(qualifier, text) == (f"{told} " if told else plain)
    assert words.bound(qualifier, None) == plain
    assert words.bound("exact", text) == ""


def test_over_is_not_at_least() -> None:
    frame = sd.load("qualifiers", qualifier=["floor", "ceiling"], raw=True)
    told = {row["word"]: row["told"] for row in records(frame)}
    assert not [word for word in INCLUSIVE if told[word]]
    assert all(told[word] for word in STRICT)


def test_a_sign_may_touch_its_figure() -> None:
    assert words.bound("ceiling", "<10 %") == words.bound("ceiling", "< 10 %") == "under "


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("hospitals", "hospital"),
        ("municipalities", "municipality"),
        ("days", "day"),
        ("addresses", "address"),
        ("health regions with DIPS", "health region with DIPS"),
        ("months, of what is cut off", "month, of what is cut off"),
        ("systems (kind not stated)", "system (kind not stated)"),
        ("staff", "staff"),
    ],
)
def test_one_thing(plural: str, singular: str) -> None:
    assert words.count(1, None, None, "exact", "number", plural) == f"1 {singular}"
    assert words.count(2, None, None, "exact", "number", plural) == f"2 {plural}"
