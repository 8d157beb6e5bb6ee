"""Nothing the program reads can have it run code: the ways that do so are not used at all."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("desktop", "migrations", "packaging")

MODULES = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "shelve", "dbm"}
# To dump is harmless, and a quick way to digest a row.
MARSHAL = {"marshal.load", "marshal.loads"}
# QSettings and QDataStream bring back foreign values by unpickling them in PySide.
NAMES = {"QSettings", "QDataStream", "eval", "exec", "compile", "allow_pickle", "read_pickle"}
ITS_OWN_NAMES = {"desktop/stanceline/records.py": ["exec"]}
"""Compiles the names of fields of the program's own classes, as the library's dataclasses do:
nothing that is read while it runs gets there."""
YAML_THAT_BUILDS_OBJECTS = {"unsafe_load", "full_load", "UnsafeLoader", "FullLoader"}


def offences(source: str) -> Iterator[str]:
    """What in a module would bring back values by running them; Qt's own `exec` is a method."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.split(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom):
            if (node.module or "").split(".")[0] in MODULES:
                yield str(node.module)
            names = {f"{node.module}.{each.name}": each.name for each in node.names}
            yield from (name for full, name in names.items() if name in NAMES or full in MARSHAL)
        elif isinstance(node, ast.Name) and node.id in NAMES:
            yield node.id
        elif isinstance(node, ast.Attribute):
            if ast.unparse(node) in MARSHAL:
                yield ast.unparse(node)
            banned = (NAMES - {"exec", "eval", "compile"}) | YAML_THAT_BUILDS_OBJECTS
            if node.attr in banned:
                yield node.attr
        elif isinstance(node, ast.keyword) and node.arg in NAMES:
            yield str(node.arg)


def test_no_module_reads_values_by_running_them() -> None:
    modules = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    assert len(modules) > 50
    found = {
        path.relative_to(ROOT).as_posix(): sorted(set(offences(path.read_text("utf-8"))))
        for path in modules
    }
    assert {path: names for path, names in found.items() if names} == ITS_OWN_NAMES


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "import shelve as s",
        "from marshal import loads",
        "import marshal; marshal.loads(b'')",
        "from PySide6.QtCore import QSettings",
        "from PySide6 import QtCore; QtCore.QSettings()",
        "from PySide6.QtCore import QDataStream",
        "import numpy; numpy.load('x', allow_pickle=True)",
        "eval('1')",
        "exec('1')",
        "import yaml; yaml.unsafe_load('')",
    ],
)
def test_each_of_the_ways_would_be_found(source: str) -> None:
    assert list(offences(source))


def test_what_only_looks_like_it_is_let_pass() -> None:
    assert not list(
        offences("import re, ast; re.compile('x'); dialog.exec(); ast.literal_eval('1')")
    )
