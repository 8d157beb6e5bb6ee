"""Correcting the facts of one article, and of several at once."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from builders import an_article
from stanceline.services.articles import article
from stanceline.services.several_articles import FactsChange, change_tags, describe_articles
from stanceline.services.workspace import NotFound
from stanceline.ui.dialogs.articles import ArticleFactsDialog
from ui.window_builders import ALT, CTRL, KEY, press, settle


@pytest.fixture
def ids(workspace):
    ids = [an_article(workspace, f"Report {n}\n\nx", source="The Gull") for n in range(3)]
    describe_articles(
        workspace, ids[:1], FactsChange(published="2031-05-12", author="Eva Lund", note="a\n\nb")
    )
    change_tags(workspace, ids, ["wire"])
    change_tags(workspace, ids[:1], ["law"])
    return ids


@pytest.fixture
def open_dialog(qtbot, theme, workspace):
    assert theme is not None

    def open_it(article_ids) -> ArticleFactsDialog:
        dialog = ArticleFactsDialog(workspace, article_ids)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        dialog.activateWindow()
        settle()
        return dialog

    return open_it


def fill(line, text: str) -> None:
    line.selectAll()
    QTest.keyClicks(line, text)


def test_what_is_left_alone_is_no_change(open_dialog, ids):
    for dialog in [open_dialog(some) for some in (ids[:1], ids)]:
        assert dialog.change().says_nothing()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_key_of_each_name_leads_to_its_field(open_dialog, ids):
    dialog = open_dialog(ids[:1])
    press(KEY.Key_P, ALT)
    assert dialog.published.line.hasFocus()
    press(KEY.Key_N, ALT)
    assert dialog.note.hasFocus()


def test_one_article_shows_all_its_facts(open_dialog, ids):
    dialog = open_dialog(ids[:1])
    shown = (dialog.title.text(), dialog.source.text(), dialog.author.text(), dialog.tags.text())
    assert shown == ("Report 0", "The Gull", "Eva Lund", "law, wire")
    assert dialog.published.text() == "2031-05-12"
    assert dialog.note.toPlainText() == "a\n\nb"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_several_share_what_they_share(open_dialog, workspace, ids):
    dialog = open_dialog(ids)
    assert (dialog.title.text(), dialog.source.text(), dialog.tags.text()) == (
        "",
        "The Gull",
        "wire",
    )
    assert dialog.title.placeholderText() == "several values: left as they are"
    assert dialog.any_date.isVisible()
    fill(dialog.author, "Ada")
    fill(dialog.tags, "wire, port")
    change = dialog.change()
    assert change == FactsChange(author="Ada", added_tags=("port",))
    describe_articles(workspace, ids, change)
    assert article(workspace, ids[0]).tags == ("law", "port", "wire")
    assert article(workspace, ids[0]).published == "2031-05-12"


def test_several_dates_become_one_as_soon_as_one_is_typed(open_dialog, ids):
    dialog = open_dialog(ids)
    dialog.any_date.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "2")
    QTest.keyClicks(QApplication.focusWidget(), "031-06")
    assert dialog.published.isVisible()
    assert dialog.change() == FactsChange(published="2031-06")


def test_several_values_can_be_emptied(open_dialog, ids):
    dialog = open_dialog(ids)
    fill(dialog.author, "x")
    QTest.keyClick(dialog.author, KEY.Key_Backspace)
    assert dialog.author.placeholderText() == "will be emptied"
    assert dialog.change() == FactsChange(author="")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_tag_that_all_carry_can_be_taken_from_all(open_dialog, ids):
    dialog = open_dialog(ids)
    fill(dialog.tags, " ")
    assert dialog.change() == FactsChange(removed_tags=("wire",))


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("title", " ", "An article needs a title."),
        ("source", "x" * 400, "at most 300 characters"),
        ("tags", "x" * 400, "at most 300 characters"),
        ("published", "2031-13", "The date of publication is not understood."),
    ],
)
def test_what_cannot_be_saved_is_said_and_the_dialog_stays(open_dialog, ids, field, text, sentence):
    dialog = open_dialog(ids[:1])
    line = dialog.published.line if field == "published" else getattr(dialog, field)
    line.setFocus()
    line.selectAll()
    line.insert(text)
    line.textEdited.emit(line.text())
    press(KEY.Key_Return, CTRL)
    assert dialog.isVisible()
    assert sentence in dialog._notice.text()


def test_ctrl_enter_saves(open_dialog, ids):
    dialog = open_dialog(ids[:1])
    fill(dialog.title, "Another")
    press(KEY.Key_Return, CTRL)
    assert dialog.result() == QDialog.DialogCode.Accepted.value
    assert dialog.change() == FactsChange(title="Another")


def test_tags_are_completed_one_by_one(open_dialog, ids):
    dialog = open_dialog(ids[:1])
    completer = dialog.tags.completer()
    dialog.tags.setText("law, wi")
    completer.setWidget(dialog.tags)
    assert completer.splitPath("law, wi") == ["wi"]
    completer.setCompletionPrefix("wi")
    assert completer.pathFromIndex(completer.completionModel().index(0, 0)) == "law, wire"


def test_articles_that_are_gone_have_no_facts(theme, workspace):
    assert theme is not None
    with pytest.raises(NotFound):
        ArticleFactsDialog(workspace, [99])
