"""Markdown: kept as it is written, but for metadata before the text."""

import re
from dataclasses import replace

from stanceline.domain import edtf
from stanceline.domain.articles import ArticleDraft
from stanceline.formats.importers import plain
from stanceline.formats.text import clean, decode

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n+|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_ -]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
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
    if heading := _HEADING.search(draft.body):
        draft = replace(draft, title=heading[1])
    return replace(draft, **fields)


def _fields(matter: str) -> dict[str, str]:
    found = {}
    for name, value in _FIELD.findall(matter):
        field = _FIELD_NAMES.get(name.strip().lower())
        bare = value.strip("\"'")
        word = _day(bare) if field == "published" else bare
        if field and word:
            found[field] = word
    return found


def _day(value: str) -> str:
    """The date part of a value as EDTF, or an empty string when it is none."""
    try:
        return str(edtf.parse(re.split(r"[T ]", value)[0]))
    except edtf.EdtfError:
        return ""
