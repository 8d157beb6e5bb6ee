from hypothesis import given
from hypothesis import strategies as st

from stanceline.timeline.placing.labels import ELLIPSIS, Caption, captions_of, clean, elided, quoted
from stanceline.timeline.primitives import Role
from timeline.strategies import measure


@given(st.text(max_size=60), st.floats(0, 400))
def test_what_is_elided_fits(text: str, room: float) -> None:
    shown = elided(text, Role.LABEL, room, measure)
    assert measure(shown, Role.LABEL) <= room
    assert shown in {text, ""} or shown.endswith(ELLIPSIS)


@given(st.text(min_size=1, max_size=80), st.floats(0, 400))
def test_a_caption_gives_the_longest_form_that_fits(text: str, room: float) -> None:
    caption = Caption(text, Role.LABEL, 260.0, measure)
    shown, width = caption.fitting(room)
    assert width == (measure(shown, Role.LABEL) if shown else 0.0)
    assert width <= room
    assert width <= 260.0
    assert shown in {text, ""} or shown.endswith(ELLIPSIS)


@given(st.text(min_size=1, max_size=80), st.lists(st.floats(0, 400), min_size=2, max_size=6))
def test_more_room_never_gives_a_shorter_form(text: str, rooms: list[float]) -> None:
    caption = Caption(text, Role.LABEL, 260.0, measure)
    widths = [caption.fitting(room)[1] for room in sorted(rooms)]
    assert widths == sorted(widths)


def test_a_caption_is_cut_at_the_end_of_a_word() -> None:
    caption = Caption("Ferries halted for ten days", Role.LABEL, 260.0, measure)
    assert caption.fitting(measure("Ferries halted fo…", Role.LABEL))[0] == "Ferries halted…"


def test_a_long_word_is_cut_as_well_so_that_little_room_is_enough() -> None:
    caption = Caption("Hafenarbeitergewerkschaft", Role.LABEL, 260.0, measure)
    assert caption.fitting(34.0)[0] == "Hafe…"


def test_text_without_spaces_is_cut_between_letters() -> None:
    caption = Caption("港湾労働組合が交渉を再開したと発表した", Role.LABEL, 260.0, measure)
    shown, _ = caption.fitting(60.0)
    assert shown.endswith(ELLIPSIS)
    assert len(shown) > 2


def test_a_title_of_500_letters_is_shortened_to_the_longest_label() -> None:
    caption = Caption(clean("word " * 100), Role.LABEL, 260.0, measure)
    assert 200 < caption.width <= 260.0


def test_a_caption_is_measured_once() -> None:
    n_calls = 0

    def counting(text: str, role: Role) -> float:
        nonlocal n_calls
        n_calls += 1
        return measure(text, role)

    captions = captions_of(counting)
    captions.of("Ferries halted for ten days", Role.LABEL, 260.0).fitting(50.0)
    before = n_calls
    captions.of("Ferries halted for ten days", Role.LABEL, 260.0).fitting(90.0)
    assert n_calls == before


def test_control_characters_and_lone_surrogates_do_not_reach_a_label() -> None:
    assert clean("a\x00b\u202ec\ud800d\n e") == "a b c?d e"


def test_words_that_bring_quotation_marks_get_no_others() -> None:
    assert quoted("«non»") == "«non»"
    assert quoted("no") == "“no”"
