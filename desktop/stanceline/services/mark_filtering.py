"""Which rows of mark columns a filter lets through, found for all rows at once."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from stanceline.domain.marks import MarkFilter, MarkKind
from stanceline.services.mark_masks import Masks
from stanceline.services.progress import QUIET, Progress
from stanceline.services.workspace import Workspace
from stanceline.storage.mark_columns import Flags, MarkColumns
from stanceline.storage.mark_reading import STATUSES

if TYPE_CHECKING:
    from stanceline.services.mark_query import Answers

_answers: "WeakKeyDictionary[Workspace, Answers]" = WeakKeyDictionary()


def fitting_rows(
    workspace: Workspace,
    columns: MarkColumns,
    wanted: MarkFilter,
    query: str = "",
    progress: Progress = QUIET,
) -> Flags:
    """For each row whether the filter and the query let it through, and whether it is there.

    What a query means for marks is told at ``mark_query``; what it cannot mean lets
    everything through. ``progress`` is only asked whether to go on.
    """
    fits = columns.is_there.copy()
    for part in _parts(Masks(columns), wanted):
        fits &= part
    if (query.strip() or wanted.words.strip()) and fits.any():
        from stanceline.services.mark_query import Answers, Asking

        with workspace.reading() as session:
            answers = _answers.setdefault(workspace, Answers())
            asking = Asking(session, columns, partial(progress.step, 0, 0, ""), answers)
            if wanted.words.strip():
                fits &= asking.holding(wanted.words)
            if query.strip():
                fits &= asking.rows(query)
    return fits


def _parts(masks: Masks, wanted: MarkFilter) -> Iterator[Flags]:
    """What each part of the filter that says anything lets through."""
    names = masks.columns.names
    if len(wanted.kinds) == 1:
        yield masks.of_events() == (MarkKind.EVENT in wanted.kinds)
    if wanted.speaker_ids:
        yield masks.with_speaker(wanted.speaker_ids)
    if wanted.topic_ids or wanted.stance_keys:
        stances = {each.id for each in names.stances if each.key in wanted.stance_keys}
        yield masks.with_judgement(
            wanted.topic_ids or None, stances if wanted.stance_keys else None
        )
    if wanted.categories:
        yield masks.with_category(wanted.categories)
    if wanted.statuses:
        yield masks.with_status([STATUSES.index(status) for status in wanted.statuses])
    if wanted.tags:
        yield masks.with_tag(wanted.tags)
    if wanted.sources:
        yield masks.with_source(wanted.sources)
    if wanted.article_ids:
        yield masks.with_article(wanted.article_ids)
    if wanted.since is not None or wanted.until is not None:
        yield masks.between(wanted.since, wanted.until)
