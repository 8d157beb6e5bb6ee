"""Tags of quotations and events."""

import pytest

from builders import a_quotation, an_article, an_event
from stanceline.domain.errors import StancelineError
from stanceline.services import undoing
from stanceline.services.tagging import (
    all_tags,
    tag_event,
    tag_quotation,
    tags_of_event,
    tags_of_quotation,
)
from stanceline.services.workspace import NotFound


def test_a_quotation_and_an_event_carry_tags_that_undo_takes_off(workspace):
    quotation_id = a_quotation(workspace, an_article(workspace), "found rust everywhere")
    event_id = an_event(workspace, "Inspection")
    tag_quotation(workspace, quotation_id, ["works ", "rust", "", "rust"])
    tag_event(workspace, event_id, ["works"])
    assert tags_of_quotation(workspace, quotation_id) == ("rust", "works")
    assert tags_of_event(workspace, event_id) == ("works",)
    assert all_tags(workspace) == ["rust", "works"]
    assert undoing.undo(workspace).label == "Tag an event"
    assert tags_of_event(workspace, event_id) == ()


def test_a_page_pasted_as_a_tag_and_a_thing_that_is_gone_are_told_of(workspace):
    event_id = an_event(workspace, "Inspection")
    with pytest.raises(StancelineError, match="A tag has at most 300"):
        tag_event(workspace, event_id, ["x" * 400])
    with pytest.raises(NotFound):
        tag_quotation(workspace, 9, ["rust"])
