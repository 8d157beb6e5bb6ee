"""Finding commands by a few letters."""

from hypothesis import given
from hypothesis import strategies as st

from stanceline.ui.commands.matching import names_that_fit, ranked, score

COMMANDS = [
    ("file.export", "Export…", "File"),
    ("edit.find", "Find in the article…", "Edit"),
    ("edit.find_articles", "Find articles", "Edit"),
    ("article.mark", "Mark the selection as a quotation", "Article"),
    ("article.done", "Mark as done", "Article"),
    ("view.larger", "Larger text", "View › Text"),
    ("view.dark", "Dark", "View › Colours"),
    ("edit.undo", "Undo: Mark a quotation of Dahl", "Edit"),
]


def found(query: str, recent: tuple[str, ...] = ()) -> list[str]:
    return [COMMANDS[n][0] for n in ranked(query, COMMANDS, recent)]


def test_the_beginning_of_a_title_comes_before_its_inside():
    assert found("fin")[:2] == ["edit.find_articles", "edit.find"]
    assert found("mark")[:2] == ["article.done", "article.mark"]


def test_words_may_come_in_any_order_and_from_the_menu_above():
    assert found("done mark")[0] == "article.done"
    assert found("colours dark") == ["view.dark"]
    assert found("view dark")[0] == "view.dark"


def test_initials_find_a_command():
    assert found("fa")[0] == "edit.find_articles"
    assert found("mtsaaq") == ["article.mark"]


def test_a_slip_of_the_finger_is_forgiven():
    assert found("exprot")[0] == "file.export"
    assert found("quotatoin")[0] in {"article.mark", "edit.undo"}


def test_capitals_and_accents_do_not_count():
    assert found("EXPÓRT")[0] == "file.export"


def test_what_is_nowhere_finds_nothing():
    assert found("zebra") == []
    assert found("…") == []


def test_with_nothing_typed_all_are_there_the_recent_ones_first():
    assert found("", ("view.dark", "article.mark"))[:3] == [
        "view.dark",
        "article.mark",
        "file.export",
    ]
    assert len(found("")) == len(COMMANDS)


def test_of_two_that_fit_alike_the_one_used_of_late_comes_first():
    assert found("mark", ("article.mark",))[0] == "article.mark"


def test_a_command_is_found_by_what_others_call_it():
    things = [("view.sans", "Articles without serifs", "View"), ("file.new", "New", "File")]
    others = {"view.sans": "typeface font"}
    assert ranked("font", things, (), others) == [0]
    assert ranked("typef", things, (), others) == [0]
    assert ranked("ont", things, (), others) == []


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=20))
def test_any_text_gets_a_score_and_every_title_is_found_by_itself(query, title, path):
    assert score(query, title, path) >= 0
    if any(each.isalnum() for each in title):
        assert score(title, title, path) > 0


def test_names_are_found_by_their_words_best_first():
    names = ["Anna Lind", "Joanna Berg", "Lind, Per", "Émile Annan"]
    assert [names[n] for n in names_that_fit("ann", names, 9)] == [
        "Anna Lind",
        "Émile Annan",
        "Joanna Berg",
    ]
    assert [names[n] for n in names_that_fit("emile", names, 9)] == ["Émile Annan"]
    assert names_that_fit("", names, 9) == []
    assert len(names_that_fit("n", names, 2)) == 2
