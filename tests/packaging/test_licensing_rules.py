import pytest
from hypothesis import given
from hypothesis import strategies as st
from licensing import rules
from licensing.rules import ALLOWED, EXCEPTIONS, LicenceRefusedError, chosen, ids_of

GNU = ["GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only"]
NAMES = st.sampled_from([*sorted(ALLOWED)[:12], *GNU, *sorted(EXCEPTIONS)])
EXPRESSIONS = st.recursive(
    NAMES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(" ".join),
        inner.map("({})".format),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("offered", "taken"),
    [
        ("MIT", "MIT"),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", "LGPL-3.0-only"),
        ("GPL-2.0-only OR LGPL-2.1-or-later OR MPL-1.1", "LGPL-2.1-or-later"),
        ("BSD-3-Clause AND 0BSD AND Zlib", "BSD-3-Clause AND 0BSD AND Zlib"),
        ("(GPL-3.0-only OR MIT) AND Zlib", "MIT AND Zlib"),
        ("MIT AND GPL-3.0-only OR Apache-2.0", "Apache-2.0"),
        (
            "GPL-3.0-or-later WITH GCC-exception-3.1",
            "GPL-3.0-or-later WITH GCC-exception-3.1",
        ),
    ],
)
def test_of_several_licences_the_first_that_is_allowed_is_taken(offered: str, taken: str) -> None:
    assert chosen(offered) == taken


@pytest.mark.parametrize(
    "offered",
    [
        *GNU,
        "MIT AND GPL-2.0-or-later",
        "GPL-3.0-only OR AGPL-3.0-only",
        "AGPL-3.0-only WITH GCC-exception-3.1",
        "GPL-3.0-only WITH Classpath-exception-2.0",
        "SSPL-1.0",
        "CC-BY-NC-4.0",
    ],
)
def test_what_may_not_be_shipped_is_refused_by_name(offered: str) -> None:
    with pytest.raises(LicenceRefusedError, match="may not be shipped"):
        chosen(offered)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "MIT OR",
        "OR MIT",
        "(MIT",
        "MIT)",
        "MIT WITH",
        "The BSD 2-Clause License",
        "MIT, BSD",
    ],
)
def test_words_that_are_no_expression_are_refused(text: str) -> None:
    with pytest.raises(LicenceRefusedError):
        chosen(text)


@given(EXPRESSIONS)
def test_what_is_taken_holds_nothing_that_would_be_refused(expression: str) -> None:
    try:
        taken = chosen(expression)
    except LicenceRefusedError:
        return
    assert chosen(taken) == taken
    assert " OR " not in taken
    plain = taken
    for each in EXCEPTIONS:
        plain = plain.replace(each, "MIT")
    assert "GPL-2.0" not in plain
    assert "GPL-3.0" not in plain.replace("LGPL-3.0", "")


@given(EXPRESSIONS)
def test_every_licence_of_an_expression_is_named_once(expression: str) -> None:
    names = ids_of(expression)
    assert len(names) == len(set(names))
    assert all(name in expression for name in names)
    assert not set(names) & {"AND", "OR", "WITH", "(", ")"}


def test_no_licence_is_allowed_that_asks_for_the_source_of_what_it_is_shipped_with() -> None:
    assert not [name for name in rules.ALLOWED if name.startswith(("GPL", "AGPL", "SSPL"))]
