"""Every main screen of the program, opened on the sample workspace as a person would find it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from stanceline.domain.marks import LaneKey
from stanceline.domain.spans import Span
from stanceline.domain.suggestions import Suggestion, SuggestionKind, Trust
from stanceline.domain.timelines import Arrangement, TimeAxis
from stanceline.services import articles, backups, events, quotations
from stanceline.services.editing import edit_text
from stanceline.services.importing import ImportReport, Problem
from stanceline.services.progress import Progress
from stanceline.services.stance_hints import hints_for
from stanceline.services.suggesting import (
    accept_suggestion,
    reject_suggestion,
    suggest_for_all,
    suggestions_of,
    want_kinds,
)
from stanceline.services.workspace import Workspace
from stanceline.ui.about import AboutDialog
from stanceline.ui.banner import BannerText
from stanceline.ui.check_these.window import CheckWindow
from stanceline.ui.commands.shortcuts import ShortcutsDialog
from stanceline.ui.crash import CrashDialog, error_box
from stanceline.ui.dialogs.articles import ArticleFactsDialog
from stanceline.ui.dialogs.backups import BackupsDialog
from stanceline.ui.dialogs.check import CheckDialog
from stanceline.ui.dialogs.damaged import DamagedDialog
from stanceline.ui.dialogs.export import ExportDialog
from stanceline.ui.dialogs.import_report import ImportReportDialog
from stanceline.ui.dialogs.last_crash import CrashReportDialog
from stanceline.ui.dialogs.learnt import LearntDialog
from stanceline.ui.dialogs.passphrase import AskPassphraseDialog, PassphraseDialog
from stanceline.ui.dialogs.paste import PasteDialog
from stanceline.ui.dialogs.restoring import RestoringDialog
from stanceline.ui.dialogs.topics import TopicsDialog
from stanceline.ui.dialogs.your_name import YourNameDialog
from stanceline.ui.help_window import HelpWindow
from stanceline.ui.history.tidying import TidyingDialog
from stanceline.ui.history.window import HistoryWindow
from stanceline.ui.library.tags_card import TagsCard
from stanceline.ui.lock_screen import LockScreen
from stanceline.ui.main_window import MainWindow
from stanceline.ui.settings import Settings, TimelinePlace
from stanceline.ui.theme import Theme

PAUSE_MS = 40
_MOST_PAUSES = 200

SAID = (
    "sample.stanceline is in a folder that is synced.",
    "Undone: Mark a quotation. Ctrl+Shift+Z does it again.",
    "That is not its passphrase.",
    "sample.stanceline is damaged: 3 of its pages cannot be read.",
    "There is nothing selected.",
    "This is no text.",
    "Look",
    "empty",
    "It",
)
"""What the screens below are made to say; in the program it comes translated, or as data.

The last is a speaker that was suggested, in the words of the article.
"""


@dataclass(slots=True)
class Stage:
    """A main window on the sample, and what is needed to open others beside it."""

    window: MainWindow
    settings: Settings
    theme: Theme
    folder: Path
    size: QSize

    @property
    def workspace(self) -> Workspace:
        """The sample."""
        return self.window.workspace

    def pause(self, times: int = 1) -> None:
        """Let what was asked for be drawn."""
        for _ in range(times):
            QTest.qWait(PAUSE_MS)

    def close(self) -> None:
        """Close the window and all that it opened."""
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def open_stage(sample: Path, folder: Path, settings: Settings, theme: Theme, size: QSize) -> Stage:
    """A window of this size on the sample, with an article open and the timeline below."""
    settings.timeline_place = TimelinePlace.BELOW
    window = MainWindow(Workspace.open(sample), settings, theme)
    window.resize(size)
    window.show()
    window.activateWindow()
    QTest.qWait(PAUSE_MS)
    return Stage(window, settings, theme, folder, size)


# The main window


def _fullest(stage: Stage) -> int:
    rows = articles.library(stage.workspace)
    return max(rows, key=lambda row: (row.language == "en", row.n_judged)).id


def reading(stage: Stage) -> QWidget:
    """An article with judged quotations, one of them in the inspector."""
    window = stage.window
    window.show_reading()
    fullest = _fullest(stage)
    marked = quotations.quotations_of(stage.workspace, fullest)
    key = f"quotation:{max(marked, key=lambda each: len(each.words)).id}"
    window.show_place(fullest, key)
    window.select(key)
    return window


def article_in_inspector(stage: Stage) -> QWidget:
    """What is known of an article."""
    reading(stage)
    stage.window.select(f"article:{_fullest(stage)}")
    return stage.window


def speaker_in_inspector(stage: Stage) -> QWidget:
    """What is known of a speaker."""
    reading(stage)
    marked = quotations.quotations_of(stage.workspace, _fullest(stage))
    stage.window.select(f"speaker:{marked[0].speaker_id}")
    return stage.window


def event_in_inspector(stage: Stage) -> QWidget:
    """What is known of an event."""
    reading(stage)
    event = max(events.all_events(stage.workspace), key=lambda each: len(each.evidence))
    stage.window.select(f"event:{event.id}")
    return stage.window


def suggestions(stage: Stage) -> QWidget:
    """An article with suggestions, the first of them under the keys."""
    window = stage.window
    window.show_reading()
    window.open_article(_fullest_of_suggestions(stage))
    stage.pause()
    window.pane.walk(1)
    return window


def _fullest_of_suggestions(stage: Stage) -> int:
    return max(articles.library(stage.workspace), key=lambda row: row.n_suggestions).id


def _an_event_suggestion(stage: Stage) -> Suggestion:
    """One of an event, in its article, with the keys on it."""
    rows = (row for row in articles.library(stage.workspace) if row.n_suggestions)
    found = (each for row in rows for each in suggestions_of(stage.workspace, row.id))
    event = next(each for each in found if each.kind is SuggestionKind.EVENT)
    _with_keys_on(stage, event)
    return event


def suggested_event(stage: Stage) -> QWidget:
    """What is known of an event that is suggested."""
    _an_event_suggestion(stage)
    return stage.window


def suggested_retold_words(stage: Stage) -> QWidget:
    """What is known of words that are suggested as retold, with the keys on them."""
    want_kinds(stage.workspace, SuggestionKind)
    rows = [row.id for row in articles.library(stage.workspace) if row.n_suggestions]
    suggest_for_all(stage.workspace, rows)
    found = (each for row in rows for each in suggestions_of(stage.workspace, row))
    return _with_keys_on(
        stage, next(each for each in found if each.kind is SuggestionKind.REPORTED)
    )


def suggested_quotation_that_leans(stage: Stage) -> QWidget:
    """A suggested quotation whose speaker has taken a side before."""
    for row in articles.library(stage.workspace):
        article = articles.article(stage.workspace, row.id)
        for each in suggestions_of(stage.workspace, row.id):
            if hints_for(stage.workspace, article, each.spans, None, each.name):
                return _with_keys_on(stage, each)
    raise LookupError("no suggestion of the sample leans")


def doubtful_suggestion(stage: Stage) -> QWidget:
    """A suggested quotation whose speaker is a mere guess."""
    rows = (row for row in articles.library(stage.workspace) if row.n_suggestions)
    found = (each for row in rows for each in suggestions_of(stage.workspace, row.id))
    return _with_keys_on(
        stage, next(each for each in found if each.trust is Trust.DOUBTFUL and each.name)
    )


def _with_keys_on(stage: Stage, suggestion: Suggestion) -> QWidget:
    window, key = stage.window, f"suggestion:{suggestion.id}"
    window.show_reading()
    window.open_article(suggestion.article_id)
    stage.pause()
    window.pane.show_thing(key)
    window.pane.focus_mark(key)
    stage.pause()
    return window


def suggested_event_card(stage: Stage) -> QWidget:
    """The card of an event that is suggested."""
    stage.window.pane.edit(_an_event_suggestion(stage))
    return stage.window


def quotation_card(stage: Stage) -> QWidget:
    """The card of a suggestion."""
    suggestions(stage)
    waiting = stage.window.pane.findings.suggestions
    quoted = next(each for each in waiting if each.kind is not SuggestionKind.EVENT)
    stage.window.pane.edit(quoted)
    return stage.window


def selection_card(stage: Stage) -> QWidget:
    """The card of words that were selected."""
    window = stage.window
    suggestions(stage)
    body = window.pane.article.body
    start = body.index("\n\n") + 2
    window.pane.reader.select_span(Span(start, body.index(".", start)))
    window.pane.mark_selection()
    return window


def event_card(stage: Stage) -> QWidget:
    """The card of an event."""
    window = stage.window
    window.pane.quotation_card.close()
    suggestions(stage)
    body = window.pane.article.body
    start = body.index("\n\n") + 2
    window.pane.reader.select_span(Span(start, body.index(".", start)))
    window.pane.note_event()
    return window


def find_in_page(stage: Stage) -> QWidget:
    """The line that looks for words in the article."""
    reading(stage)
    stage.window.pane.reader.show_find()
    return stage.window


def _wait_for_marks(stage: Stage) -> None:
    """Until the timeline has read what there is, which it does on another thread at first."""
    for _ in range(_MOST_PAUSES):
        if stage.window.timeline.n_shown:
            return
        stage.pause()


def timeline_below(stage: Stage) -> QWidget:
    """The timeline by speaker below an article."""
    window = stage.window
    reading(stage)
    window.place_timeline(TimelinePlace.BELOW)
    _wait_for_marks(stage)
    return window


def timeline_alone(stage: Stage) -> QWidget:
    """The timeline by speaker, filling the window, with its filters open."""
    window = stage.window
    window.timeline.arrange(Arrangement())
    window.show_timeline()
    window.timeline.filter_button.setChecked(True)
    _wait_for_marks(stage)
    mark = next(mark for mark in window.timeline.marks() if mark.judgements)
    window.select(mark.key)
    return window


def timeline_filtered(stage: Stage) -> QWidget:
    """A timeline through whose filter nothing comes."""
    window = stage.window
    window.show_timeline()
    window.timeline.filters.query_box.setText("zeppelin")
    stage.pause(8)
    return window


def timeline_events(stage: Stage) -> QWidget:
    """The timeline by category, filling the window."""
    window = stage.window
    window.timeline.filters.clear()
    window.timeline.arrange(Arrangement(lanes=LaneKey.CATEGORY))
    window.show_timeline()
    window.timeline.filter_button.setChecked(False)
    stage.pause(4)
    return window


def timeline_nested(stage: Stage) -> QWidget:
    """The timeline by speaker, then topic, with the table beside it."""
    window = stage.window
    window.show_timeline()
    window.timeline.arrange(Arrangement(within=LaneKey.TOPIC))
    if not window.timeline.room.is_table_shown:
        window.timeline.deeds.toggle_table()
    stage.pause(8)
    return window


def timeline_two_axes(stage: Stage) -> QWidget:
    """Published against happened."""
    window = stage.window
    window.timeline.room.show_table(is_shown=False)
    window.timeline.arrange(Arrangement(axis=TimeAxis.BOTH))
    stage.pause(4)
    return window


def timeline_shelf(stage: Stage) -> QWidget:
    """What has no date, beside the timeline by topic."""
    window = stage.window
    window.timeline.arrange(Arrangement(lanes=LaneKey.TOPIC, folds_gaps=True))
    window.timeline.deeds.toggle_shelf()
    stage.pause(4)
    return window


def timeline_cards(stage: Stage) -> QWidget:
    """The card of a new event, with the row that plays through time."""
    window = stage.window
    window.timeline.room.show_shelf(is_shown=False)
    window.timeline.deeds.toggle_play()
    window.timeline.deeds.ask_for_event()
    stage.pause(2)
    return window


def timeline_note(stage: Stage) -> QWidget:
    """The card of a new note."""
    window = stage.window
    window.timeline.writing.close()
    window.timeline.playing.play(is_on=False)
    window.timeline.annotations.ask_for_note("2024-06-12")
    stage.pause(2)
    return window


def timeline_hidden(stage: Stage) -> QWidget:
    """Reading without the timeline."""
    window = stage.window
    window.timeline.annotations.close()
    window.timeline.arrange(Arrangement())
    reading(stage)
    window.place_timeline(TimelinePlace.HIDDEN)
    return window


def timeline_suggestions(stage: Stage) -> QWidget:
    """The timeline with what is suggested as outlines, which the legend tells."""
    window = stage.window
    window.place_timeline(TimelinePlace.BELOW)
    window.timeline.arrange(Arrangement(with_suggestions=True))
    window.show_timeline()
    stage.pause(8)
    return window


def looking_for_suggestions(stage: Stage) -> QWidget:
    """The status line while many articles are looked through."""
    window = stage.window
    window.timeline.arrange(Arrangement())
    reading(stage)

    def job(progress: Progress) -> None:
        for _ in range(_MOST_PAUSES):
            progress.step(212, 3_480, "")
            time.sleep(PAUSE_MS / 1000)

    title = QCoreApplication.translate("WindowSuggestions", "Looking for suggestions")
    window.tasks.run(title, job, lambda _: None, lambda _: None)
    stage.pause(4)
    return window


def suggestions_in_library(stage: Stage) -> QWidget:
    """The articles in which something waits."""
    stage.window.tasks.cancel_all()
    stage.window.tasks.wait_until_idle()
    stage.window.library.words.setText("has:suggestions")
    stage.pause(8)
    return stage.window


def search(stage: Stage) -> QWidget:
    """What was found, with snippets."""
    window = stage.window
    window.place_timeline(TimelinePlace.BELOW)
    window.library.words.setText("gallery")
    stage.pause(8)
    return window


def search_nothing(stage: Stage) -> QWidget:
    """A search that finds nothing."""
    stage.window.library.words.setText("zeppelin")
    stage.pause(8)
    return stage.window


def search_help(stage: Stage) -> QWidget:
    """How to search."""
    window = stage.window
    window.library.words.setText("")
    window.library.words.setFocus()
    window.library.words.help_wanted.emit()
    return window


def banner(stage: Stage) -> QWidget:
    """A notice below the header."""
    window = stage.window
    window.library.words.setText("")
    window.pane.reader.setFocus()
    sentence = " ".join(SAID[:1] * 3)
    window.banner.show_text(BannerText("a key", sentence, "Look", can_retry=True))
    return window


def toast(stage: Stage) -> QWidget:
    """What was done, said in the status line."""
    stage.window.banner.show_text(None)
    stage.window.say("Undone: Mark a quotation. Ctrl+Shift+Z does it again.")
    return stage.window


# Windows and dialogs


def _shown(stage: Stage, dialog: QWidget, pauses: int = 1) -> QWidget:
    dialog.show()
    dialog.activateWindow()
    stage.pause(pauses)
    return dialog


def history(stage: Stage) -> QWidget:
    """What was done."""
    stage.window.undo_redo.show_history()
    stage.pause()
    return stage.window.findChild(HistoryWindow)


def tidying(stage: Stage) -> QWidget:
    """How far back undoing should reach."""
    return _shown(stage, TidyingDialog(stage.workspace, stage.window))


def backups_of_it(stage: Stage) -> QWidget:
    """The backups of the workspace, of which there is one."""
    if not backups.backups_of(stage.workspace.path):
        backups.back_up(stage.workspace)
    return _shown(stage, BackupsDialog(stage.workspace, stage.window))


def restoring(stage: Stage) -> QWidget:
    """Putting a backup back."""
    backup = backups.backups_of(stage.workspace.path)[0]
    path = stage.workspace.path
    return _shown(stage, RestoringDialog(backup, path, can_replace=True, parent=stage.window))


def check(stage: Stage) -> QWidget:
    """A check of the workspace, done."""
    dialog = CheckDialog(stage.workspace, stage.window)
    _shown(stage, dialog)
    dialog.look()
    stage.pause(8)
    return dialog


def topics(stage: Stage) -> QWidget:
    """What stances are about."""
    return _shown(stage, TopicsDialog(stage.workspace, stage.window))


def learnt(stage: Stage) -> QWidget:
    """What the decisions have taught."""
    accepted, rejected = suggestions_of(stage.workspace, _fullest_of_suggestions(stage))[:2]
    reject_suggestion(stage.workspace, rejected.id)
    if accepted.kind is not SuggestionKind.EVENT:
        accept_suggestion(stage.workspace, accepted.id)
    return _shown(stage, LearntDialog(stage.workspace, stage.window))


def learnt_nothing(stage: Stage) -> QWidget:
    """The same before anything was decided, or once it is forgotten."""
    dialog = LearntDialog(stage.workspace, stage.window)
    dialog.forget()
    return _shown(stage, dialog)


def export(stage: Stage) -> QWidget:
    """The timeline on its way to a file."""
    view = stage.window.timeline.view_shown()
    dialog = ExportDialog(stage.workspace, view, parent=stage.window)
    return _shown(stage, dialog, 10)


def paste(stage: Stage) -> QWidget:
    """An article from the clipboard."""
    return _shown(stage, PasteDialog(stage.workspace, stage.window))


def import_report(stage: Stage) -> QWidget:
    """What became of an import."""
    row = articles.library(stage.workspace)[0]
    report = ImportReport(
        imported=[row.id],
        reprints=[row.id],
        duplicates=["harbour.txt"],
        problems=[Problem("picture.png", "This is no text.")],
    )
    return _shown(stage, ImportReportDialog(report, stage.window, titles={row.id: row.title}))


def passphrase(stage: Stage) -> QWidget:
    """A first passphrase."""
    name = stage.workspace.path.name
    return _shown(stage, PassphraseDialog(name, is_encrypted=False, parent=stage.window))


def passphrase_change(stage: Stage) -> QWidget:
    """Another passphrase."""
    name = stage.workspace.path.name
    dialog = PassphraseDialog(
        name, is_encrypted=True, refused="That is not its passphrase.", parent=stage.window
    )
    return _shown(stage, dialog)


def passphrase_asked(stage: Stage) -> QWidget:
    """The passphrase that opens a workspace."""
    path = stage.workspace.path
    return _shown(stage, AskPassphraseDialog(path, "That is not its passphrase.", stage.window))


def your_name(stage: Stage) -> QWidget:
    """In whose name all is done."""
    return _shown(stage, YourNameDialog(stage.workspace, stage.settings, stage.window))


def help_pages(stage: Stage) -> QWidget:
    """The help, at the page of the keys."""
    shown = HelpWindow(stage.window)
    shown.show_page("6-keys.md")
    return _shown(stage, shown)


def about(stage: Stage) -> QWidget:
    """Version and licences."""
    return _shown(stage, AboutDialog(stage.window, workspace=stage.workspace))


def crash(stage: Stage) -> QWidget:
    """Something went wrong."""
    report = "\n".join(f"  File {number}, line {number * 7}" for number in range(12))
    return _shown(stage, CrashDialog(report, stage.folder, stage.window))


def last_crash(stage: Stage) -> QWidget:
    """Something went wrong the last time."""
    return _shown(stage, CrashReportDialog(["a report", "another"], stage.window))


def damaged(stage: Stage) -> QWidget:
    """A workspace that cannot be opened, with a backup."""
    sentence = "sample.stanceline is damaged: 3 of its pages cannot be read."
    return _shown(stage, DamagedDialog(stage.workspace.path, sentence, stage.window))


def damaged_without_backup(stage: Stage) -> QWidget:
    """A workspace that cannot be opened, without a backup."""
    return _shown(stage, DamagedDialog(stage.folder / "other.stanceline", "", stage.window))


def refusal(stage: Stage) -> QWidget:
    """A sentence that somebody can act on."""
    return _shown(stage, error_box("There is nothing selected.", stage.window))


def lock(stage: Stage) -> QWidget:
    """The window, locked."""
    screen = LockScreen(stage.window)
    screen.cover()
    screen.refuse("That is not its passphrase.")
    return screen


def palette(stage: Stage) -> QWidget:
    """Everything that can be done."""
    stage.window.menus.palette.open()
    stage.window.menus.palette.words.setText("the")
    stage.pause(8)
    return stage.window


def shortcuts(stage: Stage) -> QWidget:
    """The keys, to be changed."""
    stage.window.menus.palette.leave()
    return _shown(stage, ShortcutsDialog(stage.window))


def facts(stage: Stage) -> QWidget:
    """What is known of one article, to be changed."""
    ids = [articles.library(stage.workspace)[0].id]
    return _shown(stage, ArticleFactsDialog(stage.workspace, ids, stage.window))


def facts_of_several(stage: Stage) -> QWidget:
    """What several articles share."""
    ids = [row.id for row in articles.library(stage.workspace)[:5]]
    return _shown(stage, ArticleFactsDialog(stage.workspace, ids, stage.window))


def tags(stage: Stage) -> QWidget:
    """The tags of the article in the library."""
    reading(stage)
    stage.window.library.edit_tags()
    return stage.window


def several_chosen(stage: Stage) -> QWidget:
    """Several articles chosen in the library."""
    for card in stage.window.findChildren(TagsCard):
        card.close_card()
    library = stage.window.library
    library.list.setFocus()
    library.list.selectAll()
    return stage.window


def side_by_side(stage: Stage) -> QWidget:
    """Two articles beside each other."""
    stage.window.library.list.clearSelection()
    reading(stage)
    stage.window.desk.open_second()
    return stage.window


def editing(stage: Stage) -> QWidget:
    """The text of an article while it is edited."""
    if stage.window.desk.other is not None:
        stage.window.desk.close_second()
    reading(stage)
    stage.window.editing.toggle()
    return stage.window


def check_these(stage: Stage) -> QWidget:
    """The marks that a person must check, since their words were changed."""
    if stage.window.editing.is_on:
        stage.window.editing.toggle()
    article = stage.window.pane.article
    if article is not None:
        marked = quotations.quotations_of(stage.workspace, article.id)
        words = max(marked, key=lambda each: len(each.words)).anchors[0].exact
        edit_text(stage.workspace, article.id, article.body.replace(words, words[::-1]))
    stage.pause()
    stage.window.editing.show_doubts()
    stage.pause(2)
    return stage.window.findChild(CheckWindow)


def empty_workspace(stage: Stage) -> QWidget:
    """A window on a workspace in which there is nothing yet."""
    path = stage.folder / "empty.stanceline"
    path.unlink(missing_ok=True)
    window = MainWindow(Workspace.create(path, name="empty"), stage.settings, stage.theme)
    window.resize(stage.size)
    window.place_timeline(TimelinePlace.BELOW)
    window.show()
    stage.pause(3)
    return window


SCREENS: dict[str, Callable[[Stage], QWidget]] = {
    each.__name__.replace("_", "-"): each
    for each in (
        reading,
        article_in_inspector,
        speaker_in_inspector,
        event_in_inspector,
        suggestions,
        suggested_event,
        suggested_event_card,
        suggested_retold_words,
        suggested_quotation_that_leans,
        doubtful_suggestion,
        quotation_card,
        selection_card,
        event_card,
        find_in_page,
        timeline_below,
        timeline_alone,
        timeline_filtered,
        timeline_events,
        timeline_nested,
        timeline_two_axes,
        timeline_shelf,
        timeline_cards,
        timeline_note,
        timeline_hidden,
        timeline_suggestions,
        looking_for_suggestions,
        suggestions_in_library,
        search,
        search_nothing,
        search_help,
        banner,
        toast,
        history,
        tidying,
        backups_of_it,
        restoring,
        check,
        topics,
        learnt,
        learnt_nothing,
        export,
        paste,
        import_report,
        passphrase,
        passphrase_change,
        passphrase_asked,
        your_name,
        help_pages,
        about,
        crash,
        last_crash,
        damaged,
        damaged_without_backup,
        refusal,
        lock,
        palette,
        shortcuts,
        facts,
        facts_of_several,
        tags,
        several_chosen,
        side_by_side,
        editing,
        check_these,
        empty_workspace,
    )
}


def put_away(stage: Stage, shown: QWidget) -> None:
    """Close what a screen opened, if it is not the window itself."""
    for card in (stage.window.pane.quotation_card, stage.window.pane.event_card):
        card.close()
    if shown is not stage.window:
        shown.close()
        if not isinstance(shown, HistoryWindow | CheckWindow):
            shown.deleteLater()
    stage.window.activateWindow()
    QApplication.processEvents()
