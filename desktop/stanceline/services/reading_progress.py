"""How far somebody has read: remembered with the article, and no action of anybody's."""

from collections.abc import Sequence

from stanceline.services.workspace import Workspace
from stanceline.storage import reading_progress


def note(workspace: Workspace, article_id: int, place: int, furthest: int) -> None:
    """Remember where somebody is in the article, and how far they have come.

    Both are code points of its body. Nothing happens while the workspace is read-only.
    It is no step of undo and no line of history.
    """
    if workspace.is_read_only:
        return
    # An action that changes nothing the journal looks at leaves no trace of itself.
    with workspace.action("Remember a place") as session:
        reading_progress.note(session, article_id, max(0, place), max(0, place, furthest))


def place_of(workspace: Workspace, article_id: int) -> int | None:
    """Where somebody was in the article last, or None when it was never read."""
    with workspace.reading() as session:
        return reading_progress.place_of(session, article_id)


def progress_of(workspace: Workspace, article_ids: Sequence[int]) -> dict[int, float]:
    """How much of each of these articles was read, from 0 to 1; nothing of those never opened."""
    with workspace.reading() as session:
        return reading_progress.shares_of(session, article_ids)
