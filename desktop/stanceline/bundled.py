"""Where the files that ship beside the code lie, in a clone, an install or a frozen program."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_bundled"
_ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parents[1]

MIGRATIONS = _ROOT / "migrations"
RESOURCES = _ROOT / "resources"
