"""In which language the program and Qt's own buttons speak."""

import json
import os
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

DESKTOP = Path(__file__).resolve().parents[2] / "desktop"
LRELEASE = Path(PySide6.__file__).with_name("lrelease")

_ASK = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QMessageBox
from stanceline.ui.translations import translate
app = QApplication([])
language = translate(app, Path(sys.argv[1]))
box = QMessageBox(QMessageBox.Icon.NoIcon, "", "", QMessageBox.StandardButton.Cancel)
again = app.translate("Banner", "Try again")
days = app.translate("x", "%n day(s)", "", 2)
print(json.dumps([language, box.buttons()[0].text(), again, days]))
"""


def said(folder: Path, languages: str) -> list[str]:
    """Language, Qt's word for Cancel, our words for "Try again" and for two days."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(DESKTOP),
        "QT_QPA_PLATFORM": "offscreen",
        "LC_ALL": "",
        "LANG": f"{languages.partition(':')[0]}.UTF-8",
        "LANGUAGE": languages,
    }
    done = subprocess.run(
        [sys.executable, "-c", _ASK, str(folder)], capture_output=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.fixture
def german(tmp_path: Path) -> Path:
    """A folder with a German translation of ours, of one text."""
    if sys.platform != "linux" or not LRELEASE.exists():
        pytest.skip("What makes translation files is not here, or languages are set otherwise.")
    source = tmp_path / "stanceline_de.ts"
    source.write_text(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="de">'
        "<context><name>Banner</name><message><source>Try again</source>"
        "<translation>Noch einmal</translation></message></context></TS>",
        "utf-8",
    )
    subprocess.run([LRELEASE, "-silent", source], check=True)
    return tmp_path


def test_qt_speaks_no_language_that_the_program_does_not(tmp_path: Path) -> None:
    assert said(tmp_path, "de_DE") == ["", "Cancel", "Try again", "2 days"]


def test_qt_speaks_the_language_of_the_program(german: Path) -> None:
    language, cancel, again, days = said(german, "de_AT")
    assert (language.partition("_")[0], cancel, again) == ("de", "Abbrechen", "Noch einmal")
    assert days == "2 days"


@pytest.mark.parametrize(
    ("languages", "again"),
    [("fr_FR:de_DE", "Noch einmal"), ("en_GB:de_DE", "Try again"), ("nl_NL:en_GB:de", "Try again")],
)
def test_the_first_language_of_the_user_that_is_there_is_spoken(
    german: Path, languages: str, again: str
) -> None:
    assert said(german, languages)[2] == again
