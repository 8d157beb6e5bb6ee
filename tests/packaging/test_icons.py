"""The icons that packages carry, read back by Qt and by this file's own reading."""

import struct
from pathlib import Path

import icons
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QImageReader


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("with a space") / "icons"
    icons.write_icons(folder)
    return folder


def unpack_runs(packed: bytes) -> bytes:
    values, place = bytearray(), 0
    while place < len(packed):
        count = packed[place]
        if count >= 128:
            values += bytes([packed[place + 1]]) * (count - 125)
            place += 2
        else:
            values += packed[place + 1 : place + 2 + count]
            place += 2 + count
    return bytes(values)


def blocks_of(icns: bytes) -> dict[bytes, bytes]:
    blocks, place = {}, 8
    while place < len(icns):
        (length,) = struct.unpack_from(">I", icns, place + 4)
        blocks[icns[place : place + 4]] = icns[place + 8 : place + length]
        place += length
    return blocks


@pytest.mark.parametrize("name", icons.NAMES)
@pytest.mark.parametrize("size_px", icons.PNG_SIZES_PX)
def test_each_png_has_its_size_and_a_drawing_on_clear_ground(
    folder: Path, name: str, size_px: int
) -> None:
    image = QImage(str(folder / f"{name}-{size_px}.png"))
    assert (image.width(), image.height()) == (size_px, size_px)
    assert image.pixelColor(0, 0).alpha() < 128
    assert image.pixelColor(size_px // 2, size_px // 2).alpha() == 255


@pytest.mark.parametrize("name", icons.NAMES)
def test_the_same_drawings_give_the_same_bytes(folder: Path, name: str) -> None:
    assert icons.ico(name) == (folder / f"{name}.ico").read_bytes()
    assert icons.icns(name) == (folder / f"{name}.icns").read_bytes()


@pytest.mark.parametrize("name", icons.NAMES)
def test_qt_reads_every_picture_of_the_windows_icon_as_it_was_drawn(
    folder: Path, name: str
) -> None:
    if QByteArray(b"ico") not in QImageReader.supportedImageFormats():
        pytest.skip("Qt reads no .ico here")
    reader = QImageReader(str(folder / f"{name}.ico"))
    assert reader.imageCount() == len(icons.ICO_SIZES_PX)
    for index, size_px in enumerate(icons.ICO_SIZES_PX):
        reader.jumpToImage(index)
        read = reader.read().convertToFormat(QImage.Format.Format_ARGB32)
        assert read == icons.draw(name, size_px)


@pytest.mark.parametrize("name", icons.NAMES)
def test_the_mac_icon_holds_every_kind_with_the_pixels_that_were_drawn(
    folder: Path, name: str
) -> None:
    data = (folder / f"{name}.icns").read_bytes()
    assert data[:4] == b"icns"
    assert struct.unpack_from(">I", data, 4) == (len(data),)
    blocks = blocks_of(data)
    assert set(blocks) == {*icons.ICNS_PNG_KINDS, *icons.ICNS_ARGB_KINDS}
    for kind, size_px in icons.ICNS_PNG_KINDS.items():
        assert QImage.fromData(blocks[kind], "PNG").width() == size_px
    for kind, size_px in icons.ICNS_ARGB_KINDS.items():
        assert blocks[kind][:4] == b"ARGB"
        drawn = icons.draw(name, size_px)
        colours = [drawn.pixelColor(x, y) for y in range(size_px) for x in range(size_px)]
        alpha = bytes(colour.alpha() for colour in colours)
        opaque = [index for index, value in enumerate(alpha) if value == 255]
        planes = unpack_runs(blocks[kind][4:])
        assert planes[: size_px * size_px] == alpha
        red = planes[size_px * size_px : 2 * size_px * size_px]
        assert [red[index] for index in opaque] == [colours[index].red() for index in opaque]


@given(st.one_of(st.binary(max_size=600), st.lists(st.sampled_from([0, 255])).map(bytes)))
def test_packed_runs_unpack_to_what_they_were(values: bytes) -> None:
    assert unpack_runs(icons.pack_runs(values)) == values


def test_small_icons_have_drawings_of_their_own() -> None:
    for name in icons.NAMES:
        assert icons.drawing(name, 24) != icons.drawing(name, 32)
        assert icons.drawing(name, 24).is_file()
        assert icons.drawing(name, 32).is_file()


def test_wrong_usage_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert icons.main([]) == 2
    assert "FOLDER" in capsys.readouterr().err
