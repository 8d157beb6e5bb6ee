"""The folders in which the program keeps its own files; nothing else asks appdirs."""

import os
import sys
from pathlib import Path

import appdirs

CONFIG_VARIABLE = "STANCELINE_CONFIG"
"""The environment variable with a folder that stands in for all of them."""

# Folders are lower case by custom where the file system tells the cases apart.
_NAME = "Stanceline" if sys.platform in {"win32", "darwin"} else "stanceline"


def config_folder() -> Path:
    """Where the settings are; it need not exist yet."""
    return _instead("") or Path(appdirs.user_config_dir(_NAME, appauthor=False))


def data_folder() -> Path:
    """Where workspaces go that the user has not put anywhere, such as the sample."""
    return _instead("data") or Path(appdirs.user_data_dir(_NAME, appauthor=False))


def log_folder() -> Path:
    """Where reports of failures go; it need not exist yet."""
    return _instead("logs") or Path(appdirs.user_log_dir(_NAME, appauthor=False))


def backup_folder() -> Path:
    """Where the backups of workspaces go, whatever disk those lie on; it need not exist yet."""
    return _instead("backups") or data_folder() / "backups"


def _instead(name: str) -> Path | None:
    chosen = os.environ.get(CONFIG_VARIABLE)
    return Path(chosen) / name if chosen else None
