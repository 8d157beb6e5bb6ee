"""The topics of a workspace and the stances that can be taken on them."""

from stanceline.domain.errors import StancelineError
from stanceline.domain.names import plain_name
from stanceline.domain.stances import Stance
from stanceline.domain.topics import Topic
from stanceline.services.workspace import Changed, Workspace, found
from stanceline.storage import tables, topics


def all_topics(workspace: Workspace) -> list[Topic]:
    """All topics in the analyst's order."""
    with workspace.reading() as session:
        return topics.every(session)


def all_stances(workspace: Workspace) -> list[Stance]:
    """The stances of the workspace's scale, in their order."""
    with workspace.reading() as session:
        return topics.stances(session)


def add_topic(workspace: Workspace, name: str, description: str = "") -> int:
    """The id of a new topic.

    Raises NameTooLong, and StancelineError when the name is taken or missing.
    """
    name = plain_name(name, "The name of a topic")
    with workspace.action("Add a topic", Changed.TOPICS) as session:
        _check_name(topics.named(session, name), name, None)
        return topics.add(session, name, description).id


def change_topic(workspace: Workspace, topic_id: int, name: str, description: str) -> None:
    """Rename or describe the topic; raises as ``add_topic`` does, and NotFound."""
    name = plain_name(name, "The name of a topic")
    with workspace.action("Change a topic", Changed.TOPICS) as session:
        row = found(session.get(tables.Topic, topic_id), "The topic")
        _check_name(topics.named(session, name), name, topic_id)
        row.name = name
        row.description = description


def delete_topic(workspace: Workspace, topic_id: int) -> None:
    """Take the topic out of the workspace, with all judgements on it."""
    with workspace.action("Delete a topic", Changed.TOPICS, Changed.QUOTATIONS) as session:
        session.delete(found(session.get(tables.Topic, topic_id), "The topic"))


def _check_name(holder: tables.Topic | None, name: str, own_id: int | None) -> None:
    if not name:
        raise StancelineError("A topic needs a name.")
    if holder is not None and holder.id != own_id:
        raise StancelineError(f"There is a topic “{holder.name}” already.")
