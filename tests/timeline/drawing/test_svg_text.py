"""Words in an SVG: outlines where there are letters for them, plain text where not."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import stanceline
from stanceline.timeline.drawing.svg_text import with_outlines
from stanceline.timeline.pages.picture_facts import Facts
from stanceline.timeline.pages.pictures import finished_svg

DESKTOP = Path(stanceline.__file__).parents[1]
SVG = "{http://www.w3.org/2000/svg}"


def drawing(text: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'viewBox="0 0 100 50">'
        f'<text x="10" y="20" fill="#123456" font-family="Inter" font-size="12">{text}</text>'
        "</svg>"
    )


def the_text(svg: str) -> ET.Element:
    found = ET.fromstring(svg).find(f"{SVG}text")
    assert found is not None
    return found


@pytest.mark.usefixtures("qapp")
def test_letters_become_outlines_under_transparent_text():
    svg = with_outlines(drawing("Ferry"))
    assert svg.count("<use ") == len("Ferry")
    assert the_text(svg).get("fill") == "none"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_characters_that_xml_forbids_are_left_out(sign: str):
    svg = finished_svg(drawing(f"Fer{sign}ry"), (100, 50), Facts(f"Ti{sign}tle", f"About{sign} it"))
    root = ET.fromstring(svg.encode("utf-8"))
    assert the_text(svg).text == "Ferry"
    assert root.findtext(f"{SVG}title") == "Title"
    assert root.findtext(f"{SVG}desc") == "About it"


_WITHOUT_FONTS = """
import sys
sys.path.insert(0, {desktop!r})
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(["test", "-platform", "offscreen"])
from stanceline.timeline.drawing.svg_text import with_outlines
sys.stdout.buffer.write(with_outlines({svg!r}).encode("utf-8"))
"""


@pytest.mark.parametrize(
    "text", ["नमस्ते", "தமிழ் செய்தி", "বাংলা", "ক b নম", "\U0001f9ff", "ꦗꦮ", "\U00013000", "𞤀𞤣"]
)
def test_text_in_any_script_stays_readable(text: str):
    script = _WITHOUT_FONTS.format(desktop=str(DESKTOP), svg=drawing(text))
    # In a process of its own: Qt ends the process when a font that it lacks is asked wrongly.
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    svg = done.stdout.decode("utf-8")
    found = the_text(svg)
    assert found.text == text
    assert float(found.get("textLength", "0")) > 0
    # Either the machine has a font, or the text itself is what is seen.
    assert ("<use " in svg) == (found.get("fill") == "none")
    assert found.get("fill") in {"none", "#123456"}
