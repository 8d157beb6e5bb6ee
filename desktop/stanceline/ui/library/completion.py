"""What the search box offers to write: names of fields, and what may stand behind them."""

import re
from collections.abc import Callable, Iterable, Sequence

from stanceline.domain.articles import ArticleStatus
from stanceline.domain.query import Field, Having
from stanceline.domain.quotations import QuotationKind
from stanceline.records import dataclass
from stanceline.services import articles, speakers, topics
from stanceline.services.several_articles import languages, tag_uses
from stanceline.services.workspace import Workspace

_MOST = 8
_LEAST_OF_NAME = 3
_VALUE = re.compile(r'(?:^|[\s(\-−])([^\W\d_]+):(?:"([^"]*)|([^\s"()]*))$')
_NAME = re.compile(r"(?:^|[\s(\-−])([^\W\d_]+)$")


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is being typed: the value of a field, or with none the name of one.

    It begins at ``start``, in code points of the text.
    """

    field: Field | None
    typed: str
    start: int


def unfinished_in(text_before_cursor: str) -> Unfinished | None:
    """What could be completed at the end of the text, or None."""
    value = _VALUE.search(text_before_cursor)
    if value is not None:
        name, quoted, plain = value.groups()
        typed = plain if quoted is None else quoted
        start = value.end(1) + 1
        known = {each.value for each in Field}
        return Unfinished(Field(name.lower()), typed, start) if name.lower() in known else None
    name = _NAME.search(text_before_cursor)
    if name is None or len(name.group(1)) < _LEAST_OF_NAME:
        return None
    return Unfinished(None, name.group(1), name.start(1))


def written(field: Field | None, choice: str) -> str:
    """The choice as it stands in a query, with what parts it from the next word."""
    if field is None:
        return f"{choice}:"
    return f'"{choice}" ' if re.search(r"[\s()]", choice) else f"{choice} "


class Vocabulary:
    """The names in a workspace, each kind read when it is first asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[Field, Sequence[str]] = {}
        self._readers: dict[Field, Callable[[], Iterable[str]]] = {
            Field.SPEAKER: lambda: (each.name for each in speakers.all_speakers(workspace)),
            Field.TOPIC: lambda: (each.name for each in topics.all_topics(workspace)),
            Field.STANCE: lambda: (each.label for each in topics.all_stances(workspace)),
            Field.SOURCE: lambda: articles.source_names(workspace),
            Field.STATUS: lambda: (each.value.replace("_", " ") for each in ArticleStatus),
            Field.KIND: lambda: (each.value for each in QuotationKind),
            Field.TAG: lambda: (each.name for each in tag_uses(workspace)),
            Field.LANGUAGE: lambda: languages(workspace),
            Field.HAS: lambda: (each.value for each in Having),
        }

    def forget(self) -> None:
        """Read all names anew when they are next asked for."""
        self._known.clear()

    def choices(self, unfinished: Unfinished) -> list[str]:
        """What could be meant, those that begin so first."""
        typed = unfinished.typed.casefold()
        if unfinished.field is None:
            names = [each.value for each in Field if each.value.startswith(typed)]
            return names[:_MOST]
        values = self._values(unfinished.field)
        begin = [each for each in values if each.casefold().startswith(typed)]
        within = [each for each in values if f" {typed}" in f" {each.casefold()}"]
        found = list(dict.fromkeys(begin + within))[:_MOST]
        return [] if [each.casefold() for each in found] == [typed] else found

    def _values(self, field: Field) -> Sequence[str]:
        if field not in self._known:
            reader = self._readers.get(field)
            self._known[field] = list(dict.fromkeys(reader())) if reader else []
        return self._known[field]
