"""A frozen program in small: what packages are made of, without a minute of freezing."""

import json
import shutil
import sys
from pathlib import Path

import pytest

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
    return make_tree(tmp_path / "frozen tree" / "stanceline")


@pytest.fixture(scope="session")
def small_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portable archive of such a tree."""
    if shutil.which("zstd") is None or shutil.which("readelf") is None:
        pytest.skip("the archive is made with zstd and readelf")
    from linux.portable import build_portable

    folder = tmp_path_factory.mktemp("archive")
    tree = make_tree(folder / "stanceline")
    return build_portable(tree, folder, version="1.2.3", epoch=1_700_000_000)


def make_tree(tree: Path) -> Path:
    """Make the folder `tree` and return it."""
    sleep = shutil.which("sleep")
    if sys.platform != "linux" or sleep is None:
        pytest.skip("it is made of a program of Linux")
    (tree / NOTICES / "licences").mkdir(parents=True)
    shutil.copy(sleep, tree / "stanceline")
    (tree / "stanceline").chmod(0o700)
    internal = tree / "_internal"
    (internal / "data with spaces.txt").write_text("words\n")
    support = internal / "shiboken6" / "files.dir" / "shibokensupport" / "__init__.pyc"
    support.parent.mkdir(parents=True)
    support.write_bytes(b"compiled for the Python beside it")
    (internal / "libxcb-cursor.so.0").write_bytes(b"lent by a package")
    (internal / "link-to-lent.so").symlink_to("libxcb-cursor.so.0")
    (internal / "link.txt").symlink_to("data with spaces.txt")
    (tree / NOTICES / "components.json").write_text(json.dumps({"components": [WORK]}))
    (tree / NOTICES / "licences" / "some-library.txt").write_text("You may.\n")
    return tree
