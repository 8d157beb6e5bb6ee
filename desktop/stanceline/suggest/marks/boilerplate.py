"""Lines of a page that are not the article: links to other articles, footers, appeals."""

from stanceline.suggest.grammar.lexicon import every_boilerplate_pattern, lexicon_for
from stanceline.suggest.marks.paragraphs import paragraph_spans

_LONGEST = 300


def boilerplate_spans(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Half-open spans of the lines that belong to the page and not to the article.

    “READ ALSO: …”, “NEXT …”, “All rights reserved”, in any of the languages we have words for:
    a page's furniture is often in another language than a translated text.
    """
    return [
        (start, end)
        for start, end in paragraph_spans(text)
        if is_boilerplate(text, start, end, language)
    ]


def is_boilerplate(text: str, start: int, end: int, language: str = "en") -> bool:
    """True when the paragraph ``text[start:end]`` is furniture of the page."""
    if end - start > _LONGEST:
        return False
    match = lexicon_for(language).boilerplate_pattern.match(text, start, end)
    if match is None:
        match = every_boilerplate_pattern().match(text, start, end)
    if match is None:
        return False
    if match.group("line"):
        return True
    opening = match.group("opening")
    return bool(match.group("mark")) or match.end() == end or opening.isupper()
