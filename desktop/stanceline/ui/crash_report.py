"""What is written down of a failure: where it happened, never what the user works on."""

import platform
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

import stanceline

MOST_REPORTS_KEPT = 20

_LONGEST_MESSAGE = 300
_PATTERN = "crash-*.txt"

# The messages of these come from the interpreter or the database and name code, columns
# and numbers. Others (ValueError, KeyError, UnicodeError) may quote the text of an article.
_TELLING = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    IndexError,
    MemoryError,
    NameError,
    RuntimeError,
    TypeError,
)
_TELLING_MODULES = ("sqlite3", "sqlcipher3")


def describe(error: BaseException) -> str:
    """The versions of everything and where the error came from, as plain text.

    Messages that may quote an article are left out, and no value of a variable is told.
    """
    return "\n".join([*_versions(), "", *_chain(error, set()), ""])


def place_of(error: BaseException) -> tuple[str, str, int]:
    """What tells this failure from others: its type and the line it comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return (
        type(error).__qualname__,
        last.filename if last else "",
        (last.lineno or 0) if last else 0,
    )


def write_report(folder: Path, text: str) -> Path | None:
    """The file that the report was written to, or None where nothing can be written."""
    name = f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_text(text, "utf-8", errors="replace")
        for old in sorted(folder.glob(_PATTERN))[:-MOST_REPORTS_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def _versions() -> list[str]:
    return [
        f"Stanceline {stanceline.__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, PySide {PySide6.__version__}",
        f"{platform.platform()}, {QGuiApplication.platformName() or 'no window system'}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
    ]


def _chain(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _chain(before, seen)
        yield "which led to"
    frames = traceback.extract_tb(error.__traceback__)
    yield from "".join(traceback.StackSummary.from_list(frames).format()).splitlines()
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}{_message(error)}"
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield "of which one is"
            yield from _chain(part, seen)


def _message(error: BaseException) -> str:
    if isinstance(error, OSError):
        return f": {error.strerror}" if error.strerror else ""
    known = type(error).__module__.partition(".")[0] in _TELLING_MODULES
    if not known and not isinstance(error, _TELLING):
        return " (its message is left out, since it may quote an article)"
    lines = str(error).splitlines()
    return f": {lines[0][:_LONGEST_MESSAGE]}" if lines else ""
