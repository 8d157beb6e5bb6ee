"""Which words of two versions of a passage differ."""

from hypothesis import given
from hypothesis import strategies as st

from stanceline.ui.check_these.differences import differences

TEXTS = st.text(alphabet="ab é\U0001f309\u0301 ,.\n", max_size=60)


def words(spans, text):
    return [span.words(text) for span in spans]


def test_changed_words_are_found_whole():
    before, now = "We shall open it when it is safe.", "We will open the bridge when it is safe."
    found = differences(before, now)
    assert words(found.before, before) == ["shall", "it"]
    assert words(found.now, now) == ["will", "the bridge"]


def test_words_after_an_emoji_are_counted_in_code_points():
    before, now = "\U0001f309 It opens", "\U0001f309 It closes"
    assert words(differences(before, now).now, now) == ["closes"]


def test_very_long_passages_are_not_compared():
    assert differences("a " * 4000, "b " * 4000).before == ()


@given(TEXTS, TEXTS)
def test_without_what_differs_both_say_the_same(before, now):
    found = differences(before, now)

    def rest(text, spans):
        gone = {n for span in spans for n in range(span.start, span.end)}
        return "".join(letter for n, letter in enumerate(text) if n not in gone)

    assert rest(before, found.before) == rest(now, found.now)
