import subprocess
import sys
from pathlib import Path

import pytest

from stanceline.services import places

FOLDERS = (
    places.config_folder,
    places.data_folder,
    places.log_folder,
    places.backup_folder,
)


def test_all_folders_can_be_moved_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(places.CONFIG_VARIABLE, str(tmp_path))
    assert places.config_folder() == tmp_path
    assert all(folder().is_relative_to(tmp_path) for folder in FOLDERS)
    assert len({folder() for folder in FOLDERS}) == len(FOLDERS)


def test_without_the_environment_folders_are_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(places.CONFIG_VARIABLE, raising=False)
    for folder in FOLDERS:
        assert folder().is_absolute()
        assert "stanceline" in str(folder()).casefold()


def test_asking_for_a_folder_does_not_make_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(places.CONFIG_VARIABLE, str(tmp_path / "stand-in"))
    for folder in FOLDERS:
        folder()
    assert list(tmp_path.iterdir()) == []


def test_only_this_module_asks_appdirs() -> None:
    package = Path(places.__file__).resolve().parents[1]
    users = [path for path in package.rglob("*.py") if "import appdirs" in path.read_text("utf-8")]
    assert users == [Path(places.__file__).resolve()]


def test_the_folders_are_known_without_qt() -> None:
    program = "import sys, stanceline.services.places; sys.exit('PySide6' in sys.modules)"
    source = str(Path(places.__file__).resolve().parents[2])
    ran = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": source}, check=False, timeout=60
    )
    assert ran.returncode == 0
