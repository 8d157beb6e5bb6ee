"""The main job done by the program itself, offscreen, with pictures of every main screen.

Runs where there is no display: it imports the sample's articles into a new workspace,
marks and judges a quotation and dates an event through the window, draws the timeline,
and exports it in every format. Then it opens the sample workspace and leaves a picture
of each main screen, light and dark, at two sizes, and one of every other window and of
each page of the help. STANCELINE_SCREENS names those that are wanted, where not all are.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QMessageLogContext, QSize, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from stanceline.domain.marks import LaneKey, MarkFilter
from stanceline.domain.spans import Span
from stanceline.domain.timelines import Arrangement, SavedView, TimeAxis
from stanceline.services import articles, backups, events, quotations, topics
from stanceline.services.exporting import TABLES, export_view_csv
from stanceline.services.importing import ImportReport, Problem
from stanceline.services.places import CONFIG_VARIABLE
from stanceline.services.sample import sample_text_files, write_sample
from stanceline.services.workspace import Workspace
from stanceline.timeline.export import TimelineExport, export_timeline
from stanceline.ui.about import AboutDialog
from stanceline.ui.check_these.window import CheckWindow
from stanceline.ui.commands.shortcuts import ShortcutsDialog
from stanceline.ui.crash import CrashDialog
from stanceline.ui.dialogs.articles import ArticleFactsDialog
from stanceline.ui.dialogs.backups import BackupsDialog
from stanceline.ui.dialogs.check import CheckDialog
from stanceline.ui.dialogs.damaged import DamagedDialog
from stanceline.ui.dialogs.export import ExportDialog
from stanceline.ui.dialogs.import_report import ImportReportDialog
from stanceline.ui.dialogs.learnt import LearntDialog
from stanceline.ui.dialogs.passphrase import AskPassphraseDialog, PassphraseDialog
from stanceline.ui.dialogs.paste import PasteDialog
from stanceline.ui.dialogs.restoring import RestoringDialog
from stanceline.ui.dialogs.topics import TopicsDialog
from stanceline.ui.dialogs.your_name import YourNameDialog
from stanceline.ui.help_window import HelpWindow, help_pages
from stanceline.ui.history.tidying import TidyingDialog
from stanceline.ui.history.window import HistoryWindow
from stanceline.ui.lock_screen import LockScreen
from stanceline.ui.main_window import MainWindow
from stanceline.ui.settings import Settings, TimelinePlace
from stanceline.ui.suggestion_words import is_event
from stanceline.ui.tasks import TaskRunner
from stanceline.ui.theme import ThemeChoice, apply_choice, set_reduced_motion

SIZES = (QSize(1440, 900), QSize(1024, 700))
THEMES = (ThemeChoice.LIGHT, ThemeChoice.DARK)

SCREENS_VARIABLE = "STANCELINE_SCREENS"
"""The environment variable with the names of the only screens that are wanted."""

_IMPORT_TIMEOUT_MS = 120_000
_SETTLE_MS = 120
_LOOK_EVERY_MS = 50
_MOST_LOOKS = 400
_SEARCHED = "the"


def show_case(app: QApplication, out: Path) -> int:
    """Do the main job and leave its pictures and exports in this folder; the exit status."""
    before = qInstallMessageHandler(_tell_qt)
    blinks_ms = app.cursorFlashTime()
    app.setCursorFlashTime(0)
    set_reduced_motion(app, reduced=True)
    try:
        _show_all(app, out)
    finally:
        app.setCursorFlashTime(blinks_ms)
        set_reduced_motion(app, reduced=None)
        qInstallMessageHandler(before)
    return 0


def _show_all(app: QApplication, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix="stanceline-") as scratch,
        _own_folders(Path(scratch) / "program"),
    ):
        folder = Path(scratch)
        settings = Settings(folder)
        _say(f"There is no display, so the main job runs offscreen; results go to {out}/.")
        for sentence in _main_job(app, settings, folder, out):
            _say(sentence)
        write_sample(folder / "sample.stanceline")
        for path in _pictures(app, settings, folder / "sample.stanceline", out):
            _say(f"  {path.relative_to(out.parent)}")
        for path in _exports(folder / "sample.stanceline", out):
            _say(f"  {path.relative_to(out.parent)}")


@contextmanager
def _own_folders(folder: Path) -> Iterator[None]:
    """Keep backups of what is only shown away from the user's own."""
    before = os.environ.get(CONFIG_VARIABLE)
    os.environ[CONFIG_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[CONFIG_VARIABLE]
        else:
            os.environ[CONFIG_VARIABLE] = before


def _tell_qt(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Pass on what Qt says, but for what its offscreen platform says of every window."""
    if not message.startswith("This plugin does not support"):
        sys.stderr.write(message + "\n")


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


# The main job, step by step, through the window


def _main_job(app: QApplication, settings: Settings, folder: Path, out: Path) -> Iterator[str]:
    theme = apply_choice(app, ThemeChoice.LIGHT)
    workspace = Workspace.create(folder / "first-affair.stanceline")
    topics.add_topic(workspace, "Reopen the gallery")
    window = MainWindow(workspace, settings, theme)
    window.resize(SIZES[0])
    window.show()
    # The report of an import opens when there were reprints, and nobody could close it.
    window.imports.take(list({path.read_bytes(): path for path in sample_text_files()}.values()))
    window.tasks.wait_until_idle(_IMPORT_TIMEOUT_MS)
    _settle()
    yield f"Imported {len(articles.library(workspace))} articles of the sample."
    window.accept_confident()
    accepted = quotations.quotations_of(workspace, _article_id(window))
    yield f"Accepted {len(accepted)} suggested quotations of the first article."
    yield _mark_by_keys(window)
    yield _note_event_by_keys(window)
    window.timeline.refresh()
    _settle()
    picture = out / "first-affair.png"
    window.grab().save(str(picture))
    for kind in ("csv", "png", "svg", "pdf"):
        _write_timeline(workspace, out / f"first-affair-timeline.{kind}", kind)
    yield "Drew the timeline and exported it as CSV, PNG, SVG and PDF."
    window.close()
    window.deleteLater()


def _article_id(window: MainWindow) -> int:
    article = window.pane.article
    if article is None:
        raise RuntimeError("no article is open")
    return article.id


def _mark_by_keys(window: MainWindow) -> str:
    """Mark words of the first article with a new speaker and a stance, by keyboard alone."""
    article = window.pane.article
    if article is None:
        raise RuntimeError("no article is open")
    before = len(quotations.quotations_of(window.workspace, article.id))
    start = article.body.index(" ", len(article.body) // 2) + 1
    end = article.body.index(" ", start + 40)
    window.pane.reader.select_span(Span(start, end))
    window.pane.mark_selection()
    _type(window, "Ada Neumark")
    _press(window, Qt.Key.Key_Return)
    _press(window, Qt.Key.Key_1)
    _press(window, Qt.Key.Key_Return)
    _settle()
    marked = quotations.quotations_of(window.workspace, article.id)
    new = [each for each in marked if each.speaker == "Ada Neumark"]
    if len(marked) != before + 1 or not new or not new[0].judgements:
        raise RuntimeError("the quotation was not marked and judged by keyboard")
    stance = new[0].judgements[0].stance.label
    return f"Marked “{new[0].words[:40]}…” by keyboard: {new[0].speaker}, {stance}."


def _note_event_by_keys(window: MainWindow) -> str:
    """Note an event from a passage of the article, its date typed in plain words."""
    article = window.pane.article
    if article is None:
        raise RuntimeError("no article is open")
    start = article.body.index("\n\n") + 2
    window.pane.reader.select_span(Span(start, article.body.index(".", start)))
    window.pane.note_event()
    _settle()
    card = window.pane.event_card
    card.date.line.setFocus()
    card.date.line.selectAll()
    _type(window, "early June 2024")
    told = card.date.edtf()
    _press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    _settle()
    noted = events.events_of(window.workspace, article.id)
    if [event.edtf for event in noted] != [told]:
        raise RuntimeError("the event was not noted by keyboard")
    return f"Noted an event; “early June 2024” was understood as {told}."


def _type(window: QWidget, words: str) -> None:
    QTest.keyClicks(QApplication.focusWidget() or window, words)
    _settle()


def _press(
    window: QWidget,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
    _settle()


def _settle() -> None:
    QTest.qWait(_SETTLE_MS)


# Pictures of every main screen


def _pictures(app: QApplication, settings: Settings, sample: Path, out: Path) -> Iterator[Path]:
    folder = out / "screens"
    folder.mkdir(exist_ok=True)
    wanted = os.environ.get(SCREENS_VARIABLE, "").split()
    for choice in THEMES:
        for size in SIZES:
            theme = apply_choice(app, choice)
            settings.timeline_place = TimelinePlace.BELOW
            window = MainWindow(Workspace.open(sample), settings, theme)
            window.resize(size)
            window.show()
            _still(window, window)
            # The other windows are dressed alike, so one picture of each will do.
            is_first = (choice, size) == (THEMES[0], SIZES[0])
            for name, show in (SCREENS | windows() if is_first else SCREENS).items():
                if wanted and name not in wanted:
                    continue
                shown = show(window)
                picture = folder / f"{name}-{choice.value}-{size.width()}.png"
                _still(window, shown or window).save(str(picture))
                if shown is not None:
                    shown.close()
                yield picture
            window.close()
            window.deleteLater()


def _still(window: MainWindow, shown: QWidget) -> QImage:
    """The picture once no job runs and nothing in it changes any more."""
    picture = QImage()
    for _ in range(_MOST_LOOKS):
        QTest.qWait(_LOOK_EVERY_MS)
        before, picture = picture, shown.grab().toImage()
        is_busy = any(runner.is_busy for runner in window.findChildren(TaskRunner))
        if picture == before and not is_busy:
            break
    return picture


def _show_reading(window: MainWindow) -> None:
    """An article with judged quotations, one of them in the inspector."""
    window.show_reading()
    rows = articles.library(window.workspace)
    fullest = max(rows, key=lambda row: (row.language == "en", row.n_judged))
    marked = quotations.quotations_of(window.workspace, fullest.id)
    key = f"quotation:{max(marked, key=lambda each: len(each.words)).id}"
    window.show_place(fullest.id, key)
    window.select(key)


def _show_suggestions(window: MainWindow) -> None:
    """An article with suggestions, the first of them under the keys."""
    rows = articles.library(window.workspace)
    fullest = max(rows, key=lambda row: row.n_suggestions)
    window.open_article(fullest.id)
    window.pane.begin_walk()


def _show_quotation_card(window: MainWindow) -> None:
    waiting = window.pane.findings.suggestions
    window.pane.edit(next(each for each in waiting if not is_event(each)))


def _show_event_card(window: MainWindow) -> None:
    window.pane.quotation_card.close()
    article = window.pane.article
    if article is not None:
        start = article.body.index("\n\n") + 2
        window.pane.reader.select_span(Span(start, article.body.index(".", start)))
        window.pane.note_event()


def _show_timeline(window: MainWindow) -> None:
    window.pane.event_card.close()
    window.timeline.set_lanes(LaneKey.SPEAKER)
    window.show_timeline()
    mark = next(mark for mark in window.timeline.marks() if mark.judgements)
    window.select(mark.key)


def _show_events(window: MainWindow) -> None:
    window.timeline.set_lanes(LaneKey.CATEGORY)
    shown = window.timeline.view.window_shown()
    within = [
        mark
        for mark in window.timeline.marks()
        if mark.date and shown and shown.t0 < mark.date.bounds.t0 < shown.t1
    ]
    window.select(max(within, key=lambda mark: len(mark.sources)).key)


def _show_topics_of_speakers(window: MainWindow) -> None:
    window.timeline.arrange(Arrangement(lanes=LaneKey.SPEAKER, within=LaneKey.TOPIC))
    window.timeline.view.fit_first()


def _show_two_times(window: MainWindow) -> None:
    window.timeline.arrange(Arrangement(axis=TimeAxis.BOTH))


def _show_export(window: MainWindow) -> QWidget:
    window.timeline.arrange(Arrangement())
    QTest.qWait(_SETTLE_MS)
    dialog = ExportDialog(window.workspace, window.timeline.view_shown(), parent=window)
    dialog.show()
    QTest.qWait(5 * _SETTLE_MS)
    return dialog


def _shown(dialog: QWidget) -> QWidget:
    dialog.show()
    return dialog


def _show_paste(window: MainWindow) -> QWidget:
    return _shown(PasteDialog(window.workspace, window))


def _show_topics(window: MainWindow) -> QWidget:
    return _shown(TopicsDialog(window.workspace, window))


def _show_history(window: MainWindow) -> QWidget | None:
    window.undo_redo.show_history()
    return window.findChild(HistoryWindow)


def _show_backups(window: MainWindow) -> QWidget:
    return _shown(BackupsDialog(window.workspace, window))


def _show_check(window: MainWindow) -> QWidget:
    dialog = CheckDialog(window.workspace, window)
    dialog.show()
    dialog.look()
    return dialog


def _show_passphrase(window: MainWindow) -> QWidget:
    name = window.workspace.path.name
    return _shown(PassphraseDialog(name, is_encrypted=False, parent=window))


def _show_help(window: MainWindow) -> QWidget:
    return _shown(HelpWindow(window))


SCREENS: dict[str, Callable[[MainWindow], QWidget | None]] = {
    "read": _show_reading,
    "suggestions": _show_suggestions,
    "quotation-card": _show_quotation_card,
    "event-card": _show_event_card,
    "timeline": _show_timeline,
    "events": _show_events,
    "nested": _show_topics_of_speakers,
    "two-times": _show_two_times,
    "export": _show_export,
    "paste": _show_paste,
    "topics": _show_topics,
    "history": _show_history,
    "backups": _show_backups,
    "check": _show_check,
    "passphrase": _show_passphrase,
    "help": _show_help,
}


# Pictures of every other window


def _show_about(window: MainWindow) -> QWidget:
    return _shown(AboutDialog(window, workspace=window.workspace))


def _show_shortcuts(window: MainWindow) -> QWidget:
    return _shown(ShortcutsDialog(window))


def _show_facts(window: MainWindow) -> QWidget:
    ids = [row.id for row in articles.library(window.workspace)[:3]]
    return _shown(ArticleFactsDialog(window.workspace, ids, window))


def _show_learnt(window: MainWindow) -> QWidget:
    return _shown(LearntDialog(window.workspace, window))


def _show_your_name(window: MainWindow) -> QWidget:
    return _shown(YourNameDialog(window.workspace, window.settings, window))


def _show_tidying(window: MainWindow) -> QWidget:
    return _shown(TidyingDialog(window.workspace, window))


def _show_import_report(window: MainWindow) -> QWidget:
    row = articles.library(window.workspace)[0]
    report = ImportReport(
        imported=[row.id],
        duplicates=["harbour.txt"],
        problems=[Problem("picture.png", "It holds binary data, not a text.")],
    )
    return _shown(ImportReportDialog(report, window, titles={row.id: row.title}))


def _show_asked_passphrase(window: MainWindow) -> QWidget:
    return _shown(AskPassphraseDialog(window.workspace.path, parent=window))


def _show_restoring(window: MainWindow) -> QWidget:
    backup = backups.back_up(window.workspace)
    path = window.workspace.path
    return _shown(RestoringDialog(backup, path, can_replace=True, parent=window))


def _show_damaged(window: MainWindow) -> QWidget:
    path = window.workspace.path
    return _shown(DamagedDialog(path, f"{path.name} is damaged.", window))


def _show_crash(window: MainWindow) -> QWidget:
    return _shown(CrashDialog("What the report says.", window.workspace.path.parent, window))


def _show_lock(window: MainWindow) -> QWidget:
    screen = LockScreen(window)
    screen.cover()
    return screen


def _show_editing(window: MainWindow) -> None:
    _show_reading(window)
    window.editing.toggle()


def _show_doubts(window: MainWindow) -> QWidget | None:
    if window.editing.is_on:
        window.editing.toggle()
    window.editing.show_doubts()
    return window.findChild(CheckWindow)


def _show_palette(window: MainWindow) -> None:
    window.menus.palette.open()
    window.menus.palette.words.setText(_SEARCHED)


_WINDOWS: dict[str, Callable[[MainWindow], QWidget | None]] = {
    "about": _show_about,
    "shortcuts": _show_shortcuts,
    "facts": _show_facts,
    "learnt": _show_learnt,
    "your-name": _show_your_name,
    "tidying": _show_tidying,
    "import-report": _show_import_report,
    "asked-passphrase": _show_asked_passphrase,
    "restoring": _show_restoring,
    "damaged": _show_damaged,
    "crash": _show_crash,
    "lock": _show_lock,
    "editing": _show_editing,
    "doubts": _show_doubts,
    "palette": _show_palette,
}


def windows() -> dict[str, Callable[[MainWindow], QWidget | None]]:
    """What shows each of the other windows, and each page of the help, by name."""
    return {f"help-{page.stem}": _help_at(page) for page in help_pages()} | _WINDOWS


def _help_at(page: Path) -> Callable[[MainWindow], QWidget]:
    def show(window: MainWindow) -> QWidget:
        shown = HelpWindow(window)
        shown.show_page(page.name)
        return _shown(shown)

    return show


# Exports


def _exports(sample: Path, out: Path) -> Iterator[Path]:
    with Workspace.open(sample) as workspace:
        for kind in ("csv", "png", "svg", "pdf"):
            path = out / f"timeline.{kind}"
            _write_timeline(workspace, path, kind)
            yield path
        for name, write in TABLES.items():
            path = out / f"{name}.csv"
            write(workspace, path, MarkFilter())
            yield path


def _write_timeline(workspace: Workspace, path: Path, kind: str) -> None:
    view = SavedView("")
    if kind == "csv":
        export_view_csv(workspace, path, view.wanted)
        return
    export_timeline(
        workspace,
        TimelineExport(out=path, format=kind, view=view, title=workspace.name),
    )
