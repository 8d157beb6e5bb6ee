"""From the names that people type to the things of a workspace."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Protocol, TypeVar

from stanceline.domain.edtf import OPEN_END, OPEN_START, Edtf
from stanceline.domain.marks import MarkFilter
from stanceline.domain.speakers import Speaker
from stanceline.services.events import categories as all_categories
from stanceline.services.speakers import all_speakers
from stanceline.services.topics import all_stances, all_topics
from stanceline.services.workspace import NotFound, Workspace


class _HasName(Protocol):
    @property
    def name(self) -> str: ...


_Thing = TypeVar("_Thing", bound=_HasName)


def speaker_named(workspace: Workspace, name: str) -> Speaker:
    """The speaker who goes by this name, short name or alias; raises NotFound."""
    wanted = name.strip().casefold()
    everyone = all_speakers(workspace)
    for speaker in everyone:
        names = (speaker.name, speaker.short_name, *speaker.aliases)
        if wanted in {each.casefold() for each in names}:
            return speaker
    raise _not_found("speaker", name, [speaker.name for speaker in everyone])


def _named(things: Sequence[_Thing], kind: str, name: str) -> _Thing:
    wanted = name.strip().casefold()
    for thing in things:
        if thing.name.casefold() == wanted:
            return thing
    raise _not_found(kind, name, [thing.name for thing in things])


def _not_found(kind: str, name: str, known: Sequence[str]) -> NotFound:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        hint = f"Did you mean “{near[0]}”?"
    elif known:
        hint = f"There are {len(known)}, such as “{known[0]}”."
    else:
        hint = "The workspace has none yet."
    return NotFound(f"There is no {kind} “{name}”. {hint}")


def narrowed(
    workspace: Workspace,
    wanted: MarkFilter,
    *,
    speakers: Iterable[str] = (),
    topics: Iterable[str] = (),
    stances: Iterable[str] = (),
    categories: Iterable[str] = (),
    since: Edtf | None = None,
    until: Edtf | None = None,
) -> MarkFilter:
    """The filter, narrowed to the things of these names and to the time between the dates.

    Raises NotFound for a name that is not in the workspace.
    """
    speaker_ids = {speaker_named(workspace, name).id for name in speakers}
    topic_ids = {_named(all_topics(workspace), "topic", name).id for name in topics}
    stance_keys = {_stance_key(workspace, name) for name in stances}
    chosen = {_category(workspace, name) for name in categories}
    return replace(
        wanted,
        speaker_ids=frozenset(speaker_ids) or wanted.speaker_ids,
        topic_ids=frozenset(topic_ids) or wanted.topic_ids,
        stance_keys=frozenset(stance_keys) or wanted.stance_keys,
        categories=frozenset(chosen) or wanted.categories,
        since=wanted.since if since is None else _start(since),
        until=wanted.until if until is None else _end(until),
    )


def _start(date: Edtf) -> int | None:
    return date.bounds.t0 if date.bounds.t0 > OPEN_START else None


def _end(date: Edtf) -> int | None:
    return date.bounds.t1 if date.bounds.t1 < OPEN_END else None


def _stance_key(workspace: Workspace, name: str) -> str:
    wanted = name.strip().casefold()
    stances = all_stances(workspace)
    for stance in stances:
        if wanted in {stance.key, stance.label.casefold()}:
            return stance.key
    raise _not_found("stance", name, [stance.label for stance in stances])


def _category(workspace: Workspace, name: str) -> str:
    known = all_categories(workspace)
    for category in known:
        if category.casefold() == name.strip().casefold():
            return category
    raise _not_found("category", name, known)
