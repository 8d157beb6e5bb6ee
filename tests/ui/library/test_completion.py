"""What the search box offers to write."""

import pytest

from builders import a_quotation, a_topic, an_article
from stanceline.domain.query import Field
from stanceline.services.several_articles import FactsChange, change_tags, describe_articles
from stanceline.ui.library.completion import Unfinished, Vocabulary, unfinished_in, written
from stanceline.ui.library.search_box import SearchBox
from ui.window_builders import KEY, press, settle, write


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("sp", None),
        ("spe", Unfinished(None, "spe", 0)),
        ("war -spe", Unfinished(None, "spe", 5)),
        ("war ", None),
        ("speaker:", Unfinished(Field.SPEAKER, "", 8)),
        ("a Speaker:In", Unfinished(Field.SPEAKER, "In", 10)),
        ('speaker:"Ingrid Da', Unfinished(Field.SPEAKER, "Ingrid Da", 8)),
        ('speaker:"Ingrid Dahl"', None),
        ("speaker:Ingrid next", Unfinished(None, "next", 15)),
        ("nobody:else", None),
        ('"in a phrase', Unfinished(None, "phrase", 6)),
        ("(source:Gul", Unfinished(Field.SOURCE, "Gul", 8)),
        ("\U0001f309 speaker:B", Unfinished(Field.SPEAKER, "B", 10)),
    ],
)
def test_what_is_being_typed_is_seen(text, expected):
    assert unfinished_in(text) == expected


def test_names_with_spaces_are_quoted():
    assert written(Field.SPEAKER, "Berg") == "Berg "
    assert written(Field.SPEAKER, "Tora Berg") == '"Tora Berg" '
    assert written(None, "speaker") == "speaker:"


@pytest.fixture
def box(qtbot, theme, workspace):
    assert theme is not None
    article_id = an_article(workspace, source="The Gull")
    a_quotation(workspace, article_id, "“Not a day before.”", speaker="Tora Berg")
    a_quotation(workspace, article_id, "“found rust everywhere”", speaker="Berta Moen")
    a_topic(workspace, "Reopening")
    box = SearchBox(workspace)
    qtbot.addWidget(box)
    box.resize(260, 30)
    with qtbot.waitExposed(box):
        box.show()
    box.activateWindow()
    box.setFocus()
    settle()
    return box


@pytest.mark.usefixtures("box")
def test_names_that_begin_so_come_before_those_that_hold_a_word_that_does(workspace):
    choices = Vocabulary(workspace).choices(Unfinished(Field.SPEAKER, "ber", 0))
    assert choices == ["Berta Moen", "Tora Berg"]


@pytest.mark.usefixtures("box")
def test_each_field_offers_its_own(workspace):
    vocabulary = Vocabulary(workspace)
    for field, typed, expected in (
        (Field.TOPIC, "re", "Reopening"),
        (Field.SOURCE, "", "The Gull"),
        (Field.STANCE, "opp", "opposes"),
        (Field.STATUS, "in", "in work"),
        (Field.HAS, "sugg", "suggestions"),
    ):
        assert expected in vocabulary.choices(Unfinished(field, typed, 0))
    assert vocabulary.choices(Unfinished(Field.TITLE, "x", 0)) == []


def test_new_names_are_offered_once_the_old_are_forgotten(workspace):
    vocabulary = Vocabulary(workspace)
    wanted = Unfinished(Field.TOPIC, "rep", 0)
    assert vocabulary.choices(wanted) == []
    a_topic(workspace, "Repairs")
    vocabulary.forget()
    assert vocabulary.choices(wanted) == ["Repairs"]


def test_tags_and_languages_are_offered(workspace):
    article_id = an_article(workspace)
    change_tags(workspace, [article_id], ["port law"])
    describe_articles(workspace, [article_id], FactsChange(language="uk"))
    vocabulary = Vocabulary(workspace)
    assert vocabulary.choices(Unfinished(Field.TAG, "po", 0)) == ["port law"]
    assert vocabulary.choices(Unfinished(Field.LANGUAGE, "", 0)) == ["uk"]


def test_down_leads_to_what_was_found_while_only_the_name_of_a_field_is_offered(box, qtbot):
    write("rust sta")
    assert box.offered == ["stance", "status"]
    with qtbot.waitSignal(box.entered):
        press(KEY.Key_Down)
    box.clear()
    write("sta")
    press(KEY.Key_Up)
    press(KEY.Key_Return)
    assert box.text() == "status:"


def test_a_name_is_written_by_keys(box):
    write("rust spea")
    assert box.offered == ["speaker"]
    press(KEY.Key_Tab)
    assert box.text() == "rust speaker:"
    assert box.offered == ["Berta Moen", "Tora Berg"]
    press(KEY.Key_Down)
    press(KEY.Key_Down)
    press(KEY.Key_Return)
    assert box.text() == 'rust speaker:"Tora Berg" '
    assert box.offered == []
    assert box.hasFocus()


def test_what_stands_behind_the_cursor_stays(box):
    box.setText("\U0001f309 stat rust")
    box.setCursorPosition(7)
    write("u")
    assert box.offered == ["status"]
    press(KEY.Key_Tab)
    assert box.text() == "\U0001f309 status:rust"
    assert box.cursorPosition() == 10


def test_enter_goes_on_while_nothing_is_picked(box, qtbot):
    write("speaker:")
    assert box.offered
    with qtbot.waitSignal(box.entered):
        press(KEY.Key_Return)
    assert box.text() == "speaker:"
    assert box.offered == []


def test_escape_closes_the_offer_then_empties_then_leaves(box, qtbot):
    write("speaker:")
    press(KEY.Key_Escape)
    assert (box.offered, box.text()) == ([], "speaker:")
    press(KEY.Key_Escape)
    assert box.text() == ""
    with qtbot.waitSignal(box.left):
        press(KEY.Key_Escape)


def test_the_language_is_hinted_at_while_the_box_has_the_keyboard(box, qtbot):
    assert "speaker:" in box.placeholderText()
    box.clearFocus()
    assert box.placeholderText() == "Search articles"
    box.setFocus()
    with qtbot.waitSignal(box.help_wanted):
        press(KEY.Key_F1)
