"""Searching in the library: what is shown while one types, and where the hits lead."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton

from builders import BRIDGE, PORT, an_article, body_of
from stanceline.domain.snippets import Snippet
from stanceline.domain.spans import Span
from stanceline.services import articles
from stanceline.services.importing import read_text, store
from stanceline.services.searching import SearchHit
from stanceline.services.workspace import Changed
from stanceline.ui.library.hits import (
    opened_near,
    place_of,
    told_count,
    told_field,
    without_overlaps,
)
from stanceline.ui.library.library import Library
from stanceline.ui.library.lines import runs_leftward
from stanceline.ui.library.model import LibraryRole
from stanceline.ui.library.results import ResultDelegate, ResultsModel
from stanceline.ui.library.search_help import SearchHelp
from ui.window_builders import KEY, press, settle, write

EVERYTHING = frozenset(Changed)


@pytest.fixture
def ids(workspace):
    first = an_article(workspace, BRIDGE, source="The Gull", published="2031-05-12")
    return {"bridge": first, "port": an_article(workspace, PORT, published="2031-05-13")}


@pytest.fixture
def library(qtbot, theme, workspace, ids):
    library = Library(workspace, theme)
    qtbot.addWidget(library)
    library.resize(290, 500)
    with qtbot.waitExposed(library):
        library.show()
    library.activateWindow()
    library.refresh(EVERYTHING, ids["bridge"])
    library.words.setFocus()
    settle()
    yield library
    library.stop()


@pytest.fixture
def look_for(library, qtbot):
    def look(words: str) -> None:
        library.words.setFocus()
        library.words.selectAll()
        write(words)
        qtbot.waitUntil(lambda: not library._search.is_busy)

    return look


def found(library: Library) -> list[str]:
    return [hit.title for hit in library.searching.model.hits]


def a_hit(**values) -> SearchHit:
    known = {
        "article_id": 1,
        "title": "Harbour board keeps the bridge shut",
        "source": "The Gull",
        "published": "2031-05-12",
        "snippet": Snippet("… found rust everywhere …", ((8, 12),)),
        "field": "body",
        "n_quotations": 0,
        "score": 1.0,
    }
    return SearchHit(**(known | values))


def test_results_come_as_one_types_and_go_with_the_words(library, look_for):
    look_for("rust")
    assert library.results.isVisible()
    assert found(library) == ["Harbour board keeps the bridge shut"]
    assert library._told.text() == "1 article"
    press(KEY.Key_Escape)
    assert library.words.text() == ""
    assert library.list.isVisible()
    assert not library._told.isVisible()
    selected = [i.data(LibraryRole.ARTICLE_ID) for i in library.list.selectedIndexes()]
    assert len(selected) == 1


def test_the_beginning_of_a_word_finds_it_while_it_is_typed(library, look_for):
    look_for("inspect")
    assert found(library) == ["Harbour board keeps the bridge shut"]


def test_enter_opens_the_article_at_the_words(library, look_for, qtbot, ids, workspace):
    look_for("rust")
    press(KEY.Key_Return)
    assert library.results.hasFocus()
    with qtbot.waitSignal(library.hit_chosen) as chosen:
        press(KEY.Key_Return)
    article_id, place = chosen.args
    assert article_id == ids["bridge"]
    assert place.words(body_of(workspace, article_id)) == "rust"


def test_a_click_opens_the_article_at_the_words(library, look_for, qtbot, ids):
    look_for("quay")
    place = library.results.visualRect(library.searching.model.index(0)).center()
    with qtbot.waitSignal(library.hit_chosen) as chosen:
        QTest.mouseClick(library.results.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args[0] == ids["port"]


def test_going_through_results_opens_none_until_enter(library, look_for, qtbot):
    look_for("bridge")
    assert len(found(library)) == 2
    with qtbot.assertNotEmitted(library.hit_chosen), qtbot.assertNotEmitted(library.article_chosen):
        press(KEY.Key_Down)
        press(KEY.Key_Down)
    assert library.results.currentIndex().row() == 1
    press(KEY.Key_Up)
    press(KEY.Key_Up)
    assert library.words.hasFocus()


def test_escape_leads_from_the_results_to_the_box(library, look_for):
    look_for("bridge")
    press(KEY.Key_Down)
    press(KEY.Key_Escape)
    assert library.words.hasFocus()
    assert library.words.selectedText() == "bridge"


def test_typing_in_a_list_searches_for_it(library, qtbot):
    library.list.setFocus()
    QTest.keyClick(library.list, "q")
    assert library.words.hasFocus()
    write("uay")
    assert library.words.text() == "quay"
    qtbot.waitUntil(lambda: found(library) == ["Ferrymen block the quay"])


def test_words_that_nothing_has_say_what_to_try(library, look_for):
    look_for("zzzz")
    assert library._nothing_found.isVisible()
    assert not library._told.isVisible()
    look_for("rust")
    assert library.results.isVisible()


def test_what_was_not_understood_is_told(library, look_for):
    look_for("speeker:Berg bridge ")
    assert "speaker" in library._notes.text()
    assert library._notes.isVisible()
    look_for("bridge")
    assert not library._notes.isVisible()


def test_steps_go_through_the_results_while_there_are_some(library, look_for, qtbot, ids):
    look_for("bridge")
    first, second = [hit.article_id for hit in library.searching.model.hits]
    with qtbot.waitSignal(library.hit_chosen) as chosen:
        library.step(first, 1)
    assert chosen.args[0] == second
    with qtbot.assertNotEmitted(library.hit_chosen):
        library.step(second, 1)
    with qtbot.waitSignal(library.hit_chosen) as chosen:
        library.step(None, 1)
    assert chosen.args[0] == first
    assert {first, second} == set(ids.values())


def test_an_action_is_seen_in_the_results(library, look_for, workspace, ids, qtbot):
    look_for("bridge")
    press(KEY.Key_Down)
    articles.delete_article(workspace, ids["port"])
    library.refresh(EVERYTHING, ids["bridge"])
    qtbot.waitUntil(lambda: found(library) == ["Harbour board keeps the bridge shut"])


def test_an_article_that_is_gone_is_told_of(library, look_for, workspace, ids, qtbot):
    look_for("quay")
    articles.delete_article(workspace, ids["port"])
    press(KEY.Key_Return)
    with qtbot.waitSignal(library.refused) as refused:
        press(KEY.Key_Return)
    assert "no longer" in refused.args[0]


def test_more_results_come_when_one_scrolls_to_them(library, look_for, workspace, qtbot):
    incoming = [read_text(f"Wire {n}\n\nThe quay was quiet for {n} days.") for n in range(130)]
    store(workspace, incoming)
    look_for("quiet")
    assert len(found(library)) == 50
    assert library._told.text() == "130 articles"
    for known in (100, 130):
        library.results.scrollToBottom()
        qtbot.waitUntil(lambda known=known: len(found(library)) == known)
    assert len(set(found(library))) == 130


def test_the_keyboard_comes_into_what_is_in_sight(library, look_for):
    library.take_focus()
    assert library.list.hasFocus()
    look_for("bridge")
    library.take_focus()
    assert library.results.hasFocus()
    look_for("zzzz")
    library.take_focus()
    assert library.words.hasFocus()


def test_the_card_writes_an_example_into_the_box(library, qtbot):
    library.words.setText("rust")
    library._help_button.click()
    (card,) = library.window().findChildren(SearchHelp)
    examples = {button.text(): button for button in card.findChildren(QPushButton)}
    assert '"bridge law"' in examples
    qtbot.mouseClick(examples["speaker:"], Qt.MouseButton.LeftButton)
    assert library.words.text() == "rust speaker:"
    assert not card.isVisible()


def test_the_card_is_read_and_left_by_keys(library):
    press(KEY.Key_F1)
    (card,) = library.window().findChildren(SearchHelp)
    assert card.isVisible()
    press(KEY.Key_Down)
    press(KEY.Key_Return)
    assert library.words.text() == '"bridge law"'
    press(KEY.Key_F1)
    press(KEY.Key_Escape)
    assert not card.isVisible()
    assert library.words.hasFocus()
    press(KEY.Key_F1)
    library.list.setFocus()
    settle()
    assert not card.isVisible()


def test_a_place_is_found_though_white_space_was_folded():
    body = "One line.\n\nThe inspectors found\nrust   everywhere. rust"
    hit = a_hit(snippet=Snippet("… found rust everywhere …", ((8, 12),)))
    assert place_of(hit, body) == Span(body.index("rust"), body.index("rust") + 4)


def test_the_snippet_tells_which_of_the_same_words_is_meant():
    body = "rust here, rust there and rust \U0001f309 everywhere"
    hit = a_hit(snippet=Snippet("… and rust \U0001f309 everywhere", ((6, 10),)))
    assert place_of(hit, body) == Span(26, 30)


def test_a_quotation_is_the_place_of_its_speaker_and_of_words_in_it():
    body = "Rust, rust.\n\n“Not a day\nbefore the rust goes,” she said."
    text = "Tora Berg: “Not a day before the rust goes,” (Repairs: opposes)"
    said = body.index("Not"), body.index("”")
    named = a_hit(field="speaker", snippet=Snippet(text, ((0, 9),)))
    assert place_of(named, body) == Span(*said)
    rust = text.index("rust")
    quoted = a_hit(field="quote", snippet=Snippet(text, ((rust, rust + 4),)))
    assert place_of(quoted, body) == Span(body.index("rust goes"), body.index(" goes"))
    cut = a_hit(field="stance", snippet=Snippet("Tora Berg: “Not a day before…”", ((0, 1),)))
    assert place_of(cut, body) == Span(said[0], body.index(" the rust"))


@pytest.mark.parametrize(
    ("hit", "expected"),
    [
        (a_hit(field="title", snippet=Snippet("The bridge", ((4, 10),))), "bridge"),
        (a_hit(snippet=Snippet("rust", ((0, 4),))), "rust"),
        (a_hit(snippet=Snippet("rust", ())), ""),
        (a_hit(snippet=Snippet("(a+b)*", ((0, 5),))), "(a+b)"),
    ],
)
def test_words_that_are_not_in_the_body_stay_words(hit, expected):
    assert place_of(hit, "nothing of the sort") == expected


def test_counts_and_fields_are_told_in_words(theme):
    assert theme is not None
    assert told_count(1, is_capped=False) == "1 article"
    assert told_count(0, is_capped=False) == "0 articles"
    assert told_count(1000, is_capped=True) == "1,000+ articles"
    assert told_field("body") == ""
    assert told_field("title") == "in the title"


def test_marks_that_touch_are_one():
    assert without_overlaps([(5, 9), (0, 3), (3, 4), (6, 7)]) == [(0, 4), (5, 9)]


def test_a_snippet_opens_near_its_first_mark_where_there_is_little_room():
    text = "… all about the ferry and the rusty old bridge and more rust"
    rusty, rust = text.index("rusty"), len(text) - 4
    snippet = Snippet(text, ((rusty, rusty + 5), (rust, rust + 4)))
    near = opened_near(snippet, 12)
    assert near.text == "… and the rusty old bridge and more rust"
    assert [near.text[a:b] for a, b in near.marks] == ["rusty", "rust"]
    assert opened_near(snippet, rusty) is snippet
    assert opened_near(Snippet("plain words"), 3) == Snippet("plain words")
    joined = opened_near(Snippet("港口罢工进入第三周工会", ((8, 10),)), 3)
    assert joined == Snippet("… 入第三周工会", ((5, 7),))


def test_letters_with_a_direction_say_which_way_a_text_runs():
    assert runs_leftward("12 — أعلن the")
    assert not runs_leftward("12 — the أعلن")
    assert not runs_leftward("12 …")


HITS = [
    a_hit(),
    a_hit(article_id=2, field="title", snippet=Snippet("A " * 200, ((0, 1), (390, 399)))),
    a_hit(article_id=3, title="أعلن الوزير أن المفاوضات مستمرة", snippet=Snippet("", ())),
    a_hit(article_id=4, title="港口罢工进入第三周" * 9, snippet=Snippet("港口罢工", ((0, 2),))),
    a_hit(article_id=5, source="Outlet " * 20, field="note", snippet=Snippet("x" * 900, ((0, 9),))),
    a_hit(article_id=6, title="", snippet=Snippet("\U0001f309 bridge", ((2, 99),))),
]


def test_results_are_a_sound_model(theme):
    assert theme is not None
    model = ResultsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(HITS[:2])
    model.append(HITS[1:])
    assert [hit.article_id for hit in model.hits] == [1, 2, 3, 4, 5, 6]
    model.show(HITS[:2])
    model.show(HITS[:2])
    model.show([])
    assert not model.index_of(1).isValid()
    tester.deleteLater()


def test_a_screen_reader_hears_where_something_was_found(theme):
    assert theme is not None
    model = ResultsModel()
    model.show([a_hit(field="note")])
    told = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == (
        "Harbour board keeps the bridge shut, The Gull, 12 May 2031, in a note, "
        "… found rust everywhere …"
    )


@pytest.mark.parametrize("width", [120, 220, 400])
def test_hits_of_every_kind_are_painted_in_a_column_of_any_width(library, width):
    library.searching.model.show(HITS)
    library._pages.setCurrentWidget(library.results)
    library.resize(width, 500)
    settle()
    assert not library.grab().isNull()
    delegate = library.results.itemDelegate()
    assert isinstance(delegate, ResultDelegate)
    heights = [
        library.results.visualRect(library.searching.model.index(row)).height()
        for row in range(len(HITS))
    ]
    assert all(30 < height < 130 for height in heights)
    assert library.results.indexAt(QPoint(5, 5)).row() == 0
