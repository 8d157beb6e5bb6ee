"""The view and the item of pyqtgraph that the timeline stands on, without the rest of the library.

``import pyqtgraph`` loads its plots, images and editors, and makes each class that Qt has: a fifth
of a second and 27 MB, of which the timeline has no use. So its package is run here with
stand-ins for the modules that are not needed, and with Qt's classes looked up as they are named.
Only this module may import it. Who has imported the whole library before gets the classes of that.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

_PACKAGE = "pyqtgraph"
_NEEDED = frozenset(
    f"{_PACKAGE}.{name}"
    for name in (
        "GraphicsScene",
        "GraphicsScene.GraphicsScene",
        "GraphicsScene.mouseEvents",
        "Point",
        "Qt",
        "Qt.compat",
        "Qt.internals",
        "debug",
        "functions",
        "graphicsItems",
        "graphicsItems.GraphicsItem",
        "graphicsItems.GraphicsObject",
        "util",
        "util.cupy_helper",
        "util.mutex",
        "widgets",
        "widgets.GraphicsView",
    )
)
_LIKE_QT = {f"{_PACKAGE}.Qt.{name}": f"PySide6.{name}" for name in ("QtCore", "QtGui", "QtWidgets")}
# The library does without them where they are not installed.
_NOT_ASKED_FOR = ("PySide6.QtOpenGLWidgets", "PySide6.QtTest")


class _StandIns(MetaPathFinder, Loader):
    """Finds a module without content for each of the library's that is not needed."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A stand-in, or None for what others are to find."""
        del path, target
        if not fullname.startswith(f"{_PACKAGE}.") or fullname in _NEEDED:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def exec_module(self, module: ModuleType) -> None:
        """Have names looked up in Qt's module, or be None in a stand-in for anything else."""
        like = _LIKE_QT.get(module.__name__)
        look_up = partial(getattr, import_module(like)) if like else _nothing
        vars(module)["__getattr__"] = look_up


def _nothing(name: str) -> None:
    if name.startswith("__"):
        raise AttributeError(name)


@contextmanager
def _lean() -> Iterator[None]:
    """While it lasts, pyqtgraph is imported without what is not needed."""
    finder = _StandIns()
    absent = {name: None for name in _NOT_ASKED_FOR if name not in sys.modules}
    sys.modules.update(absent)  # type: ignore[arg-type]  # None says that there is no such module
    # The library copies whatever these list, which makes each class of Qt.
    sources = [vars(import_module(name)) for name in _LIKE_QT.values()]
    before = [source.get("__dir__") for source in sources]
    for source in sources:
        source["__dir__"] = list
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for source, lists in zip(sources, before, strict=True):
            if lists is None:
                del source["__dir__"]
            else:
                source["__dir__"] = lists
        for name in absent:
            del sys.modules[name]
        _remove_stand_ins(finder)


def _remove_stand_ins(finder: _StandIns) -> None:
    """Who asks for such a module later, as the library itself may, gets the true one."""
    for name, module in list(sys.modules.items()):
        if getattr(module, "__loader__", None) is finder and name not in _LIKE_QT:
            del sys.modules[name]
            parent, _, child = name.rpartition(".")
            if vars(sys.modules.get(parent, module)).get(child) is module:
                delattr(sys.modules[parent], child)


if _PACKAGE in sys.modules:
    from pyqtgraph import GraphicsObject, GraphicsView
else:
    with _lean():
        from pyqtgraph import GraphicsObject, GraphicsView, setConfigOption
    # At the end it would tell its plots to let go of each other.
    setConfigOption("exitCleanup", False)  # noqa: FBT003 - the library's signature

__all__ = ["GraphicsObject", "GraphicsView"]
