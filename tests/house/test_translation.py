"""Every word that the window shows goes through Qt's translation."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "desktop" / "stanceline"
SHOWING = {
    "QLabel",
    "QPushButton",
    "QCheckBox",
    "QRadioButton",
    "QGroupBox",
    "QAction",
    "Caption",
    "ElidedLabel",
    "EmptyState",
    "addAction",
    "addItem",
    "addMenu",
    "addTab",
    "setAccessibleDescription",
    "setAccessibleName",
    "setInformativeText",
    "setPlaceholderText",
    "setStatusTip",
    "setText",
    "setToolTip",
    "setWindowTitle",
    "showMessage",
}
MODULES = sorted([*PACKAGE.glob("ui/**/*.py"), PACKAGE / "timeline" / "view.py"])


def shown_constants(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each constant with words in it that is handed to a widget as it is."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name not in SHOWING:
            continue
        for argument in node.args:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                text = argument.value
                is_same_everywhere = "+" in text or "://" in text or len(text) <= 2
                if any(character.isalpha() for character in text) and not is_same_everywhere:
                    yield node.lineno, text


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_no_words_reach_a_widget_without_translation(module: Path) -> None:
    assert list(shown_constants(module.read_text("utf-8"))) == []


def test_a_bare_word_on_a_widget_would_be_found() -> None:
    assert list(shown_constants('label.setText("Saved")')) == [(1, "Saved")]
