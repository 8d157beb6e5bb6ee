"""Killing long jobs: what they write is the old thing or the new one, whole, and nothing else.

Each job is run once to its end to see how long it takes, and then killed at moments that are
spread over that time. Afterwards the program is started again, which must go on as ever and
leave nothing of the killed one behind.
"""

import atexit
import os
import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from faults import affair, first_schema
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
from stanceline.domain.marks import MarkFilter
from stanceline.domain.timelines import SavedView
from stanceline.services.backups import back_up, restore
from stanceline.services.exporting import TABLES, export_timeline_csv
from stanceline.services.history import compact
from stanceline.services.importing import store
from stanceline.services.protecting import set_passphrase
from stanceline.services.timeline import marks_of
from stanceline.services.undoing import redo, undo
from stanceline.services.workspace import Workspace
from stanceline.storage.engine import DRIVER
from stanceline.storage.keys import SALT_LENGTH, key_for

NAME = "work.stanceline"
"""What the workspace of a trial is called."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something long to be killed. All functions get a folder of the trial's own.

    ``prepare`` fills it, ``run`` is what is killed, and ``check`` says in sentences what is
    wrong then; it hears what ``run`` acknowledged before. ``start_again`` runs in a child
    after that and raises when the program does not go on as it should.
    """

    name: str
    prepare: Callable[[Path], None]
    run: Callable[[Path, Acknowledge], None]
    check: Callable[[Path, list[object]], list[str]]
    start_again: Callable[[Path], None]


class Unfit(AssertionError):
    """The program did not go on as it should after a kill."""


def must(is_so: bool, sentence: str) -> None:
    """Raise Unfit with the sentence unless it is so."""
    if not is_so:
        raise Unfit(sentence)


def killed(job: Job, n_kills: int) -> Tally:
    """The job killed at this many moments, from its first step to after its last."""
    tally = Tally(f"kill -9 during {job.name}")
    rng = random.Random(job.name)
    with timed(tally), scratch("jobs", on_disk=True) as folder:
        length_s = _length(job, folder)
        n_cut_short = 0
        for number in range(n_kills):
            trial = folder / f"trial-{number}"
            moment_s = (number + rng.random()) / n_kills * length_s * 1.05
            ended = _run(job, trial, moment_s)
            tally.tried += 1
            n_cut_short += ended.was_killed
            for problem in _problems(job, trial, ended):
                tally.fail(f"killed after {moment_s * 1000:.0f} ms: {problem}")
            shutil.rmtree(trial, ignore_errors=True)
        tally.note = f"{n_cut_short} of them within its {length_s * 1000:,.0f} ms"
    return tally


def _length(job: Job, folder: Path) -> float:
    """How long the job takes; it must do what it should when nobody kills it."""
    trial = folder / "whole"
    lengths = []
    for _ in range(2):
        shutil.rmtree(trial, ignore_errors=True)
        ended = _run(job, trial, None)
        must(ended.status == 0, f"{job.name} failed by itself: {ended.said}")
        lengths.append(ended.seconds)
        problems = _problems(job, trial, ended)
        must(not problems, f"{job.name}, not killed: {problems}")
    shutil.rmtree(trial, ignore_errors=True)
    return min(lengths)


def _run(job: Job, trial: Path, moment_s: float | None) -> Ended:
    trial.mkdir()
    hide_data_in(trial)
    job.prepare(trial)

    def run(acknowledge: Acknowledge) -> None:
        acknowledge("begun")
        job.run(trial, acknowledge)

    return in_child(run, kill_after_first=moment_s)


def hide_data_in(trial: Path) -> None:
    """Have backups lie in the trial's folder."""
    os.environ["XDG_DATA_HOME"] = str(trial / "data")


def _problems(job: Job, trial: Path, ended: Ended) -> list[str]:
    if ended.status and not ended.was_killed:
        return [f"it ended by itself: {ended.said.strip()[-300:]}"]
    problems = job.check(trial, ended.acknowledged[1:])
    again = in_child(lambda _say: job.start_again(trial))
    if again.status:
        problems.append(f"the next start: {again.said.strip()[-300:]}")
    left = leftovers(trial)
    if left:
        problems.append(f"left behind after the next start: {', '.join(left[:3])}")
    return problems


def leftovers(trial: Path) -> list[str]:
    """The names of files that a program began and nobody finished."""
    return sorted(path.name for path in trial.rglob("*") if _is_leftover(path))


def _is_leftover(path: Path) -> bool:
    name = path.name
    return path.is_file() and (
        name.startswith((".unfinished-", ".new-")) or name.endswith((".migrating", ".tmp"))
    )


# ---- what the jobs work on -----------------------------------------------------------------


@cache
def _templates() -> Path:
    """A folder with workspaces to copy, made once; it goes when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="stanceline-templates-"))
    owner = os.getpid()
    atexit.register(lambda: os.getpid() == owner and shutil.rmtree(folder, ignore_errors=True))
    return folder


def _template(name: str, make: Callable[[Path], None]) -> Path:
    path = _templates() / f"{name}.stanceline"
    if not path.exists():
        make(path)
    return path


def _large(path: Path) -> None:
    affair.make_affair(path, seed=3, n_articles=150, n_paragraphs=40)


def _small(path: Path) -> None:
    affair.make_affair(path, seed=4, n_articles=20)


def _changed(path: Path) -> None:
    shutil.copyfile(_template("large", _large), path)
    with Workspace.open(path) as workspace:
        for number in range(100, 120):
            affair.act(workspace, 4, number)


def _state_of(path: Path, *pragmas: str) -> str:
    with closing(open_raw(path, pragmas)) as connection:
        return digest(connection)


@cache
def _state_of_template(path: Path) -> str:
    return _state_of(path)


def _open_and_close(path: Path, passphrase: str | None = None) -> None:
    with Workspace.open(path, passphrase=passphrase) as workspace:
        must(not workspace.is_read_only, f"it opened read-only: {workspace.why_read_only}")
        affair.act(workspace, 1, 1)


# ---- migration -----------------------------------------------------------------------------


def _old(path: Path) -> None:
    first_schema.make(path, 60)


@cache
def _essence_of_old() -> str:
    with closing(open_raw(copied(_template("old", _old), _templates() / "read"))) as connection:
        return first_schema.essence(connection)


def _check_migration(trial: Path, _said: list[object]) -> list[str]:
    copy = copied(trial / NAME, trial / "copy")
    with closing(open_raw(copy)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        is_same = first_schema.essence(connection) == _essence_of_old()
    problems = looked_over(copy)
    if f"{version:04}" != revision:
        problems.append(f"the file says {version}, its tables {revision}")
    if not is_same:
        problems.append("the rows are not those of the old file")
    for kept in trial.glob("*.bak.*"):
        with closing(open_raw(copied(kept, trial / "copy"))) as connection:
            if first_schema.essence(connection) != _essence_of_old():
                problems.append(f"{kept.name} is not the old file")
    if version > 1 and not list(trial.glob("*.bak.*")):
        problems.append("the old file was not kept")
    shutil.rmtree(trial / "copy")
    return problems


def _after_migration(trial: Path) -> None:
    path = trial / NAME
    with Workspace.open(path):
        pass
    with closing(open_raw(path)) as connection:
        must(first_schema.essence(connection) == _essence_of_old(), "rows changed")
    _open_and_close(path)
    must(not looked_over(path), "not sound after the next start")


MIGRATION = Job(
    "migration",
    lambda trial: shutil.copyfile(_template("old", _old), trial / NAME),
    lambda trial, _say: Workspace.open(trial / NAME).close(),
    _check_migration,
    _after_migration,
)


# ---- backup and restore --------------------------------------------------------------------


def _prepare_backup(trial: Path) -> None:
    shutil.copyfile(_template("large", _large), trial / NAME)
    (trial / "backups").mkdir()
    earlier = trial / "backups" / "2031-05-12T09-30-00.000Z_by-hand_20-articles_0.stanceline"
    shutil.copyfile(_template("small", _small), earlier)


def _run_backup(trial: Path, acknowledge: Acknowledge) -> None:
    with Workspace.open(trial / NAME) as workspace:
        for _ in range(3):
            made = back_up(workspace, trial / "backups")
            acknowledge(made.path.name)


def _check_backup(trial: Path, said: list[object]) -> list[str]:
    known = {
        _state_of_template(_template("large", _large)),
        _state_of_template(_template("small", _small)),
    }
    problems = []
    there = [each for each in (trial / "backups").iterdir() if not each.name.startswith(".")]
    missing = set(said) - {each.name for each in there}
    problems += [f"the backup {name} is gone" for name in missing]
    for path in [*there, trial / NAME]:
        copy = copied(path, trial / "copy")
        problems += [f"{path.name}: {each}" for each in looked_over(copy)]
        if _state_of(copy) not in known:
            problems.append(f"{path.name} holds something else")
    if not any("2031-05-12" in each.name for each in there):
        problems.append("the earlier backup is gone")
    shutil.rmtree(trial / "copy")
    return problems


def _after_backup(trial: Path) -> None:
    with Workspace.open(trial / NAME) as workspace:
        back_up(workspace, trial / "backups")


BACKUP = Job("backup", _prepare_backup, _run_backup, _check_backup, _after_backup)


def _prepare_restore(trial: Path) -> None:
    """A workspace that was left unclean, with its log beside it, and a backup of another state."""
    shutil.copyfile(_template("changed", _changed), trial / NAME)
    shutil.copyfile(_template("large", _large), trial / "backup.stanceline")

    def leave_unclean(_say: Acknowledge) -> None:
        workspace = Workspace.open(trial / NAME)
        affair.act(workspace, 8, 3)
        os._exit(0)

    in_child(leave_unclean)
    with closing(open_raw(copied(trial / NAME, trial / "copy"))) as connection:
        (trial / "state").write_text(digest(connection), "ascii")
    shutil.rmtree(trial / "copy")


def _run_restore(trial: Path, _say: Acknowledge) -> None:
    restore(trial / "backup.stanceline", trial / NAME, replace=True)


def _check_restore(trial: Path, _said: list[object]) -> list[str]:
    old = (trial / "state").read_text("ascii")
    new = _state_of_template(_template("large", _large))
    copy = copied(trial / NAME, trial / "copy")
    problems = looked_over(copy)
    found = _state_of(copy)
    if found not in {old, new}:
        problems.append("the file is neither what it was nor the backup")
    if found == new:
        kept = [each for each in trial.glob("*before restore*") if each.suffix == ".stanceline"]
        states = [_state_of(copied(each, trial / "copy")) for each in kept]
        if old not in states:
            problems.append("what was replaced was not kept")
    if _state_of(copied(trial / "backup.stanceline", trial / "copy")) != new:
        problems.append("the backup itself was changed")
    shutil.rmtree(trial / "copy")
    return problems


def _after_restore(trial: Path) -> None:
    before = _state_of(copied(trial / NAME, trial / "copy"))
    shutil.rmtree(trial / "copy")
    with Workspace.open(trial / NAME):
        pass
    must(_state_of(trial / NAME) == before, "opening changed it")
    restore(trial / "backup.stanceline", trial / NAME, replace=True)
    _open_and_close(trial / NAME)


RESTORE = Job("restore", _prepare_restore, _run_restore, _check_restore, _after_restore)


# ---- import --------------------------------------------------------------------------------


class _Telling:
    """Progress that acknowledges what is stored."""

    def __init__(self, acknowledge: Acknowledge) -> None:
        self._acknowledge = acknowledge

    def step(self, done: int, _total: int, _what: str) -> None:
        self._acknowledge(done)


_N_IMPORTED = 300


def _run_import(trial: Path, acknowledge: Acknowledge) -> None:
    arriving = affair.incoming(random.Random(9), _N_IMPORTED, 6)
    with Workspace.open(trial / NAME) as workspace:
        store(workspace, arriving, source="Harbour Post", progress=_Telling(acknowledge))


def _count(path: Path) -> int:
    with closing(open_raw(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])


def _check_import(trial: Path, said: list[object]) -> list[str]:
    before = _template("small", _small)
    copy = copied(trial / NAME, trial / "copy")
    n_new = _count(copy) - _count(copied(before, trial / "copy" / "before"))
    done = [each for each in said if isinstance(each, int)]
    problems = []
    if n_new < max(done, default=0):
        problems.append(f"{max(done)} articles were acknowledged, {n_new} are there")
    if n_new % 50:
        problems.append(f"{n_new} articles are there, which is no number of whole batches")

    def take_back(acknowledge: Acknowledge) -> None:
        with Workspace.open(copy) as workspace, closing(open_raw(copy)) as connection:
            stored = digest(connection)
            if n_new:
                undo(workspace)
            acknowledge(digest(connection))
            if n_new:
                redo(workspace)
            acknowledge(digest(connection) == stored)

    ended = in_child(take_back)
    if ended.status:
        problems.append(f"it cannot be undone: {ended.said.strip()[-300:]}")
    elif ended.acknowledged != [_state_of_template(before), True]:
        problems.append("one undo does not take back all of it, or redo does not bring it back")
    problems += looked_over(copy)
    shutil.rmtree(trial / "copy")
    return problems


IMPORT = Job(
    "import",
    lambda trial: shutil.copyfile(_template("small", _small), trial / NAME),
    _run_import,
    _check_import,
    lambda trial: _open_and_close(trial / NAME),
)


# ---- export --------------------------------------------------------------------------------

_PICTURES = ("png", "svg", "pdf")


def _exports(trial: Path, acknowledge: Acknowledge) -> None:
    """Write one file of every format, each over an earlier one."""
    with Workspace.open(trial / NAME) as workspace:
        for kind in _PICTURES:
            _export_picture(workspace, trial / "out" / f"timeline.{kind}", kind)
            acknowledge(f"timeline.{kind}")
        for name, export in TABLES.items():
            export(workspace, trial / "out" / f"{name}.csv", MarkFilter())
            acknowledge(f"{name}.csv")
        export_timeline_csv(trial / "out" / "timeline.csv", marks_of(workspace))
        acknowledge("timeline.csv")


def _export_picture(workspace: Workspace, out: Path, kind: str) -> None:
    # Imported in the child: a window system does not survive a fork.
    from stanceline.timeline.export import TimelineExport, export_timeline
    from stanceline.timeline.pages.headless import drawing_application

    _application = drawing_application()
    export_timeline(
        workspace,
        TimelineExport(
            out=out,
            format=kind,
            view=SavedView(""),
            title="The bridge",
            size_px=(800, 450),
            dpi=96,
            is_dark=False,
        ),
    )


_OLD_EXPORT = b"What was exported before.\n" * 2000


def _prepare_export(trial: Path) -> None:
    shutil.copyfile(_template("small", _small), trial / NAME)
    (trial / "out").mkdir()
    for name in [*TABLES, "timeline"]:
        (trial / "out" / f"{name}.csv").write_bytes(_OLD_EXPORT)
    for kind in _PICTURES:
        (trial / "out" / f"timeline.{kind}").write_bytes(_OLD_EXPORT)


@cache
def _whole_tables() -> dict[str, bytes]:
    """The tables as they are when nobody kills the program."""
    trial = _templates() / "exports"
    trial.mkdir()
    _prepare_export(trial)
    ended = in_child(lambda say: _exports(trial, say))
    must(ended.status == 0, f"export failed by itself: {ended.said}")
    return {path.name: path.read_bytes() for path in (trial / "out").glob("*.csv")}


def _is_whole(path: Path) -> bool:
    content = path.read_bytes()
    if path.suffix == ".csv":
        return content == _whole_tables()[path.name]
    if path.suffix == ".png":
        return content.startswith(b"\x89PNG") and content.endswith(b"IEND\xaeB`\x82")
    if path.suffix == ".pdf":
        return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    try:
        ET.fromstring(content)
    except ET.ParseError:
        return False
    return True


def _check_export(trial: Path, said: list[object]) -> list[str]:
    problems = []
    for path in sorted((trial / "out").iterdir()):
        if path.name.startswith("."):
            continue
        is_old = path.read_bytes() == _OLD_EXPORT
        if is_old and path.name in said:
            problems.append(f"{path.name} was acknowledged and is the old one")
        if not is_old and not _is_whole(path):
            problems.append(f"{path.name} is not whole")
    if (
        len([each for each in (trial / "out").iterdir() if each.name[0] != "."])
        != 3 + len(TABLES) + 1
    ):
        problems.append("a file is gone")
    return problems + looked_over(copied(trial / NAME, trial / "copy"))


def _after_export(trial: Path) -> None:
    shutil.rmtree(trial / "copy")
    _open_and_close(trial / NAME)
    with Workspace.open(trial / NAME) as workspace:
        export_timeline_csv(trial / "out" / "timeline.csv", marks_of(workspace))


EXPORT = Job("export", _prepare_export, _exports, _check_export, _after_export)


# ---- passphrases ---------------------------------------------------------------------------

_FIRST, _SECOND = "the old pier", "Öl & 环境 = 2+2"


def _locked(path: Path) -> None:
    shutil.copyfile(_template("large", _large), path)
    set_passphrase(path, None, _FIRST)


def _passphrase_job(name: str, now: str | None, new: str | None) -> Job:
    def prepare(trial: Path) -> None:
        template = _backed_up("locked" if now else "large", now)
        shutil.copytree(template, trial, dirs_exist_ok=True)

    def check(trial: Path, _said: list[object]) -> list[str]:
        wanted = _state_of_template(_template("large", _large))
        problems = []
        backups = [each for each in _visible(trial / "data") if each.suffix == ".stanceline"]
        if len(backups) != 1:
            problems.append(f"there are {len(backups)} backups")
        for path in (trial / NAME, *backups):
            copy = copied(path, trial / "copy")
            states = {each: _locked_state(copy, each) for each in (now, new)}
            if sorted(states.values()) != ["", wanted]:
                problems.append(f"{path.name} opens as {states}")
        shutil.rmtree(trial / "copy")
        return problems

    def start_again(trial: Path) -> None:
        path = trial / NAME
        for each in (now, new):
            if _locked_state(path, each):
                with Workspace.open(path, passphrase=each) as workspace:
                    must(not workspace.is_read_only, "it opened read-only")
                    affair.act(workspace, 1, 1)
                    back_up(workspace)  # As the program does when it opens what was changed.
                return
        raise Unfit("no passphrase opens it")

    return Job(name, prepare, lambda trial, _say: _set(trial, now, new), check, start_again)


def _backed_up(name: str, passphrase: str | None) -> Path:
    """A folder with the workspace of this name and a backup of it, as a trial begins."""
    folder = _templates() / f"{name}-backed-up"
    if not folder.exists():
        folder.mkdir()
        shutil.copyfile(_template(name, _locked if passphrase else _large), folder / NAME)

        def back_it_up(_say: Acknowledge) -> None:
            hide_data_in(folder)
            with Workspace.open(folder / NAME, passphrase=passphrase) as workspace:
                back_up(workspace)

        ended = in_child(back_it_up)
        must(ended.status == 0, f"no backup was made: {ended.said}")
    return folder


def _visible(folder: Path) -> list[Path]:
    """The files anywhere in the folder that are not hidden."""
    return [path for path in folder.rglob("*") if path.is_file() and path.name[0] != "."]


def _set(trial: Path, now: str | None, new: str | None) -> None:
    set_passphrase(trial / NAME, now, new)


_known_pragmas: dict[tuple[bytes, str], list[str]] = {}
"""What opens files, by salt and passphrase: a key takes long to derive."""


def _pragmas(path: Path, passphrase: str) -> list[str]:
    with path.open("rb") as file:
        named = (file.read(SALT_LENGTH), passphrase)
    if named not in _known_pragmas:
        _known_pragmas[named] = key_for(path, passphrase).pragmas()
    return _known_pragmas[named]


def _locked_state(path: Path, passphrase: str | None) -> str:
    """The fingerprint of what this passphrase opens; empty when it opens nothing."""
    try:
        pragmas = _pragmas(path, passphrase) if passphrase else []
        found = looked_over(path, pragmas)
        return "" if found else _state_of(path, *pragmas)
    except DRIVER.Error:
        return ""


PASSPHRASES = (
    _passphrase_job("setting a passphrase", None, _FIRST),
    _passphrase_job("changing a passphrase", _FIRST, _SECOND),
    _passphrase_job("removing a passphrase", _FIRST, None),
)

# ---- the journal ---------------------------------------------------------------------------


def _imported(path: Path) -> None:
    shutil.copyfile(_template("small", _small), path)
    with Workspace.open(path) as workspace:
        store(workspace, affair.incoming(random.Random(9), _N_IMPORTED, 6))


def _journal_job(name: str, run: Callable[[Workspace], object], *, changes: bool) -> Job:
    """A job on a workspace with a large import; ``changes`` says that it takes that back."""

    def run_it(trial: Path, _say: Acknowledge) -> None:
        with Workspace.open(trial / NAME) as workspace:
            run(workspace)

    def check(trial: Path, _said: list[object]) -> list[str]:
        allowed = {_state_of_template(_template("imported", _imported))}
        if changes:
            allowed.add(_state_of_template(_template("small", _small)))
        copy = copied(trial / NAME, trial / "copy")
        problems = looked_over(copy)
        if _state_of(copy) not in allowed:
            problems.append("the file is neither what it was nor what it was to be")
        shutil.rmtree(trial / "copy")
        return problems

    return Job(
        name,
        lambda trial: shutil.copyfile(_template("imported", _imported), trial / NAME),
        run_it,
        check,
        lambda trial: _open_and_close(trial / NAME),
    )


JOURNAL = (
    _journal_job("undoing an import", undo, changes=True),
    _journal_job("compacting", lambda workspace: compact(workspace, "9999-12-31"), changes=False),
)

JOBS = {
    "migration": (MIGRATION,),
    "backup": (BACKUP,),
    "restore": (RESTORE,),
    "import": (IMPORT,),
    "export": (EXPORT,),
    "passphrase": PASSPHRASES,
    "journal": JOURNAL,
}
"""The jobs by what the runner calls them."""
