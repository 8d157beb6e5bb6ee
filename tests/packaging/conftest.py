"""A frozen program in small: what packages are made of, without a minute of freezing."""

import json
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT / "packaging") not in sys.path:
    sys.path.insert(0, str(ROOT / "packaging"))

NOTICES = Path("_internal/stanceline/_bundled/resources/third-party")
WORK = {
    "title": "Some library",
    "version": "1.2",
    "inside": "Another",
    "licence": "LGPL-3.0-only",
    "texts": ["licences/some-library.txt"],
}


@pytest.fixture
def small_tree(tmp_path: Path) -> Path:
    """A tree like that of the frozen program; `sleep` stands in for the program itself."""
    sleep = shutil.which("sleep")
    if sys.platform != "linux" or sleep is None:
        pytest.skip("it is made of a program of Linux")
    tree = tmp_path / "frozen tree" / "stanceline"
    (tree / NOTICES / "licences").mkdir(parents=True)
    shutil.copy(sleep, tree / "stanceline")
    (tree / "stanceline").chmod(0o700)
    internal = tree / "_internal"
    (internal / "data with spaces.txt").write_text("words\n")
    (internal / "libxcb-cursor.so.0").write_bytes(b"lent by a package")
    (internal / "link-to-lent.so").symlink_to("libxcb-cursor.so.0")
    (internal / "link.txt").symlink_to("data with spaces.txt")
    (tree / NOTICES / "components.json").write_text(json.dumps({"components": [WORK]}))
    (tree / NOTICES / "licences" / "some-library.txt").write_text("You may.\n")
    return tree
