"""Which way quotations lean on a topic, against what a reader would say of them.

``stance/*.json`` were written before the rules. Those named ``apart`` and ``fresh`` were
kept apart until the rules stood: at first sight their hints were right in 28 of 28 and in
17 of 18 cases, with 80 and 50 per cent of the leanings found.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.suggest.leanings.lexicon import stance_lexicon_for
from stanceline.suggest.leanings.topic import topic_stems
from stanceline.suggest.stance import Earlier, StanceHint, TopicWords, stance_hint

_FOLDER = Path(__file__).parent / "stance"
_MARKED = re.compile(r"[“«„].*[”»“]", re.DOTALL)
_SIDES = ("for", "against")


@dataclass(frozen=True, slots=True)
class Level:
    """What was reached: right hints of all hints, and of all leanings that a reader sees."""

    n_hints: int
    n_right: int
    n_sided: int


REACHED = {
    "en": Level(65, 64, 71),
    "en_apart": Level(33, 33, 35),
    "en_fresh": Level(25, 25, 34),
    "fr": Level(9, 9, 10),
    "fr_apart": Level(5, 5, 5),
    "de": Level(10, 10, 10),
    "de_apart": Level(5, 5, 5),
    "es": Level(10, 10, 10),
    "es_apart": Level(5, 5, 5),
    "uk": Level(10, 10, 10),
    "uk_apart": Level(5, 5, 5),
    "ru": Level(10, 10, 10),
    "ru_apart": Level(5, 5, 5),
}

WRONG = {
    # The fault is told of by a noun that does not name the topic.
    "“There were some irregularities, but the result is broadly credible.”",
}


def hint_at(row: dict[str, str], language: str) -> StanceHint | None:
    text = row["text"]
    if "quotation" in row:
        start = text.index(row["quotation"])
        end = start + len(row["quotation"])
    else:
        found = _MARKED.search(text)
        assert found is not None
        start, end = found.span()
    return stance_hint(text, [(start, end)], TopicWords(row["topic"]), language)


def rows_of(name: str) -> list[dict[str, str]]:
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", REACHED)
def test_hints_are_as_right_as_they_were(name):
    rows, language = rows_of(name), name[:2]
    told = [(row, hint_at(row, language)) for row in rows]
    hints = [(row, hint) for row, hint in told if hint is not None and hint.leaning in _SIDES]
    right = [row for row, hint in hints if hint.leaning == row["leaning"]]
    n_sided = sum(row["leaning"] in _SIDES for row in rows)
    reached = REACHED[name]
    assert n_sided == reached.n_sided
    assert len(right) >= reached.n_right
    assert len(hints) - len(right) <= reached.n_hints - reached.n_right


@pytest.mark.parametrize("name", REACHED)
def test_no_hint_names_the_side_that_a_reader_does_not_see(name):
    for row in rows_of(name):
        hint = hint_at(row, name[:2])
        if hint is not None and hint.leaning in _SIDES and row["text"] not in WRONG:
            assert hint.leaning == row["leaning"], row["text"]


@pytest.mark.parametrize("name", REACHED)
def test_a_quotation_that_takes_no_side_gets_no_hint(name):
    for row in rows_of(name):
        if row["leaning"] == "nothing":
            assert hint_at(row, name[:2]) is None, row["text"]


def words_of(text: str, hint: StanceHint | None) -> list[str]:
    assert hint is not None
    return [text[start:end] for start, end in hint.words]


def leaning(text: str, topic: str, language: str = "en") -> str | None:
    hint = stance_hint(text, [(0, len(text))], TopicWords(topic), language)
    return None if hint is None else hint.leaning


def test_the_words_that_tell_are_shown_behind_an_emoji_too():
    text = "\U0001f30a “We will not support any further sanctions,” she said."
    hint = stance_hint(text, [(2, 46)], TopicWords("Sanctions"))
    assert words_of(text, hint) == ["not support"]


def test_words_apart_are_shown_apart():
    text = "“The sanctions must not simply be lifted.”"
    hint = stance_hint(text, [(0, len(text))], TopicWords("Sanctions"))
    assert words_of(text, hint) == ["must not", "lifted"]


def test_an_utterance_in_two_parts_is_read_as_one():
    text = "“We shall never accept,” Olin said, “this border fence.”"
    spans = [(0, text.index(" Olin")), (text.index("“this"), len(text))]
    assert stance_hint(text, spans, TopicWords("Border fence")) is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Critics say the law is dangerous.”", None),
        ("“The opposition rejects the law.”", None),
        ("“Do you think the law is dangerous?”", None),
        ("“If the law is unjust, the court will say so.”", None),
        ("“The law students are a disgrace.”", None),
        ("“She said, ‘The law is a disgrace,’ and left.”", None),
        ("“The victims of the law are brave.”", None),
        ("“The law must not be repealed.”", "for"),
        ("“We cannot accept the law.”", "against"),
        ("“Our party opposes the law.”", "against"),
        ("“It would be wrong to repeal the law.”", "for"),
        ("“The law is not unjust.”", "for"),
        ("“Who could support such a law?”", "against"),
        ("“Repeal the law!”", "against"),
        ("“The law rewards smugglers.”", "against"),
        ("“I support the law, but its costs are outrageous and unfair to us.”", "unclear"),
    ],
)
def test_it_matters_who_says_it_and_of_what(text, expected):
    assert leaning(text, "Press law") == expected


def test_he_is_the_speaker_in_retold_words():
    retold = "he opposes the law"
    assert leaning(retold, "Press law") == "against"
    quoted = "“he opposes the law”"
    assert leaning(quoted, "Press law") is None


def test_another_place_makes_it_another_strike():
    text = "“I condemn the strike on Meron.”"
    assert leaning(text, "Strike on Velin") is None
    assert leaning(text, "Strike on Meron") == "against"


@pytest.mark.parametrize(
    ("topic", "expected"),
    [("Withdrawal of troops", "against"), ("Sending troops", "for"), ("Troops", "for")],
)
def test_a_topic_may_name_the_undoing_of_a_thing(topic, expected):
    assert leaning("“Our troops must stay.”", topic) == expected


def test_further_names_of_a_topic_are_read_from_its_description():
    text = "“The expedition is madness.”"
    topic = TopicWords("Sending troops", "the expedition, Operation Heron")
    hint = stance_hint(text, [(0, len(text))], topic)
    assert words_of(text, hint) == ["madness"]


def test_a_short_answer_speaks_of_what_was_asked():
    text = "Asked about the new ferry, she was short. “It is a disgrace,” she said."
    start = text.index("“")
    hint = stance_hint(text, [(start, text.rindex("”") + 1)], TopicWords("Ferry to Skarholm"))
    assert words_of(text, hint) == ["disgrace"]


class TestEarlierJudgements:
    TEXT = "“The law has eleven articles.”"
    TOPIC = TopicWords("Press law")

    def hint(self, earlier: Earlier | None, text: str = TEXT) -> StanceHint | None:
        return stance_hint(text, [(0, len(text))], self.TOPIC, "en", earlier)

    def test_speak_where_the_words_do_not(self):
        hint = self.hint(Earlier(-0.8, 3))
        assert hint is not None
        assert (hint.leaning, hint.words) == ("against", ())

    def test_that_are_split_say_nothing(self):
        assert self.hint(Earlier(0.1, 6)) is None

    def test_say_nothing_of_another_matter(self):
        assert self.hint(Earlier(-1.0, 5), "“The harvest was good.”") is None

    def test_make_the_words_surer_or_less_sure(self):
        text = "“The law is unjust.”"
        alone, alike, unlike = (
            self.hint(earlier, text) for earlier in (None, Earlier(-1.0, 4), Earlier(1.0, 4))
        )
        assert alone is not None
        assert alike is not None
        assert unlike is not None
        assert unlike.strength < alone.strength < alike.strength
        assert {each.leaning for each in (alone, alike, unlike)} == {"against"}


@pytest.mark.parametrize("language", ["pl", "zh", "", "e/n", "../en"])
def test_a_language_without_words_has_no_hints(language):
    assert leaning("“The law is unjust.”", "Press law", language) is None


@pytest.mark.parametrize("topic", ["", " ", "—", "the", "of the"])
def test_a_topic_without_words_has_no_hints(topic):
    assert leaning("“The law is unjust and we reject it.”", topic) is None


@pytest.mark.parametrize(
    ("name", "language", "core"),
    [
        ("Press law", "en", "law"),
        ("Sanctions on Northland", "en", "sanct"),
        ("Sending troops", "en", "troop"),
        ("Entsendung von Truppen", "de", "trupp"),
        ("Loi sur la presse", "fr", "loi"),
        ("Мирні переговори", "uk", "переговор"),
        ("Отправка войск", "ru", "войск"),
    ],
)
def test_the_head_of_a_name_is_what_is_looked_for(name, language, core):
    lexicon = stance_lexicon_for(language)
    assert lexicon is not None
    assert core in topic_stems(name, "", lexicon).core


_WORDS = """the law not we reject “ ” " ' ’ must to lift is unjust but if , . ? ! it no that — of
закон нет loi n' 😀"""
_PIECES = st.sampled_from([*_WORDS.split(), "\n"])


@given(
    st.lists(_PIECES, max_size=40).map(" ".join) | st.text(max_size=120),
    st.lists(st.tuples(st.integers(-5, 130), st.integers(-5, 130)), max_size=3),
    st.sampled_from(["en", "fr", "de", "es", "uk", "ru"]),
    st.sampled_from(["Press law", "Lifting the law", "закон", "loi", "Gesetz", "«", "It"]),
)
def test_any_text_gives_words_inside_it(text, spans, language, topic):
    hint = stance_hint(text, spans, TopicWords(topic, topic), language)
    if hint is not None:
        assert hint.leaning in ("for", "against", "unclear")
        assert 0 <= hint.strength <= 1
        assert all(0 <= start < end <= len(text) for start, end in hint.words)
        assert list(hint.words) == sorted(hint.words)
