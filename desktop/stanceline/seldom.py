"""Modules that a library names when it is loaded and hardly ever uses: loaded once they are used.

With what they load in turn they take a good part of the time and the memory of a start.
`importlib.util.LazyLoader` would not help: up to Python 3.11 the statement that imports such a
module looks at it, and so loads it.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

NAMED_BY_SQLALCHEMY = ("asyncio", "importlib.metadata")
"""For databases that are waited for, and for plug-ins."""

NAMED_BY_NUMPY = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")
"""For who reads how its functions are used."""

_LIGHT = {("asyncio", "iscoroutine"): "asyncio.coroutines"}
"""What is taken from such a module at once, and the part of it that is enough for that."""


@contextmanager
def put_off(names: Iterable[str]) -> Iterator[None]:
    """Whoever imports one of these while this lasts has it loaded no sooner than it is used.

    Afterwards the others import the true ones. What is loaded already stays as it is.
    """
    stand_ins = [_stand_in_for(name) for name in names if name not in sys.modules]
    for stand_in in stand_ins:
        sys.modules[stand_in.__name__] = stand_in
    try:
        yield
    finally:
        for stand_in in stand_ins:
            _take_away(stand_in)


def load_hashes() -> None:
    """Load `hashlib` with the functions that Python has itself, and none of OpenSSL's.

    For the few sums of a session its 3 MB are too much; a passphrase alone needs more, see
    ``storage.keys``.
    """
    if "hashlib" in sys.modules or "_hashlib" in sys.modules or not _has_own_hashes():
        return
    sys.modules["_hashlib"] = None  # type: ignore[assignment]  # there is no such module
    try:
        for name in ("hashlib", "hmac"):
            import_module(name)
    finally:
        del sys.modules["_hashlib"]


def _has_own_hashes() -> bool:
    """Whether Python was built with functions of its own, which some systems leave out."""
    own = ("_md5", "_sha1", "_sha2" if sys.version_info >= (3, 12) else "_sha256")
    return all(find_spec(name) is not None for name in own)


def _take_away(stand_in: ModuleType) -> None:
    name = stand_in.__name__
    if sys.modules.get(name) is stand_in:
        del sys.modules[name]
    above, _, last = name.rpartition(".")
    if above and getattr(sys.modules.get(above), last, None) is stand_in:
        delattr(sys.modules[above], last)


def _stand_in_for(name: str) -> ModuleType:
    stand_in = ModuleType(name)
    above = name.rpartition(".")[0]
    # To find what lies in a package would load the package.
    spec = find_spec(name) if not above or above in sys.modules else None
    stand_in.__spec__ = spec or ModuleSpec(name, None)
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
        _take_away(stand_in)
        return getattr(import_module(name), attribute)

    vars(stand_in)["__getattr__"] = look_up
    return stand_in
