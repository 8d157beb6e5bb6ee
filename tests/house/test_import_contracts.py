import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program's source and settings in a folder where a test may spoil them."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "desktop", tmp_path / "desktop", ignore=shutil.ignore_patterns("__pycache__")
    )
    return tmp_path


def lint_imports(copy: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports_command as run; run()"
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy / "desktop"),
        "NO_COLOR": "1",
        "COLUMNS": "200",
    }
    return subprocess.run(
        [sys.executable, "-c", program, "--config", str(copy / "pyproject.toml"), "--no-cache"],
        cwd=copy,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_program_keeps_its_contracts(copy: Path) -> None:
    done = lint_imports(copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("domain", "import PySide6", "The domain is plain Python"),
        ("domain", "import sqlalchemy", "The domain is plain Python"),
        ("domain", "import stanceline.storage", "Layers point one way"),
        ("suggest", "import numpy", "The domain is plain Python"),
        ("suggest", "import stanceline.formats", "Layers point one way"),
        ("storage", "from PySide6 import QtCore", "No Qt below the drawing"),
        ("services", "import pyqtgraph", "No Qt below the drawing"),
        ("services", "from stanceline.ui import planted", "Layers point one way"),
        ("timeline", "import stanceline.cli", "Layers point one way"),
        ("ui", "import sqlalchemy", "Windows and commands reach the database through services"),
        ("cli", "import sqlite3", "Windows and commands reach the database through services"),
        ("ui", "import stanceline.cli", "Layers point one way"),
        (
            "ui",
            "import stanceline.storage",
            "Windows and commands reach the database through services",
        ),
    ],
)
def test_a_forbidden_import_breaks_its_contract(
    copy: Path, module: str, line: str, contract: str
) -> None:
    package = copy / "desktop" / "stanceline"
    (package / "ui" / "planted.py").write_text("", encoding="utf-8")
    (package / module / "planted_here.py").write_text(line + "\n", encoding="utf-8")
    done = lint_imports(copy)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{contract} BROKEN" in done.stdout


def test_a_new_folder_must_be_given_a_layer(copy: Path) -> None:
    folder = copy / "desktop" / "stanceline" / "helpers"
    folder.mkdir()
    (folder / "__init__.py").touch()
    done = lint_imports(copy)
    assert done.returncode != 0
    assert "stanceline.helpers" in done.stdout + done.stderr
