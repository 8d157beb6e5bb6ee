"""What differs between two runs of the smoke list, and whether it may."""

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from packaged.given import PASSPHRASE
from packaged.programs import Program
from packaged.runner import Outcome
from stanceline.domain.errors import StancelineError
from stanceline.services.workspace import Workspace

_UID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b")
_NOT_COMPARED = re.compile(
    r"home/.*"
    r"|(.*/)?config/(settings|.*/)?.*\.json"  # where windows were, and when
    r"|(.*/)?config/logs/.*"  # what stands in them is looked at step by step
    r"|.*-(wal|shm)"
    r"|killed/stanceline-.*"  # the scratch folder that a killed program could not clear away
)

# The folder of a file's backups is named for where the file lies, a backup for its content.
_BACKUP_OF = re.compile(
    r'(?<=-)[0-9a-f]{8}(?=/)|(?<=_)[0-9a-f]{8}(?=\.stanceline)|(?<="state": ")[0-9a-f]{8}(?=")'
)


# What a system within another one, or Python's own way to start, makes otherwise.
_SAID_OF_THE_SYSTEM = (
    re.compile(r'(?<=disk         )(local|unknown)|(?<="place": )"(local|unknown)"'),
    re.compile(r'Detected locale "C" with .*?for more information\.\r?\n', re.DOTALL),
    re.compile(r"^\[PYI-\d+:ERROR\] Failed to execute script .*\n?", re.MULTILINE),
)


@dataclass(frozen=True, slots=True)
class Moving:
    """Pictures that no two runs draw alike: which, why, and how many pixels may differ."""

    name: str
    reason: str
    most_px: int | None = None


MOVING = (
    Moving(r"about-", "it names what the program was put together from"),
    Moving(r"(history|backups|damaged)-", "the time of day stands there", 4_000),
    Moving(r"(export|restoring|asked-passphrase)-", "a scratch folder is named there", 8_000),
    Moving(r"crash-", "the report is set in a typewriter face of the system", 1_500),
    Moving(r"check-", "a button has the focus when checking took no longer than a moment", 4_000),
    Moving(
        r"(read|suggestions|quotation-card|event-card|editing|palette|doubts)-",
        "how much of an article was read hangs on how long it was shown",
        400,
    ),
)


def differences(
    source: Program, first: Sequence[Outcome], other: Program, second: Sequence[Outcome]
) -> list[str]:
    """A sentence for each thing that is otherwise, in the order of the steps, then of files."""
    theirs = {outcome.step.name: outcome for outcome in second}
    told = [
        f"{one.step.name}: {what}"
        for one in first
        if one.step.name in theirs
        for what in _told_differences(source, one, other, theirs[one.step.name])
    ]
    left_out = tuple(f"{one.step.below}/" for one in first if one.step.name not in theirs)
    return told + list(_file_differences(source, other, left_out))


def allowed(name: str) -> Moving | None:
    """Why the picture of this name may differ, or None where it may not."""
    return next((each for each in MOVING if re.match(each.name, Path(name).name)), None)


def _told_differences(source: Program, one: Outcome, other: Program, two: Outcome) -> Iterator[str]:
    if one.ended.status != two.ended.status:
        yield f"ended with {one.ended.status} and with {two.ended.status}"
    for what, ours, theirs in (
        ("output", one.ended.out, two.ended.out),
        ("messages", one.ended.err, two.ended.err),
    ):
        place = first_difference(calm(source, ours), calm(other, theirs))
        if place:
            yield f"{what}: {place}"


def calm(program: Program, told: bytes) -> str:
    """What was told, without what is different each time: folders, times and random names."""
    text = program.without_folder(told).decode("utf-8", "backslashreplace")
    text = re.sub(r"[^\s\"“]*[/\\]stanceline-\w{8}\b", "{scratch}", text)
    for said in _SAID_OF_THE_SYSTEM:
        text = said.sub("", text)
    return _BACKUP_OF.sub("", without_moments(text)).replace("\r\n", "\n")


def without_moments(text: str) -> str:
    """The text without random identifiers and without times of today."""
    text = _UID.sub("{uid}", text)
    now = datetime.now(UTC)
    for day in (now, now - timedelta(days=1)):
        date = day.strftime("%Y-%m-%d")
        text = re.sub(rf"{date}[T ]\d\d-\d\d(-[\d.]+)?Z?", "{now}", text)
        text = re.sub(rf"{date}[T ][\d:.]+(Z|[+-]\d\d:?\d\d)?", "{now}", text)
        text = re.sub(rf"{date}([ _-]\d[\d-]{{3,}})?", "{today}", text)
        compact = day.strftime("%Y%m%d")
        text = re.sub(rf"{compact}[-T]?[\d-]{{4,}}Z?", "{now}", text)
    return text


def first_difference(ours: str, theirs: str) -> str:
    """The first line that differs, both ways, or nothing."""
    if ours == theirs:
        return ""
    mine, others = ours.splitlines(), theirs.splitlines()
    for number in range(max(len(mine), len(others))):
        one = mine[number] if number < len(mine) else "(nothing)"
        two = others[number] if number < len(others) else "(nothing)"
        if one != two:
            letters = zip(one, two, strict=False)
            start = next((n for n, (a, b) in enumerate(letters) if a != b), 0)
            cut = slice(max(0, start - 20), start + 60)
            return f"line {number + 1}: “{one[cut]}” and “{two[cut]}”"
    return "the ends of lines differ"


# ------------------------------------------------------------------------------- files


def _file_differences(source: Program, other: Program, left_out: tuple[str, ...]) -> Iterator[str]:
    ours, theirs = _files(source), _files(other)
    ours = {name: path for name, path in ours.items() if not name.startswith(left_out)}
    for name in sorted(ours.keys() ^ theirs.keys()):
        yield f"{name}: only left by {(source if name in ours else other).name}"
    for name in sorted(ours.keys() & theirs.keys()):
        what = file_difference(ours[name], theirs[name], source, other)
        if what:
            yield f"{name}: {what}"


def _files(program: Program) -> dict[str, Path]:
    """What lies in the folder, by names that hold no time; a time may come twice."""
    found: dict[str, Path] = {}
    for path in sorted(program.outside.rglob("*")):
        name = path.relative_to(program.outside).as_posix()
        if not path.is_file() or _NOT_COMPARED.fullmatch(name):
            continue
        name = _BACKUP_OF.sub("", without_moments(name))
        while name in found:
            name += " (another)"
        found[name] = path
    return found


def file_difference(ours: Path, theirs: Path, source: Program, other: Program) -> str:
    """What is otherwise in two files that should be the same, or nothing."""
    mine, others = ours.read_bytes(), theirs.read_bytes()
    if mine == others:
        return ""
    if ours.suffix == ".png":
        return picture_difference(ours, theirs)
    if ours.suffix == ".stanceline":
        return first_difference("\n".join(_dump(ours)), "\n".join(_dump(theirs)))
    if ours.suffix == ".pdf":
        mine, others = _drawn(mine), _drawn(others)
    return first_difference(calm(source, mine), calm(other, others))


def picture_difference(ours: Path, theirs: Path) -> str:
    """How many pixels differ and where, unless so many may."""
    mine, others = _pixels(ours), _pixels(theirs)
    if mine.shape != others.shape:
        return f"sizes are {mine.shape[1::-1]} and {others.shape[1::-1]}"
    differs = (mine != others).any(axis=2)
    n_px = int(differs.sum())
    moving = allowed(ours.name)
    if not n_px or (moving and (moving.most_px is None or n_px <= moving.most_px)):
        return ""
    rows, columns = np.nonzero(differs)
    where = f"{columns.min()},{rows.min()} to {columns.max()},{rows.max()}"
    return f"{n_px:,} pixels differ within {where}"


def _pixels(path: Path) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGBA8888)
    if image.isNull():
        return np.zeros((0, 0, 4), np.uint8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4).copy()


_STREAM = re.compile(rb"/Length \d+[^>]*>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PDF_MOMENT = re.compile(rb"\(D:\d{14}[^)]*\)|/ID \[[^\]]*\]|\buuid:[0-9a-f-]{36}")


def _drawn(content: bytes) -> bytes:
    """A PDF with its streams unpacked, without when it was made."""

    def unpacked(match: re.Match[bytes]) -> bytes:
        try:
            return b"stream\n" + zlib.decompress(match[1]) + b"\nendstream"
        except zlib.error:
            return b"stream\n" + match[1] + b"\nendstream"

    plain = _PDF_MOMENT.sub(b"{now}", _STREAM.sub(unpacked, content))
    # Fonts come in any order, so the number of an object says nothing; and where each
    # begins hangs on the length of what is packed.
    plain = re.sub(rb"\d+ 0 (R|obj)\b|/[A-Z]{6}(?=\+)", b"", plain.partition(b"\nxref\n")[0])
    return b"\nendobj\n".join(sorted(plain.split(b"\nendobj\n")))


def _dump(path: Path) -> Iterator[str]:
    """Every row of every table, of an encrypted workspace too, without random names and times."""
    try:
        with _opened(path) as workspace, workspace.reading() as session:
            connection = session.connection()
            tables = connection.exec_driver_sql(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
            ).all()
            indexed = [name for name, sql in tables if "VIRTUAL TABLE" in sql]
            for name, sql in tables:
                yield f"{name}: {sql}"
                if name.startswith(tuple(indexed)):
                    continue  # What an index holds is seen by searching.
                rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()
                yield from sorted(f"{name}: {_row(row)}" for row in rows)
    except StancelineError as error:
        yield f"{path.name} cannot be read: {type(error).__name__}"


def _opened(path: Path) -> Workspace:
    """The workspace, by the passphrase if it has one."""
    try:
        return Workspace.open(path, for_writing=False)
    except StancelineError:
        return Workspace.open(path, passphrase=PASSPHRASE, for_writing=False)


def _row(row: Iterable[object]) -> str:
    values = (
        hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else str(value)
        for value in row
    )
    return without_moments(" | ".join(values).replace("\n", "\\n"))
