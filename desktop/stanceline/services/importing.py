"""Bringing articles into a workspace: files, folders and pasted text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from stanceline.domain.articles import ArticleDraft
from stanceline.formats.importers import READERS, plain, read_file
from stanceline.formats.text import UnreadableFile
from stanceline.services.progress import QUIET, Progress
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import articles, tables

_BATCH = 50
"""Articles a transaction: small enough that an edit made meanwhile hardly waits."""


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
    """The files themselves, and of folders every file that can be read, in order of name."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                file
                for file in path.rglob("*")
                if file.is_file()
                and file.suffix.lower() in READERS
                and not any(part.startswith(".") for part in file.relative_to(path).parts)
            )
        else:
            found.append(path)
    return found


def read_files(paths: Sequence[Path]) -> Iterator[Incoming | Problem]:
    """The article of each file, or what is wrong with it."""
    for path in paths:
        try:
            content, draft = read_file(path)
        except UnreadableFile as error:
            yield Problem(str(path), str(error))
        else:
            yield Incoming(path.name, draft, content)


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
) -> ImportReport:
    """Store the articles; ``source`` and ``published`` (EDTF) hold for those that name none.

    A text that is there already under the same title or from the same outlet is left
    out; under another one it is stored as a reprint. Raises Cancelled between batches:
    what was stored before stays.
    """
    report = ImportReport()
    done = 0
    for batch in _batches(incoming):
        with workspace.action("Import articles", Changed.ARTICLES) as session:
            for item in batch:
                if isinstance(item, Problem):
                    report.problems.append(item)
                else:
                    _store_one(session, _completed(item, source, published), report)
        done += len(batch)
        progress.step(done, total, batch[-1].name)
    return report


def _batches(items: Iterable[Incoming | Problem]) -> Iterator[list[Incoming | Problem]]:
    waiting = iter(items)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _completed(item: Incoming, source: str, published: str) -> Incoming:
    draft = item.draft
    return replace(
        item,
        draft=replace(
            draft,
            source=draft.source or source,
            published=draft.published or published,
        ),
    )


def _store_one(session: Session, item: Incoming, report: ImportReport) -> None:
    draft = item.draft
    first = articles.first_with_body(session, draft.body)
    if first is not None and _is_same(first, draft):
        report.duplicates.append(item.name)
        return
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
