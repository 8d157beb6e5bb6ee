import pytest

from stanceline.domain.query import (
    MAX_TERMS,
    All,
    Either,
    Field,
    Named,
    Not,
    Published,
    Words,
    leaves,
    parse_query,
)


def notes_on(text: str) -> str:
    return " ".join(parse_query(text).notes)


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_query_of_white_space_asks_for_nothing_and_says_nothing(text: str):
    query = parse_query(text)
    assert query.root is None
    assert query.notes == ()


def test_words_side_by_side_must_all_be_found():
    assert parse_query("war troops").root == All((Words("war"), Words("troops")))
    assert parse_query("war AND troops").root == parse_query("war troops").root


def test_or_binds_less_than_words_side_by_side():
    assert parse_query("a b OR c").root == Either((All((Words("a"), Words("b"))), Words("c")))
    assert parse_query("a | b").root == parse_query("a OR b").root


def test_small_or_is_a_word():
    assert parse_query("peace or war").understood == "peace or war"


@pytest.mark.parametrize("text", ["-war", "NOT war", "−war", "-(war)", "-(-(-war))", "---war"])
def test_minus_or_not_asks_for_none_with_it(text: str):
    assert parse_query(text).root == Not(Words("war"))


def test_minus_within_a_word_is_part_of_it():
    assert parse_query("cease-fire").root == Words("cease-fire")


def test_parentheses_group():
    assert parse_query("(a OR b) c").root == All((Either((Words("a"), Words("b"))), Words("c")))
    assert parse_query("-(a b)").root == Not(All((Words("a"), Words("b"))))


@pytest.mark.parametrize(
    "text", ['"of the war"', "“of the war”", "„of the war“", "«of the war»", "「of the war」"]
)
def test_words_in_any_quotation_marks_are_a_phrase(text: str):
    assert parse_query(text).root == Words("of the war", is_phrase=True)


def test_apostrophe_is_no_quotation_mark():
    assert parse_query("don’t ’tis").root == All((Words("don’t"), Words("’tis")))


def test_star_at_the_end_asks_for_beginnings():
    assert parse_query("negotiat*").root == Words("negotiat", is_prefix=True)


def test_star_elsewhere_is_told_of():
    query = parse_query("wom*n")
    assert query.root == Words("wom", is_prefix=True)
    assert " ".join(query.notes) == (
        "In “wom*n” a star stands where it cannot be searched for; “wom*” was searched for instead."
    )


def test_last_word_as_typed_may_be_a_beginning():
    assert parse_query("war tro", last_is_prefix=True).understood == "war tro*"
    assert parse_query("war troops ", last_is_prefix=True).understood == "war troops"
    assert parse_query('"of the w', last_is_prefix=True).understood == '"of the w"*'
    assert parse_query('"of the war"', last_is_prefix=True).understood == '"of the war"'


@pytest.mark.parametrize(
    "text", ['"of the', "(war", "war OR", "speaker:", "-", "after:20", "has:x"]
)
def test_nothing_is_remarked_on_what_is_still_being_typed(text: str):
    assert parse_query(text, last_is_prefix=True).notes == ()
    assert len(parse_query(text).notes) == 1


@pytest.mark.parametrize("name", ["title", "body", "source", "author", "note", "quote"])
def test_field_of_words_takes_a_word_a_phrase_or_a_group(name: str):
    field = Field(name)
    assert parse_query(f"{name}:war*").root == Words("war", field, is_prefix=True)
    assert parse_query(f'{name}:"the war"').root == Words("the war", field, is_phrase=True)
    assert parse_query(f"{name.upper()}:(war OR peace) x").root == All(
        (Either((Words("war", field), Words("peace", field))), Words("x"))
    )


def test_field_of_a_name_takes_several_words_in_marks_or_parentheses():
    berg = Named(Field.SPEAKER, "Tora Berg")
    assert parse_query('speaker:"Tora Berg"').root == berg
    assert parse_query("speaker:(Tora Berg)").root == berg
    assert parse_query("speaker:(Tora Berg OR Aker)").root == Either(
        (berg, Named(Field.SPEAKER, "Aker"))
    )


def test_field_may_be_denied():
    assert parse_query("-tag:wire").root == Not(Named(Field.TAG, "wire"))


def test_misspelt_field_is_told_of_with_the_one_that_was_meant():
    query = parse_query("stnace:supports")
    assert query.root == All((Words("stnace"), Words("supports")))
    assert query.notes == (
        "“stnace:” is not a field; it was searched for as words. Did you mean stance:?",
    )


@pytest.mark.parametrize("text", ["12:30", "http://example.org/a", "Berg said: no", "“a”: b"])
def test_colons_of_other_kinds_are_left_in_peace(text: str):
    assert parse_query(text).notes == ()


@pytest.mark.parametrize(
    "written", ["2024-07-05", "2024/7/5", "2024-7-5", "2024.07.05", "5.7.2024", '"2024-07-05"']
)
def test_date_is_read_in_the_ways_that_are_clear(written: str):
    root = parse_query(f"before:{written}").root
    assert isinstance(root, Published)
    assert (root.field, root.date) == (Field.BEFORE, "2024-07-05")
    assert root.t1 - root.t0 == 86_400


def test_date_may_be_a_month_a_year_or_a_time_between_two():
    assert parse_query("on:2024-07").understood == "on:2024-07"
    assert parse_query("on:2024/07").understood == "on:2024-07"
    assert parse_query("since:2024").understood == "since:2024"
    assert parse_query("on:2024-07..2024-09").understood == "on:2024-07/2024-09"


def test_date_that_cannot_be_read_is_left_out_and_told_of():
    query = parse_query("war before:soon")
    assert query.root == Words("war")
    assert " ".join(query.notes) == (
        "“soon” after before: cannot be read as a date, such as 2024, 2024-07 or 2024-07-05; "
        "it was left out."
    )


def test_few_values_are_known_by_their_beginning():
    assert parse_query("has:sugg").root == Named(Field.HAS, "suggestions")
    assert parse_query("status:un").root == Named(Field.STATUS, "unread")
    assert parse_query('status:"in work"').root == Named(Field.STATUS, "in_work")
    assert parse_query("lang:German").root == Named(Field.LANGUAGE, "de")


def test_unknown_value_names_the_nearest_or_all():
    assert notes_on("status:undread").endswith("it was left out. Did you mean unread?")
    assert notes_on("kind:7").endswith("It may be one of: direct, indirect, mixed.")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("war OR", "OR has nothing to one side of it; only the other side was searched for."),
        ('"the war', "A quotation mark is not closed; the phrase was taken to end with the query."),
        ("(war", "A parenthesis is not closed; it was taken to close at the end."),
        ("war)", "A closing parenthesis has no opening one; it was left out."),
        ("war speaker:", "“speaker:” has nothing behind it; it was left out."),
        ("war NOT", "A minus or NOT has nothing behind it; it was left out."),
        ("“—”", "““—”” holds nothing that could be looked for."),
    ],
)
def test_what_is_not_understood_is_told_in_a_sentence(text: str, note: str):
    assert parse_query(text).notes == (note,)


def test_long_query_is_cut_and_told_of():
    assert notes_on("war " * 50_000) == (
        "Only the first 2,000 characters of the query were searched for. "
        "Only the first 64 words of the query were searched for."
    )
    assert len(list(leaves(parse_query("war " * 50_000).root))) == MAX_TERMS


def test_parentheses_that_stand_too_deep_are_left_out():
    query = parse_query("(" * 900 + "war" + ")" * 900)
    assert query.root == Words("war")
    assert query.notes == ("Parentheses stand more than 20 deep; the inner were left out.",)


def test_leaves_are_what_is_wanted_and_what_is_not():
    root = parse_query("a -(b -c) OR d").root
    assert [str(leaf) for leaf in leaves(root)] == ["a", "c", "d"]
    assert [str(leaf) for leaf in leaves(root, wanted=False)] == ["b"]
