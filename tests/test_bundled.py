"""The environment that a frozen program leaves to the programs that it starts."""

import os
import subprocess
import sys

import pytest

from stanceline.bundled import MIGRATIONS, RESOURCES, free_environment

INSIDE = "/usr/lib/stanceline/_internal"


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(sys, "_MEIPASS", INSIDE, raising=False)
    for name in ("LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH"):
        # Set first, so that each is put back as it was when the test is over.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return monkeypatch


def told_child() -> dict[str, str]:
    names = ("LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH")
    script = f"import os\nfor n in {names}:\n  print(n, os.environ.get(n, '-'))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    return dict(line.split() for line in done.stdout.decode().splitlines())


def test_a_program_started_from_the_frozen_one_loads_no_library_of_it(frozen):
    frozen.setenv("LD_LIBRARY_PATH", INSIDE)
    frozen.setenv("QT_PLUGIN_PATH", f"{INSIDE}/PySide6/Qt/plugins")
    frozen.setenv("QML2_IMPORT_PATH", f"{INSIDE}/PySide6/Qt/qml")
    free_environment()
    assert set(told_child().values()) == {"-"}


def test_what_the_user_had_set_is_put_back(frozen):
    frozen.setenv("LD_LIBRARY_PATH", f"{INSIDE}:/opt/own")
    frozen.setenv("LD_LIBRARY_PATH_ORIG", "/opt/own")
    frozen.setenv("QT_PLUGIN_PATH", "/opt/plugins")
    free_environment()
    told = told_child()
    assert told["LD_LIBRARY_PATH"] == "/opt/own"
    assert told["LD_LIBRARY_PATH_ORIG"] == "-"
    assert told["QT_PLUGIN_PATH"] == "/opt/plugins"


def test_a_program_that_is_not_frozen_leaves_the_environment_alone(monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/own")
    before = dict(os.environ)
    free_environment()
    assert dict(os.environ) == before


def test_what_ships_beside_the_code_is_found():
    assert (MIGRATIONS / "env.py").is_file()
    assert (RESOURCES / "help").is_dir()
