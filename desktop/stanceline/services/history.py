"""What was done in a workspace: the lines of its journal in words, and going back in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from stanceline.domain.actions import ActionKind, ActionState
from stanceline.services.history_words import Teller
from stanceline.services.workspace import Workspace
from stanceline.storage import history as stored


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that somebody did.

    ``at`` is UTC in ISO 8601, ``details`` say in words what was before and after.
    ``can_revert`` says that it may be taken back by itself, if nothing builds on it.
    """

    action_id: int
    at: str
    analyst: str
    label: str
    details: tuple[str, ...]
    kind: str
    state: str
    can_revert: bool
    n_changes: int


_MOST_SEARCHED = 5_000
"""Lines that are looked through for words at a time."""

_PAGE = 200


def history(
    workspace: Workspace,
    *,
    article_id: int | None = None,
    speaker_id: int | None = None,
    analyst_id: int | None = None,
    words: str = "",
    before_id: int | None = None,
    limit: int = 200,
) -> list[HistoryLine]:
    """The newest lines, newest first, of those older than ``before_id``.

    Of an article or a speaker come all lines that touched what belongs to it, also what is
    deleted since. ``words`` are looked for in labels, details and names, each by itself and
    whatever the case; at most the newest 5,000 lines are looked through for them.
    """
    wanted = words.casefold().split()
    found: list[HistoryLine] = []
    with workspace.reading() as session:
        connection = session.connection()
        n_left = _MOST_SEARCHED if wanted else limit
        while n_left > 0 and len(found) < limit:
            page = stored.lines(
                connection,
                article_id=article_id,
                speaker_id=speaker_id,
                analyst_id=analyst_id,
                before_id=before_id,
                limit=min(_PAGE if wanted else limit, n_left),
            )
            if not page:
                break
            n_left -= len(page)
            before_id = page[-1].id
            found += [line for line in _told(connection, page) if _holds(line, wanted)]
    return found[:limit]


def _told(connection: Connection, page: list[stored.Line]) -> Iterator[HistoryLine]:
    teller = Teller(connection, page)
    names = stored.analyst_names(connection)
    for line in page:
        yield HistoryLine(
            action_id=line.id,
            at=line.at,
            analyst=names.get(line.analyst_id, ""),
            label=line.label,
            details=teller.details(line),
            kind=line.kind,
            state=line.state,
            can_revert=(
                line.kind == ActionKind.DO and line.state == ActionState.DONE and not line.is_open
            ),
            n_changes=line.n_changes,
        )


def _holds(line: HistoryLine, words: list[str]) -> bool:
    text = "\n".join((line.label, line.analyst, *line.details)).casefold()
    return all(word in text for word in words)
