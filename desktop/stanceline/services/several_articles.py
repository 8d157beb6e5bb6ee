"""What an analyst does to several articles at once; each is one action, whatever their number.

All functions take ids, pass over those of articles that are gone, and say how many articles
they were about. They raise NotFound when none is there any more. What is long is written in
several transactions: Cancelled, raised between two of them by ``progress``, leaves what was
done before as one step of undo.
"""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from stanceline.domain import edtf
from stanceline.domain.articles import ArticleStatus
from stanceline.domain.errors import StancelineError
from stanceline.domain.names import plain_name
from stanceline.records import dataclass
from stanceline.services.progress import QUIET, Progress
from stanceline.services.suggesting import date_events_anew
from stanceline.services.workspace import Changed, NotFound, Workspace
from stanceline.storage import several_articles

_BATCH = 400

_STATUS_WORDS = {
    ArticleStatus.UNREAD: "unread",
    ArticleStatus.IN_WORK: "in work",
    ArticleStatus.DONE: "done",
}


@dataclass(frozen=True, slots=True)
class SharedFacts:
    """What several articles have in common; None where they have several values.

    ``tags`` says of each tag how many of the ``n_articles`` carry it.
    """

    n_articles: int
    title: str | None
    source: str | None
    author: str | None
    url: str | None
    published: str | None
    language: str | None
    note: str | None
    tags: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FactsChange:
    """Facts that are to hold of several articles; None leaves each as it is."""

    title: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    note: str | None = None
    added_tags: tuple[str, ...] = ()
    removed_tags: tuple[str, ...] = ()

    def says_nothing(self) -> bool:
        """Whether it changes nothing."""
        return self == FactsChange()


@dataclass(frozen=True, slots=True)
class TagUse:
    """A tag, and how many articles carry it."""

    name: str
    n_articles: int


def shared_facts(workspace: Workspace, article_ids: Sequence[int]) -> SharedFacts:
    """What these articles have in common; raises NotFound."""
    with workspace.reading() as session:
        n_articles, values = several_articles.shared_values(session, article_ids)
        if not n_articles:
            raise _gone(len(article_ids))
        tags = several_articles.tags_of(session, article_ids)
    return SharedFacts(n_articles, **values, tags=tags)


def tags_of(workspace: Workspace, article_ids: Sequence[int]) -> dict[str, int]:
    """The tags that any of these articles carries, and how many carry each."""
    with workspace.reading() as session:
        return several_articles.tags_of(session, article_ids)


def tag_uses(workspace: Workspace) -> list[TagUse]:
    """All tags, those that most articles carry first."""
    with workspace.reading() as session:
        return [TagUse(*each) for each in several_articles.tag_uses(session)]


def languages(workspace: Workspace) -> list[str]:
    """The codes of the languages that articles are in, in alphabetical order."""
    with workspace.reading() as session:
        return several_articles.languages(session)


def describe_articles(
    workspace: Workspace,
    article_ids: Sequence[int],
    change: FactsChange,
    progress: Progress = QUIET,
) -> int:
    """Give all of these articles the facts; how many they are.

    Raises EdtfError for a wrong date, NameTooLong, and StancelineError for an empty title;
    nothing is changed then.
    """
    if change.title is not None and not change.title.strip():
        raise StancelineError("An article needs a title.")
    published = change.published
    if published:
        published = str(edtf.parse(published.strip()))
    values = {
        "title": _stripped(change.title),
        "source": None if change.source is None else plain_name(change.source, "An outlet"),
        "author": _stripped(change.author),
        "url": _stripped(change.url),
        "published": published,
        "language": _stripped(change.language),
        "note": change.note,
    }
    given = {name: value for name, value in values.items() if value is not None}
    added, removed = _plain_tags(change.added_tags), _plain_tags(change.removed_tags)

    def describe(session: Session, ids: Sequence[int]) -> int:
        n_found = several_articles.describe(session, ids, given)
        several_articles.change_tags(session, ids, added, removed)
        if given.keys() & {"published", "language"}:
            date_events_anew(session, ids)
        return n_found

    label = _counted("Describe {}", len(article_ids))
    changed = (Changed.ARTICLES, Changed.SUGGESTIONS)
    return _in_batches(workspace, label, changed, article_ids, describe, progress)


def change_tags(
    workspace: Workspace,
    article_ids: Sequence[int],
    added: Sequence[str] = (),
    removed: Sequence[str] = (),
    progress: Progress = QUIET,
) -> int:
    """Give these articles some tags and take others away; how many they are.

    Raises NameTooLong; nothing is changed then.
    """
    gives, takes = _plain_tags(added), _plain_tags(removed)

    def change(session: Session, ids: Sequence[int]) -> int:
        several_articles.change_tags(session, ids, gives, takes)
        return several_articles.n_there(session, ids)

    what = _counted("{}", len(article_ids))
    if gives and not takes:
        label = f"Tag {what} “{gives[0]}”" if len(gives) == 1 else f"Tag {what}"
    elif takes and not gives and len(takes) == 1:
        label = f"Take the tag “{takes[0]}” from {what}"
    else:
        label = f"Change the tags of {what}"
    return _in_batches(workspace, label, (Changed.ARTICLES,), article_ids, change, progress)


def set_statuses(
    workspace: Workspace,
    article_ids: Sequence[int],
    status: ArticleStatus,
    progress: Progress = QUIET,
) -> int:
    """Say of all of these articles how far the analyst has come; how many they are."""

    def mark(session: Session, ids: Sequence[int]) -> int:
        return several_articles.set_status(session, ids, status)

    label = f"{_counted('Mark {}', len(article_ids))} as {_STATUS_WORDS[status]}"
    return _in_batches(workspace, label, (Changed.ARTICLES,), article_ids, mark, progress)


def delete_articles(
    workspace: Workspace, article_ids: Sequence[int], progress: Progress = QUIET
) -> int:
    """Take these articles out of the workspace, with their quotations and evidence."""
    label = _counted("Delete {}", len(article_ids))
    return _in_batches(
        workspace, label, tuple(Changed), article_ids, several_articles.delete, progress
    )


def _in_batches(
    workspace: Workspace,
    label: str,
    changed: tuple[Changed, ...],
    article_ids: Sequence[int],
    act: Callable[[Session, Sequence[int]], int],
    progress: Progress,
) -> int:
    """Act on all as one action, in as many transactions as it takes not to hold up others."""
    total = len(article_ids)
    if total <= _BATCH:
        with workspace.action(label, *changed) as session:
            n_found = act(session, article_ids)
            if not n_found:
                raise _gone(total)
            return n_found
    n_found = 0
    with workspace.long_action(label, *changed) as long:
        for start in range(0, total, _BATCH):
            part = article_ids[start : start + _BATCH]
            with long.batch() as session:
                n_found += act(session, part)
            progress.step(min(start + _BATCH, total), total, "")
    return n_found


def _counted(label: str, n: int) -> str:
    return label.format("an article" if n == 1 else f"{n:,} articles")


def _gone(n: int) -> NotFound:
    if n == 1:
        return NotFound("The article is no longer in the workspace.")
    return NotFound("The articles are no longer in the workspace.")


def _stripped(text: str | None) -> str | None:
    return None if text is None else text.strip()


def _plain_tags(names: Sequence[str]) -> list[str]:
    plain = (plain_name(name, "A tag") for name in names)
    return list(dict.fromkeys(name for name in plain if name))
