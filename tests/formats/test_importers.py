"""Each kind of file gives its article, with what the file says of itself."""

from contextlib import suppress
from pathlib import Path

import pytest

from stanceline.formats.importers import html, markdown, plain, read_file
from stanceline.formats.text import UnreadableFile

BODY = (
    "The swing bridge \U0001f309 stays closed, the harbour board decided on Monday.\n\n"
    "“We shall open it when it is safe,” Mayor Tora Berg said.\n"
)


# Plain text.


def test_first_line_is_the_title_and_stays_in_the_body():
    draft = plain.from_text("\n\n  Board keeps\tthe bridge shut \n\n" + BODY)
    assert draft.title == "Board keeps the bridge shut"
    assert draft.body == "\n\n  Board keeps\tthe bridge shut \n\n" + BODY


def test_title_of_a_long_paragraph_is_cut_at_a_word():
    title = plain.title_of("The ferry did not leave, " * 20)
    assert len(title) <= 162
    assert title.endswith(("leave …", "not …", "did …", "ferry …", "The …"))


def test_title_of_a_long_line_without_spaces_is_cut_too():
    assert len(plain.title_of("橋" * 500)) <= 162


def test_language_is_recognised():
    assert plain.from_text(BODY).language == "en"
    assert plain.from_text("Le pont reste fermé, a dit la maire de la ville.").language == "fr"
    assert plain.from_text("Міст залишається зачиненим, заявила мерка міста.").language == "uk"


def test_language_of_a_few_letters_is_left_open():
    assert plain.from_text("12:30 – ok").language == ""


# Markdown.


def test_front_matter_describes_the_article_and_is_no_part_of_it():
    draft = markdown.read(
        (
            "---\n"
            "title: 'Board keeps the bridge shut'\n"
            "author: Eva Lund\n"
            'Publisher: "The Gull"\n'
            "date: 2031-05-12T09:30:00+02:00\n"
            "lang: en-GB\n"
            "link: https://example.org/bridge\n"
            "layout: post\n"
            "---\n\n" + BODY
        ).encode()
    )
    assert draft.body == BODY
    assert draft.title == "Board keeps the bridge shut"
    assert (draft.author, draft.source) == ("Eva Lund", "The Gull")
    assert (draft.published, draft.language) == ("2031-05-12", "en")
    assert draft.url == "https://example.org/bridge"


def test_title_in_front_matter_keeps_quotation_marks_of_its_own():
    draft = markdown.read(b'---\ntitle: Mayor says "no"\n---\nSome words here.\n')
    assert draft.title == 'Mayor says "no"'


def test_front_matter_that_says_nothing_usable_changes_nothing():
    text = "---\ndate: soon\nlanguage: English\ntitle:\n---\n# The bridge\n\n" + BODY
    draft = markdown.read(text.encode())
    assert (draft.title, draft.published, draft.language) == ("The bridge", "", "en")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# The bridge #\n\nIt stays shut.", "The bridge"),
        ("## The bridge\n\nIt stays shut.", "The bridge"),
        ("By Eva Lund\n\n# The bridge\n\nIt stays shut.", "The bridge"),
        ("The bridge\n==========\n\nIt stays shut.", "The bridge"),
        ("The bridge\n\nIt stays shut.\n\n## Background\n\nRust.", "The bridge"),
    ],
)
def test_title_of_markdown_is_its_main_heading(text: str, title: str):
    draft = markdown.read(text.encode())
    assert draft.title == title
    assert draft.body == text


def test_rule_at_the_beginning_is_not_front_matter():
    text = "---\n\nThe bridge stays shut, and there is no end to this.\n"
    assert markdown.read(text.encode()).body == text


def test_front_matter_without_an_article_is_refused():
    with pytest.raises(UnreadableFile, match="holds no text"):
        markdown.read(b"---\ntitle: Nothing\n---\n")


def test_front_matter_with_windows_line_ends_is_read():
    draft = markdown.read(b"---\r\ntitle: The bridge\r\n---\r\n\r\nIt stays shut.\r\n")
    assert (draft.title, draft.body) == ("The bridge", "It stays shut.\n")


# Web pages.

FIRST = (
    "The swing bridge stays closed, the harbour board decided on Monday after a meeting of "
    "four hours, in which the inspectors showed what they had found under the deck."
)
SECOND = (
    "“We shall open it when it is safe,” Mayor Tora Berg said. “Not a day before.” She added "
    "that the town would pay for a second ferry until the end of the summer."
)
THIRD = (
    "The ferrymen are not content. “Every week costs us forty jobs,” said Nils Aker, who "
    "speaks for them, and called the decision a gift to the road hauliers of the north."
)
PARAGRAPHS = (FIRST, SECOND, THIRD)


def page(*, head: str = "", body: str = "", encoding: str = "utf-8") -> bytes:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    text = (
        f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
        f"<main><article><h1>Board keeps the bridge shut</h1>{paragraphs}</article></main>{body}"
        "<footer><p>© 2019 The Gull. All rights reserved.</p></footer></body></html>"
    )
    return text.encode(encoding)


METADATA = (
    "<meta charset='utf-8'><title>Board keeps the bridge shut | The Gull</title>"
    "<meta property='og:title' content='Board keeps the bridge shut'>"
    "<meta property='og:site_name' content='The Gull'>"
    "<meta name='author' content='Eva Lund'>"
    "<meta property='article:published_time' content='2021-05-12T09:30:00+02:00'>"
    "<meta property='article:modified_time' content='2021-06-30T09:30:00+02:00'>"
    "<link rel='canonical' href='https://gull.example.org/2021/bridge'>"
)


def test_main_text_of_a_page_is_read_without_menus_and_footers():
    body = html.read(page(head=METADATA)).body
    for paragraph in PARAGRAPHS:
        assert paragraph in body.split("\n\n")
    assert "Sport" not in body
    assert "All rights reserved" not in body


def test_metadata_of_a_page_is_read():
    draft = html.read(page(head=METADATA))
    assert draft.title == "Board keeps the bridge shut"
    assert (draft.source, draft.author) == ("The Gull", "Eva Lund")
    assert draft.published == "2021-05-12"
    assert draft.url == "https://gull.example.org/2021/bridge"
    assert draft.language == "en"


def test_day_of_publication_is_never_made_up():
    assert html.read(page()).published == ""


def test_page_that_declares_an_older_encoding_is_read_in_it():
    head = "<meta http-equiv='Content-Type' content='text/html; charset=windows-1252'>"
    assert SECOND in html.read(page(head=head, encoding="cp1252")).body


def test_page_that_declares_the_wrong_encoding_is_read_in_the_right_one():
    assert SECOND in html.read(page(head="<meta charset='iso-8859-1'>")).body


def test_page_may_be_far_longer_than_its_article():
    script = f"<script>var data = '{'x' * 3_000_000}';</script>"
    assert SECOND in html.read(page(body=script)).body


@pytest.mark.parametrize(
    "content",
    [
        b"<html><head><title>Log in</title></head><body></body></html>",
        b"<html><body><script>location = '/'</script></body></html>",
        b"<",
        b"<!-- nothing -->",
    ],
)
def test_page_without_an_article_is_refused(content: bytes):
    with pytest.raises(UnreadableFile, match="No article was found in this page"):
        html.read(content)


def test_page_that_is_nested_very_deeply_is_read_or_refused():
    content = b"<html><body>" + b"<div>" * 30_000 + b"<p>The bridge stays shut.</p>"
    with suppress(UnreadableFile):
        assert "stays shut" in html.read(content).body


# Files.


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.text", "a.md", "a.Markdown"])
def test_reader_is_chosen_by_suffix_in_any_case(tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_text(BODY, encoding="utf-8")
    content, draft = read_file(path)
    assert content.decode() == draft.body == BODY


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml", "a.HTM"])
def test_pages_are_read_by_suffix_in_any_case(tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_bytes(page(head=METADATA))
    assert read_file(path)[1].source == "The Gull"


@pytest.mark.parametrize(("name", "kind"), [("a.docx", ".docx"), ("notes", "no suffix")])
def test_unknown_kind_of_file_is_refused_with_the_kinds_that_are_known(
    tmp_path: Path, name: str, kind: str
):
    path = tmp_path / name
    path.write_text(BODY, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=f"the kind “{kind}” cannot be read; .*html"):
        read_file(path)


def test_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="There is no such file"):
        read_file(tmp_path / "a.txt")


def test_large_file_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(UnreadableFile, match="It holds 50 MB"):
        read_file(path)
