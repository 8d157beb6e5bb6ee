"""From the names that people type to the things of a workspace."""

from collections.abc import Iterable, Mapping, Sequence
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
    """The speaker who goes by this name, alias or short name; raises NotFound.

    A whole name counts before an alias, and an alias before a short name. What several
    speakers are called alike is refused, with their names.
    """
    wanted = name.strip().casefold()
    everyone = all_speakers(workspace)
    for names_of in (_whole_name, _aliases, _short_name):
        found = [
            speaker
            for speaker in everyone
            if wanted in {each.casefold() for each in names_of(speaker)}
        ]
        if len(found) > 1:
            names = " or ".join(speaker.name for speaker in found)
            raise NotFound(f"“{name}” may be {names}. Give the whole name.")
        if found:
            return found[0]
    raise _not_found(
        "speaker",
        name,
        [speaker.name for speaker in everyone],
        {alias: speaker.name for speaker in everyone for alias in speaker.aliases},
    )


def _whole_name(speaker: Speaker) -> tuple[str, ...]:
    return (speaker.name,)


def _aliases(speaker: Speaker) -> tuple[str, ...]:
    return speaker.aliases


def _short_name(speaker: Speaker) -> tuple[str, ...]:
    return (speaker.short_name,)


def speaker_with(workspace: Workspace, speaker_id: int) -> Speaker:
    """The speaker of this id; raises NotFound."""
    for speaker in all_speakers(workspace):
        if speaker.id == speaker_id:
            return speaker
    raise NotFound("The speaker is no longer in the workspace.")


def _named(things: Sequence[_Thing], kind: str, name: str) -> _Thing:
    wanted = name.strip().casefold()
    for thing in things:
        if thing.name.casefold() == wanted:
            return thing
    raise _not_found(kind, name, [thing.name for thing in things])


def _not_found(
    kind: str, name: str, known: Sequence[str], aliases: Mapping[str, str] | None = None
) -> NotFound:
    """The error that names what comes nearest; ``aliases`` lead to the names they stand for."""
    targets = {alias.casefold(): real for alias, real in (aliases or {}).items()}
    targets |= {each.casefold(): each for each in known}
    near = get_close_matches(name.strip().casefold(), targets, n=1, cutoff=0.5)
    if near:
        hint = f"Did you mean “{targets[near[0]]}”?"
    elif len(known) > 1:
        hint = f"There are {len(known)}, such as “{known[0]}”."
    elif known:
        hint = f"There is only “{known[0]}”."
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
