"""The order of the library, and how it follows what is done."""

from stanceline.domain.library import Arrangement
from stanceline.services.workspace import Workspace
from stanceline.storage import arranging
from stanceline.storage.arranging import Ids, LibraryGroup, LibraryOrder

__all__ = ["Ids", "LibraryGroup", "LibraryOrder", "library_order", "library_order_after"]

_DEFAULT = Arrangement()
_MOST_MOVES = 64
"""From so many moved articles on the order is read anew."""


def library_order(workspace: Workspace, arrangement: Arrangement = _DEFAULT) -> LibraryOrder:
    """The ids of all articles in groups and in order, without what their lines say."""
    with workspace.reading() as session:
        return arranging.order(session, arrangement)


def library_order_after(
    workspace: Workspace, known: LibraryOrder, *, most: int = _MOST_MOVES
) -> LibraryOrder:
    """The order as it is now; the same groups as before where no article moved.

    When more than ``most`` articles moved it is read anew.
    """
    with workspace.reading() as session:
        return arranging.order_after(session, known, most)
