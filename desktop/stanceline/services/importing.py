"""Bringing articles into a workspace: files, folders and pasted text."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy.orm import Session

from stanceline.domain.articles import ArticleDraft
from stanceline.formats.importers import READERS, plain, read_file
from stanceline.formats.text import UnreadableFile, encodable
from stanceline.services.progress import QUIET, Progress
from stanceline.services.workspace import Changed, LongAction, Workspace
from stanceline.storage import articles, tables
from stanceline.storage.engine import may_open_raw

_BATCH = 50
_BATCH_CHARACTERS = 5_000_000
"""Articles a transaction: few enough that an edit made meanwhile hardly waits."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article that was read and is not yet stored; ``name`` says where it came from."""

    name: str
    draft: ArticleDraft
    original: bytes | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that no article could be made of, and why."""

    name: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.name}: {self.sentence}"


@dataclass(slots=True)
class ImportReport:
    """What became of everything that was to be imported; the lists hold article ids."""

    imported: list[int] = field(default_factory=list)
    reprints: list[int] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def files_under(paths: Iterable[Path]) -> list[Path]:
    """The files themselves, and of folders every file that can be read, in order of name.

    Hidden files and folders are left out, and so are folders that may not be looked into.
    """
    found: list[Path] = []
    for path in paths:
        # os.path.isdir and os.walk say no where pathlib raises: what cannot be looked into
        # is told of when it is read.
        if os.path.isdir(path):  # noqa: PTH112 - see above
            found += sorted(_files_in(path))
        else:
            found.append(path)
    return found


def _files_in(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in READERS:
                yield Path(place, name)


def read_files(paths: Sequence[Path]) -> Iterator[Incoming | Problem]:
    """The article of each file, or what is wrong with it."""
    for path in paths:
        try:
            content, draft = _read(path)
        except UnreadableFile as error:
            yield Problem(encodable(str(path)), str(error))
        else:
            yield Incoming(encodable(path.name), draft, content)


def _read(path: Path) -> tuple[bytes, ArticleDraft]:
    try:
        with may_open_raw(path) as may_open:
            if not may_open:
                raise UnreadableFile("It is a workspace, and open; it holds no text to import.")
    except OSError:
        pass  # The sentence about what is not there comes from reading it.
    return read_file(path)


IMPORTED = (Changed.ARTICLES, Changed.SUGGESTIONS)
"""What an import changes, with the suggestions that are made for what it brought."""


def read_text(text: str, name: str = "pasted text") -> Incoming:
    """The article in a text; raises UnreadableFile when there is none."""
    return Incoming(name, plain.from_text(text))


def store(
    workspace: Workspace,
    incoming: Iterable[Incoming | Problem],
    *,
    source: str = "",
    published: str = "",
    total: int = 0,
    progress: Progress = QUIET,
    within: LongAction | None = None,
) -> ImportReport:
    """Store the articles, as one action unless it is to be ``within`` one.

    ``source`` and ``published`` (EDTF) hold for those that name none. A text that is there
    already, from the same outlet or from one that is not known, is left out; from another
    outlet it is stored as a reprint. Raises Cancelled between batches: what was stored
    before stays.
    """
    if within is None:
        with workspace.long_action("Import articles", *IMPORTED) as action:
            return store(
                workspace,
                incoming,
                source=source,
                published=published,
                total=total,
                progress=progress,
                within=action,
            )
    report = ImportReport()
    done = 0
    for batch in _batches(incoming):
        with within.batch() as session:
            for item in batch:
                if isinstance(item, Problem):
                    report.problems.append(item)
                else:
                    _store_one(session, _completed(item, source, published), report)
        done += len(batch)
        progress.step(done, total, batch[-1].name)
    return report


def _batches(items: Iterable[Incoming | Problem]) -> Iterator[list[Incoming | Problem]]:
    batch: list[Incoming | Problem] = []
    n_characters = 0
    for item in items:
        batch.append(item)
        n_characters += len(item.draft.body) if isinstance(item, Incoming) else 0
        if len(batch) == _BATCH or n_characters > _BATCH_CHARACTERS:
            yield batch
            batch, n_characters = [], 0
    if batch:
        yield batch


def _completed(item: Incoming, source: str, published: str) -> Incoming:
    draft = item.draft
    return replace(
        item,
        draft=replace(
            draft,
            source=draft.source or encodable(source.strip()),
            published=draft.published or published,
        ),
    )


def _store_one(session: Session, item: Incoming, report: ImportReport) -> None:
    draft = item.draft
    same = articles.with_body(session, draft.body)
    if any(_is_same(row, draft) for row in same):
        report.duplicates.append(item.name)
        return
    first = same[0] if same else None
    original = (
        articles.original_holding(session, item.name, item.original) if item.original else None
    )
    row = articles.add(session, draft, original=original, reprint_of=_first_print(session, first))
    report.imported.append(row.id)
    if first is not None:
        report.reprints.append(row.id)


def _is_same(row: tables.Article, draft: ArticleDraft) -> bool:
    source = row.source.name if row.source else ""
    return source == draft.source or not source or not draft.source


def _first_print(session: Session, first: tables.Article | None) -> tables.Article | None:
    if first is None or first.reprint_of_id is None:
        return first
    return session.get(tables.Article, first.reprint_of_id)
