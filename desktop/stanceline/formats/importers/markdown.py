"""Markdown: kept as it is written, but for metadata before the text."""

import re
from dataclasses import replace

from stanceline.domain import edtf
from stanceline.domain.articles import ArticleDraft
from stanceline.formats.importers import plain
from stanceline.formats.text import clean, decode

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n+|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_ -]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_FIRST_HEADING = re.compile(r"\A\s*#{1,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_MAIN_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_LANGUAGE_CODE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_FIELD_NAMES = {
    "title": "title",
    "author": "author",
    "source": "source",
    "publisher": "source",
    "url": "url",
    "link": "url",
    "date": "published",
    "published": "published",
    "lang": "language",
    "language": "language",
}


def read(content: bytes) -> ArticleDraft:
    """The article in a Markdown file, with what its front matter says of it."""
    text = clean(decode(content))
    fields = {}
    if matter := _FRONT_MATTER.match(text):
        fields = _fields(matter[1])
        text = text[matter.end() :]
    draft = plain.from_text(text)
    if heading := _FIRST_HEADING.search(draft.body) or _MAIN_HEADING.search(draft.body):
        draft = replace(draft, title=heading[1])
    return replace(draft, **fields)


def _fields(matter: str) -> dict[str, str]:
    found = {}
    for name, value in _FIELD.findall(matter):
        field = _FIELD_NAMES.get(name.strip().lower())
        if field and (word := _READ.get(field, str)(_unquoted(value))):
            found[field] = word
    return found


def _unquoted(value: str) -> str:
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value


def _day(value: str) -> str:
    """The date part of a value as EDTF, or an empty string when it is none."""
    try:
        return str(edtf.parse(re.split(r"[T ]", value)[0]))
    except edtf.EdtfError:
        return ""


def _language(value: str) -> str:
    """The ISO 639-1 code in a tag such as en-GB, or an empty string when it is none."""
    found = _LANGUAGE_CODE.fullmatch(value)
    return found[1].lower() if found else ""


_READ = {"published": _day, "language": _language}
"""What makes a field of what is written, where it is not kept as it is."""
