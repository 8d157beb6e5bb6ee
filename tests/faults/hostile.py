"""Other programs, other people's disks, and files made to attack: refused or read, in words.

A file that is refused keeps every byte, and nothing is made beside it.
"""

import hashlib
import json
import os
import random
import shutil
import socket
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from faults import affair
from faults.jobs import must
from faults.kit import (
    Acknowledge,
    Ended,
    Tally,
    copied,
    digest,
    in_child,
    looked_over,
    open_raw,
    scratch,
    timed,
)
from stanceline.domain.errors import StancelineError
from stanceline.services.articles import library
from stanceline.services.undoing import undo
from stanceline.services.workspace import Workspace, WorkspaceReadOnly

_NAME = "work.stanceline"
_LONGEST_S = 20.0
_NOBODY = 65534


def hostile(n_rounds: int) -> list[Tally]:
    """All cases so many times."""
    return [
        _two_programs(n_rounds),
        _stale_logs(n_rounds),
        _own_journals(n_rounds),
        _read_only_places(n_rounds),
        _schemas(n_rounds),
        _files(n_rounds),
        _settings(n_rounds),
    ]


# ---- what is tried, and how it may end -----------------------------------------------------


def _open(path: Path, acknowledge: Acknowledge) -> None:
    """Open the workspace, read it and try to write; say how each of these went."""
    try:
        with Workspace.open(path) as workspace:
            acknowledge("read-only" if workspace.is_read_only else "writable")
            acknowledge(workspace.why_read_only)
            must(bool(library(workspace)), "it opened and shows nothing")
            try:
                affair.mark(workspace, 1)
            except WorkspaceReadOnly as error:
                acknowledge(str(error))
            else:
                undo(workspace)
                acknowledge("")
    except StancelineError as error:
        acknowledge("refused")
        acknowledge(str(error))


def _outcome(tally: Tally, what: str, ended: Ended) -> str:
    """How opening went: refused, read-only or writable; empty when it failed."""
    tally.tried += 1
    if ended.status:
        tally.fail(f"{what}: ended with {ended.status}: {ended.said.strip()[-300:]}")
        return ""
    outcome = str(ended.acknowledged[0])
    sentence = str(ended.acknowledged[-1]).strip()
    if outcome != "writable" and not (sentence.endswith((".", ")", "?")) and " " in sentence):
        tally.fail(f"{what}: {outcome}, and what it says is no sentence: {sentence!r}")
    return outcome


def _opened(tally: Tally, what: str, path: Path, expected: str) -> str:
    """Open the file in a child and see that it goes as expected, and changes nothing if refused."""
    before = _fingerprints(path.parent)
    ended = in_child(lambda say: _open(path, say), timeout=_LONGEST_S)
    outcome = _outcome(tally, what, ended)
    if outcome and outcome not in expected.split(" or "):
        tally.fail(f"{what}: {outcome}, not {expected} ({ended.acknowledged[-1]})")
    if outcome in {"refused", "read-only"} and _fingerprints(path.parent) != before:
        tally.fail(f"{what}: {outcome}, but the folder is not as it was")
    return outcome


def _fingerprints(folder: Path) -> dict[str, str]:
    """What is in the folder, by name, without locks, which say who reads."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file() and "lock" not in path.name
    }


# ---- two programs --------------------------------------------------------------------------


@contextmanager
def _held(path: Path) -> Iterator[Callable[[str], str]]:
    """Another program that has the workspace open; it does what it is told, line by line."""
    asking, answering = socket.socketpair()
    child = os.fork()
    if child == 0:
        asking.close()
        with suppress(BaseException):
            _obey(path, answering)
        os._exit(0)
    answering.close()

    def ask(what: str) -> str:
        asking.sendall(what.encode())
        return asking.recv(1 << 16).decode()

    asking.settimeout(_LONGEST_S)
    try:
        asking.recv(64)
        yield ask
    finally:
        asking.close()
        os.waitpid(child, 0)


def _obey(path: Path, line: socket.socket) -> None:
    with Workspace.open(path) as workspace:
        line.sendall(b"writable" if not workspace.is_read_only else b"read-only")
        number = 0
        while what := line.recv(1 << 16).decode():
            if what == "die":
                os.kill(os.getpid(), 9)
            number += 1
            affair.mark(workspace, number)
            line.sendall(str(len(library(workspace))).encode())


def _two_programs(n_rounds: int) -> Tally:
    tally = Tally("two programs at once")
    with timed(tally), scratch("two") as folder:
        for number in range(10 * n_rounds):
            path = folder / f"{number}-{_NAME}"
            affair.make_affair(path, n_articles=2)
            with _held(path) as ask:
                ask("mark")
                ended = in_child(lambda say, path=path: _open(path, say), timeout=_LONGEST_S)
                outcome = _outcome(tally, "a second program", ended)
                if outcome != "read-only":
                    tally.fail(f"a second program: {outcome} ({ended.acknowledged})")
                must(ask("mark") != "", "the first program could not go on")
                if number % 2:
                    with suppress(OSError):
                        ask("die")
            ended = in_child(lambda say, path=path: _open(path, say), timeout=_LONGEST_S)
            if _outcome(tally, "after the first one went", ended) != "writable":
                tally.fail(f"after the first one went: {ended.acknowledged}")
            for problem in looked_over(path):
                tally.fail(problem)
    return tally


# ---- logs of other files -------------------------------------------------------------------


def _leave_log(path: Path) -> None:
    """Work in the workspace and be killed, with much in the log and little in the file."""

    def work(_say: Acknowledge) -> None:
        workspace = Workspace.open(path)
        for number in range(12):
            affair.mark(workspace, number)
        os._exit(0)

    in_child(work)
    must(Path(f"{path}-wal").stat().st_size > 0, "the log is empty")


def _work_and_close(path: Path) -> None:
    with Workspace.open(path) as workspace:
        for number in range(100, 130):
            affair.act(workspace, 1, number)


def _stale_logs(n_rounds: int) -> Tally:
    """A file put in the place of another whose log is still there: never the old data silently."""
    tally = Tally("file swapped in beside a log")
    with timed(tally), scratch("stale") as folder:
        for number in range(5 * n_rounds):
            trial = folder / f"trial-{number}"
            trial.mkdir()
            path, other = trial / _NAME, folder / f"other-{number}.stanceline"
            affair.make_affair(path, seed=1, n_articles=3)
            if number % 2:
                affair.make_affair(other, seed=2 + number, n_articles=4)
            else:
                # An earlier state of the same workspace, as somebody's own backup has it.
                shutil.copyfile(path, other)
                in_child(lambda _say, path=path: _work_and_close(path))
            _leave_log(path)
            old = _state(copied(path, folder / "old"))
            new = _state(other)
            shutil.copyfile(other, path)
            ended = in_child(lambda say, path=path: _open(path, say), timeout=_LONGEST_S)
            kind = "of another workspace" if number % 2 else "of an earlier state"
            outcome = _outcome(tally, f"a file {kind}", ended)
            if outcome == "refused":
                if path.read_bytes() != other.read_bytes():
                    tally.fail(f"a file {kind}: refused, and the log was played into it")
                continue
            found = _state(copied(path, folder / "found"))
            if found == old:
                tally.lose(f"a file {kind} turned back into the old data, silently")
            elif found not in {old, new}:
                tally.fail(f"a file {kind}: a mixture of both was opened")
            for problem in looked_over(copied(path, folder / "found")):
                tally.fail(f"a file {kind}: {problem}")
    return tally


def _leave_journal(path: Path) -> None:
    """Be killed within a transaction that keeps the old pages in a journal, as migrations do."""

    def work(_say: Acknowledge) -> None:
        connection = open_raw(path, ("PRAGMA journal_mode = DELETE", "PRAGMA cache_size = 5"))
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE extra AS SELECT * FROM change")
        connection.execute("UPDATE text SET body = body || ' and so on'")
        os._exit(0)

    in_child(work)
    must(Path(f"{path}-journal").stat().st_size > 0, "the journal is empty")


def _own_journals(n_rounds: int) -> Tally:
    """A file that was being written when the program was killed: it is what it was before."""
    tally = Tally("journals of a killed program")
    with timed(tally), scratch("journals") as folder:
        for number in range(n_rounds):
            trial = folder / f"trial-{number}"
            trial.mkdir()
            path = trial / _NAME
            affair.make_affair(path, n_articles=3)
            before = _state(path)
            _leave_journal(path)
            if _opened(tally, "a journal", path, "writable") and _state(path) != before:
                tally.lose("the file is not what it was before")
            for problem in looked_over(path):
                tally.fail(problem)
    return tally


def _state(path: Path) -> str:
    with closing(open_raw(path)) as connection:
        return digest(connection)


# ---- places that cannot be written ---------------------------------------------------------


def _read_only_places(n_rounds: int) -> Tally:
    tally = Tally("places that cannot be written")
    with timed(tally), scratch("places", on_disk=True) as folder:
        folder.chmod(0o755)
        template = folder / "template.stanceline"
        affair.make_affair(template, n_articles=3)
        for number in range(n_rounds):
            for name, prepare in _PLACES.items():
                trial = folder / f"{name.replace(' ', '-')}-{number}"
                trial.mkdir(mode=0o755)
                path = Path(shutil.copyfile(template, trial / _NAME))
                with prepare(path) as expected:
                    if expected:
                        _opened_as_nobody(tally, name, path, expected)
    return tally


def _opened_as_nobody(tally: Tally, what: str, path: Path, expected: str) -> None:
    before = _fingerprints(path.parent)

    def open_it(acknowledge: Acknowledge) -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
        _open(path, acknowledge)

    ended = in_child(open_it, timeout=_LONGEST_S)
    outcome = _outcome(tally, what, ended)
    if outcome and outcome != expected:
        tally.fail(f"{what}: {outcome}, not {expected} ({ended.acknowledged[-1]})")
    if _fingerprints(path.parent) != before:
        tally.fail(f"{what}: the folder is not as it was")


@contextmanager
def _file_read_only(path: Path) -> Iterator[str]:
    path.chmod(0o444)
    yield "read-only"


@contextmanager
def _folder_read_only(path: Path) -> Iterator[str]:
    path.chmod(0o666)
    path.parent.chmod(0o555)
    yield "read-only"
    path.parent.chmod(0o755)


@contextmanager
def _both_read_only(path: Path) -> Iterator[str]:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    yield "read-only"
    path.parent.chmod(0o755)


@contextmanager
def _unreadable(path: Path) -> Iterator[str]:
    path.chmod(0o000)
    yield "refused"


@contextmanager
def _with_a_log(path: Path) -> Iterator[str]:
    """The newest changes are in a log that cannot be played in."""
    _leave_log(path)
    Path(f"{path}-shm").unlink(missing_ok=True)
    for each in path.parent.iterdir():
        each.chmod(0o444)
    path.parent.chmod(0o555)
    yield "refused"
    path.parent.chmod(0o755)


@contextmanager
def _read_only_disk(path: Path) -> Iterator[str]:
    folder = path.parent
    if not _done("mount", "--bind", folder, folder):
        yield ""
        return
    try:
        yield "read-only" if _done("mount", "-o", "remount,bind,ro", folder) else ""
    finally:
        _done("umount", "-l", folder)


def _done(*command: str | Path) -> bool:
    """Whether the command is there, and did what it is for."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextmanager
def _immutable(path: Path) -> Iterator[str]:
    if not _done("chattr", "+i", path):
        yield ""
        return
    try:
        yield "read-only"
    finally:
        _done("chattr", "-i", path)


_PLACES = {
    "a read-only file": _file_read_only,
    "a read-only folder": _folder_read_only,
    "a read-only file in a read-only folder": _both_read_only,
    "a file that may not be read": _unreadable,
    "a log in a read-only folder": _with_a_log,
    "a read-only disk": _read_only_disk,
    "an immutable file": _immutable,
}


# ---- schemas that attack -------------------------------------------------------------------

_SCHEMAS = {
    "an extra trigger": "CREATE TRIGGER extra AFTER INSERT ON quotation"
    " BEGIN SELECT load_extension('x'); END",
    "an extra view": "CREATE VIEW extra AS SELECT load_extension('x')",
    "an extra table": "CREATE TABLE extra (a)",
    "an extra virtual table": "CREATE VIRTUAL TABLE extra USING fts5(a)",
    "a spatial index": "CREATE VIRTUAL TABLE extra USING rtree(id, a, b)",
    "an index on an expression": "CREATE INDEX extra ON article (lower(title))",
    "a partial index": "CREATE INDEX extra ON article (title) WHERE length(title) > 3",
    "a generated column": "ALTER TABLE article ADD COLUMN extra"
    " GENERATED ALWAYS AS (upper(title)) VIRTUAL",
    "an extra column": "ALTER TABLE article ADD COLUMN extra TEXT DEFAULT 'x'",
    "a dropped trigger": "DROP TRIGGER journal_quotation_ai",
    "a dropped index table": "DROP TABLE article_fts",
    "a dropped table": "DROP TABLE evidence",
    "a renamed table": "ALTER TABLE tag RENAME TO label",
    "another revision": "UPDATE alembic_version SET version_num = '9999'",
    "no revision": "DELETE FROM alembic_version",
}

_REWRITTEN = {
    "a check that calls": ("table", "quotation", "PRIMARY KEY", "CHECK (load_extension('x')), X"),
    "a check": ("table", "article", "revision INTEGER", "revision INTEGER CHECK (abs(revision))"),
    "a default that calls": (
        "table",
        "tag",
        "name VARCHAR",
        "name VARCHAR DEFAULT (sqlite_version())",
    ),
    "another trigger": ("trigger", "journal_quotation_ai", "'I'", "'U'"),
    "a trigger that calls": ("trigger", "search_article_ad", "DELETE", "SELECT hex('x'); DELETE"),
    "another view": ("view", "search_view", "d.title AS title", "d.author AS title"),
    "another index of words": ("table", "article_fts", "unicode61", "ascii"),
    "a partial index of ours": (
        "index",
        "ix_quotation_speaker_id",
        "(speaker_id)",
        "(speaker_id) WHERE abs(speaker_id)",
    ),
    "rows deleted otherwise": ("table", "judgement", "ON DELETE CASCADE", "ON DELETE SET NULL"),
}
"""What is replaced in the stored statement of an object, by kind, name, old and new words."""


def _schemas(n_rounds: int) -> Tally:
    tally = Tally("schemas that attack")
    with timed(tally), scratch("schemas") as folder:
        template = folder / "template.stanceline"
        affair.make_affair(template, n_articles=2)
        for number in range(n_rounds):
            for name, statement in _SCHEMAS.items():
                path = _fresh(template, folder / f"{name.replace(' ', '-')}-{number}")
                with closing(sqlite3.connect(path)) as connection, connection:
                    connection.execute("PRAGMA journal_mode = DELETE")
                    connection.execute(statement)
                _opened(tally, name, path, "refused")
            for name, (kind, thing, old, new) in _REWRITTEN.items():
                path = _fresh(template, folder / f"{name.replace(' ', '-')}-{number}")
                _rewrite(path, kind, thing, old, new)
                _opened(tally, name, path, "refused")
    return tally


def _fresh(template: Path, folder: Path) -> Path:
    folder.mkdir()
    return Path(shutil.copyfile(template, folder / _NAME))


def _rewrite(path: Path, kind: str, name: str, old: str, new: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA writable_schema = ON")
        (sql,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE type = ? AND name = ?", (kind, name)
        ).fetchone()
        if new.endswith(", X"):  # A constraint before the one that is named.
            new = new.replace("X", old)
        must(old in sql, f"{name} has no {old!r} to be replaced")
        connection.execute(
            "UPDATE sqlite_master SET sql = ? WHERE type = ? AND name = ?",
            (sql.replace(old, new, 1), kind, name),
        )


# ---- files that are something else ---------------------------------------------------------


def _files(n_rounds: int) -> Tally:
    tally = Tally("files that are no workspaces")
    rng = random.Random(9)
    with timed(tally), scratch("files") as folder:
        template = folder / "template.stanceline"
        affair.make_affair(template, n_articles=2)
        whole = template.read_bytes()
        for number in range(n_rounds):
            contents = {
                "an empty file": b"",
                "one byte": b"S",
                "half a header": whole[:50],
                "a header alone": whole[:100],
                "a first page alone": whole[:4096],
                "half a file": whole[: len(whole) // 2],
                "a file cut off within a page": whole[: len(whole) - 1000],
                "noughts": bytes(len(whole)),
                "random bytes": rng.randbytes(8 * 4096),
                "random bytes of an odd length": rng.randbytes(10_001),
                "a text": "“We shall open it,” she said.\n".encode() * 300,
                "a newer format": whole[:60] + (99).to_bytes(4) + whole[64:],
                "a format without number": whole[:60] + bytes(4) + whole[64:],
                "a file of another program": whole[:68] + b"ABCD" + whole[72:],
                "pages of a length there is not": whole[:16] + b"\x00\x03" + whole[18:],
                "a newer way of writing": whole[:18] + b"\x09\x09" + whole[20:],
                "a header of noughts behind the name": whole[:16] + bytes(84) + whole[100:],
            }
            for name, content in contents.items():
                trial = folder / f"{name.replace(' ', '-')}-{number}"
                trial.mkdir()
                path = trial / _NAME
                path.write_bytes(content)
                # SQLite reads a last page of which a part is missing; the check names what is.
                is_read = name == "a file cut off within a page"
                _opened(tally, name, path, "refused or writable" if is_read else "refused")
            _special_files(tally, folder / f"special-{number}", template)
    return tally


def _special_files(tally: Tally, folder: Path, template: Path) -> None:
    """Things that are no ordinary files, and names that are not ordinary."""
    folder.mkdir()
    (folder / "folder.stanceline").mkdir()
    os.mkfifo(folder / "pipe.stanceline")
    (folder / "loop.stanceline").symlink_to(folder / "loop.stanceline")
    (folder / "nowhere.stanceline").symlink_to(folder / "gone.stanceline")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket.stanceline"))
    (folder / "device.stanceline").symlink_to("/dev/zero")
    for name in ("folder", "pipe", "loop", "nowhere", "socket", "device", "gone"):
        path = folder / f"{name}.stanceline"
        ended = in_child(lambda say, path=path: _open(path, say), timeout=_LONGEST_S)
        if _outcome(tally, f"a {name}", ended) not in {"refused", ""}:
            tally.fail(f"a {name} was opened")
    for name in (
        "a?mode=ro&immutable=1#x%41",
        "Ünï'c\"ode 环境",
        "line\nbreak",
        os.fsdecode(b"\xff"),
    ):
        path = Path(shutil.copyfile(template, folder / f"{name}.stanceline"))
        ended = in_child(lambda say, path=path: _open(path, say), timeout=_LONGEST_S)
        if _outcome(tally, f"the name {name!r}", ended) not in {"writable", ""}:
            tally.fail(f"the name {name!r}: {ended.acknowledged}")


# ---- settings ------------------------------------------------------------------------------

_RUN = "touch {mark}"


def _settings(n_rounds: int) -> Tally:
    """Settings that somebody crafted: the program starts with defaults, and runs none of it."""
    tally = Tally("crafted settings")
    with timed(tally), scratch("settings") as folder:
        mark = folder / "was-run"
        run = _RUN.format(mark=mark)
        pickled = f"cos\nsystem\n(S'{run}'\ntR.".encode()
        values: dict[str, object] = {
            "recent_workspaces": ["../../etc/passwd", 5, None, "\u0000", "x" * 100_000, {}],
            "last_workspace": ["/dev/zero"],
            "geometry": pickled.hex(),
            "window_state": {"__reduce__": run},
            "reading_size": 1e400,
            "theme": {"$type": "os.system"},
            "backup_minutes": -(10**40),
        }
        contents = {
            "nothing": b"",
            "no JSON": b"{",
            "another encoding": '{"theme": "dark"}'.encode("utf-16"),
            "a list": b"[1, 2]",
            "a number": b"1e999999",
            "deep": b"[" * 100_000 + b"]" * 100_000,
            "deep values": b'{"theme": ' + b'{"a":' * 5000 + b"1" + b"}" * 5001,
            "wrong kinds": json.dumps(values).encode(),
            "twice the same": b'{"theme": "dark", "theme": 5}',
            "a pickle": pickled,
            "an INI with a pickle": b"[General]\nx=@Variant(" + pickled + b")\n",
            "large": b'{"theme": "' + b"x" * 20_000_000 + b'"}',
            "nulls": bytes(10_000),
        }
        for _ in range(n_rounds):
            for name, content in contents.items():
                config = folder / "config"
                shutil.rmtree(config, ignore_errors=True)
                config.mkdir()
                (config / "settings.json").write_bytes(content)
                ended = in_child(lambda say, at=config: _read_settings(at, say), timeout=_LONGEST_S)
                tally.tried += 1
                if ended.status or ended.acknowledged[-1:] != ["kept"]:
                    tally.fail(f"{name}: {ended.status} {ended.said.strip()[-300:]}")
                if mark.exists():
                    tally.fail(f"{name}: what it holds was run")
    return tally


def _read_settings(folder: Path, acknowledge: Acknowledge) -> None:
    """Read every setting there is, then keep one and read it back."""
    # Imported here: a window system does not survive a fork.
    from stanceline.ui.settings import Settings

    settings = Settings(folder)
    for name in dir(Settings):
        if isinstance(getattr(Settings, name), property):
            getattr(settings, name)
    settings.remember_workspace(folder / "one.stanceline")
    must(Settings(folder).last_workspace == folder / "one.stanceline", "a setting was not kept")
    acknowledge("kept")
