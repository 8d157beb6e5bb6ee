"""Bringing articles into a workspace: files, folders and pasted text."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from stanceline.domain.articles import ArticleDraft
from stanceline.formats.importers import READERS, plain, read_file
from stanceline.formats.text import UnreadableFile, encodable
from stanceline.records import dataclass
from stanceline.services.editing import EDITED, Edited, checked_body, replace_body
from stanceline.services.history_words import shortened
from stanceline.services.progress import QUIET, Progress
from stanceline.services.workspace import Changed, LongAction, Workspace, found
from stanceline.storage import articles, tables, versions
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


@dataclass(frozen=True, slots=True)
class ChangedVersion:
    """Something imported that seems to be the article of this id and title, changed.

    ``imported_id`` is the article that was made of it beside that one, and None when it took
    its place, of which ``edited`` tells. ``is_edited_here`` says that the article's text was
    edited in the workspace before, which an update replaces.
    """

    article_id: int
    title: str
    draft: ArticleDraft
    name: str
    imported_id: int | None = None
    edited: Edited | None = None
    is_edited_here: bool = False


@dataclass(slots=True)
class ImportReport:
    """What became of everything that was to be imported.

    ``imported``, ``reprints`` and ``updated`` hold article ids; what ``changed`` names is
    among the imported or the updated ones as well.
    """

    imported: list[int] = field(default_factory=list)
    reprints: list[int] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    changed: list[ChangedVersion] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)


def files_under(paths: Iterable[Path]) -> list[Path]:
    """The files themselves, and of folders every file that can be read, in order of name.

    Hidden files and folders are left out, and so are folders that may not be looked into.
    """
    files: list[Path] = []
    for path in paths:
        # os.path.isdir and os.walk say no where pathlib raises: what cannot be looked into
        # is told of when it is read.
        if os.path.isdir(path):  # noqa: PTH112 - see above
            files += sorted(_files_in(path))
        else:
            files.append(path)
    return files


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
    updates: bool = False,
) -> ImportReport:
    """Store the articles, as one action unless it is to be ``within`` one.

    ``source`` and ``published`` (EDTF) hold for those that name none. A text that is there
    already, from the same outlet or from one that is not known, is left out; from another
    outlet it is stored as a reprint. So is a file left out that an article was made of whose
    text was edited since. A changed version of an article that was there before is stored
    beside it, or in its place where ``updates`` says so, and reported. Raises Cancelled
    between batches: what was stored before stays.
    """
    if within is None:
        kinds = dict.fromkeys((*IMPORTED, *(EDITED if updates else ())))
        with workspace.long_action("Import articles", *kinds) as action:
            return store(
                workspace,
                incoming,
                source=source,
                published=published,
                total=total,
                progress=progress,
                within=action,
                updates=updates,
            )
    report = ImportReport()
    with workspace.reading() as session:
        storing = _Storing(report, versions.last_id(session), updates)
    done = 0
    for batch in _batches(incoming):
        with within.batch() as session:
            for item in batch:
                if isinstance(item, Problem):
                    report.problems.append(item)
                else:
                    storing.one(session, _completed(item, source, published))
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


@dataclass(frozen=True, slots=True)
class _Storing:
    """Stores one article after the other; those above ``last`` are of this import."""

    report: ImportReport
    last: int
    updates: bool

    def one(self, session: Session, item: Incoming) -> None:
        draft = item.draft
        same = articles.with_body(session, draft.body)
        known = versions.made_of(session, item.original) if item.original and not same else ()
        if any(_is_same(row, draft) for row in (*same, *known)):
            self.report.duplicates.append(item.name)
            return
        earlier = None
        if not same:
            file_name = item.name if item.original else ""
            earlier = versions.earlier_version(session, draft, file_name, self.last)
        original = (
            articles.original_holding(session, item.name, item.original) if item.original else None
        )
        # One that was updated by this import stays: the next file like it is another article.
        if earlier is not None and self.updates and earlier.id not in self.report.updated:
            edited = _update(session, earlier, draft, original)
            self.report.updated.append(earlier.id)
            self.report.changed.append(_changed(earlier, item, edited=edited))
            return
        first = same[0] if same else None
        row = articles.add(
            session, draft, original=original, reprint_of=_first_print(session, first)
        )
        self.report.imported.append(row.id)
        if first is not None:
            self.report.reprints.append(row.id)
        if earlier is not None:
            self.report.changed.append(_changed(earlier, item, imported_id=row.id))


def _changed(
    earlier: tables.Article,
    item: Incoming,
    *,
    imported_id: int | None = None,
    edited: Edited | None = None,
) -> ChangedVersion:
    return ChangedVersion(
        article_id=earlier.id,
        title=earlier.title,
        draft=item.draft,
        name=item.name,
        imported_id=imported_id,
        edited=edited,
        is_edited_here=earlier.revision > 1 + (edited is not None),
    )


def update_article(
    workspace: Workspace, article_id: int, draft: ArticleDraft, *, imported_id: int | None = None
) -> Edited:
    """Give the article the text of a changed version of it; its marks follow, as one action.

    Facts that the article lacks come from the draft. ``imported_id`` is an article that was
    made of the draft and is no longer needed then; it stays if somebody marked something in
    it. Raises NotFound, and StancelineError for a text without words.
    """
    body = checked_body(draft.body)
    with workspace.reading() as session:
        title = found(session.get(tables.Article, article_id), "The article").title
    with workspace.action(f"Update the article “{shortened(title)}”", *Changed) as session:
        row = found(session.get(tables.Article, article_id), "The article")
        copy = None if imported_id is None else session.get(tables.Article, imported_id)
        original = copy.original if copy else None
        edited = _update(session, row, replace(draft, body=body), original)
        if copy is not None and copy.id != row.id and not _has_marks(session, copy.id):
            session.delete(copy)
    return edited


def _has_marks(session: Session, article_id: int) -> bool:
    return any(
        session.scalar(select(table.id).where(table.article_id == article_id).limit(1))
        for table in (tables.Quotation, tables.Evidence)
    )


def _update(
    session: Session,
    row: tables.Article,
    draft: ArticleDraft,
    original: tables.Original | None,
) -> Edited:
    """Replace the text, and a title that was taken from it; fill in facts that are missing."""
    if row.body.lstrip().startswith(row.title) and draft.body.lstrip().startswith(draft.title):
        row.title = draft.title
    for name in ("author", "url", "published", "language"):
        if not getattr(row, name) and getattr(draft, name):
            setattr(row, name, getattr(draft, name))
    if row.source is None:
        row.source = articles.source_named(session, draft.source)
    if original is not None:
        row.original = original
    return replace_body(session, row, draft.body)


def _is_same(row: tables.Article, draft: ArticleDraft) -> bool:
    source = row.source.name if row.source else ""
    return source == draft.source or not source or not draft.source


def _first_print(session: Session, first: tables.Article | None) -> tables.Article | None:
    if first is None or first.reprint_of_id is None:
        return first
    return session.get(tables.Article, first.reprint_of_id)
