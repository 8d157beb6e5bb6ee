"""What is written down of a failure: where it happened, never what the user works on."""

import opcode
import os
import platform
import re
import traceback
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

import stanceline
from stanceline.bundled import IS_FROZEN
from stanceline.domain.errors import StancelineError
from stanceline.domain.processes import birth_of, is_alive
from stanceline.formats.files import whole_file

MOST_REPORTS_KEPT = 20

_LONGEST_MESSAGE = 300
_MOST_BYTES = 200_000
_CRASH, _ASIDE = "crash", "aside"
_FAULTS = re.compile(r"faults-(?P<pid>\d{1,10})-(?P<birth>\d*)\.log")
_HEADER_END = "What the system told of the failure:\n"

# The interpreter's own messages of these name code, types and numbers. Those of others
# (ValueError, KeyError, UnicodeError) may quote the text of an article.
_TELLING = frozenset(
    {
        ArithmeticError,
        AssertionError,
        AttributeError,
        ImportError,
        IndexError,
        MemoryError,
        ModuleNotFoundError,
        NameError,
        NotImplementedError,
        OverflowError,
        RecursionError,
        RuntimeError,
        TypeError,
        UnboundLocalError,
        ZeroDivisionError,
    }
)
_DATABASE_MODULES = ("sqlite3", "sqlcipher3")
# Others quote what was searched for ("no such column: minister").
_DATABASE_MESSAGES = re.compile(
    r"(UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(: \w+(\.\w+)?(, \w+(\.\w+)?)*)?"
    r"|database (schema |table )?is locked.{0,40}|disk I/O error|database or disk is full"
    r"|attempt to write a readonly database|database disk image is malformed"
    r"|file is not a database|unable to open database file|interrupted|out of memory"
    r"|Cannot operate on a closed (database|cursor)\.|bad parameter or other API misuse"
    r"|cannot (start|commit|rollback) .{0,60}|SQL logic error"
)
_LEFT_OUT = " (its message is left out, since it may quote an article)"
_PACKAGE = str(Path(stanceline.__file__).parent)
_RAISE = opcode.opmap["RAISE_VARARGS"]
_LIBRARIES = re.compile(r".*[/\\](?:site-packages|dist-packages|lib[/\\]python3\.\d+)[/\\]")
_QUOTED_FILE = re.compile(r'File "([^"\n]*)"')


def describe(error: BaseException) -> str:
    """The versions of everything and where the error came from, as plain text.

    Messages that may quote an article are left out, and neither values of variables nor
    the names of the user's folders are told.
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
    return _write(folder, _CRASH, text)


def note_aside(folder: Path, text: str) -> None:
    """Write down a failure that nobody waits for, and that nobody will be told of."""
    _write(folder, _ASIDE, text)


def unseen_reports(folder: Path, seen: Collection[str]) -> list[Path]:
    """The reports whose names are not among those that were seen, the latest first.

    What the system told of programs that it ended is made into reports first.
    """
    _gather_faults(folder)
    try:
        reports = sorted(folder.glob(f"{_CRASH}-*.txt"), reverse=True)
    except OSError:
        return []
    return [path for path in reports if path.name not in seen and path.is_file()]


def text_of(report: Path) -> str:
    """What is in the report; empty where it cannot be read."""
    try:
        with report.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def open_fault_log(folder: Path) -> TextIO | None:
    """A file for faulthandler, which this process alone writes; None where there can be none.

    Remove it with ``close_fault_log`` when the program ends as it should: what is left
    when the process is gone tells that it did not.
    """
    pid = os.getpid()
    path = folder / f"faults-{pid}-{birth_of(pid)}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8")
        file.write("\n".join([*_versions(), "", _HEADER_END]))
        file.flush()
    except OSError:
        return None  # Without a folder to write to the program works all the same.
    return file


def close_fault_log(file: TextIO) -> None:
    """Remove the file, as nothing went wrong."""
    with suppress(OSError):
        file.close()
    with suppress(OSError):
        Path(file.name).unlink()


def _gather_faults(folder: Path) -> None:
    """Make reports of what was told of programs that the system ended."""
    try:
        logs = sorted(folder.glob("faults-*.log"))
    except OSError:
        return
    for log in logs:
        named = _FAULTS.fullmatch(log.name)
        if named is None or is_alive(int(named["pid"]), named["birth"]):
            continue
        header, _, told = text_of(log).partition(_HEADER_END)
        if told.strip():
            told = _QUOTED_FILE.sub(lambda match: f'File "{_short(match[1])}"', told)
            if write_report(folder, f"{header}{told}") is None:
                continue
        with suppress(OSError):
            log.unlink()


def _write(folder: Path, kind: str, text: str) -> Path | None:
    path = folder / f"{kind}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as unfinished:
            unfinished.write_text(text, "utf-8", errors="replace")
        for old in sorted(folder.glob(f"{kind}-*.txt"))[:-MOST_REPORTS_KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, StancelineError):
        return None
    return path


def _versions() -> list[str]:
    kind = "installed program" if IS_FROZEN else "from source"
    return [
        f"Stanceline {stanceline.__version__}, {kind}",
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
    yield from "".join(
        traceback.StackSummary.from_list(map(_without_folders, frames)).format()
    ).splitlines()
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}{_message(error)}"
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            if id(part) not in seen:
                yield "of which one is"
                yield from _chain(part, seen)


def _without_folders(frame: traceback.FrameSummary) -> traceback.FrameSummary:
    return traceback.FrameSummary(
        _short(frame.filename), frame.lineno, frame.name, lookup_line=False, line=frame.line
    )


def _short(path: str) -> str:
    """The path of a module without the folders that somebody installed it in."""
    if IS_FROZEN and not os.path.isabs(path):  # noqa: PTH117 - it is a text
        return path  # A frozen program names its files without the folders they lay in.
    if path.startswith(_PACKAGE):
        return f"stanceline{path[len(_PACKAGE) :]}"
    inside = _LIBRARIES.match(path)
    return path[inside.end() :] if inside else Path(path).name


def _message(error: BaseException) -> str:
    """What the error says, as far as it can be no text of the user's."""
    if isinstance(error, OSError):
        return f": {os.strerror(error.errno)}" if isinstance(error.errno, int) else ""
    lines = str(error).splitlines()
    message = lines[0][:_LONGEST_MESSAGE] if lines else ""
    if not message:
        return ""
    if type(error).__module__.partition(".")[0] in _DATABASE_MODULES:
        name = getattr(error, "sqlite_errorname", "")
        told = f": {message}" if _DATABASE_MESSAGES.fullmatch(message) else _LEFT_OUT
        return f" {name}{told}" if name else told
    is_telling = type(error) in _TELLING and _is_of_the_code(message, error.__traceback__)
    return f": {message}" if is_telling else _LEFT_OUT


def _is_of_the_code(message: str, last: TracebackType | None) -> bool:
    """Whether the message comes from the interpreter, from us, or stands in the code.

    The code itself is asked, since an installed program has no source to read.
    """
    if last is None:
        return True
    while last.tb_next is not None:
        last = last.tb_next
    code = last.tb_frame.f_code
    was_raised = code.co_code[last.tb_lasti] == _RAISE
    if not was_raised or _short(code.co_filename).startswith("stanceline"):
        return True
    return any(isinstance(each, str) and message in each for each in code.co_consts)
