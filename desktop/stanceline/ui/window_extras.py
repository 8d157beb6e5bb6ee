"""What the window asks of its parts where they can tell it, all in one place."""

from importlib import import_module
from typing import Any

from stanceline.services.workspace import Workspace
from stanceline.ui.article_pane import ArticlePane


def place_in_sight(pane: ArticlePane) -> int:
    """The first code point of the article that is in sight."""
    ask = getattr(pane.reader, "place_in_sight", None)
    return int(ask()) if ask is not None else pane.reader.text.caret()


def selected_ids(library: Any) -> list[int]:
    """The articles that are chosen in the library."""
    ask = getattr(library, "selected_ids", None)
    return list(ask()) if ask is not None else []


def n_doubts(workspace: Workspace) -> int:
    """How many anchors wait for a person to look at them."""
    try:
        editing = import_module("stanceline.services.editing")
    except ImportError:
        return 0
    return int(editing.n_doubts(workspace))


def made_if_there(module: str, name: str, *arguments: object) -> Any:
    """The part of the window by this name, None where there is none."""
    try:
        return getattr(import_module(module), name)(*arguments)
    except ImportError:
        return None
