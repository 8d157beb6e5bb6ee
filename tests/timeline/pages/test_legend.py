import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement
from stanceline.timeline.drawing.fonts import FontMeasure
from stanceline.timeline.layout import lay_out
from stanceline.timeline.pages.legend import legend_of, placed_legend
from stanceline.timeline.pages.page import rows_shown
from stanceline.timeline.sorting.lanes import build_lanes
from stanceline.timeline.style import Style
from timeline.builders import DELAY, STANCES, a_crowd, a_quotation, an_event
from timeline.columns import columns_of, texts_of
from timeline.every_kind import laid_out

pytestmark = pytest.mark.usefixtures("qapp")


def legend(marks):
    lanes = build_lanes(columns_of(marks), Arrangement(lanes=LaneKey.SPEAKER))
    layout = lay_out(lanes, lanes.extent, (1200, 700), FontMeasure(), texts_of(marks))
    return legend_of(layout, lanes, rows_shown(lanes, lanes.extent))


def test_a_legend_holds_only_what_occurs():
    entries = legend([an_event(1, "Storm", "2031-05-01"), an_event(2, "Calm", "2031-06-01")])
    texts = [entry.text for entry in entries]
    assert "confirmed" in texts
    assert not {"supports", "denied", "lasts", "goes on", "some time within"} & set(texts)


def test_stances_statuses_and_categories_are_named():
    marks = [
        a_quotation(1, "2031-05-01", stances=((DELAY, STANCES["opposes"]),)),
        an_event(1, "Talks", "2031-08-03", category="talks"),
    ]
    assert {"opposes", "confirmed", "talks"} <= {entry.text for entry in legend(marks)}


def test_counts_are_explained_by_their_stances_and_height_alone():
    texts = [entry.text for entry in legend(a_crowd(9_000, n_speakers=2))]
    assert "height: how many at a time" in texts
    assert "opposes" in texts
    assert "lasts" not in texts


def test_everything_that_can_be_drawn_of_dates_is_explained():
    lanes, layout = laid_out()
    texts = {entry.text for entry in legend_of(layout, lanes, rows_shown(lanes, lanes.extent))}
    assert {
        "lasts", "some time within", "between the two", "one or the other", "each of these",
        "about", "possibly", "goes on", "end unknown", "suggested", "with reprints",
        "reported", "confirmed", "disputed", "denied", "planned", "talks", "strike",
        "for one thing, against another", "no stance noted", "said, and published later",
    } <= texts  # fmt: skip


@pytest.mark.parametrize("width", [200, 500, 1600])
def test_entries_stand_side_by_side_within_the_page(width):
    lanes, layout = laid_out()
    entries = legend_of(layout, lanes, rows_shown(lanes, lanes.extent))
    placed = placed_legend(entries, 10.0, 20.0, width - 10.0, FontMeasure())
    assert [each.entry for each in placed] == entries
    for at, one in enumerate(placed):
        assert one.box.x1 <= width - 10.0 + 1e-6
        assert not any(one.box.overlaps(other.box) for other in placed[:at])


def test_every_sample_is_drawn_within_its_width():
    lanes, layout = laid_out()
    entries = legend_of(layout, lanes, rows_shown(lanes, lanes.extent))
    style = Style.light()
    for entry in entries:
        image = QImage(80, 40, QImage.Format.Format_RGB32)
        image.fill(QColor(style.surface))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(20, 20)
        entry.draw(painter, style, QPointF(0, 0))
        painter.end()
        ground = QColor(style.surface)
        columns = {x for x in range(80) for y in range(40) if image.pixelColor(x, y) != ground}
        assert columns, entry.text
        assert min(columns) >= 19, entry.text
        assert max(columns) <= 20 + entry.width + 2, entry.text
