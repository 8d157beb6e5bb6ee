"""What differs between a clone, an install and a frozen program: where files lie, for one."""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_bundled"
_ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parents[1]

MIGRATIONS = _ROOT / "migrations"
RESOURCES = _ROOT / "resources"

IS_FROZEN = hasattr(sys, "_MEIPASS")
"""Whether this is the installed program, with a Python and all libraries of its own."""

_SEARCH_PATHS = ("LD_LIBRARY_PATH", "LIBPATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH")
_BEFORE = "_ORIG"


def free_environment() -> None:
    """Make the environment what it was before a frozen program set it for itself.

    Whatever is started from here, such as what shows a folder, would else load the libraries
    and the plugins of this program in place of its own. This program itself has taken from
    these variables what it needs before any Python ran.
    """
    inside = getattr(sys, "_MEIPASS", "")
    if not inside:
        return
    for name in _SEARCH_PATHS:
        before = os.environ.pop(name + _BEFORE, None)
        if before is not None:
            os.environ[name] = before
        elif os.environ.get(name, "").startswith(inside):
            del os.environ[name]
