"""What the models keep true: bounds follow dates, deletions take what belongs to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from builders import a_quotation, an_article, an_event
from stanceline.domain import edtf
from stanceline.domain.edtf import OPEN_END, EdtfError
from stanceline.services.workspace import Workspace
from stanceline.storage import tables

DATES = [
    "2031-05-12",
    "2031-05",
    "2031",
    "2031-21",
    "203X",
    "2031-06-2X",
    "2031-05-12~",
    "2031?",
    "2031-05-01/2031-05-09",
    "2031-05/..",
    "../2031-05",
    "2031-05/",
    "[2031-05-01..2031-05-09]",
    "{2031-05-01,2031-05-06}",
    "-0043-03-15",
    "Y-170000000",
    "2031-05-12T03:20",
]


def stored_bounds(row: tables.Article | tables.Quotation | tables.Event, prefix: str):
    return tuple(getattr(row, f"{prefix}_{part}") for part in ("t0", "t1", "o0", "o1"))


def derived_bounds(text: str):
    bounds = edtf.parse(text).bounds
    return bounds.t0, bounds.t1, bounds.o0, bounds.o1


@pytest.mark.parametrize("text", DATES)
def test_bounds_are_stored_beside_every_kind_of_date(workspace: Workspace, text: str):
    event_id = an_event(workspace, "Something", text)
    with workspace.reading() as session:
        row = session.get_one(tables.Event, event_id)
        assert row.date == text
        assert stored_bounds(row, "date") == derived_bounds(text)
        assert row.date_precision == edtf.parse(text).precision.value
        assert set(filter(None, row.date_flags.split(", "))) == {
            flag.value for flag in edtf.parse(text).flags
        }


@given(st.lists(st.sampled_from(["", *DATES]), min_size=1, max_size=5))
def test_bounds_follow_each_change_of_a_date(dates: list[str]):
    article, quotation, event = tables.Article(), tables.Quotation(), tables.Event()
    for text in dates:
        article.published = quotation.said = event.date = text
    wanted = derived_bounds(dates[-1]) if dates[-1] else (None,) * 4
    assert stored_bounds(article, "published") == wanted
    assert stored_bounds(quotation, "said") == wanted
    assert stored_bounds(event, "date") == wanted
    assert bool(event.date_precision) == bool(dates[-1])


def test_date_is_stored_in_its_canonical_form():
    assert tables.Event(date="Y-17E7").date == "Y-170000000"


def test_open_end_is_stored_as_the_last_moment_there_is():
    assert tables.Event(date="2031/..").date_t1 == OPEN_END < 2**63


def test_broken_date_never_gets_in():
    event = tables.Event(date="2031-05-12")
    with pytest.raises(EdtfError):
        event.date = "2031-13"
    assert event.date == "2031-05-12"
    assert stored_bounds(event, "date") == derived_bounds("2031-05-12")


def count(workspace: Workspace, table: type[tables.Base]) -> int:
    with workspace.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def worked_on(workspace: Workspace) -> Workspace:
    """A workspace with one article, quotation, judgement, event and piece of evidence."""
    article_id = an_article(workspace, source="The Gull")
    words = "“We shall open it when it is safe,”"
    a_quotation(workspace, article_id, words, speaker="Tora Berg", opening="leans_against")
    an_event(
        workspace,
        "Inspection",
        "2031-05-12",
        participants=("Tora Berg",),
        evidence=((article_id, "12 May 2031"),),
    )
    return workspace


def delete(workspace: Workspace, table: type[tables.Base]) -> None:
    with workspace.action("Delete one") as session:
        session.delete(session.scalars(select(table)).one())


BELONGING = [
    tables.QuotationSpan,
    tables.Quotation,
    tables.Judgement,
    tables.Evidence,
    tables.Event,
    tables.EventParticipant,
]


@pytest.mark.parametrize(
    ("deleted", "left"),
    [
        (tables.Article, {tables.Event, tables.EventParticipant}),
        (tables.Quotation, {tables.Evidence, tables.Event, tables.EventParticipant}),
        (tables.Topic, set(BELONGING) - {tables.Judgement}),
        (tables.Speaker, set(BELONGING) - {tables.EventParticipant}),
        (tables.Event, {tables.QuotationSpan, tables.Quotation, tables.Judgement}),
        (tables.Source, set(BELONGING)),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_deletion_takes_what_belongs_and_nothing_else(
    worked_on: Workspace, deleted: type[tables.Base], left: set[type[tables.Base]]
):
    delete(worked_on, deleted)
    assert {table for table in BELONGING if count(worked_on, table)} == left


def test_quotation_outlives_its_speaker(worked_on: Workspace):
    delete(worked_on, tables.Speaker)
    with worked_on.reading() as session:
        assert session.scalars(select(tables.Quotation)).one().speaker_id is None


def test_enumerations_are_stored_by_their_values(worked_on: Workspace):
    with worked_on.reading() as session:
        connection = session.connection()
        for sql, word in (
            ("SELECT status FROM article", "unread"),
            ("SELECT kind FROM quotation", "direct"),
            ("SELECT certainty FROM judgement", "certain"),
            ("SELECT status FROM event", "reported"),
            ("SELECT relation FROM evidence", "reports"),
        ):
            assert connection.exec_driver_sql(sql).scalar() == word
