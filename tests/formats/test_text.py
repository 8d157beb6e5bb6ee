"""Bytes become clean text, or a sentence says why not."""

import codecs
import os
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.formats.text import (
    MAX_BYTES,
    MAX_CHARACTERS,
    UnreadableFile,
    check_size,
    clean,
    decode,
    encodable,
    tidy,
)

ENGLISH = (
    "“We shall open it when it is safe,” Mayor Tora Berg said – not a day before. Café, naïve.\n"
)
FRENCH = (
    "« Le pont restera fermé », a déclaré la maire, Tora Berg, après la réunion du conseil. "
    "Les pêcheurs, eux, espèrent être dédommagés dès l’été prochain ; rien n’a été décidé.\n"
)
UKRAINIAN = (
    "«Міст залишається зачиненим», — заявила мерка Тора Берг після засідання ради. "
    "Рибалки сподіваються, що їм відшкодують збитки вже наступного літа.\n"
)
RUSSIAN = (
    "«Мост остаётся закрытым», — заявила мэр города после заседания совета. "
    "Рыбаки надеются, что ущерб возместят уже следующим летом, но решения пока нет.\n"
)
JAPANESE = (
    "市長は月曜日、「安全が確認されるまで橋は開けない」と述べた。漁業者らは補償を求めている。"
    "検査官は５月１２日に作業を始め、いたるところで錆を見つけたという。\n"
)


def plain_marks(text: str) -> str:
    """The text with the marks that the oldest encodings have."""
    return text.replace("—", "-").replace("«", '"').replace("»", '"')


@pytest.mark.parametrize(
    "text", [ENGLISH, FRENCH, UKRAINIAN, RUSSIAN, JAPANESE, "Short \U0001f309"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_whatever_its_form(text: str, encoding: str):
    assert decode(text.encode(encoding)).removeprefix("\ufeff") == text


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, UKRAINIAN, RUSSIAN])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_utf16_is_read_with_and_without_its_mark(text: str, mark: bytes, encoding: str):
    assert clean(decode(mark + text.encode(encoding))) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (FRENCH.replace("’", "'"), "iso-8859-1"),
        (ENGLISH, "cp1252"),
        ("Café déjà fermé, été", "cp1252"),
        ("«El puente seguirá cerrado», dijo la alcaldesa; mañana habrá más.", "cp1252"),
        ("Most pozostanie zamknięty, rybacy żądają odszkodowań, choć źle to wygląda.", "cp1250"),
        ("Most pozostanie zamknięty, a rybacy żądają odszkodowań za straty.", "iso8859-2"),
        ("„Most zůstane uzavřen,“ řekla starostka. Rybáři žádají náhradu škody.", "cp1250"),
        ("Köprü kapalı kalacak, dedi başkan. Balıkçılar şimdilik bekliyor, değil mi?", "cp1254"),
        (UKRAINIAN, "cp1251"),
        (RUSSIAN, "cp1251"),
        ("Мост закрыт", "cp1251"),
        (plain_marks(RUSSIAN), "koi8-r"),
        (plain_marks(UKRAINIAN), "koi8-u"),
        (plain_marks(RUSSIAN), "cp866"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
    ],
)
def test_older_encodings_are_recognised(text: str, encoding: str):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (FRENCH, "cp1252", "windows-1252"),
        (FRENCH, "cp1252", "ISO-8859-1"),
        (plain_marks(RUSSIAN), "koi8-r", "koi8-r"),
        (JAPANESE, "cp932", "Shift_JIS"),
        ("Rıhtım, köprü ve iğne", "cp1254", "iso-8859-9"),
        ("한국어 기사 본문", "cp949", "euc-kr"),
    ],
)
def test_declared_encoding_is_taken_as_browsers_take_it(text: str, encoding: str, declared: str):
    assert decode(text.encode(encoding), declared) == text


@pytest.mark.parametrize("declared", ["iso-8859-1", "shift_jis", "koi8-r", "no-such-thing", "hex"])
def test_utf8_is_read_as_such_whatever_is_declared(declared: str):
    assert decode(UKRAINIAN.encode(), declared) == UKRAINIAN


@pytest.mark.parametrize("text", [UKRAINIAN, "“Nõ,” she said – “not a dây béfore.”"])
@pytest.mark.parametrize("declared", ["", "utf-8", "windows-1252"])
def test_one_wrong_byte_leaves_utf8_what_it_is(text: str, declared: str):
    half = len(text) // 2
    data = text[:half].encode() + b"\xff" + text[half:].encode()
    assert decode(data, declared) == text[:half] + "\ufffd" + text[half:]


def test_text_that_is_cut_within_a_letter_stays_utf8():
    assert decode(UKRAINIAN.encode()[:-1] + b"\xd0").startswith(UKRAINIAN[:-2])


@pytest.mark.parametrize(
    "declared",
    [
        "unicode_escape",
        "raw_unicode_escape",
        "utf-7",
        "punycode",
        "idna",
        "cp037",
        "utf-16",
        "mbcs",
    ],
)
def test_declared_codec_that_no_page_is_written_in_is_ignored(declared: str):
    text = FRENCH + " C:\\new \\u0041 +AGE-"
    assert decode(text.encode("cp1252"), declared) == text


@pytest.mark.parametrize(
    "declared", ["no-such-thing", "utf-8", "hex", "undefined", "idna", "punycode", "ascii"]
)
def test_declaration_that_cannot_be_true_is_set_aside(declared: str):
    assert decode(FRENCH.encode("cp1252"), declared) == FRENCH


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF file"),
        (b"PK\x03\x04" + b"\x14\x00" * 40, "a zip archive or an office document"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "an image"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 40, "an image"),
        (b"\x7fELF" + b"\x00" * 40, "a program"),
        (b"SQLite format 3\x00" + b"\x00" * 84, "a database"),
        (b"\x1f\x8b\x08" + b"\x00" * 40, "a compressed file"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 40, "an old office document"),
        (b"{\\rtf1\\ansi Some words.}", "a rich text document"),
    ],
)
def test_file_of_another_kind_is_named(content: bytes, what: str):
    with pytest.raises(UnreadableFile, match=f"It is {what}, whatever its name says"):
        decode(content)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(256)) * 4,
        bytes(range(256)) * 8,
        bytes(8),
        os.urandom(5000),
        b"\x00\x01\x02\x03" * 100,
        bytes(range(1, 9)) * 50,
    ],
    ids=["program", "all bytes", "zeros", "noise", "short numbers", "control characters"],
)
def test_binary_data_is_refused(content: bytes):
    with pytest.raises(UnreadableFile, match=r"binary data|not recognised|holds no text"):
        clean(decode(content))


def test_text_may_begin_with_the_letters_of_a_signature():
    assert decode(b"MZ, the ministry of health, said") == "MZ, the ministry of health, said"


def test_text_with_a_stray_nul_is_still_text():
    assert clean(decode(b"The bridge\x00 stays shut. " * 40)) == "The bridge stays shut. " * 40


def test_empty_file_is_refused():
    with pytest.raises(UnreadableFile, match=r"It is empty\."):
        decode(b"")


@pytest.mark.parametrize("content", [b" \n\t\r\n ", b"\xef\xbb\xbf", "\ufeff \u2003".encode()])
def test_file_of_white_space_is_refused(content: bytes):
    with pytest.raises(UnreadableFile, match=r"It holds no text\."):
        clean(decode(content))


def test_file_of_fifty_megabytes_is_refused_by_its_size():
    with pytest.raises(UnreadableFile, match="It holds 50 MB, and a file may have up to 20 MB"):
        check_size(50_000_000)
    check_size(MAX_BYTES)


def test_text_that_is_too_long_is_refused_with_its_length():
    with pytest.raises(UnreadableFile, match="It holds 2,000,001 characters"):
        clean("x" * (MAX_CHARACTERS + 1))
    assert len(clean("x" * MAX_CHARACTERS)) == MAX_CHARACTERS


# What cleaning changes, and that it changes nothing else.

any_text = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from(["\r", "\n", "\x00", "\ufeff", "\ud83c", "\u0301", "“"]),
    ),
    max_size=60,
)


@given(any_text)
def test_clean_text_can_be_stored_and_has_one_kind_of_line_end(text: str):
    tidied = tidy(text)
    tidied.encode()
    assert "\r" not in tidied
    assert "\x00" not in tidied
    assert not tidied.startswith("\ufeff")


@given(any_text)
def test_cleaning_twice_is_cleaning_once(text: str):
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(st.characters(exclude_characters="\r\x00\ufeff", exclude_categories=["Cs"])))
def test_text_without_faults_is_kept_to_the_letter(text: str):
    assert tidy(text) == text


@given(st.lists(st.text("ab é\U0001f309", min_size=1), min_size=1))
def test_lines_are_kept_whatever_ended_them(lines: list[str]):
    wanted = "\n".join(lines)
    for end in ("\r\n", "\r"):
        assert tidy(end.join(lines)) == wanted


def test_decomposed_letters_stay_decomposed():
    assert clean("Cafe\u0301 \u00a0 ligature ﬁ") == "Cafe\u0301 \u00a0 ligature ﬁ"


def test_lone_surrogates_become_one_mark_each():
    assert encodable("a\ud83cb\udf09c") == "a\ufffdb\ufffdc"


@given(any_text)
def test_cleaning_refuses_only_what_holds_no_text(text: str):
    if tidy(text).strip():
        assert clean(text) == tidy(text)
    else:
        with pytest.raises(UnreadableFile):
            clean(text)


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "koi8-r", "undefined"]))
def test_any_bytes_are_text_or_refused(content: bytes, declared: str):
    with suppress(UnreadableFile):
        clean(decode(content, declared)).encode()
