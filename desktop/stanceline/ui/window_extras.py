"""Parts of the window that may be absent, all in one place."""

from importlib import import_module
from typing import Any


def made_if_there(module: str, name: str, *arguments: object) -> Any:
    """The part of the window by this name, None where there is none."""
    try:
        return getattr(import_module(module), name)(*arguments)
    except ImportError:
        return None
