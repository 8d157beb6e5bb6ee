"""The marked articles that suggestions are measured on, and the scorers that came with them.

They lie beside the checkout and are no part of it. ``ARE_HERE`` says whether there is anything
to measure.
"""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

_FOLDER = Path(__file__).resolve().parents[3] / "shared" / "eval"
_QUOTES, _DATES = _FOLDER / "quotes", _FOLDER / "dates"

ARE_HERE = (_QUOTES / "score.py").exists() and (_DATES / "score.py").exists()
WHERE = str(_FOLDER)


def quote_set(name: str) -> list[dict[str, Any]]:
    """The articles of a set of quotations, such as ``dev`` or ``dev_noisy``."""
    return _lines(_QUOTES / f"{name}.jsonl")


def date_set() -> list[dict[str, Any]]:
    """The documents of the set of dates."""
    return _lines(_DATES / "dev.jsonl")


def quote_scorer() -> ModuleType:
    """The scorer of quotations and speakers."""
    return _module("quote_score", _QUOTES / "score.py")


def date_scorer() -> ModuleType:
    """The scorer of dates."""
    return _module("date_score", _DATES / "score.py")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _module(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
