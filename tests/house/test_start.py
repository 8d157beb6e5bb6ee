"""What a start does not load, since it is slow or large and few starts need it.

That it takes no longer than it should is measured by tests/benchmarks/bench_start.py.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DESKTOP = Path(__file__).resolve().parents[2] / "desktop"

NOT_FOR_A_VERSION = {
    "sqlalchemy": "a quarter second; no workspace is opened",
    "alembic": "only an older workspace needs it, to be upgraded",
    "sqlcipher3": "no workspace is opened",
    "numpy": "an eighth of a second; nothing is computed",
    "PySide6": "no window is opened",
    "stanceline.services": "each command loads its own",
    "stanceline.ui": "no window is opened",
}
NOT_FOR_A_WINDOW = {
    "alembic": "only an older workspace needs it, to be upgraded",
    "pyqtgraph": "the timeline loads it once the window is painted",
    "stanceline.timeline.view": "the same",
    "trafilatura": "reads web pages; an import of one loads it",
    "lxml": "the same",
    "htmldate": "the same",
    "dateparser": "nothing here guesses dates with it",
    "py3langid": "an import loads it",
    "stanceline.suggest.dates": "all that suggests has hundreds of patterns to prepare",
    "stanceline.suggest.events": "the same",
    "stanceline.suggest.quotes": "the same",
    "stanceline.suggest.stance": "the same",
    "stanceline.ui.showcase": "only a machine without a display needs it",
    "stanceline.ui.dialogs.export": "few starts end in an export",
    "stanceline.services.exporting": "the same",
    "stanceline.services.sample": "only the first start needs it",
    "rapidfuzz": "nothing is compared before somebody types or decides",
    "stanceline.ui.dialogs.articles": "what a window is opened from loads it",
    "stanceline.ui.dialogs.topics": "the same",
    "stanceline.ui.dialogs.backups": "the same",
    "stanceline.ui.history.window": "the same",
    "stanceline.ui.help_window": "the same",
    "stanceline.ui.about": "the same",
    "stanceline.ui.cards.floating": "the cards are made when something is first marked",
    "stanceline.ui.inspector.facts": "pages of the inspector are made when they are first shown",
    "stanceline.ui.commands.palette": "made when it is first opened",
    "stanceline.ui.timeline.filter_row": "ninety widgets that many a session does without",
    "stanceline.ui.timeline.mark_table": "shown when somebody asks for it",
    "stanceline.ui.speaker_in_use": "the same",
    "stanceline.ui.dialogs.passphrase": "what a window is opened from loads it",
    "stanceline.services.searching": "the first search loads it",
    "stanceline.services.mark_query": "the same",
    "stanceline.services.looking": "only after a crash it is needed by itself",
    "stanceline.services.history": "the history loads it",
    "stanceline.domain.reanchoring": "the first text that is edited loads it",
    "stanceline.storage.rewriting": "for older workspaces and new passphrases",
    "_hashlib": "3 MB of OpenSSL, for passphrases alone",
    "sqlite3": "SQLCipher's driver serves",
    "asyncio.events": "nothing here waits for a database in that way",
    "email": "plug-ins of libraries are not looked for",
    "PySide6.QtTest": "for tests",
    "PySide6.QtOpenGL": "nothing is drawn with OpenGL",
}


def loaded_after(program: str) -> set[str]:
    """The names of all modules that are loaded once these lines have run in a new process."""
    told = "import json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{told}"],
        env={**os.environ, "PYTHONPATH": str(DESKTOP), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def after_version() -> set[str]:
    return loaded_after(
        "import sys\n"
        "from stanceline.__main__ import main\n"
        "sys.argv[1:] = ['--version']\n"
        "try:\n main()\n"
        "except SystemExit:\n pass"
    )


@pytest.fixture(scope="module")
def after_window() -> set[str]:
    return loaded_after("from stanceline.__main__ import load_window\nload_window()")


@pytest.mark.parametrize("name", NOT_FOR_A_VERSION)
def test_telling_the_version_loads_nothing_that_it_does_not_need(
    after_version: set[str], name: str
) -> None:
    assert name not in after_version, NOT_FOR_A_VERSION[name]


@pytest.mark.parametrize("name", NOT_FOR_A_WINDOW)
def test_a_window_loads_nothing_that_it_does_not_need(after_window: set[str], name: str) -> None:
    assert "stanceline.ui.main_window" in after_window
    assert name not in after_window, NOT_FOR_A_WINDOW[name]


def test_qt_looks_through_no_source_of_what_is_loaded_after_it() -> None:
    loaded_after(
        "import builtins\n"
        "plain = builtins.__import__\n"
        "from stanceline.__main__ import load_window\n"
        "load_window()\n"
        "assert builtins.__import__ is plain"
    )


def test_the_search_for_garbage_goes_on_once_all_is_loaded() -> None:
    loaded_after(
        "import gc\n"
        "from stanceline.__main__ import load_window\n"
        "load_window()\n"
        "assert gc.isenabled() and gc.get_freeze_count() > 0"
    )
