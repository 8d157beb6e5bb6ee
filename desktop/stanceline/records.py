"""Dataclasses that cost little to make.

A start makes some 250 dataclasses. The library's own decorator compiles six to eight methods for
each, one by one, which took a tenth of the start. This one has the library read the fields and
make the slots, compiles ``__init__`` alone, and gives the class methods that read the fields by
name for all else: with Python 3.11 that takes a quarter of the time and less than half of the
memory, while objects are compared in twice the time (tests/benchmarks/bench_records.py).
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, *, frozen=False, slots=False, eq=True):
        """A dataclass like `dataclasses.dataclass`, with those of its options that are in use here.

        `dataclasses.fields`, `replace` and `asdict` work as with the library's, and so do
        ``__post_init__`` and methods that the class has itself, which are left alone. Not
        known are ``InitVar`` and fields by keyword alone, nor is an order made; what extends a
        frozen record is frozen as a whole.
        """

        def make(cls):
            return _made(cls, frozen=frozen, slots=slots, eq=eq)

        return make if cls is None else make(cls)


def _made(cls: type[Any], *, frozen: bool, slots: bool, eq: bool) -> type[Any]:
    own = {name for name, value in vars(cls).items() if name != "__hash__" or value is not None}
    if cls.__doc__ is None:
        # Otherwise the library makes one of the signature, which takes longer than all the rest.
        cls.__doc__ = cls.__name__
    cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    fields = dataclasses.fields(cls)
    methods: dict[str, Any] = {"__init__": _init(cls, fields, frozen=frozen), "__repr__": _words}
    if eq:
        methods |= _comparing(fields, is_hashed=frozen)
    if frozen:
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
    if frozen and slots:
        methods |= {"__getstate__": _state, "__setstate__": _set_state}
    for name in methods.keys() - own:
        setattr(cls, name, methods[name])
    return cls


def _init(
    cls: type[Any], fields: tuple[dataclasses.Field[Any], ...], *, frozen: bool
) -> Callable[..., None]:
    known: dict[str, Any] = {"_set": object.__setattr__, "_missing": dataclasses.MISSING}
    taken, lines = ["self"], []
    for field in fields:
        name = value = field.name
        if field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            value = name if field.init else f"_default_{name}"
            taken += [f"{name}=_default_{name}"] * field.init
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            value = f"_make_{name}()"
            if field.init:
                value += f" if {name} is _missing else {name}"
                taken.append(f"{name}=_missing")
        elif field.init:
            taken.append(name)
        else:
            continue  # ``__post_init__`` sets it.
        lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n    ".join(lines or ["pass"])
    # Only names of fields are put into what is compiled, as the library does it.
    exec(f"def __init__({', '.join(taken)}):\n    {body}", known)  # noqa: S102
    init: Callable[..., None] = known.pop("__init__")
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__module__ = cls.__module__
    init.__annotations__ = {f.name: f.type for f in fields if f.init} | {"return": None}
    return init


def _values(fields: list[dataclasses.Field[Any]]) -> Callable[[Any], tuple[Any, ...]]:
    """What reads these fields of an object."""
    names = [field.name for field in fields]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _comparing(fields: tuple[dataclasses.Field[Any], ...], *, is_hashed: bool) -> dict[str, Any]:
    values = _values([field for field in fields if field.compare])

    def is_equal(self: Any, other: object) -> Any:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    def number(self: Any) -> int:
        return hash(values(self))

    return {"__eq__": is_equal, "__hash__": number if is_hashed else None}


# The same for all records, whose fields they look up.


def _words(self: Any) -> str:
    told = (f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(told)})"


def _refuse_to_set(_self: Any, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, values: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), values, strict=True):
        object.__setattr__(self, field.name, value)
