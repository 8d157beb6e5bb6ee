import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from stanceline.domain.speakers import Role, Speaker, SpeakerKind, short_name_of
from stanceline.ui.fields.speaker_ranking import Fit, SpeakerIndex, folded, is_spelt_out


def a_speaker(
    number: int,
    name: str,
    *,
    aliases: tuple[str, ...] = (),
    role: str = "",
    affiliation: str = "",
    n_quotations: int = 0,
) -> Speaker:
    return Speaker(
        id=number,
        uid=f"speaker-{number}",
        name=name,
        kind=SpeakerKind.PERSON,
        short_name=short_name_of(name),
        aliases=aliases,
        roles=(Role(role),) if role else (),
        affiliation_id=None,
        affiliation=affiliation,
        country="",
        note="",
        n_quotations=n_quotations,
    )


WIIK = a_speaker(1, "Tomas Wiik", role="secretary", affiliation="Pilots’ union", n_quotations=3)
DAHL = a_speaker(2, "Ingrid Dahl", aliases=("the minister",), role="transport minister")
ODEGARD = a_speaker(3, "Åse Ødegård", n_quotations=9)
KOVAL = a_speaker(4, "Оксана Коваль", aliases=("Oksana Koval",))
UNION = a_speaker(5, "Pilots’ union", n_quotations=1)
EVERYONE = [WIIK, DAHL, ODEGARD, KOVAL, UNION]


def names(text: str, *, speakers: list[Speaker] | None = None, first: set[int] | None = None):
    index = SpeakerIndex(speakers or EVERYONE, first or set())
    return [match.speaker.name for match in index.ranked(text)]


def test_two_letters_of_name_surname_alias_or_role_find_the_speaker():
    for text in ("to", "wi", "se"):
        assert names(text)[0] == "Tomas Wiik"
    assert names("the mi")[0] == "Ingrid Dahl"
    assert names("trans")[0] == "Ingrid Dahl"


def test_a_name_that_begins_so_comes_before_a_role_and_both_before_the_inside_of_a_word():
    inside = a_speaker(7, "Hector")
    role = a_speaker(8, "Alma Berg", role="tor keeper")
    name = a_speaker(9, "Tore Lund")
    assert names("tor", speakers=[inside, role, name]) == ["Tore Lund", "Alma Berg", "Hector"]


def test_the_articles_own_speakers_lead_among_those_whose_words_begin_so():
    dan = a_speaker(10, "Daniel Moe", n_quotations=50)
    assert names("da", speakers=[dan, DAHL]) == ["Daniel Moe", "Ingrid Dahl"]
    assert names("da", speakers=[dan, DAHL], first={DAHL.id}) == ["Ingrid Dahl", "Daniel Moe"]


def test_an_own_speaker_who_only_has_the_letters_inside_does_not_come_before_a_beginning():
    alda = a_speaker(11, "Alda Rye")
    assert names("da", speakers=[alda, DAHL], first={alda.id}) == ["Ingrid Dahl", "Alda Rye"]


def test_the_whole_name_comes_before_everything():
    longer = a_speaker(12, "Tomas Wiik Berg", n_quotations=90)
    assert names("tomas wiik", speakers=[longer, WIIK], first={12})[0] == "Tomas Wiik"


def test_accents_case_and_apostrophes_make_no_difference():
    assert names("ase ode")[0] == "Åse Ødegård"
    assert names("PILOTS UN")[0] == "Pilots’ union"
    assert names("pilots' un")[0] == "Pilots’ union"


def test_cyrillic_is_folded_and_an_alias_in_another_script_finds_it():
    assert names("кова")[0] == "Оксана Коваль"
    assert names("koval")[0] == "Оксана Коваль"
    yiv = a_speaker(13, "Андрій Їжак")
    assert names("ижак", speakers=[yiv]) == []
    assert names("іжак", speakers=[yiv]) == ["Андрій Їжак"]
    assert folded("Алёна") == folded("АЛЕНА")


def test_beginnings_of_several_words_in_any_order_find_the_speaker():
    assert names("wi to")[0] == "Tomas Wiik"
    assert names("wiik secr")[0] == "Tomas Wiik"


def test_scattered_letters_come_last_and_need_three_of_them():
    assert names("twk") == ["Tomas Wiik"]
    assert names("tk") == []
    index = SpeakerIndex(EVERYONE)
    assert index.ranked("twk")[0].fit is Fit.SCATTERED


def test_a_stranger_is_nobody():
    assert names("Zelda Quist") == []
    assert names("xx") == []


def test_with_nothing_typed_the_own_speakers_lead_then_who_is_quoted_most():
    assert names("", first={DAHL.id})[:3] == ["Ingrid Dahl", "Åse Ødegård", "Tomas Wiik"]


def test_the_form_says_what_fitted():
    index = SpeakerIndex(EVERYONE)
    assert index.ranked("the mi")[0].form == "the minister"
    assert index.ranked("wi")[0].form == "Wiik"


def test_named_wants_the_exact_name_but_for_case():
    index = SpeakerIndex(EVERYONE)
    assert index.named(" tomas WIIK ") is WIIK
    assert index.named("oksana koval") is KOVAL
    assert index.named("Tomas") is None
    assert index.named("Ase Odegard") is None


def test_a_capital_or_a_second_word_reads_like_a_whole_name():
    assert is_spelt_out("Ann")
    assert is_spelt_out("ann lee")
    assert is_spelt_out("王明")
    assert not is_spelt_out("ann")


@given(st.text(max_size=30))
@example("ᴬ")
def test_folding_twice_changes_nothing(text: str):
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=12))
def test_any_text_ranks_without_repeating_a_speaker(text: str):
    found = [match.speaker.id for match in SpeakerIndex(EVERYONE).ranked(text)]
    assert len(found) == len(set(found))


@given(st.sampled_from(EVERYONE), st.integers(2, 20))
def test_every_beginning_of_a_name_finds_its_speaker(speaker: Speaker, length: int):
    start = unicodedata.normalize("NFD", speaker.name[:length])
    assert speaker.name in names(start)
