"""What tests of the library share: four articles of which one is done."""

import pytest

from stanceline.domain.articles import ArticleStatus
from stanceline.services.workspace import Workspace
from ui.library.library_builders import several


@pytest.fixture
def ids(workspace: Workspace) -> dict[str, int]:
    """Their ids by title."""
    return several(
        workspace,
        Dam=ArticleStatus.DONE,
        Leak=ArticleStatus.UNREAD,
        Fish=ArticleStatus.IN_WORK,
        Rain=ArticleStatus.UNREAD,
    )
