import subprocess
import sys
from pathlib import Path

import qt_support

IMPORT = """
import sys
sys.path.insert(0, sys.argv[1])
from shibokensupport.signature import lib
print(lib.__spec__.origin)
"""


def test_the_modules_of_the_binding_are_there_compiled(tmp_path: Path) -> None:
    entries = list(qt_support.compiled_support(tmp_path))
    places = [place for place, _, _ in entries]
    assert f"{qt_support.PLACE}/shibokensupport/__init__.pyc" in places
    assert f"{qt_support.PLACE}/shibokensupport/signature/loader.pyc" in places
    for place, path, _ in entries:
        assert Path(path) == tmp_path / Path(place).relative_to(qt_support.PLACE)


def test_python_reads_them_without_their_sources(tmp_path: Path) -> None:
    list(qt_support.compiled_support(tmp_path))
    done = subprocess.run(
        [sys.executable, "-I", "-c", IMPORT, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == tmp_path / "shibokensupport/signature/lib/__init__.pyc"


def test_they_are_the_same_to_the_byte_each_time(tmp_path: Path) -> None:
    one, two = (list(qt_support.compiled_support(tmp_path / name)) for name in ("a", "b"))
    assert [Path(path).read_bytes() for _, path, _ in one] == [
        Path(path).read_bytes() for _, path, _ in two
    ]
