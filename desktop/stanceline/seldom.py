"""Modules that a library names when it is loaded and hardly ever uses: loaded once they are used.

SQLAlchemy does so with ``asyncio``, for databases that are waited for, and with
``importlib.metadata``, for plug-ins. With what they load in turn they take a good part of the time
and the memory of a start. `importlib.util.LazyLoader` would not help: up to Python 3.11 the
statement that imports such a module looks at it, and so loads it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

_SELDOM = ("asyncio", "importlib.metadata")
_LIGHT = {("asyncio", "iscoroutine"): "asyncio.coroutines"}
"""What is taken from such a module at once, and the part of it that is enough for that."""


@contextmanager
def put_off() -> Iterator[None]:
    """Whoever imports such a module while this lasts has it loaded no sooner than it is used.

    Afterwards the others import the true ones. What is loaded already stays as it is.
    """
    stand_ins = {name: _stand_in_for(name) for name in _SELDOM if name not in sys.modules}
    for name, stand_in in stand_ins.items():
        _put(name, stand_in)
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                _put(name, None)


def _put(name: str, module: ModuleType | None) -> None:
    """Have the name stand for the module, and for none if it is None."""
    above, _, last = name.rpartition(".")
    if module is None:
        del sys.modules[name]
        if above:
            delattr(sys.modules[above], last)
    else:
        sys.modules[name] = module
        if above:
            setattr(sys.modules[above], last, module)


def _stand_in_for(name: str) -> ModuleType:
    stand_in = ModuleType(name)
    stand_in.__spec__ = find_spec(name)
    if stand_in.__spec__ is not None:
        stand_in.__path__ = stand_in.__spec__.submodule_search_locations or []

    def look_up(attribute: str) -> object:
        """Whatever the true module has, which is loaded for it."""
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        light = _LIGHT.get((name, attribute))
        if light:
            part = import_module(light)
            # The true package is to load all its parts itself.
            del sys.modules[light]
            return getattr(part, attribute)
        if sys.modules.get(name) is stand_in:
            _put(name, None)
        return getattr(import_module(name), attribute)

    vars(stand_in)["__getattr__"] = look_up
    return stand_in
