from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from stanceline.domain.articles import ArticleDraft
from stanceline.services.importing import ChangedVersion, ImportReport, Problem
from stanceline.ui.dialogs.import_report import ImportReportDialog, is_worth_telling, summary

REPORT = ImportReport(
    imported=[1, 2, 3],
    reprints=[3],
    duplicates=["wire.txt", "wire copy.txt"],
    problems=[Problem("<b>scan</b>.pdf", "It is a PDF file, not a text.")],
)


def test_mere_success_is_not_worth_a_dialog() -> None:
    assert not is_worth_telling(ImportReport(imported=[1, 2]))
    assert is_worth_telling(REPORT)


def test_the_summary_counts_everything_in_words() -> None:
    assert summary(ImportReport()) == "No article was imported."
    assert summary(ImportReport(imported=[1])) == "1 article was imported."
    assert summary(REPORT) == (
        "3 articles were imported, 1 of them a reprint, 2 were there already, 1 could not be read."
    )


def test_the_dialog_says_why_and_names_of_files_stay_as_they_are(qtbot: QtBot) -> None:
    dialog = ImportReportDialog(REPORT, titles={3: "Strike & talks"})
    qtbot.addWidget(dialog)
    text = dialog.list.toPlainText()
    assert "<b>scan</b>.pdf\nIt is a PDF file, not a text." in text
    assert "wire copy.txt" in text
    assert "Strike & talks" in text


def test_the_list_can_be_copied(qtbot: QtBot) -> None:
    dialog = ImportReportDialog(REPORT)
    qtbot.addWidget(dialog)
    copy = next(b for b in dialog.findChildren(QPushButton) if "Copy" in b.text())
    copy.click()
    assert QGuiApplication.clipboard().text() == dialog.list.toPlainText()


def test_a_hundred_thousand_problems_do_not_hold_the_window_up(qtbot: QtBot) -> None:
    problems = [Problem(f"{n}.bin", "It holds binary data, not a text.") for n in range(100_000)]
    dialog = ImportReportDialog(ImportReport(problems=problems))
    qtbot.addWidget(dialog)
    assert "and 98,000 more" in dialog.list.toPlainText()


def test_changed_versions_are_ticked_unless_somebody_edited_the_text(qtbot: QtBot) -> None:
    draft = ArticleDraft("Dam", "Dam\n\nNew words.")
    report = ImportReport(
        imported=[7, 8],
        changed=[
            ChangedVersion(1, "Dam", draft, "dam.txt", imported_id=7),
            ChangedVersion(2, "Fish", draft, "fish.txt", imported_id=8, is_edited_here=True),
        ],
    )
    assert is_worth_telling(report)
    assert "2 are changed versions of articles that are there" in summary(report)
    dialog = ImportReportDialog(report)
    qtbot.addWidget(dialog)
    assert dialog.update_button.text() == "&Update the article"
    assert "was edited here" in dialog.versions.item(1).text()
    dialog.versions.item(1).setCheckState(Qt.CheckState.Checked)
    assert dialog.to_update == []
    dialog.update_button.click()
    assert dialog.to_update == report.changed
