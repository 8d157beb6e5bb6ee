"""The order of the library: groups, what comes first in them, and how they follow changes."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import PORT, a_quotation, an_article
from stanceline.domain.articles import ArticleStatus
from stanceline.domain.library import SETTLED, WAITING, Arrangement, Grouping, Sorting
from stanceline.services.arranging import LibraryOrder, library_order, library_order_after
from stanceline.services.articles import delete_article, set_status
from stanceline.services.importing import read_text, store
from stanceline.services.several_articles import FactsChange, change_tags, describe_articles
from stanceline.services.suggesting import suggest_for_all
from stanceline.services.undoing import undo
from stanceline.services.workspace import Workspace
from stanceline.storage import tables

EVERY_WAY = [Arrangement(grouping, sorting) for grouping in Grouping for sorting in Sorting]


def told(order: LibraryOrder) -> dict[str, list[int]]:
    return {group.name: group.ids.tolist() for group in order.groups}


def in_one(workspace: Workspace, sorting: Sorting) -> list[int]:
    (group,) = library_order(workspace, Arrangement(Grouping.NONE, sorting)).groups
    return group.ids.tolist()


def several(workspace: Workspace) -> list[int]:
    """Ids of articles of 2030, without a date, of May 2031 and of 2030 again."""
    dates = ("2030", "", "2031-05-12", "2030")
    return [an_article(workspace, f"Report {n}", published=d) for n, d in enumerate(dates)]


def test_no_articles_are_no_groups(workspace: Workspace):
    for way in EVERY_WAY:
        order = library_order(workspace, way)
        assert (order.groups, order.n_articles) == ((), 0)


def test_statuses_follow_one_another_with_what_is_in_work_first(workspace: Workspace):
    old, undated, new, old_too = several(workspace)
    assert told(library_order(workspace)) == {"unread": [new, old, old_too, undated]}
    set_status(workspace, old, ArticleStatus.DONE)
    set_status(workspace, old_too, ArticleStatus.IN_WORK)
    order = told(library_order(workspace))
    assert list(order.items()) == [
        ("in_work", [old_too]),
        ("unread", [new, undated]),
        ("done", [old]),
    ]


def test_months_stand_newest_first_with_whole_years_behind_them(workspace: Workspace):
    for n, published in enumerate(
        ("2031-05-12", "2031", "2031-05", "2031-07/2031-09", "", "../2030", "-0043-03", "2031-04~")
    ):
        an_article(workspace, f"Report {n}", published=published)
    newest = told(library_order(workspace, Arrangement(Grouping.MONTH)))
    assert [(name, len(ids)) for name, ids in newest.items()] == [
        ("2031-05", 2),
        ("2031-04", 1),
        ("2031", 2),
        ("-0043-03", 1),
        ("", 2),
    ]
    oldest = told(library_order(workspace, Arrangement(Grouping.MONTH, Sorting.OLDEST)))
    assert list(oldest) == ["-0043-03", "2031", "2031-04", "2031-05", ""]


def test_outlets_stand_by_name_without_regard_to_case_and_accents(workspace: Workspace):
    sources = ("élan", "Zeit", "echo", "", "Écho")
    for n, source in enumerate(sources):
        an_article(workspace, f"Report {n}", source=source)
    order = told(library_order(workspace, Arrangement(Grouping.SOURCE)))
    assert list(order) == ["echo", "Écho", "élan", "Zeit", ""]


def test_an_article_with_several_tags_stands_in_several_groups(workspace: Workspace):
    first, second, third = (an_article(workspace, f"Report {n}") for n in range(3))
    change_tags(workspace, [first, third], ["wire", "Law"])
    change_tags(workspace, [second], ["wire"])
    order = library_order(workspace, Arrangement(Grouping.TAG))
    assert told(order) == {"Law": [first, third], "wire": [first, second, third]}
    change_tags(workspace, [third], removed=["wire", "Law"])
    order = library_order(workspace, Arrangement(Grouping.TAG))
    assert told(order) == {"Law": [first], "wire": [first, second], "": [third]}
    assert order.n_articles == 3


def test_what_waits_stands_apart(workspace: Workspace):
    waiting, idle = an_article(workspace, PORT), an_article(workspace)
    suggest_for_all(workspace, [waiting])
    order = told(library_order(workspace, Arrangement(Grouping.SUGGESTIONS)))
    assert order == {WAITING: [waiting], SETTLED: [idle]}


def test_orders_are_what_they_are_called(workspace: Workspace):
    zebra = an_article(workspace, "Zebra\n\nx", published="2031-01", source="The Gull")
    apple = an_article(workspace, "äpple\n\nx", published="2031-03")
    berry = an_article(workspace, "Berry\n\nx", source="echo")
    a_quotation(workspace, berry, "x")
    for sorting, expected in (
        (Sorting.NEWEST, [apple, zebra, berry]),
        (Sorting.OLDEST, [zebra, apple, berry]),
        (Sorting.IMPORTED, [berry, apple, zebra]),
        (Sorting.TITLE, [apple, berry, zebra]),
        (Sorting.SOURCE, [berry, zebra, apple]),
        (Sorting.QUOTATIONS, [berry, apple, zebra]),
        (Sorting.SUGGESTIONS, [apple, zebra, berry]),
    ):
        assert in_one(workspace, sorting) == expected, sorting


def _new(workspace: Workspace, n: int) -> None:
    incoming = [read_text(f"{n} new\n\n“Yes,” said Ada.")]
    report = store(workspace, incoming, source=f"Outlet {n % 3}")
    suggest_for_all(workspace, report.imported)


def _known(workspace: Workspace, n: int) -> int | None:
    with workspace.reading() as session:
        ids = [row.id for row in session.query(tables.Article).order_by(tables.Article.id)]
    return ids[n % len(ids)] if ids else None


def _about(act: Callable[[Workspace, int, int], object]) -> Callable[[Workspace, int], None]:
    def perform(workspace: Workspace, n: int) -> None:
        article_id = _known(workspace, n)
        if article_id is not None:
            act(workspace, article_id, n)

    return perform


ACTS = {
    "import": _new,
    "delete": _about(lambda w, a, _n: delete_article(w, a)),
    "status": _about(lambda w, a, n: set_status(w, a, list(ArticleStatus)[n % 3])),
    "date": _about(
        lambda w, a, n: describe_articles(
            w, [a], FactsChange(published=f"20{n % 40 + 10}-0{n % 9 + 1}")
        )
    ),
    "title": _about(lambda w, a, n: describe_articles(w, [a], FactsChange(title=f"É{n % 7}"))),
    "outlet": _about(lambda w, a, n: describe_articles(w, [a], FactsChange(source=f"New {n % 4}"))),
    "language": _about(
        lambda w, a, n: describe_articles(w, [a], FactsChange(language=("uk", "fr")[n % 2]))
    ),
    "tag": _about(lambda w, a, n: change_tags(w, [a], [f"tag {n % 3}"])),
    "untag": _about(lambda w, a, n: change_tags(w, [a], removed=[f"tag {n % 3}"])),
    "quote": _about(lambda w, a, _n: a_quotation(w, a, "Yes")),
    "undo": lambda w, _n: undo(w),
}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    ways=st.lists(st.sampled_from(EVERY_WAY), min_size=1, max_size=3),
    acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 99)), max_size=14),
)
def test_following_the_changes_comes_to_what_reading_anew_gives(
    tmp_path_factory: pytest.TempPathFactory, ways: list[Arrangement], acts: list[tuple[str, int]]
):
    path = tmp_path_factory.mktemp("order") / "order.stanceline"
    with Workspace.create(path) as workspace:
        for n in range(5):
            _new(workspace, n)
        known = {way: library_order(workspace, way) for way in ways}
        for name, number in acts:
            ACTS[name](workspace, number)
            if number % 2:
                known = {way: library_order_after(workspace, order) for way, order in known.items()}
        for way, order in known.items():
            followed, anew = library_order_after(workspace, order), library_order(workspace, way)
            assert told(followed) == told(anew)
            assert list(told(followed)) == list(told(anew))
            assert (followed.n_articles, followed.change_id) == (anew.n_articles, anew.change_id)


def test_an_import_of_many_is_read_anew(workspace: Workspace):
    before = library_order(workspace)
    for n in range(5):
        an_article(workspace, f"Report {n}")
    assert told(library_order_after(workspace, before, most=2)) == told(library_order(workspace))


def test_what_moves_nothing_keeps_the_groups(workspace: Workspace):
    article_id = an_article(workspace, published="2031-05-12")
    before = library_order(workspace)
    describe_articles(workspace, [article_id], FactsChange(title="Another title"))
    after = library_order_after(workspace, before)
    assert after.groups is before.groups
    assert after.change_id > before.change_id
