"""A record behaves like the dataclass that the library would make of the same class."""

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline import records

MAKERS = {"library": dataclasses.dataclass, "record": records.dataclass}
OPTIONS = [
    {},
    {"slots": True},
    {"frozen": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "eq": False},
    {"slots": True, "eq": False},
]
VALUES = st.tuples(st.integers(0, 2), st.sampled_from("ab"), st.lists(st.integers(0, 1)))


def place_made_by(make: Callable[..., Any], **options: bool) -> Any:
    """A class with every kind of field there is here."""

    @make(**options)
    class Place:
        start: int
        name: str = "there"
        seen: list[int] = dataclasses.field(default_factory=list, compare=False)
        secret: str = dataclasses.field(default="", repr=False)

        def moved(self) -> Any:
            return dataclasses.replace(self, start=self.start + 1)

    return Place


def both(**options: bool) -> tuple[Any, Any]:
    return place_made_by(MAKERS["library"], **options), place_made_by(MAKERS["record"], **options)


def outcome(act: Callable[[], Any]) -> object:
    """What it gives, or which error."""
    try:
        return act()
    except (TypeError, AttributeError) as error:
        return type(error)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@given(first=VALUES, second=VALUES)
def test_objects_are_equal_hashed_and_told_as_the_library_has_them(
    options: dict[str, bool], first: tuple[Any, ...], second: tuple[Any, ...]
) -> None:
    theirs, ours = both(**options)

    assert (ours(*first) == ours(*second)) == (theirs(*first) == theirs(*second))
    assert (ours(*first) != ours(*second)) == (theirs(*first) != theirs(*second))
    assert repr(ours(*first)) == repr(theirs(*first))
    assert dataclasses.asdict(ours(*first)) == dataclasses.asdict(theirs(*first))
    assert dataclasses.asdict(ours(*first).moved()) == dataclasses.asdict(theirs(*first).moved())
    if options.get("frozen") and options.get("eq", True):
        assert hash(ours(*first)) == hash(theirs(*first))
    elif options.get("eq", True):
        assert outcome(lambda: hash(ours(*first))) is TypeError


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize(
    "act",
    [
        lambda kind: kind(),
        lambda kind: kind(1, 2, [], "", 5),
        lambda kind: kind(1, other=2),
        lambda kind: kind(1).seen,
        lambda kind: kind(1).seen is kind(1).seen,
        lambda kind: kind(start=1, secret="s").secret,
        lambda kind: setattr(kind(1), "start", 2),
        lambda kind: delattr(kind(1), "start"),
        lambda kind: vars(kind(1)),
        lambda kind: kind.__match_args__,
        lambda kind: list(inspect.signature(kind).parameters),
        lambda kind: get_type_hints(kind.__init__),
        lambda kind: kind.__init__.__qualname__,
        lambda kind: kind(1) == (1, "there", [], ""),
        lambda kind: kind(1).__eq__((1, "there", [], "")),
        lambda kind: dataclasses.asdict(copy.copy(kind(1))),
        lambda kind: dataclasses.asdict(copy.deepcopy(kind(1, "a", [3]))),
    ],
)
def test_it_does_what_the_library_does(options: dict[str, bool], act: Callable[[Any], Any]) -> None:
    theirs, ours = both(**options)

    assert outcome(lambda: act(ours)) == outcome(lambda: act(theirs))


def test_nothing_can_be_added_to_a_frozen_object() -> None:
    # The library's says TypeError here when the class has slots, by mistake.
    for options in OPTIONS:
        kind = place_made_by(records.dataclass, **options)
        if options.get("frozen"):
            with pytest.raises(dataclasses.FrozenInstanceError):
                kind(1).unheard_of = 2


def test_one_field_and_none_are_compared_as_well() -> None:
    @records.dataclass(frozen=True, slots=True)
    class One:
        number: int

    @records.dataclass(frozen=True, slots=True)
    class Nothing:
        pass

    assert One(1) == One(1)
    assert One(1) != One(2)
    assert len({One(1), One(1), One(2)}) == 2
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())


def test_a_class_keeps_the_methods_that_it_has_itself() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Word:  # noqa: PLW1641  # a frozen record gets its hash made
        text: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Word) and self.text.lower() == other.text.lower()

        def __repr__(self) -> str:
            return self.text

    @records.dataclass(slots=True)
    class Numbered:
        text: str

        def __hash__(self) -> int:
            return 7

    assert Word("A") == Word("a")
    assert hash(Word("a")) == hash(Word("a"))
    assert repr(Word("a")) == "a"
    assert hash(Numbered("a")) == 7


def test_what_is_not_taken_is_set_after_all_else() -> None:
    @records.dataclass(slots=True)
    class Sum:
        first: int
        second: int
        total: int = dataclasses.field(init=False)
        n_seen: int = dataclasses.field(default=0, init=False)
        seen: list[int] = dataclasses.field(default_factory=list, init=False)

        def __post_init__(self) -> None:
            self.total = self.first + self.second

    assert Sum(1, 2).total == 3
    assert repr(Sum(1, 2)).endswith("Sum(first=1, second=2, total=3, n_seen=0, seen=[])")
    assert Sum(1, 2).seen is not Sum(1, 2).seen
    with pytest.raises(TypeError):
        Sum(1, 2, 3)  # type: ignore[call-arg]


def test_a_record_takes_the_fields_of_what_it_extends() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Mark:
        start: int

    @records.dataclass(frozen=True, slots=True)
    class Quote(Mark):
        speaker: str = ""

    assert Quote(1, "Anna") == Quote(1, speaker="Anna")
    assert Quote(1, "Anna") != Mark(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        Quote(1).start = 2  # type: ignore[misc]


def test_a_default_that_all_objects_would_share_is_refused() -> None:
    with pytest.raises(ValueError, match="mutable default"):

        @records.dataclass(slots=True)
        class _Shared:
            names: list[str] = []  # noqa: RUF012


@records.dataclass(frozen=True, slots=True)
class Kept:
    """A record that can be found by its name, as pickling needs."""

    name: str
    numbers: tuple[int, ...] = ()


def test_a_record_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Kept("a", (1, 2)))) == Kept("a", (1, 2))


def test_it_is_a_dataclass_without_docstrings_too() -> None:
    program = (
        "import dataclasses; from stanceline.records import dataclass\n"
        "@dataclass(frozen=True, slots=True)\n"
        "class Named:\n    name: str = 'x'\n"
        "print(Named(), dataclasses.is_dataclass(Named))"
    )

    told = subprocess.run(
        [sys.executable, "-OO", "-c", program], capture_output=True, text=True, check=True
    ).stdout

    assert told == "Named(name='x') True\n"
