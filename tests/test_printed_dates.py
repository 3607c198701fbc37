"""Printed dates and durations, and the comparison with what was coded from them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from sdvdata import periods
from tools.check.printed_dates import _durations, agrees_date, agrees_duration, read_dates

# Prints that name their year: all readings, most literal first.
PRINTED = [
    ("2017", ["2017"]),
    ("påbörjas 2019", ["2019"]),
    ("år 2019", ["2019"]),
    ("under 2015", ["2015"]),
    ("2023-10-13", ["2023-10-13"]),
    ("2018/10", ["2018-10"]),
    ("2025-03", ["2025-03"]),
    ("28.04.2023, klokka 21.37", ["2023-04-28"]),
    ("20-06-2018", ["2018-06-20"]),
    ("3/4/2020", ["2020-04-03", "2020-03-04"]),
    ("16/9/2020", ["2020-09-16"]),
    ("kl. 04.00 27.april 2024", ["2024-04-27"]),
    ("13 juni 2016", ["2016-06-13"]),
    ("30.april 2022", ["2022-04-30"]),
    ("den 29 september 2017", ["2017-09-29"]),
    ("9. november i 2024", ["2024-11-09"]),
    ("6 dec. 2024", ["2024-12-06"]),
    ("3 December 2025", ["2025-12-03"]),
    ("July 26, 2017", ["2017-07-26"]),
    ("March 20th, 2019", ["2019-03-20"]),
    ("February 25 2025", ["2025-02-25"]),
    ("Nov. 5, 2022", ["2022-11-05"]),
    ("2. März 2024", ["2024-03-02"]),
    ("11. februar 2023 (tentativ dato)", ["2023-02-11"]),
    ("6. og 7. februar 2023", ["2023-02-06/2023-02-07"]),
    ("Oktober 2021", ["2021-10"]),
    ("slutet av mars 2025", ["2025-03"]),
    ("Oktober 2021–april 2022", ["2021-10/2022-04"]),
    ("Maj 2022 – december 2022", ["2022-05/2022-12"]),
    ("April–maj 2022", ["2022-04/2022-05"]),
    ("april/mai 2026", ["2026-04/2026-05"]),
    ("november–februari 2022", ["2021-11/2022-02"]),
    ("mellan 1 mars och 30 april 2025", ["2025-03-01/2025-04-30"]),
    ("2024 til 2026", ["2024/2026"]),
    ("åren 2016-2020", ["2016/2020"]),
    ("Vår 2025", ["2025-spring"]),
    ("våren 2025", ["2025-spring"]),
    ("til våren 2022", ["2022-spring", "../2022-spring"]),
    ("høsten 2023", ["2023-autumn"]),
    ("senhösten 2022", ["2022-autumn"]),
    ("foråret 2020", ["2020-spring"]),
    ("efteråret 2020", ["2020-autumn"]),
    ("fall 2019", ["2019-autumn"]),
    ("vintern 2025", ["2025-winter", "2024-winter"]),
    ("vintern 2024/25", ["2024-winter"]),
    ("våren eller hösten 2025", ["2025-spring", "2025-autumn"]),
    ("från hösten 2022 till våren 2023", ["2022-autumn/2023-spring"]),
    ("Q4 2025", ["2025-Q4"]),
    ("2025-Q4", ["2025-Q4"]),
    ("fjärde kvartalet 2025", ["2025-Q4"]),
    ("2. kvartal 2025", ["2025-Q2"]),
    ("first quarter of 2025", ["2025-Q1"]),
    ("första halvåret 2025", ["2025-01/2025-06"]),
    ("second half of 2025", ["2025-07/2025-12"]),
    ("slutet av 2023", ["2023-late", "2023-Q4", "2023-12"]),
    ("I slutet av 2023", ["2023-late", "2023-Q4", "2023-12"]),
    ("i början av 2023", ["2023-early", "2023-Q1", "2023-01"]),
    ("early 2014", ["2014-early", "2014-Q1", "2014-01"]),
    ("mid-2026", ["2026-summer", "2026-06"]),
    ("Senast i april 2020", ["2020-04", "../2020-04"]),
    ("by the end of June 2025", ["2025-06", "../2025-06"]),
    ("till 2034", ["2034", "../2034"]),
    ("från 2016", ["2016", "2016/.."]),
    ("siden november 2022", ["2022-11", "2022-11/.."]),
    ("efter 2020", ["2021/.."]),
    ("före den 3 mars 2020", ["../2020-03-02"]),
    ("efter sommaren 2024", ["2024-09/.."]),
]

# Prints that leave something out, and when they were said.
FROM_STATED_ON = [
    ("den 17 mars", "2026-03-20", ["2026-03-17", "2027-03-17"]),
    ("7. mai", "2022-05-30", ["2022-05-07", "2023-05-07"]),
    ("4. november", "2023-01-26", ["2022-11-04", "2023-11-04"]),
    ("27 september", "2022-09-27", ["2022-09-27"]),
    ("19 september", "2017-09", ["2017-09-19"]),
    ("fredag 27. oktober", "2023-10-27", ["2023-10-27"]),
    ("April 21st", "2026-04-30", ["2026-04-21", "2027-04-21"]),
    ("16/9", "2016-09-27", ["2016-09-16", "2017-09-16"]),
    ("22.4.", "2022-04-22", ["2022-04-22"]),
    ("12. november kl. 03:00", "2022-11-12", ["2022-11-12"]),
    ("30. april neste år", "2021-04-22", ["2022-04-30"]),
    ("4. november i år", "2023-02-16", ["2023-11-04"]),
    ("13. mai i år", "2023/2024", ["2023-05-13", "2024-05-13"]),
    ("29 februari", "2023-05", ["2024-02-29"]),
    ("slutet av mars", "2024-11/2025-02", ["2025-03", "2024-03"]),
    ("i starten av november", "2023-01", ["2022-11", "2023-11"]),
    ("först i december", "2025-11", ["2025-12", "2024-12"]),
    ("November förra året", "2019-09", ["2018-11"]),
    ("I juni i fjol", "2022-01", ["2021-06"]),
    ("oktober neste år", "2023", ["2024-10"]),
    ("i slutten av april neste år", "2023-06", ["2024-04"]),
    ("i början av nästa år", "2025-12", ["2026-early", "2026-Q1", "2026-01"]),
    ("April–maj", "2022-01", ["2022-04/2022-05", "2021-04/2021-05"]),
    ("november–februari", "2022-10", ["2022-11/2023-02", "2021-11/2022-02"]),
    ("nästa höst", "2020-12", ["2021-autumn"]),
    ("nästa höst", "2020-03", ["2021-autumn", "2020-autumn"]),
    ("next autumn", "2020-12-02", ["2021-autumn"]),
    ("förra hösten", "2022-03", ["2021-autumn"]),
    ("allerede i høst", "2021-04-22", ["2021-autumn"]),
    ("tidigast i höst", "2022-05", ["2022-autumn", "2022-autumn/.."]),
    ("i höstas", "2023-01", ["2022-autumn"]),
    ("i vinter", "2025-01-10", ["2025-winter", "2024-winter"]),
    ("in the spring", "2024-12-23", ["2025-spring", "2024-spring"]),
    ("före sommaren", "2017-03", ["../2017-05", "../2016-05"]),
    ("om ett halvår", "2019-01-17", ["2019-07", "2019-summer"]),
    ("om drøye to år", "2019-03-18", ["2021", "2021-03"]),
    ("om drygt 1,5 år", "2023-09-20", ["2025-03", "2025-spring", "2025"]),
    ("för 10 år sedan", "2023-11-17", ["2013", "2013-11"]),
    ("two years ago", "2023", ["2021", "2021-01", "2021-12"]),
    ("om 3 veckor", "2023-01-10", ["2023-01-31", "2023-01"]),
    ("de neste to årene", "2019-03-20", ["2021", "2021-03", "2019-03-20/2021", "2019-03-20/2021-03"]),
    ("förra veckan", "2024-11-20", ["2024-11-11/2024-11-17", "2024-11"]),
    ("forrige uke", "2024-02", ["2024-02"]),
    ("last month", "2026-01-19", ["2025-12"]),
    ("on Tuesday", "2026-03-20", ["2026-03-17", "2026-03-24"]),
    ("torsdag kveld", "2019-08-29", ["2019-08-29"]),
    ("i går", "2023-01-01", ["2022-12-31"]),
]

NO_DATE = ["", "klokka 21.37", "05.30", "ett år senare", "fire uker etter go live", "vår plan", "it may be", "fall"]
NO_DATE += ["31 april 2020", "29 februari 2023", "Forslag 1-5", "85 mandater", "2332 dokument", "snarast", "tio år"]
NO_DATE += ["1. kvartal", "99/99", "32.13.", "kommune nummer ti"]


def durations_in(text: str) -> list[str]:
    """All durations in a print, as ISO 8601."""
    return list(dict.fromkeys(found.iso for found in _durations(text)))


@pytest.mark.parametrize(("text", "expected"), PRINTED)
def test_printed(text: str, expected: list[str]) -> None:
    assert read_dates(text) == expected
    assert read_dates(text, "2024-05-05")[: len(expected)] == expected
    for found in expected:
        assert agrees_date(text, date=found, stated_on=None, reading="printed") is None


@pytest.mark.parametrize(("text", "stated_on", "expected"), FROM_STATED_ON)
def test_from_stated_on(text: str, stated_on: str, expected: list[str]) -> None:
    assert read_dates(text, stated_on) == expected
    assert read_dates(text) == []
    for found in expected:
        assert agrees_date(text, date=found, stated_on=stated_on, reading="from_stated_on") is None
        assert agrees_date(text, date=found, stated_on=stated_on, reading="printed") is not None


@pytest.mark.parametrize("text", NO_DATE)
def test_no_date(text: str) -> None:
    assert read_dates(text) == []
    message = agrees_date(text, date="2020", stated_on=None, reading="printed")
    assert message == f"no date can be read in {text!r}; coded 2020"


@pytest.mark.parametrize("stated_on", [None, "", "2022-12/..", "../2020-04"])
def test_without_a_bounded_day_nothing_is_supplied(stated_on: str | None) -> None:
    assert read_dates("den 17 mars", stated_on) == []


def test_direction() -> None:
    assert read_dates("4. november", "2023-01-26", direction="future") == ["2023-11-04"]
    assert read_dates("4. november", "2023-01-26", direction="past") == ["2022-11-04"]
    assert read_dates("on Tuesday", "2026-03-20", direction="past") == ["2026-03-17"]
    # What the words themselves settle, the direction does not change.
    assert read_dates("i höstas", "2023-01", direction="future") == ["2022-autumn"]


def test_the_same_days_in_another_form_agree() -> None:
    assert agrees_date("slutet av 2023", date="2023-09/2023-12", stated_on=None, reading="printed") is None
    assert agrees_date("Q4 2025", date="2025-10/2025-12", stated_on=None, reading="printed") is None


def test_messages() -> None:
    assert agrees_date("våren 2025", date="2025-autumn", stated_on=None, reading="printed") == (
        "reads as 2025-spring; coded 2025-autumn"
    )
    assert "'2025-fall' is not a period" in (
        agrees_date("våren 2025", date="2025-fall", stated_on=None, reading="printed") or ""
    )
    assert "'soon' is not a period" in (
        agrees_date("i höst", date="2025-autumn", stated_on="soon", reading="from_stated_on") or ""
    )
    for reading in ("derived", "words", ""):
        assert agrees_date("snarast", date="2025", stated_on=None, reading=reading) is None
    with pytest.raises(periods.PeriodError):
        read_dates("i höst", "soon")


def one_digit_changed(text: str) -> list[str]:
    return [
        text[:at] + other + text[at + 1 :]
        for at, digit in enumerate(text)
        for other in "0123456789"
        if digit.isdigit() and other != digit
    ]


# Two orders of day and month, or two winters, are two readings that may differ in one digit.
STRICT = [text for text, _ in PRINTED if text not in ("3/4/2020", "vintern 2025")]


@pytest.mark.parametrize("text", STRICT)
def test_a_changed_digit_is_noticed(text: str) -> None:
    for found in read_dates(text):
        for changed in one_digit_changed(found):
            assert agrees_date(text, date=changed, stated_on=None, reading="printed"), changed


@pytest.mark.parametrize("direction", ["past", "future"])
@pytest.mark.parametrize("text", ["den 17 mars", "i november", "våren", "slutet av mars", "16/9"])
def test_with_a_direction_a_changed_year_is_noticed(text: str, direction: str) -> None:
    (found,) = read_dates(text, "2023-06-15", direction=direction)  # type: ignore[arg-type]
    for changed in one_digit_changed(found):
        assert agrees_date(
            text,
            date=changed,
            stated_on="2023-06-15",
            reading="from_stated_on",
            direction=direction,  # type: ignore[arg-type]
        )


DURATIONS = [
    ("tio år", ["P10Y"], "exact"),
    ("cirka fem år", ["P5Y"], "about"),
    ("fyra månader", ["P4M"], "exact"),
    ("tre dygn", ["P3D"], "exact"),
    ("71 dagar", ["P71D"], "exact"),
    ("1,000 days", ["P1000D", "P1D"], "exact"),
    ("ytterligare sju månader", ["P7M"], "exact"),
    ("drygt 1,5 år", ["P1.5Y"], "just_over"),
    ("18-month window", ["P18M"], "exact"),
    ("five-month delay", ["P5M"], "exact"),
    ("almost ten years", ["P10Y"], "just_under"),
    ("minst ett år", ["P1Y"], "floor"),
    ("under två år", ["P2Y"], "ceiling"),
    ("drygt tre dagars drift", ["P3D"], "just_over"),
    ("upp till åtta år", ["P8Y"], "ceiling"),
    ("försenats med 1 år", ["P1Y"], "exact"),
    ("de kommande fem åren", ["P5Y"], "exact"),
    ("ett halvår", ["P6M"], "exact"),
    ("drygt ett halvår", ["P6M"], "just_over"),
    ("ett och ett halvt år", ["P1.5Y"], "exact"),
    ("halvannet år", ["P1.5Y"], "exact"),
    ("ett år och sex månader", ["P1Y6M"], "exact"),
    ("3-12 mån", ["P3M", "P12M"], "range"),
    ("fire-otte uger", ["P4W", "P8W"], "range"),
    ("minst 11 mill pr år i 15 år", ["P15Y"], "exact"),
    ("a year", ["P1Y"], "exact"),
]


@pytest.mark.parametrize(("text", "expected", "qualifier"), DURATIONS)
def test_durations(text: str, expected: list[str], qualifier: str) -> None:
    assert durations_in(text) == expected
    for found in expected:
        assert agrees_duration(text, duration=found) is None
        assert agrees_duration(text, duration=found, qualifier=qualifier) is None
        assert agrees_duration(text, duration=found, qualifier="floor" if qualifier != "floor" else "exact")
        for changed in one_digit_changed(found):
            lengths = [periods.parse_duration(other) for other in expected]
            if periods.parse_duration(changed) not in lengths:
                assert agrees_duration(text, duration=changed)


@pytest.mark.parametrize("text", ["", "flera år", "2019 år", "800 millioner kroner i året", "2025", "årlig", "ti"])
def test_no_duration(text: str) -> None:
    assert durations_in(text) == []
    assert agrees_duration(text, duration="P1Y") == f"no duration can be read in {text!r}; coded P1Y"


def test_under_is_less_than_or_during() -> None:
    assert agrees_duration("under två år", duration="P2Y", qualifier="ceiling") is None
    assert agrees_duration("under två år", duration="P2Y", qualifier="exact") is None
    assert agrees_duration("under två år", duration="P2Y", qualifier="floor")


def test_durations_of_the_same_length_agree() -> None:
    assert agrees_duration("18-month window", duration="P1Y6M") is None
    assert agrees_duration("drygt 1,5 år", duration="P18M", qualifier="just_over") is None
    assert agrees_duration("fire uger", duration="P28D") is None
    assert agrees_duration("tio år", duration="P9Y", qualifier="about") == "reads as P10Y exact; coded P9Y about"
    assert "'10 years' is not a duration" in (agrees_duration("tio år", duration="10 years") or "")


@given(
    st.text(max_size=60), st.sampled_from([None, "2020", "2020-02-29", "2019/2020", "0001", "9999-12-31", "2020/.."])
)
def test_any_text_is_read_without_error(text: str, stated_on: str | None) -> None:
    assert all(map(periods.is_period, read_dates(text, stated_on)))
    for found in durations_in(text):
        periods.parse_duration(found)


WORDS = st.sampled_from(
    "den 31 29 2 februari mars–april mar may vår våren vinter i om för sedan ago in the nästa förra till från före efter "
    "1900 2024 2024/25 24-03 – / - . , och mellan slutet av mid- Q4 4. kvartal halvår år 1,5 veckor next week fredag "
    "senast i fjol neste år 16/9 kl. 04.00".split()
)
SAID = st.sampled_from(
    ["2020-02-29", "2019-winter", "2020-12", "2018/2021", "0001", "9999", "0001-01-01", "9999-12-31"]
)


@given(st.lists(WORDS, max_size=9).map(" ".join), SAID, st.sampled_from([None, "past", "future"]))
def test_any_mix_of_known_words_is_read_without_error(text: str, stated_on: str, direction: str | None) -> None:
    for found in read_dates(text, stated_on, direction=direction):  # type: ignore[arg-type]
        assert periods.is_period(found)
    for duration in durations_in(text):
        assert agrees_duration(text, duration=duration) is None
