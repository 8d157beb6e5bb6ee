"""What an action is to the history of a workspace."""

from enum import StrEnum


class ActionKind(StrEnum):
    """How an action came about."""

    BEGIN = "begin"
    DO = "do"
    UNDO = "undo"
    REDO = "redo"


class ActionState(StrEnum):
    """Whether what an action did holds.

    Only what was DONE can be undone and only what is UNDONE be done again; what was undone
    when something else was done instead is DROPPED, what lost its images COMPACTED. The
    lines about undoing itself are a RECORD.
    """

    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"
    COMPACTED = "compacted"
    RECORD = "record"
