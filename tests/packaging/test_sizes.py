"""What the megabytes of the frozen program are for."""

from pathlib import Path

import pytest
import sizes

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("stanceline", "modules"),
        ("_internal/PySide6/Qt/lib/libicudata.so.73", "ICU"),
        ("_internal/PySide6/Qt/lib/libQt6Core.so.6", "Qt:"),
        ("_internal/PySide6/QtCore.abi3.so", "PySide6"),
        ("_internal/libpython3.11.so.1.0", "Python"),
        ("_internal/libcrypto.so.3", "desktop may lack"),
        ("_internal/stanceline/_bundled/resources/fonts/Inter-Regular.ttf", "fonts"),
        ("_internal/stanceline/_bundled/resources/help/1-start.md", "help"),
        ("_internal/markupsafe/_speedups.so", "smaller"),
    ],
)
def test_each_file_is_for_something(path: str, word: str) -> None:
    assert word in sizes.use_of(path)


def test_files_are_counted_once_and_links_not(tmp_path: Path) -> None:
    folder = tmp_path / "_internal" / "numpy"
    folder.mkdir(parents=True)
    (tmp_path / "stanceline").write_bytes(b"12345")
    (folder / "one.so").write_bytes(b"123")
    (folder / "two.so").symlink_to("one.so")
    found = sizes.sizes(tmp_path)
    assert found.total() == 8
    assert sizes.table(found).splitlines()[-1] == "| 0.0 | all |"


def test_every_use_of_the_table_in_the_read_me_is_one_that_is_counted() -> None:
    read_me = (ROOT / "packaging" / "README.md").read_text(encoding="utf-8")
    _, _, after = read_me.partition("| MB | what for |")
    rows = after.strip().partition("\n\n")[0].splitlines()[1:]
    uses = [row.split("|")[2].strip() for row in rows]
    assert len(uses) > 10
    assert set(uses) <= {*(use for _, use in sizes.USES), sizes.MODULES, "all"}
