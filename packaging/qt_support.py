"""Unpacks what Qt's binding keeps packed within a library and compiles anew at each start."""

import py_compile
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PLACE = "shiboken6/files.dir"
"""Where the binding looks for it, unpacked, before it turns to what it has within."""

_UNPACK = """
import sys
import shiboken6
packed = sys.modules["shibokensupport.signature.loader"].__loader__.zfile
names = [each for each in packed.namelist() if each.startswith("shibokensupport/")]
packed.extractall(sys.argv[1], [each for each in names if each.endswith(".py")])
"""


def compiled_support(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Write the modules of the binding, compiled, into `folder`.

    Gives for each its place in the frozen program, its path, and its kind, as PyInstaller has them.
    """
    sources = folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    # In a process of its own, since the binding changes how modules are imported.
    subprocess.run([sys.executable, "-I", "-c", _UNPACK, str(sources)], check=True)
    for source in sorted(sources.rglob("*.py")):
        name = source.relative_to(sources)
        compiled = (folder / name).with_suffix(".pyc")
        py_compile.compile(
            str(source),
            str(compiled),
            dfile=name.as_posix(),
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        yield f"{PLACE}/{name.with_suffix('.pyc').as_posix()}", str(compiled), "DATA"
