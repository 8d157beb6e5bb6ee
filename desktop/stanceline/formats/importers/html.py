"""Saved web pages: the main text and the metadata, without menus and advertisements."""

import re
from typing import Any

from stanceline.domain import edtf
from stanceline.domain.articles import ArticleDraft
from stanceline.formats.importers import plain
from stanceline.formats.languages import language_of
from stanceline.formats.text import UnreadableFile, clean, decode, tidy

_DECLARED = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARATION_WITHIN = 4_096
_STATED_DATES_ONLY = {"original_date": True, "extensive_search": False}
"""No guesses: the year of a copyright notice is not the day of publication."""


def read(content: bytes) -> ArticleDraft:
    """The article in a web page; raises UnreadableFile when the page holds none."""
    declared = _DECLARED.search(content[:_DECLARATION_WITHIN])
    page = tidy(decode(content, declared[1].decode("ascii") if declared else ""))
    found = _extracted(page)
    body = clean(re.sub(r"\n+", "\n\n", str(found["text"]).strip()))
    return ArticleDraft(
        title=_word(found, "title") or plain.title_of(body),
        body=body,
        source=_word(found, "sitename") or _word(found, "hostname"),
        author=_word(found, "author"),
        url=_word(found, "url"),
        published=_day(_word(found, "date")),
        language=language_of(body),
    )


def _extracted(page: str) -> dict[str, Any]:
    # Imported late: the library takes half a second to load.
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    document = bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=_STATED_DATES_ONLY,
    )
    found: dict[str, Any] = document.as_dict() if isinstance(document, Document) else {}
    if not (found.get("text") or "").strip():
        raise UnreadableFile("No article was found in this page.")
    return found


def _word(found: dict[str, Any], key: str) -> str:
    return " ".join(str(found.get(key) or "").split())


def _day(value: str) -> str:
    try:
        return str(edtf.parse(value)) if value else ""
    except edtf.EdtfError:
        return ""
