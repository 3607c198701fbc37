"""Printed amounts in four languages, and the comparison with what was coded from them."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from sdvdata.errors import DataReadError
from sdvdata.tables import data_folder
from tools.check.figures import Figure, agrees_amount, read_figures

BN, MN = 10**9, 10**6

# One figure in the print: its text, value, qualifier, currency as printed.
SINGLE = [
    # Swedish
    ("3,7 miljarder", "3.7e9", "exact", None),
    ("~ 1,706 miljarder kronor", "1.706e9", "about", "SEK"),
    ("1 046 miljoner kronor", "1.046e9", "exact", "SEK"),
    ("upp till 1,3 miljarder kronor", "1.3e9", "ceiling", "SEK"),
    ("drygt 500 miljoner", "5e8", "just_over", None),
    ("en dryg miljard kronor", "1e9", "just_over", "SEK"),
    ("drygt en miljard kronor", "1e9", "just_over", "SEK"),
    ("dryga miljarden", "1e9", "just_over", None),
    ("en knapp miljard", "1e9", "just_under", None),
    ("närmare 2 miljarder", "2e9", "just_under", None),
    ("en halv miljard kronor", "5e8", "exact", "SEK"),
    ("minst en halv miljard kronor", "5e8", "floor", "SEK"),
    ("två och en halv miljard", "2.5e9", "exact", None),
    ("tretusen miljoner kronor", "3e9", "exact", "SEK"),
    ("totalt 5,5 miljarder kronor", "5.5e9", "exact", "SEK"),
    ("310 571 360 kronor", "310571360", "exact", "SEK"),
    ("310\u00a0571\u00a0360 svenska kronor", "310571360", "exact", "SEK"),
    ("12,5 mkr", "12.5e6", "exact", "kr"),
    ("MSEK 12,5", "12.5e6", "exact", "SEK"),
    ("12,5 MSEK", "12.5e6", "exact", "SEK"),
    ("Ca 500 medarbetare", "500", "about", None),
    ("ca. 10 600 ansatte", "10600", "about", None),
    ("över 30 000 medarbetare", "30000", "floor", None),
    ("mer än 300 medarbetare", "300", "floor", None),
    ("inte mer än fem", "5", "ceiling", None),
    ("500 eller fler", "500", "floor", None),
    ("över hundra personer", "100", "floor", None),
    ("ett tjugotal delprojekt", "20", "about", None),
    ("ett 30-tal", "30", "about", None),
    ("ett trettiotal", "30", "about", None),
    ("ett hundratal", "100", "about", None),
    ("drygt ett hundratal", "100", "just_over", None),
    ("samtliga 49 kommuner", "49", "exact", None),
    ("tio sjukhus", "10", "exact", None),
    ("de 28 största IT-systemen", "28", "exact", None),
    ("i huvudsak två journalsystem", "2", "exact", None),
    ("trehundrafemtio", "350", "exact", None),
    ("Uppemot 140 anmälda", "140", "just_under", None),
    ("47,5", "47.5", "exact", None),
    # Norwegian
    ("2 756 mill. kroner", "2.756e9", "exact", "kroner"),
    ("2.8 mrd", "2.8e9", "exact", None),
    ("halv milliard", "5e8", "exact", None),
    ("halvannen milliard kroner", "1.5e9", "exact", "kroner"),
    ("to og en halv milliard kroner", "2.5e9", "exact", "kroner"),
    ("i underkant av to milliarder kroner årlig", "2e9", "just_under", "kroner"),
    ("i overkant av 1,5 milliard kroner", "1.5e9", "just_over", "kroner"),
    ("drøyt fire milliarder kroner", "4e9", "just_over", "kroner"),
    ("inntil 522 millioner", "522e6", "ceiling", None),
    ("opptil 835 millioner kroner", "835e6", "ceiling", "kroner"),
    ("nærmere 60 millioner", "60e6", "just_under", None),
    ("nesten 42 millioner kroner", "42e6", "just_under", "kroner"),
    ("om lag kr 4.500.000", "4500000", "about", "kr"),
    ("4.500.000,50 kr", "4500000.5", "exact", "kr"),
    ("2,7 milliardar kroner", "2.7e9", "exact", "kroner"),
    ("78 ubrukte millioner", "78e6", "exact", None),
    ("i underkant av 200 systemer", "200", "just_under", None),
    ("et trettitalls", "30", "about", None),
    ("minst sju", "7", "floor", None),
    ("Seks pasienter", "6", "exact", None),
    ("to legesentre", "2", "exact", None),
    ("kommune nummer ti", "10", "exact", None),
    ("fra tre system til ett", "3", "exact", None),
    # Danish
    ("780 millioner danske kroner", "780e6", "exact", "DKK"),
    ("op mod 2,7 mia. norske kr.", "2.7e9", "just_under", "NOK"),
    ("knap 253 mio. kr.", "253e6", "just_under", "kr"),
    ("godt 500 mio.", "5e8", "just_over", None),
    ("mindst 120 mio. kr.", "120e6", "floor", "kr"),
    ("ni sygehuse", "9", "exact", None),
    ("femogtyve", "25", "exact", None),
    # English
    ("SEK 3.4 billion", "3.4e9", "exact", "SEK"),
    ("exceeded 5.5 billion SEK", "5.5e9", "floor", "SEK"),
    ("about 2.1 billion Swedish Kronor", "2.1e9", "about", "SEK"),
    ("just over SEK 1.6 billion", "1.6e9", "just_over", "SEK"),
    ("nearly 800 million kronor", "8e8", "just_under", "SEK"),
    ("500 million euros", "5e8", "exact", "EUR"),
    ("$190 million", "190e6", "exact", "$"),
    ("roughly $1.4-billion", "1.4e9", "about", "$"),
    ("A$35m", "35e6", "exact", "AUD"),
    ("$A83 million", "83e6", "exact", "AUD"),
    ("£213m", "213e6", "exact", "GBP"),
    ("€1.95bn", "1.95e9", "exact", "EUR"),
    ("half a billion", "5e8", "exact", None),
    ("two and a half million", "2.5e6", "exact", None),
    ("five million kronor", "5e6", "exact", "SEK"),
    ("14 million kronor per month", "14e6", "exact", "SEK"),
    ("a hundred consultants", "100", "exact", None),
    ("fourteen different installations", "14", "exact", None),
    ("twenty-one hospitals", "21", "exact", None),
    ("one thousand two hundred and five", "1205", "exact", None),
    ("more than three million people", "3e6", "floor", None),
    ("up to approximately 30 users", "30", "ceiling", None),
    ("one hospital", "1", "exact", None),
    # Finnish, German
    ("noin 110 miljoonaa euroa", "110e6", "about", "EUR"),
    ("rund 66 Millionen Franken", "66e6", "about", "CHF"),
]

RANGES = [
    ("mellan 5,5 och 11 miljarder kronor", 55 * 10**8, 11 * BN, "SEK"),
    ("mellom 1,4 og 2,7 milliarder kroner eks. MVA", 14 * 10**8, 27 * 10**8, "kroner"),
    ("mellom 55 og 80 millionar kroner", 55 * MN, 80 * MN, "kroner"),
    ("mellem 800 000 og 1,2 millioner", 800_000, 1_200_000, None),
    ("between $4 billion and $6 billion", 4 * BN, 6 * BN, "$"),
    ("35–45", 35, 45, None),
    ("3-12 mån", 3, 12, None),
    ("575 – 908 mio. kr. årligt", 575 * MN, 908 * MN, "kr"),
    ("fem till sju miljarder", 5 * BN, 7 * BN, None),
    ("cirka 35–45", 35, 45, None),
    ("fire-otte uger", 4, 8, None),
]

NO_FIGURE = ["", " ", "…", "flera miljarder", "mange milliarder kroner", "hundratals olika applikationer", "halverat"]
NO_FIGURE += ["flere hundre millioner kroner", "Q4", "covid-19", "31.05.2018", "a", "to be replaced", "One-third of us"]
NO_FIGURE += ["en fjärdedel", "9" * 60, "kr", "12.34.56"]


@pytest.mark.parametrize(("text", "value", "qualifier", "currency"), SINGLE)
def test_one_figure(text: str, value: str, qualifier: str, currency: str | None) -> None:
    figures = read_figures(text)
    number = Decimal(value)
    expected = Figure(
        number,
        number if qualifier == "floor" else None,
        number if qualifier == "ceiling" else None,
        qualifier,
        currency,
        percent=False,
    )
    assert expected in figures
    # Another reading is there only where one separator may be of thousands or of decimals.
    assert len(figures) == (2 if re.search(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?![\d.,])", text) else 1)


@pytest.mark.parametrize(("text", "low", "high", "currency"), RANGES)
def test_ranges(text: str, low: int, high: int, currency: str | None) -> None:
    assert read_figures(text) == [Figure(None, Decimal(low), Decimal(high), "range", currency, percent=False)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("16.438 elektroniske brev", ["16438", "16.438"]),
        ("4,800 errors", ["4800", "4.800"]),
        ("0,125", ["0.125"]),
        ("1.234,5", ["1234.5"]),
        ("1 234,567", ["1234.567"]),
        ("24 av 66 kommuner", ["24", "66"]),
        ("2,7 milliardar kronar", ["2700000000"]),
        ("66, motsvarande cirka 40", ["66", "40"]),
        ("en av två anbudsgivare", ["1", "2"]),
        ("ti kommuner og ett sykehus", ["10"]),
        ("minst 11 mill pr år i 15 år", ["11000000", "15"]),
        ("4,6 milliarder 2023-kroner", ["4600000000"]),
        ("55 og 80 millioner", ["55", "55000000", "80000000"]),
        ("−5 grader", ["-5"]),
        ("1,2 milliarder kroner 2019", ["1200000000", "2019"]),
    ],
)
def test_all_values(text: str, values: list[str]) -> None:
    assert [figure.value for figure in read_figures(text)] == [Decimal(value) for value in values]


def test_each_figure_has_its_own_qualifier_and_currency() -> None:
    first, second = read_figures("66, motsvarande cirka 40")
    assert (first.qualifier, second.qualifier) == ("exact", "about")
    first, second = read_figures("1,2 milliarder kroner 2019")
    assert (first.currency, second.currency) == ("kroner", None)


def test_from_to_is_a_range_or_a_change() -> None:
    figures = read_figures("from $408 million to $422 million")
    assert [(f.value, f.low, f.high, f.qualifier) for f in figures] == [
        (None, 408 * MN, 422 * MN, "range"),
        (408 * MN, None, None, "exact"),
        (422 * MN, None, None, "exact"),
    ]


@pytest.mark.parametrize("text", ["70 pst.", "70 prosent", "70 procent", "70%", "70 per cent", "70 pct.", "70 percent"])
def test_percent(text: str) -> None:
    assert read_figures(text) == [Figure(Decimal(70), None, None, "exact", None, percent=True)]
    assert agrees_amount(text, value=70, qualifier="exact") is None
    assert agrees_amount(text, value=70, qualifier="exact", currency="NOK") is not None


@pytest.mark.parametrize("text", NO_FIGURE)
def test_no_figure(text: str) -> None:
    assert read_figures(text) == []
    message = agrees_amount(text, value=1, qualifier="exact")
    assert message == f"no figure can be read in {text!r}; coded 1 exact"


def vocabulary(name: str) -> list[dict[str, str]]:
    with (data_folder() / "vocab" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_qualifying_word_is_read() -> None:
    for row in vocabulary("qualifiers.csv"):
        word, qualifier = row["word"], row["qualifier"]
        if word.startswith("… -"):
            text = f"ett 30-{word.removeprefix('… -')}"
        elif qualifier == "range":
            text = "30 " + word.removeprefix("… ") + " 40" if word.startswith("…") else word.replace("…", "30") + " 40"
        else:
            text = word.replace("…", "30") if "…" in word else f"{word} 30"
        figures = read_figures(text)
        assert figures, text
        assert figures[0].qualifier == qualifier, text
        assert figures[0].value == (None if qualifier == "range" else 30), text


def test_words_and_intervals_know_the_same_qualifiers() -> None:
    words, intervals = vocabulary("qualifiers.csv"), vocabulary("qualifier_intervals.csv")
    assert {row["qualifier"] for row in words} == {row["qualifier"] for row in intervals}
    assert len({(row["word"], row["language"]) for row in words}) == len(words)
    for row in words:
        assert row["word"] == row["word"].strip().lower()
    # A word that two languages share means the same in both: a print does not name its language.
    assert len({(row["word"], row["qualifier"]) for row in words}) == len({row["word"] for row in words})
    for row in intervals:
        low, high = (float(row[name]) if row[name] else None for name in ("low_factor", "high_factor"))
        assert (low is None or low <= 1) and (high is None or high >= 1)
        assert "our convention" in row["definition"].lower()


def test_other_words() -> None:
    assert read_figures("sådär 500", {"sådär": "about"})[0].qualifier == "about"
    assert read_figures("drygt 500", {})[0].qualifier == "exact"
    assert agrees_amount("sådär 500", value=500, qualifier="about", qualifier_words={"sådär": "about"}) is None


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"wort,art\ndrygt,x\n"])
def test_unreadable_words_are_named(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vocab").mkdir()
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    (tmp_path / "vocab" / "qualifiers.csv").write_bytes(content)
    monkeypatch.setenv("SDVDATA_DATA", str(tmp_path))
    if content == b"":
        assert read_figures("drygt 500")[0].qualifier == "exact"
    else:
        with pytest.raises(DataReadError, match=re.escape("qualifiers.csv")):
            read_figures("drygt 500")


def coded(figure: Figure) -> dict[str, str]:
    numbers = {"value": figure.value, "low": figure.low, "high": figure.high}
    return {name: "" if number is None else f"{number:f}" for name, number in numbers.items()}


PRINTS = [row[0] for row in SINGLE] + [row[0] for row in RANGES]
QUALIFIERS = ["exact", "about", "just_over", "just_under", "floor", "ceiling", "range"]


@pytest.mark.parametrize("text", PRINTS)
def test_a_changed_digit_or_qualifier_is_noticed(text: str) -> None:
    for figure in read_figures(text):
        numbers = coded(figure)
        assert agrees_amount(text, **numbers, qualifier=figure.qualifier) is None
        for name, number in numbers.items():
            for at, digit in enumerate(number):
                for other in "0123456789":
                    if digit.isdigit() and other != digit:
                        changed = numbers | {name: number[:at] + other + number[at + 1 :]}
                        assert agrees_amount(text, **changed, qualifier=figure.qualifier), changed
        for qualifier in QUALIFIERS:
            if qualifier != figure.qualifier:
                assert agrees_amount(text, **numbers, qualifier=qualifier)


@given(st.sampled_from(PRINTS), st.data())
def test_any_other_number_is_noticed(text: str, data: st.DataObject) -> None:
    figures = read_figures(text)
    number = data.draw(st.decimals(allow_nan=False, allow_infinity=False, places=2))
    values = {value for figure in figures for value in figure[:3] if value is not None}
    if number not in values:
        assert all(agrees_amount(text, value=number, qualifier=figure.qualifier) for figure in figures)


@pytest.mark.parametrize(
    ("text", "currency", "agrees"),
    [
        ("3 kronor", "SEK", True),
        ("3 kronorna", "SEK", True),
        ("3 kronor", "NOK", False),
        ("3 kronor", "DKK", False),
        ("3 kroner", "NOK", True),
        ("3 kroner", "DKK", True),
        ("3 kroner", "SEK", False),
        ("3 kronar", "NOK", True),
        ("3 kronar", "SEK", False),
        ("3 svenske kroner", "SEK", True),
        ("3 norska kronor", "NOK", True),
        ("3 norska kronor", "SEK", False),
        ("kr 3 kroner", "SEK", False),
        ("3 kr", "NOK", True),
        ("3 kr", "EUR", False),
        ("3 norske kr", "NOK", True),
        ("3 norske kr", "SEK", False),
        ("SEK 3", "DKK", False),
        ("$3", "AUD", True),
        ("$3", "SEK", False),
        ("US$3", "CAD", False),
        ("3", "SEK", True),
        ("3", "", True),
        ("£3", "GBP", True),
    ],
)
def test_currency(text: str, currency: str, agrees: bool) -> None:
    assert (agrees_amount(text, value=3, qualifier="exact", currency=currency) is None) is agrees


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("24 av 66 kommuner", 24, 66),
        ("Sex av de nio regioner", 6, 9),
        ("33 av i alt 66 kommuner", 33, 66),
        ("17 av Sveriges 21 regioner", 17, 21),
        ("24 out of 66 municipalities", 24, 66),
        ("19 kommuner av totalt 66", 19, 66),
        ("en av två anbudsgivare", 1, 2),
        ("3 af 5 regioner", 3, 5),
    ],
)
def test_a_part_is_not_its_whole(text: str, part: int, whole: int) -> None:
    for number, denominator in ((part, False), (whole, True)):
        assert agrees_amount(text, value=number, qualifier="exact", denominator=denominator) is None
        assert agrees_amount(text, value=number, qualifier="exact", denominator=not denominator) is not None


@pytest.mark.parametrize("text", ["7 av dem och 9 till", "19 av de forældede systemer", "66, motsvarande cirka 40"])
def test_other_pairs_of_figures_are_no_part_and_whole(text: str) -> None:
    assert not any(figure.whole for figure in read_figures(text))


@pytest.mark.parametrize("missing", [None, "", float("nan"), "<NA>"])
@pytest.mark.parametrize("value", [3.7e9, 3_700_000_000, "3700000000", "3700000000.0", "3.7e9", Decimal("3.7e9")])
def test_coded_numbers_in_any_type(value: float | str, missing: float | str | None) -> None:
    assert agrees_amount("3,7 miljarder", value=value, low=missing, high=missing, qualifier="exact") is None


def test_bounds() -> None:
    assert agrees_amount("minst 5", value=5, low=5, qualifier="floor") is None
    assert agrees_amount("minst 5", value=None, low=5, qualifier="floor") is None
    assert agrees_amount("minst 5", value=5, high=5, qualifier="floor")
    assert agrees_amount("högst 5", value=None, high=5, qualifier="ceiling") is None
    assert agrees_amount("5", value=5, low=5, high=5, qualifier="exact")
    assert agrees_amount("5", value=None, qualifier="exact") == "reads as 5 exact; coded no number exact"
    assert agrees_amount("35–45", value=40, low=35, high=45, qualifier="range") == (
        "reads as 35–45 range; coded 40 range"
    )
    assert agrees_amount("35–45", value=None, low=35, qualifier="range") == "reads as 35–45 range; coded 35–… range"


def test_messages() -> None:
    assert agrees_amount("16.438 brev", value="16.439", qualifier="about") == (
        "reads as 16438 exact or 16.438 exact; coded 16.439 about"
    )
    assert agrees_amount("40%", value=41, qualifier="exact") == "reads as 40 % exact; coded 41 exact"
    for bad in ("12 million", "inf", "1,5", "x"):
        assert agrees_amount("5", value=bad, qualifier="exact") == f"{bad!r} is not a number"


@given(st.text(max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    for figure in read_figures(text):
        assert figure.qualifier in QUALIFIERS
        assert (figure.value is None) == (figure.qualifier == "range")


TOKENS = st.sampled_from(
    "en ett två to halv och og miljard milliarder miljoner hundra hundre tusen tal talls - – . , 3,7 16.438 1 046 2023 % "
    "kr kronor $ a A £ SEK drygt dryg minst mellan mellom från till til to over ca. ~ 30 femti twenty one and".split()
)


@given(st.lists(TOKENS, max_size=8).map(" ".join))
def test_any_mix_of_known_words_is_read_without_error(text: str) -> None:
    for figure in read_figures(text):
        if figure.low is not None and figure.high is not None:
            assert figure.low < figure.high
        assert agrees_amount(text, **coded(figure), qualifier=figure.qualifier) is None


@pytest.mark.parametrize("number", [n for n in range(1, 100) if not 10 < n < 20])  # the teens have their own names
def test_spelled_numbers_agree_over_the_languages(number: int) -> None:
    tens, one = divmod(number, 10)
    swedish = ["", "tio", "tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio"][tens]
    norwegian = ["", "ti", "tjue", "tretti", "førti", "femti", "seksti", "sytti", "åtti", "nitti"][tens]
    danish = ["", "ti", "tyve", "tredive", "fyrre", "halvtreds", "tres", "halvfjerds", "firs", "halvfems"][tens]
    english = ["", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"][tens]
    ones_sv = ["", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"]
    ones_no = ["", "en", "to", "tre", "fire", "fem", "seks", "syv", "åtte", "ni"]
    ones_da = ["", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni"]
    ones_en = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    words = [
        f"{swedish}{ones_sv[one]} system",
        f"{norwegian}{ones_no[one]} systemer",
        f"{ones_da[one]}og{danish} systemer" if one and tens else f"{danish}{ones_da[one]} systemer",
        f"{english}-{ones_en[one]} systems".replace("--", "-").strip("-")
        if one and tens
        else f"{english}{ones_en[one]} x",
    ]
    for text in words:
        assert [figure.value for figure in read_figures(text)] == [number], text
