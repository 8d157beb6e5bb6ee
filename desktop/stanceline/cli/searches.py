"""The command that searches."""

import argparse
import sys

from stanceline.cli.opening import open_to_read
from stanceline.cli.output import cut, print_json, print_lines, tell
from stanceline.domain.snippets import Snippet
from stanceline.services.searching import SearchHit, SearchResult, search

_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"


def search_articles(parsed: argparse.Namespace) -> int:
    """Print the articles that the query finds, best first; finding none is no failure."""
    with open_to_read(parsed) as workspace:
        result = search(workspace, parsed.query, limit=parsed.limit)
    if parsed.json:
        print_json(_document(result))
        return 0
    for note in result.notes:
        tell(f"stanceline: {note}")
    marks = (_BOLD, _PLAIN) if sys.stdout.isatty() else ("«", "»")
    for hit in result.hits:
        print_lines(_lines(hit, marks))
    tell(_counted(result))
    return 0


def _document(result: SearchResult) -> dict[str, object]:
    return {
        "query": _encodable(result.query.text),
        "understood": result.query.understood,
        "notes": list(result.notes),
        "count": result.count,
        "capped": result.is_capped,
        "hits": [
            {
                "article_id": hit.article_id,
                "title": hit.title,
                "source": hit.source,
                "published": hit.published,
                "snippet": hit.snippet.text,
                "marks": [list(mark) for mark in hit.snippet.marks],
                "field": hit.field,
                "n_quotations": hit.n_quotations,
                "score": round(hit.score, 6),
            }
            for hit in result.hits
        ],
    }


def _encodable(text: str) -> str:
    """The text without what no encoding has, such as bytes of an argument that were no UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _lines(hit: SearchHit, marks: tuple[str, str]) -> tuple[str, str]:
    facts = (str(hit.article_id), hit.published or "no date", hit.source, cut(hit.title))
    return _shown("  ".join(fact for fact in facts if fact)), f"    {_marked(hit.snippet, marks)}"


def _marked(snippet: Snippet, marks: tuple[str, str]) -> str:
    """The snippet with each hit between the marks; control characters cannot reach a terminal."""
    before, after = marks
    text, place = "", 0
    for start, end in snippet.marks:
        text += (
            f"{_shown(snippet.text[place:start])}{before}{_shown(snippet.text[start:end])}{after}"
        )
        place = end
    return text + _shown(snippet.text[place:])


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _counted(result: SearchResult) -> str:
    more = " or more" if result.is_capped else ""
    noun = "article" if result.count == 1 and not more else "articles"
    shown = len(result.hits)
    of_them = f", the best {shown:,} shown" if shown < result.count else ""
    return f"Found {result.count:,}{more} {noun}{of_them}."
