from dataclasses import replace

import pytest

from stanceline.domain.edtf import parse
from stanceline.domain.edtf_words import ENGLISH, DateWords, describe, short

TOLD = [
    ("2024-06-19", "19 June 2024", "19 Jun 2024"),
    ("2024-06", "June 2024", "Jun 2024"),
    ("2024", "2024", "2024"),
    ("2024-06-26?", "26 June 2024, uncertain", "26 Jun 2024?"),
    ("2024-06-20~", "about 20 June 2024", "~20 Jun 2024"),
    ("2024-06-20%", "about 20 June 2024, uncertain", "~20 Jun 2024?"),
    ("2024-06?", "June 2024, uncertain", "Jun 2024?"),
    ("2024-06-XX", "some day in June 2024", "in Jun 2024"),
    ("2024-06-XX?", "some day in June 2024, uncertain", "in Jun 2024?"),
    ("2024-XX", "some month in 2024", "in 2024"),
    ("2024-XX-XX", "some day in 2024", "in 2024"),
    ("2024-06-2X", "some day between 20 and 29 June 2024", "in 20–29 Jun 2024"),
    (
        "1984-1X",
        "some month between October and December 1984",
        "in Oct–Dec 1984",
    ),
    (
        "2024-XX-31",
        "some day between 31 January and 31 December 2024",
        "in 31 Jan – 31 Dec 2024",
    ),
    ("196X", "the 1960s", "1960s"),
    ("200X", "some year between 2000 and 2009", "in 2000–2009"),
    ("15XX", "some year between 1500 and 1599", "in 1500–1599"),
    ("XXXX", "an unknown year", "year unknown"),
    ("XXXX-12-25", "25 December of an unknown year", "25 Dec, year unknown"),
    ("156X-12-25", "25 December of some year in the 1560s", "25 Dec, 1560s"),
    (
        "15XX-12-XX",
        "some day in December of some year between 1500 and 1599",
        "in Dec, 1500–1599",
    ),
    ("1950S2", "1950, give or take: some year between 1900 and 1999", "~1950"),
    ("2001-21", "spring of 2001", "spring 2001"),
    ("2001-30", "summer of 2001 (southern hemisphere)", "summer 2001 (S)"),
    ("2001-34", "the second quarter of 2001", "Q2 2001"),
    ("2001-37", "the first third of 2001", "first third of 2001"),
    ("2001-41", "the second half of 2001", "H2 2001"),
    ("199X-22", "summer of some year in the 1990s", "summer 1990s"),
    ("-0043-03-15", "15 March 44 BC", "15 Mar 44 BC"),
    ("-0043", "44 BC", "44 BC"),
    ("0000", "1 BC", "1 BC"),
    ("0800", "AD 800", "AD 800"),
    ("Y170000002", "170,000,002", "170,000,002"),
    ("-156X", "some year between 1570 BC and 1561 BC", "in 1570 BC–1561 BC"),
    ("2004~-06-11", "11 June 2004 (year approximate)", "11 Jun 2004 (~year)"),
    (
        "2004-06?-~11",
        "11 June 2004 (year and month uncertain, day approximate)",
        "11 Jun 2004 (year and month?, ~day)",
    ),
    ("2024-06-19T14:30", "19 June 2024, 14:30", "19 Jun 2024 14:30"),
    ("2024-06-19T14:30:05Z", "19 June 2024, 14:30:05 UTC", "19 Jun 2024 14:30:05 UTC"),
    ("2024-06-19T14:30+02:00~", "about 19 June 2024, 14:30 UTC+02:00", "~19 Jun 2024 14:30+02:00"),
    ("2024-06/2024-08", "from June to August 2024", "Jun–Aug 2024"),
    ("2024-06-03/2024-06-07", "from 3 to 7 June 2024", "3–7 Jun 2024"),
    ("2024-06-28/2024-07-03", "from 28 June to 3 July 2024", "28 Jun – 3 Jul 2024"),
    (
        "2023-12-30/2024-01-02",
        "from 30 December 2023 to 2 January 2024",
        "30 Dec 2023 – 2 Jan 2024",
    ),
    ("1964/2008", "from 1964 to 2008", "1964–2008"),
    ("2022-02-24/2024", "from 24 February 2022 to 2024", "24 Feb 2022 – 2024"),
    ("1984~/2004-06", "from about 1984 to June 2004", "~1984 – Jun 2004"),
    ("1984?/2004%", "from 1984 (uncertain) to about 2004 (uncertain)", "1984? – ~2004?"),
    ("2024-06-19/2024-06-19", "throughout 19 June 2024", "all 19 Jun 2024"),
    (
        "2024-06-19T10:00/2024-06-19T12:00",
        "from 10:00 to 12:00 on 19 June 2024",
        "19 Jun 2024 10:00–12:00",
    ),
    ("2024-07/..", "since July 2024, no end in sight", "Jul 2024 →"),
    ("../2024-07", "until July 2024, start open", "← Jul 2024"),
    ("2024-07/", "from July 2024, end unknown", "Jul 2024 – ?"),
    ("/2024-07", "until July 2024, start unknown", "? – Jul 2024"),
    ("2024-07~/..", "since about July 2024, no end in sight", "~Jul 2024 →"),
    ("[2024-06-01..2024-06-10]", "between 1 and 10 June 2024", "in 1–10 Jun 2024"),
    (
        "[2024-06-11~..2024-06-20~]",
        "between about 11 and about 20 June 2024",
        "~11–~20 Jun 2024",
    ),
    (
        "2024-06-28~/2024-07-03~",
        "from about 28 June to about 3 July 2024",
        "~28 Jun – ~3 Jul 2024",
    ),
    ("[2024-06~..2024-08~]", "between about June and about August 2024", "~Jun–~Aug 2024"),
    (
        "[2024-06-11~..2024-06-20]",
        "between about 11 June 2024 and 20 June 2024",
        "~11 Jun 2024 – 20 Jun 2024",
    ),
    ("1984~/2004~", "from about 1984 to about 2004", "~1984–~2004"),
    ("[2023-09..2023-12]", "between September and December 2023", "in Sep–Dec 2023"),
    ("[2009,2010]", "2009 or 2010", "2009 or 2010"),
    ("[2009?,2010~]", "2009 (uncertain) or about 2010", "2009? or ~2010"),
    ("[1667,1668,1670..1672]", "1667, 1668 or 1670 to 1672", "1667, 1668 or 1670–1672"),
    ("[..2024-07-05]", "5 July 2024 or earlier", "≤ 5 Jul 2024"),
    ("[2024-06-01..]", "1 June 2024 or later", "≥ 1 Jun 2024"),
    ("[2009,2011..]", "2009 or 2011 or later", "2009 or ≥ 2011"),
    ("{1960,1961-12}", "1960 and December 1961", "1960 and Dec 1961"),
    ("{2024-06-01..2024-06-10}", "all of 1 to 10 June 2024", "all 1–10 Jun 2024"),
    ("{..1984}", "1984 and all before", "all ≤ 1984"),
    ("{1984..}", "1984 and all after", "all ≥ 1984"),
]


@pytest.mark.parametrize(("text", "sentence", "label"), TOLD)
def test_a_date_is_told_in_plain_words(text: str, sentence: str, label: str) -> None:
    assert describe(parse(text)) == sentence
    assert short(parse(text)) == label


def test_words_of_another_language_can_be_handed_in() -> None:
    months = (
        "січень лютий березень квітень травень червень липень серпень вересень жовтень "
        "листопад грудень"
    )
    months_after_a_day = (
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
    )
    ukrainian = replace(
        ENGLISH.full,
        months=tuple(months.split()),
        months_after_a_day=tuple(months_after_a_day.split()),
        approximate="приблизно {date}",
        lasting="{range}",
        range="{first} – {last}",
        range_of_days="{first}–{last} {month} {year}",
    )
    words = DateWords(full=ukrainian, short=ukrainian)

    assert describe(parse("2024-06-20~"), words) == "приблизно 20 червня 2024"
    assert describe(parse("2024-06"), words) == "червень 2024"
    assert describe(parse("2024-06-03/2024-06-07"), words) == "3–7 червня 2024"


def test_a_language_may_put_the_year_first() -> None:
    chinese = replace(
        ENGLISH.full,
        months=tuple(str(month) for month in range(1, 13)),
        months_after_a_day=tuple(str(month) for month in range(1, 13)),
        day="{year}年{month}月{day}日",
        lasting="{range}",
        range_of_days="{year}年{month}月{first}日至{last}日",
    )
    words = DateWords(full=chinese, short=chinese)

    assert describe(parse("2024-06-19"), words) == "2024年6月19日"
    assert describe(parse("2024-06-03/2024-06-07"), words) == "2024年6月3日至7日"
