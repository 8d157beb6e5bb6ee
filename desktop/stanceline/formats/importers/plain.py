"""Plain text: the first line is the title."""

from stanceline.domain.articles import ArticleDraft
from stanceline.formats.languages import language_of
from stanceline.formats.text import clean, decode

_LONGEST_TITLE = 160


def read(content: bytes) -> ArticleDraft:
    """The article in a text file; the title line stays part of its body."""
    return from_text(decode(content))


def from_text(text: str) -> ArticleDraft:
    """The article in a pasted text; raises UnreadableFile when there is none."""
    body = clean(text)
    return ArticleDraft(title=title_of(body), body=body, language=language_of(body))


def title_of(body: str) -> str:
    """The first line that holds text, cut at a word when it is a whole paragraph."""
    first = next((line.strip() for line in body.splitlines() if line.strip()), "")
    first = " ".join(first.split())
    if len(first) <= _LONGEST_TITLE:
        return first
    return first[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
