"""The dialog that writes the timeline and the tables to files."""

import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.errors import StancelineError
from stanceline.domain.marks import LaneKey, MarkFilter
from stanceline.domain.timelines import Arrangement, SavedView
from stanceline.records import dataclass
from stanceline.services.exporting import TABLES, export_view_csv
from stanceline.services.progress import Progress
from stanceline.services.timeline import MarkColumns, MarkReader
from stanceline.services.workspace import Workspace
from stanceline.timeline.export import (
    ViewRead,
    export_image,
    facts_of,
    read_view,
)
from stanceline.timeline.style import Style
from stanceline.ui.dialogs import export_choices as choices
from stanceline.ui.dialogs.export_choices import What
from stanceline.ui.dialogs.export_preview import (
    PicturePreview,
    TablePreview,
    TableSample,
    picture_in,
    sample_of,
)
from stanceline.ui.dialogs.export_size import SizeFields, beside
from stanceline.ui.dialogs.parts import (
    FIELD_GAP,
    GAP,
    Notice,
    ask,
    boxed,
    button_row,
    column_of,
    labelled,
    plain_button,
    plain_label,
    primary_button,
    take_first_size,
)
from stanceline.ui.file_dialogs import ask_where_to_write, folder_beside
from stanceline.ui.tasks import TaskRunner
from stanceline.ui.theme import scaled
from stanceline.ui.widgets import ElidedLabel

_PREVIEW_AFTER_MS = 250
_SLOW_PREVIEW_S = 0.5
_SLOW_PREVIEW_AFTER_MS = 1_500
_FIELDS_WIDTH = 320
_VISIBLE, _WHOLE = "visible", "whole"
_AS_SHOWN = "as shown"
_LIGHT, _DARK = "light", "dark"


@dataclass(frozen=True, slots=True)
class _Picture:
    """All that a picture of the timeline depends on."""

    kind: str
    size_px: tuple[int, int]
    dpi: int
    title: str
    subtitle: str
    style: Style


class ExportDialog(QDialog):
    """Asks what to write where, shows how it will look, writes it, and stays open.

    ``view`` is what the timeline shows now: its arrangement, filter, notes, and as its
    range the time in sight; other lanes and the whole time can be chosen instead.
    ``folder`` is where files go at first, beside the workspace when None. ``written``
    lists the files that were written.
    """

    def __init__(
        self,
        workspace: Workspace,
        view: SavedView | None = None,
        *,
        is_dark: bool = False,
        folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.written: list[Path] = []
        self._workspace = workspace
        self._view = view or SavedView("")
        self._columns: MarkColumns | None = None
        self._read: ViewRead | None = None
        self._folder = folder or folder_beside(workspace.path)
        self._tasks = TaskRunner(self)
        self._is_filling = False
        self._has_own_name = False
        self._preview_number = 0
        self._pause_ms = _PREVIEW_AFTER_MS
        self.setWindowTitle(self.tr("Export"))
        take_first_size(self, 980, 620)
        self._make_fields()
        self._fill(is_dark=is_dark)
        self._group_fields()
        self._build()
        self._connect()
        self._what_chosen()
        self.what.setFocus()

    # ------------------------------------------------------------------- building

    def _make_fields(self) -> None:
        self.what = QComboBox()
        self.kind = QComboBox()
        self.file = QLineEdit()
        self.browse = plain_button(self.tr("&Browse…"))
        self.size_fields = SizeFields(self)
        self.title = QLineEdit()
        self.subtitle = QLineEdit()
        self.colours = QComboBox()
        self.time = QComboBox()
        self.lanes = QComboBox()
        self._about = plain_label("", "small")
        self._notice = Notice()
        self._told = plain_label("", "muted")
        self._open_folder = plain_button(self.tr("Open &folder"), "quiet")
        self._close_button = plain_button(self.tr("Close"))
        self._where = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self._where.setProperty("role", "small")
        self.picture = PicturePreview()
        self.picture.setAccessibleName(self.tr("Preview of the picture"))
        self.table = TablePreview()
        self.table.setAccessibleName(self.tr("The first rows of the table"))
        self.export_button = primary_button(self.tr("&Export"))

    def _fill(self, *, is_dark: bool) -> None:
        for what, text in choices.whats().items():
            self.what.addItem(text, what.value)
        self._fill_lanes(self._view.arrangement)
        self.colours.addItem(self.tr("Light"), _LIGHT)
        self.colours.addItem(self.tr("Dark"), _DARK)
        self.colours.setCurrentIndex(int(is_dark))
        if self._view.range is not None:
            self.time.addItem(self.tr("What the timeline shows now"), _VISIBLE)
        self.time.addItem(self.tr("The whole time"), _WHOLE)
        self.title.setText(self._view.title or self._workspace.name)
        self.subtitle.setPlaceholderText(self.tr("Period and number of marks"))

    def _fill_lanes(self, arrangement: Arrangement) -> None:
        """What lanes can stand for; nested ones can be had as they are shown, or not at all."""
        if arrangement.within is not None:
            self.lanes.addItem(self.tr("As in the timeline"), _AS_SHOWN)
        for lane, text in choices.lanes().items():
            self.lanes.addItem(text, lane.value)
        at = self.lanes.findData(arrangement.lanes.value)
        self.lanes.setCurrentIndex(0 if arrangement.within is not None else at)

    def _build(self) -> None:
        fields = QVBoxLayout()
        fields.setSpacing(10)
        fields.addLayout(labelled(self.tr("&What"), self.what))
        fields.addWidget(self._kind_fields)
        fields.addLayout(self._file_row())
        fields.addWidget(self._time_fields)
        fields.addWidget(self._picture_fields)
        fields.addStretch()
        side = boxed(fields)
        # The fields that are longest in another language decide how wide they all are.
        side.setFixedWidth(max(scaled(_FIELDS_WIDTH), side.minimumSizeHint().width()))
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addWidget(side)
        columns.addLayout(self._preview(), 1)
        layout = column_of(self)
        layout.addLayout(columns, 1)
        layout.addWidget(self._notice)
        layout.addLayout(self._foot())
        self._set_tab_order()

    def _group_fields(self) -> None:
        """Put fields that make sense together into boxes that are enabled together."""
        self._kind_fields = boxed(labelled(self.tr("For&mat"), self.kind))
        self._time_fields = boxed(labelled(self.tr("&Period"), self.time))
        column = self.size_fields.layout_of_fields()
        column.addLayout(labelled(self.tr("&Title"), self.title))
        column.addLayout(labelled(self.tr("S&ubtitle"), self.subtitle))
        lanes = labelled(self.tr("&Lanes"), self.lanes)
        column.addLayout(beside(lanes, labelled(self.tr("&Colours"), self.colours)))
        self._picture_fields = boxed(column)

    def _file_row(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addLayout(labelled(self.tr("F&ile"), self.file), 1)
        row.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout()
        column.setSpacing(FIELD_GAP)
        column.addLayout(row)
        column.addWidget(self._where)
        return column

    def _preview(self) -> QVBoxLayout:
        self._previews = QStackedWidget()
        self._previews.addWidget(self.picture)
        self._previews.addWidget(self.table)
        column = QVBoxLayout()
        column.setSpacing(GAP)
        column.addWidget(self._previews, 1)
        column.addWidget(self._about)
        return column

    def _foot(self) -> QHBoxLayout:
        self._told.setWordWrap(False)
        self._told.hide()
        self._open_folder.hide()
        self._close_button.clicked.connect(self.reject)
        return button_row(
            self._told, self._open_folder, right=(self._close_button, self.export_button)
        )

    def _set_tab_order(self) -> None:
        order: list[QWidget] = [self.what, self.kind, self.file, self.browse, self.time]
        order += [*self.size_fields.widgets(), self.title, self.subtitle]
        order += [self.lanes, self.colours, self.table, self._open_folder]
        order += [self._close_button, self.export_button]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show_preview)
        self.what.currentIndexChanged.connect(self._what_chosen)
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self.file.textEdited.connect(self._name_typed)
        self.browse.clicked.connect(self._browse)
        self.size_fields.changed.connect(self._changed)
        for text in (self.title, self.subtitle):
            text.textChanged.connect(self._changed)
        for box in (self.lanes, self.colours, self.time):
            box.currentIndexChanged.connect(self._changed)
        self.export_button.clicked.connect(self._export)
        self._open_folder.clicked.connect(self._show_folder)

    # -------------------------------------------------------------------- choosing

    @property
    def chosen(self) -> What:
        """What is to be written."""
        return What(self.what.currentData())

    def _what_chosen(self) -> None:
        chosen = self.chosen
        self._is_filling = True
        self.kind.clear()
        for kind in chosen.formats:
            self.kind.addItem(choices.formats()[kind], kind)
        self._is_filling = False
        is_picture = chosen is What.PICTURE
        self._picture_fields.setEnabled(is_picture)
        self._kind_fields.setEnabled(len(chosen.formats) > 1)
        self._time_fields.setEnabled(chosen.is_timeline and self.time.count() > 1)
        self._previews.setCurrentWidget(self.picture if is_picture else self.table)
        self._kind_chosen()

    def _kind_chosen(self) -> None:
        if self._is_filling:
            return
        kind = self.kind.currentData()
        if self._has_own_name:
            typed = Path(self.file.text())
            if typed.suffix.lower().removeprefix(".") in choices.formats():
                self.file.setText(str(typed.with_suffix(f".{kind}")))
        else:
            name = choices.file_name(self._workspace.name, self.chosen, kind)
            self.file.setText(name)
            self.file.setCursorPosition(0)
        self._tell_folder()
        self._changed()

    def _name_typed(self, text: str) -> None:
        self._has_own_name = bool(text.strip())
        self._tell_folder()
        index = self.kind.findData(Path(text).suffix.lower().removeprefix("."))
        if index >= 0 and index != self.kind.currentIndex():
            self._is_filling = True
            self.kind.setCurrentIndex(index)
            self._is_filling = False
            self._changed()

    def _tell_folder(self) -> None:
        self._where.set_whole_text(self.tr("in {folder}").format(folder=self._target().parent))

    def _browse(self) -> None:
        kind = self.kind.currentData()
        chosen = ask_where_to_write(
            self,
            self.tr("Export to"),
            self._target(),
            [f"{choices.formats()[kind]} (*.{kind})"],
            # Replacing is asked for in one place, whichever way the name was given.
            confirms=False,
        )
        if chosen is not None:
            self._folder = chosen.parent
            self.file.setText(chosen.name)
            self._name_typed(self.file.text())

    def _changed(self) -> None:
        if not self._is_filling:
            self._notice.say("")
            self._told.hide()
            self._open_folder.hide()
            self._timer.start(self._pause_ms)

    # ------------------------------------------------------------------- the preview

    def showEvent(self, event: QShowEvent) -> None:
        """Show the preview as soon as there is room for it."""
        super().showEvent(event)
        self._timer.start(0)

    def _picture(self) -> _Picture:
        is_dark = self.colours.currentData() == _DARK
        return _Picture(
            kind=self.kind.currentData(),
            size_px=self.size_fields.size_px(),
            dpi=self.size_fields.dpi.value(),
            title=self.title.text().strip(),
            subtitle=self.subtitle.text().strip(),
            style=Style.dark() if is_dark else Style.light(),
        )

    def _view_wanted(self) -> SavedView:
        """What is to be shown of the workspace, with the lanes that were chosen."""
        arrangement, chosen = self._view.arrangement, self.lanes.currentData()
        if chosen not in {_AS_SHOWN, arrangement.lanes.value} or (
            chosen != _AS_SHOWN and arrangement.within is not None
        ):
            arrangement = replace(arrangement, lanes=LaneKey(chosen), within=None)
        return replace(self._view, arrangement=arrangement)

    def _with_marks(self, use: Callable[[ViewRead], None]) -> None:
        """Call back with what is to be drawn: at once if it is known, else once it is read."""
        wanted, known = self._view_wanted(), self._read
        if known is not None and known.view == wanted:
            use(known)
            return

        def job(progress: Progress) -> ViewRead:
            with_suggestions = wanted.arrangement.with_suggestions
            columns = self._columns or MarkReader(self._workspace).columns(
                progress, with_suggestions=with_suggestions
            )
            self._columns = columns
            return read_view(self._workspace, wanted, progress, columns=columns, previous=known)

        def done(read: ViewRead) -> None:
            self._read = read
            # What was chosen meanwhile has been asked for by itself.
            if read.view == self._view_wanted():
                use(read)

        self._tasks.run(self.tr("Reading"), job, done, self._fail)

    def _show_preview(self) -> None:
        self._timer.stop()
        if self.chosen is What.PICTURE:
            self._show_picture()
        else:
            self._show_table()

    def _show_picture(self) -> None:
        self._with_marks(self._show_picture_of)

    def _show_picture_of(self, read: ViewRead) -> None:
        if self.chosen is not What.PICTURE:
            return
        picture = self._picture()
        if read.lanes.extent is None:
            self.picture.show_sentence(self.tr("There is nothing with a date to draw yet."))
            self._about.setText("")
            return
        shown_px = round(self.picture.width() * self.devicePixelRatioF())
        size_px, dpi = choices.preview_size(picture.size_px, picture.dpi, shown_px)
        # A page that may grow is a drawing; both kinds of drawing are the same page.
        kind = "png" if picture.kind == "png" else "svg"
        started_s = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="stanceline-") as folder:
            path = Path(folder) / f"preview.{kind}"
            try:
                self._draw(replace(picture, kind=kind, size_px=size_px, dpi=dpi), read, path)
            except StancelineError as error:
                self.picture.show_sentence(str(error))
                return
            image = picture_in(path, shown_px)
        # A timeline that takes long to draw is drawn again only after a longer pause.
        is_slow = time.monotonic() - started_s > _SLOW_PREVIEW_S
        self._pause_ms = _SLOW_PREVIEW_AFTER_MS if is_slow else _PREVIEW_AFTER_MS
        self.picture.show_image(image)
        self._about.setText(self._told_of(picture, image.size()))

    def _told_of(self, picture: _Picture, shown: QSize) -> str:
        width, height = picture.size_px
        grown = round(shown.height() / max(shown.width(), 1) * width)
        if picture.kind != "png" and grown > height + 1:
            return self.tr(
                "{width} × {height} pixels: higher than asked for, so that all lanes have room."
            ).format(width=width, height=grown)
        return self.tr("{width} × {height} pixels.").format(width=width, height=height)

    def _draw(self, picture: _Picture, read: ViewRead, path: Path) -> None:
        is_whole = self.time.currentData() == _WHOLE
        export_image(
            read.subject(None if is_whole else read.window()),
            path,
            picture.kind,
            picture.size_px,
            dpi=picture.dpi,
            title=picture.title,
            subtitle=picture.subtitle,
            style=picture.style,
            facts=facts_of(self._workspace, read),
        )

    def _show_table(self) -> None:
        self._preview_number += 1
        number, write = self._preview_number, self._table_writer()

        def job(_: Progress) -> TableSample:
            with tempfile.TemporaryDirectory(prefix="stanceline-") as folder:
                path = Path(folder) / "preview.csv"
                return sample_of(path, write(path))

        def done(sample: TableSample) -> None:
            # A sample of what was chosen before comes too late.
            if number == self._preview_number:
                self.table.show_sample(sample)
                self._about.setText(self._counted_rows(sample.n_rows))

        self._tasks.run(self.tr("Preview"), job, done, self._fail)

    def _counted_rows(self, n: int) -> str:
        rows = self.tr("1 row.") if n == 1 else self.tr("{n:,} rows.").format(n=n)
        if self._view.wanted == MarkFilter() and not self._view.query.strip():
            return rows
        return f"{rows} {self.tr('Only what the filter of the timeline lets through.')}"

    def _table_writer(self) -> Callable[[Path], int]:
        """What writes the chosen table to a file and says how many rows it has."""
        workspace, query = self._workspace, self._view.query
        if self.chosen is What.TIMELINE:
            in_time = self._wanted_in_time()
            return lambda path: export_view_csv(workspace, path, in_time, query)
        write, wanted = TABLES[self.chosen.value], self._view.wanted
        return lambda path: write(workspace, path, wanted, query)

    def _wanted_in_time(self) -> MarkFilter:
        """The filter, narrowed to the time in sight unless the whole time is chosen."""
        wanted, shown = self._view.wanted, self._view.range
        if shown is None or self.time.currentData() == _WHOLE:
            return wanted
        since, until = int(shown[0]), int(shown[1])
        return replace(
            wanted,
            since=since if wanted.since is None else max(since, wanted.since),
            until=until if wanted.until is None else min(until, wanted.until),
        )

    # -------------------------------------------------------------------- writing

    def _target(self) -> Path:
        typed = self.file.text().strip()
        # A tilde that names nobody's home stays as it is.
        with suppress(RuntimeError):
            return self._folder / Path(typed).expanduser()
        return self._folder / typed

    def _export(self) -> None:
        self.size_fields.take_what_is_typed()
        if not self.file.text().strip():
            self._notice.say(self.tr("The file needs a name."))
            self.file.setFocus()
            return
        path = choices.with_suffix(self._target(), self.kind.currentData())
        self._folder = path.parent
        self.file.setText(path.name)
        self._tell_folder()
        if path.is_file():
            ask(
                self,
                self.tr("Replace {name}?").format(name=path.name),
                self.tr("There is a file of this name in the folder already."),
                self.tr("Replace"),
                lambda: self._write(path),
            )
        else:
            self._write(path)

    def _write(self, path: Path) -> None:
        self._notice.say("")
        if self.chosen is What.PICTURE:
            self._write_picture(path)
            return
        write = self._table_writer()
        self.export_button.setEnabled(False)
        self._tasks.run(
            self.tr("Export"), lambda _: write(path), lambda _: self._succeed(path), self._fail
        )

    def _write_picture(self, path: Path) -> None:
        self.export_button.setEnabled(False)
        self._with_marks(lambda read: self._write_picture_of(read, path))

    def _write_picture_of(self, read: ViewRead, path: Path) -> None:
        # Fonts are not to be used on two threads at once, so this one draws; it is short.
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._draw(self._picture(), read, path)
        except StancelineError as error:
            self._fail(error)
        else:
            self._succeed(path)
        finally:
            QGuiApplication.restoreOverrideCursor()

    def _succeed(self, path: Path) -> None:
        self.export_button.setEnabled(True)
        self.written.append(path)
        self._told.setText(self.tr("Wrote {name}").format(name=path.name))
        self._told.show()
        self._open_folder.show()

    def _fail(self, error: StancelineError) -> None:
        self.export_button.setEnabled(True)
        self._notice.say(str(error))

    def _show_folder(self) -> None:
        if self.written:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.written[-1].parent)))

    def done(self, result: int) -> None:
        """Close once what is being written is written."""
        self._timer.stop()
        self._tasks.wait_until_idle()
        super().done(result)
