import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from stanceline.domain.errors import StancelineError
from stanceline.domain.marks import LaneKey, Mark, MarkFilter, Named
from stanceline.domain.timelines import Arrangement, Era, Note, SavedView, TimeAxis
from stanceline.services.sample import write_sample
from stanceline.services.workspace import Workspace
from stanceline.timeline.drawing.fonts import FontMeasure
from stanceline.timeline.export import TimelineExport, export_image, export_timeline, read_view
from stanceline.timeline.pages.page import Heading, Subject, composed_page, paint_page
from stanceline.timeline.pages.picture_facts import Facts
from stanceline.timeline.pages.pictures import finished_svg
from stanceline.timeline.placing.extras import Extras
from stanceline.timeline.primitives import Box
from stanceline.timeline.sorting.lanes import Lanes, build_lanes
from stanceline.timeline.style import Style
from stanceline.timeline.windows import TimeWindow
from timeline.builders import SPEAKERS, a_crowd, a_quotation, an_event, the_affair
from timeline.columns import columns_of, texts_of

pytestmark = pytest.mark.usefixtures("qapp")

SVG = "{http://www.w3.org/2000/svg}"


class WordsOf:
    """The words of marks that a test made."""

    def __init__(self, marks: list[Mark]) -> None:
        self._marks = marks
        self._titles = texts_of(marks)

    def titles(self, columns, rows) -> list[str]:
        del columns
        return self._titles(rows)

    def details(self, columns, rows) -> list[Mark]:
        del columns
        return [self._marks[row] for row in rows.tolist()]


def lanes_of(marks: list[Mark], arrangement: Arrangement | None = None) -> Lanes:
    return build_lanes(columns_of(marks), arrangement or Arrangement(lanes=LaneKey.SPEAKER))


def subject_of(
    marks: list[Mark],
    window: TimeWindow | None = None,
    arrangement: Arrangement | None = None,
    extras: Extras | None = None,
) -> Subject:
    """The marks in a window, in all of their time unless given."""
    lanes = lanes_of(marks, arrangement)
    window = window or lanes.extent or TimeWindow(0.0, 1.0)
    return Subject(lanes, window, WordsOf(marks), extras or Extras())


def first_window(marks: list[Mark]) -> TimeWindow | None:
    return lanes_of(marks).first


def exported(
    out: Path,
    marks: list[Mark],
    size_px: tuple[int, int] = (1400, 900),
    *,
    dpi: int = 96,
    title: str = "The harbour affair",
    window: TimeWindow | None = None,
    style: Style | None = None,
) -> Path:
    kind = out.suffix[1:]
    export_image(subject_of(marks, window), out, kind, size_px, dpi=dpi, title=title, style=style)
    return out


def texts_of_svg(svg: Path) -> list[str]:
    root = ET.fromstring(svg.read_text(encoding="utf-8"))
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def text_boxes(svg: Path) -> list[tuple[str, Box]]:
    """Each text with its box, by the length that is written at it."""
    found: list[tuple[str, Box]] = []

    def walk(element: ET.Element, dx: float, dy: float) -> None:
        transform = re.fullmatch(r"matrix\(([^)]*)\)", element.get("transform", ""))
        if transform:
            a, _, _, d, e, f = (float(part) for part in transform[1].split(","))
            assert (a, d) == (1.0, 1.0)
            dx, dy = dx + e, dy + f
        if element.tag == f"{SVG}text":
            x, y = float(element.get("x", "0")) + dx, float(element.get("y", "0")) + dy
            size = float(element.get("font-size", "0"))
            width = float(element.get("textLength", "nan"))
            box = Box(x, y - 0.72 * size, x + width, y + 0.1 * size)
            found.append(("".join(element.itertext()), box))
        for child in element:
            walk(child, dx, dy)

    walk(ET.fromstring(svg.read_text(encoding="utf-8")), 0.0, 0.0)
    return found


# --------------------------------------------------------------------------- PNG


@pytest.mark.parametrize(
    ("size", "dpi"),
    [
        ((1600, 900), 96),
        ((1600, 900), 300),
        ((1234, 777), 150),
        ((200, 200), 96),
        ((5000, 300), 72),
    ],
)
def test_a_png_has_exactly_the_size_and_resolution_asked_for(
    tmp_path: Path, size: tuple[int, int], dpi: int
) -> None:
    image = QImage(str(exported(tmp_path / "a.png", the_affair(), size, dpi=dpi)))
    assert (image.width(), image.height()) == size
    assert image.dotsPerMeterX() == pytest.approx(dpi / 0.0254, abs=1)


def test_a_png_for_print_has_larger_type_in_pixels(tmp_path: Path) -> None:
    marks = the_affair()[:3]
    plain = QImage(str(exported(tmp_path / "a.png", marks, (2400, 1600))))
    fine = QImage(str(exported(tmp_path / "b.png", marks, (2400, 1600), dpi=192)))

    def dark(image: QImage) -> int:
        return sum(image.pixelColor(x, y).lightness() < 100 for x in range(900) for y in range(160))

    assert dark(fine) > 2 * dark(plain)


def test_a_dark_page_has_a_dark_ground(tmp_path: Path) -> None:
    image = QImage(str(exported(tmp_path / "a.png", the_affair(), style=Style.dark())))
    assert image.pixelColor(2, 2) == QColor(Style.dark().surface)


def test_lanes_higher_than_a_tiny_picture_do_not_run_into_the_notes() -> None:
    marks: list[Mark] = [a_quotation(i, "2031-05-01", SPEAKERS[0]) for i in range(60)]
    marks += [an_event(i, "Talks", "2031-05", participants=SPEAKERS[:1]) for i in range(60, 66)]
    subject = subject_of(marks, first_window(marks))
    page = composed_page(subject, (200, 170), Heading("T", "S"), FontMeasure(), may_grow=False)
    assert page.layout.content_height > page.panel.height
    image = QImage(200, 170, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_page(painter, page, Style.light())
    painter.end()
    colour = QColor(marks[0].judgements[0].stance.colour_light)
    below = [(x, y) for x in range(200) for y in range(round(page.panel.y1), 170)]
    assert below
    assert not any(image.pixelColor(x, y) == colour for x, y in below)


@pytest.mark.parametrize("marks", [[], [an_event(1, "Not dated", "")]])
def test_where_no_mark_has_a_date_nothing_is_written(tmp_path: Path, marks: list[Mark]) -> None:
    with pytest.raises(StancelineError, match="nothing to draw"):
        exported(tmp_path / "a.png", marks)
    assert list(tmp_path.iterdir()) == []


# --------------------------------------------------------------------------- SVG


def test_an_svg_is_well_formed_with_title_and_description(tmp_path: Path) -> None:
    svg = exported(tmp_path / "a.svg", the_affair(), title="Law & <order>")
    root = ET.fromstring(svg.read_text(encoding="utf-8"))
    assert root.findtext(f"{SVG}title") == "Law & <order>"
    assert root.findtext(f"{SVG}desc")
    assert root.get("width") == "1400"
    assert root.get("viewBox", "").startswith("0 0 1400 ")


@pytest.mark.parametrize("size", [(1400, 900), (800, 500), (2600, 1200)])
def test_no_texts_of_an_svg_overlap_and_none_is_cut_off(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    svg = exported(tmp_path / "a.svg", the_affair(), size, window=first_window(the_affair()))
    width, height = QSvgRenderer(str(svg)).defaultSize().toTuple()
    boxes = text_boxes(svg)
    assert len(boxes) > 30
    for (text, box), (other_text, other) in combinations(boxes, 2):
        assert not box.overlaps(other), (text, other_text)
    for text, box in boxes:
        assert box.x0 >= 0, text
        assert box.x1 <= width, text
        assert box.y1 <= height, text


def test_hostile_titles_are_escaped(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> & ]]> \x00\x0b\ud800 “x” 日本語 مرحبا"
    marks = [
        an_event(1, hostile, "2031-05-01"),
        a_quotation(1, "2031-05-02", Named(1, hostile, "")),
    ]
    svg = exported(tmp_path / "a.svg", marks, title=hostile)
    content = svg.read_text(encoding="utf-8")
    ET.fromstring(content)
    assert "<script" not in content
    assert QSvgRenderer(str(svg)).isValid()


def test_each_text_keeps_the_length_it_was_laid_out_for(tmp_path: Path) -> None:
    svg = exported(tmp_path / "a.svg", the_affair()).read_text(encoding="utf-8")
    texts = re.findall(r"<text [^>]*>", svg)
    assert texts
    assert all('textLength="' in text and "spacingAndGlyphs" in text for text in texts)


def test_letters_whose_strokes_overlap_have_no_holes(tmp_path: Path) -> None:
    svg = exported(tmp_path / "a.svg", the_affair()).read_text(encoding="utf-8")
    groups = re.findall(r'<g aria-hidden="true"[^>]*>', svg)
    assert groups
    assert all('fill-rule="nonzero"' in group for group in groups)


def test_a_backslash_in_a_title_stays_one() -> None:
    svg = '<svg width="1mm" viewBox="0 0 9 9"><title>x</title><desc>y</desc></svg>'
    finished = finished_svg(svg, (9, 9), Facts(title=r"a\1\g<0>", description="d"))
    assert r"a\1\g<0>" in finished.replace("&lt;", "<").replace("&gt;", ">")


def test_an_svg_grows_until_all_lanes_are_on_it(tmp_path: Path) -> None:
    marks = [a_quotation(i, "2031-05-01", Named(i, f"Speaker number {i}", "")) for i in range(80)]
    texts = texts_of_svg(exported(tmp_path / "a.svg", marks, (1000, 400)))
    assert {f"Speaker number {i}" for i in range(80)} <= set(texts)


# --------------------------------------------------------------------------- what is on it


def test_a_page_tells_stances_statuses_sources_and_what_it_leaves_out(tmp_path: Path) -> None:
    svg = exported(tmp_path / "a.svg", the_affair(), window=first_window(the_affair()))
    texts = texts_of_svg(svg)
    assert {"supports", "opposes", "denied", "planned", "goes on", "about"} <= set(texts)
    assert "SOURCES" in texts
    assert "Minister Dahl" in texts
    assert any("outside the period shown" in text and "without a date" in text for text in texts)


def test_a_legend_holds_only_what_occurs(tmp_path: Path) -> None:
    marks = [an_event(1, "Storm", "2031-05-01"), an_event(2, "Calm", "2031-06-01")]
    texts = texts_of_svg(exported(tmp_path / "a.svg", marks))
    assert "confirmed" in texts
    assert not {"supports", "denied", "lasts", "goes on"} & set(texts)


def test_lanes_for_which_a_picture_has_no_room_are_named() -> None:
    marks = [a_quotation(i, "2031-05-01", Named(i, f"Speaker {i}", "")) for i in range(60)]
    subject = subject_of(marks, first_window(marks))
    page = composed_page(subject, (900, 500), Heading("Title", ""), FontMeasure(), may_grow=False)
    assert page.n_hidden_lanes > 0
    assert page.n_hidden_lanes + len(page.layout.lanes) == 60
    assert any(
        text.text.startswith(f"{page.n_hidden_lanes} more lanes are not shown")
        for text in page.texts
    )


def test_a_crowd_is_exported_as_counts(tmp_path: Path) -> None:
    svg = exported(tmp_path / "a.svg", a_crowd(5_000, n_speakers=3))
    assert any("how many" in text for text in texts_of_svg(svg))


# --------------------------------------------------------------------------- PDF


def test_a_pdf_is_one_page_of_the_size_asked_for_with_its_fonts(tmp_path: Path) -> None:
    content = exported(tmp_path / "a.pdf", the_affair()[:4], (1440, 960), dpi=144).read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") == 1
    box = re.search(rb"/MediaBox \[([^\]]*)\]", content)
    assert box is not None
    left, bottom, right, top = (float(part) for part in box[1].split())
    assert right - left == pytest.approx(720, abs=1)
    assert top - bottom == pytest.approx(480, abs=1)
    assert b"/FontFile" in content


# --------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("size", [(100, 900), (900, 199), (20_001, 900), (900, 10**9), (0, -5)])
def test_an_absurd_size_is_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(StancelineError, match="cannot be made"):
        exported(tmp_path / "a.png", [], size)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StancelineError, match="no format 'gif'"):
        exported(tmp_path / "a.gif", [])


def test_a_target_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StancelineError, match="does not exist"):
        exported(tmp_path / "no" / "a.png", [])
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(StancelineError, match="is a folder"):
        exported(tmp_path / "folder.png", [])


def test_a_write_that_fails_leaves_the_old_file_and_no_scraps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.png"
    out.write_bytes(b"old")

    def full(path: Path, content: bytes) -> int:
        del content
        with path.open("wb") as file:
            file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StancelineError, match="No space left"):
        exported(out, [a_quotation(1, "2031-05-01", SPEAKERS[0])])
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


# --------------------------------------------------------------------------- where it is scrolled


def test_era_titles_and_notes_are_on_the_page(tmp_path: Path) -> None:
    extras = Extras((Era("The strike", "2031-05"),), (Note("the leak", "2031-04-20"),))
    marks = the_affair()
    subject = subject_of(marks, first_window(marks), extras=extras)
    export_image(subject, tmp_path / "a.svg", "svg", (1400, 900))
    assert {"The strike", "the leak"} <= set(texts_of_svg(tmp_path / "a.svg"))


def test_an_era_is_tinted_once_in_a_file_of_shapes(tmp_path: Path) -> None:
    extras = Extras((Era("The strike", "2031-05"),))
    subject = subject_of(the_affair(), first_window(the_affair()), extras=extras)
    export_image(subject, tmp_path / "a.svg", "svg", (1400, 900))
    export_image(subject, tmp_path / "a.png", "png", (1400, 900))
    drawn = QImage(str(tmp_path / "a.png"))
    renderer = QSvgRenderer(str(tmp_path / "a.svg"))
    shapes = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    painter = QPainter(shapes)
    renderer.render(painter)
    painter.end()

    def commonest(image: QImage) -> QColor:
        places = ((x, y) for x in range(0, 1400, 5) for y in range(0, image.height(), 5))
        counts = Counter(image.pixelColor(x, y).name() for x, y in places)
        return QColor(counts.most_common(2)[1][0])

    tints = [commonest(image).getRgb() for image in (drawn, shapes)]
    assert all(abs(one - other) <= 2 for one, other in zip(*tints, strict=True))


def test_a_million_rows_of_counts_do_not_make_a_page_endless() -> None:
    subject = subject_of(a_crowd(20_000, n_speakers=3))
    page = composed_page(subject, (1600, 900), Heading("T", ""), FontMeasure(), may_grow=True)
    assert page.n_hidden_lanes == 0
    assert page.height < 1600


def test_rows_are_tall_enough_for_words_before_sources_are_listed() -> None:
    marks = the_affair()
    subject = subject_of(marks, first_window(marks))
    page = composed_page(subject, (1600, 1000), Heading("T", ""), FontMeasure(), may_grow=False)
    quoted = [label for label in page.layout.labels if label.text.startswith("“")]
    assert len(quoted) > 10


def test_two_times_are_exported_as_one_panel(tmp_path: Path) -> None:
    arrangement = Arrangement(axis=TimeAxis.BOTH)
    subject = subject_of(the_affair(), first_window(the_affair()), arrangement)
    export_image(subject, tmp_path / "a.svg", "svg", (1400, 900), title="Two times")
    texts = texts_of_svg(tmp_path / "a.svg")
    assert "reported the same day" in texts
    assert "supports" in texts


# --------------------------------------------------------------------------- metadata

FACTS = Facts(view="By <speaker>", wanted="status: denied", query="tag:x & y", as_of="2031-06-01")


def test_a_png_tells_what_it_shows(tmp_path: Path) -> None:
    subject = subject_of(the_affair())
    export_image(subject, tmp_path / "a.png", "png", (900, 600), title="T", facts=FACTS)
    image = QImage(str(tmp_path / "a.png"))
    told = {key: image.text(key) for key in image.textKeys()}
    assert told["Title"] == "T"
    assert told["View"] == "By <speaker>"
    assert told["Filter"] == "status: denied"
    assert told["Data of"] == "2031-06-01"
    assert told["Description"]


def test_an_svg_and_a_pdf_tell_what_they_show(tmp_path: Path) -> None:
    subject = subject_of(the_affair())
    for kind in ("svg", "pdf"):
        export_image(subject, tmp_path / f"a.{kind}", kind, (900, 600), title="T", facts=FACTS)
    root = ET.fromstring((tmp_path / "a.svg").read_text(encoding="utf-8"))
    told = "".join(root.find(f"{SVG}metadata").itertext())
    assert "By <speaker>" in told
    assert "tag:x & y" in told
    content = (tmp_path / "a.pdf").read_bytes()
    assert b"By &lt;speaker&gt;" in content
    packet = re.search(rb"<x:xmpmeta.*?</x:xmpmeta>", content, re.DOTALL)
    assert packet is not None
    ET.fromstring(packet[0].decode("utf-8"))


# --------------------------------------------------------------------------- a workspace


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.stanceline"
    write_sample(path)
    return path


def test_a_view_of_a_workspace_is_exported(sample: Path, tmp_path: Path) -> None:
    view = SavedView("Mine", arrangement=Arrangement(lanes=LaneKey.TOPIC))
    with Workspace.open(sample) as workspace:
        n_marks = export_timeline(
            workspace, TimelineExport(tmp_path / "a.png", "png", view, "The sample")
        )
    assert n_marks > 20
    image = QImage(str(tmp_path / "a.png"))
    assert image.text("View") == "Mine"
    assert image.text("Data of")


def test_the_period_of_a_view_or_of_its_filter_is_shown(sample: Path) -> None:
    with Workspace.open(sample) as workspace:
        first = read_view(workspace, SavedView("")).window()
        assert first is not None
        since, until = int(first.t0 + first.seconds / 4), int(first.t1 - first.seconds / 4)
        period = TimeWindow(float(since), float(until))
        by_filter = SavedView("", wanted=MarkFilter(since=since, until=until))
        by_range = SavedView("", range=(period.t0, period.t1))
        from_then = SavedView("", wanted=MarkFilter(since=since))
        assert read_view(workspace, by_filter).window() == period
        assert read_view(workspace, by_range).window() == period
        shown = read_view(workspace, from_then).window()
        assert shown is not None
        assert shown.t0 == period.t0


def test_a_query_narrows_what_is_exported(sample: Path, tmp_path: Path) -> None:
    with Workspace.open(sample) as workspace:
        counts = [
            export_timeline(
                workspace,
                TimelineExport(tmp_path / "a.png", "png", SavedView("", query=query), "T"),
            )
            for query in ("", "has:stance")
        ]
    assert counts[0] > counts[1] > 0


# --------------------------------------------------------------------------- odd input


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_period_with_nothing_in_it_is_a_page_that_says_so(tmp_path: Path, kind: str) -> None:
    marks = [a_quotation(1, "2031-05-01"), an_event(1, "Storm", "2031-05-03")]
    subject = subject_of(marks, TimeWindow(-9e9, -8e9))
    export_image(subject, tmp_path / f"a.{kind}", kind, (900, 600))
    page = composed_page(subject, (900, 600), Heading("T", ""), FontMeasure(), may_grow=False)
    assert any("outside the period shown" in text.text for text in page.texts)
    assert page.legend == ()


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_ten_thousand_marks_at_one_instant_make_a_page(tmp_path: Path, kind: str) -> None:
    marks = [a_quotation(i + 1, "2031-05-01") for i in range(10_000)]
    out = exported(tmp_path / f"a.{kind}", marks, (900, 600))
    assert out.stat().st_size < 3_000_000


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_titles_of_five_hundred_letters_end_within_the_page(tmp_path: Path, kind: str) -> None:
    long = "W" * 500
    marks = [an_event(1, long, "2031-05-01"), a_quotation(1, "2031-05-02", Named(1, long, ""))]
    exported(tmp_path / f"a.{kind}", marks, (900, 600), title=long)
    subject = subject_of(marks)
    page = composed_page(subject, (900, 600), Heading(long, long), FontMeasure(), may_grow=False)
    assert all(text.box.x1 <= 900 for text in page.texts)


@pytest.mark.parametrize("date", ["-3999", "9999-12-31", "Y-17E7", "2031-05-01T10:00:01"])
def test_marks_of_every_age_make_a_page(tmp_path: Path, date: str) -> None:
    exported(tmp_path / "a.svg", [an_event(1, "Alone", date)], (900, 600))
    assert any("Alone" in text for text in texts_of_svg(tmp_path / "a.svg"))
