import pytest

from stanceline.domain.speakers import Role, Speaker, SpeakerKind, kind_of_name, short_name_of


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Tora Berg", "Berg"),
        ("Anna Maria Vik", "Vik"),
        ("Harbour Workers’ Union (HWU)", "HWU"),
        ("Ministry of Ports and Roads", "Ministry of Ports and Roads"),
        ("a harbour official", "a harbour official"),
        ("the mayor", "the mayor"),
        ("Norway", "Norway"),
        ("Óscar Núñez", "Núñez"),
        ("Тора Берг", "Берг"),
        ("Council (for now)", "Council (for now)"),
        ("", ""),
    ],
)
def test_short_name_is_an_acronym_or_the_last_word_of_a_personal_name(name: str, short: str):
    assert short_name_of(name) == short


def a_speaker(*roles: Role) -> Speaker:
    return Speaker(1, "u", "Tora Berg", SpeakerKind.PERSON, "Berg", (), roles, None, "", "", "", 0)


def test_role_is_the_last_one_listed():
    assert a_speaker(Role("deputy"), Role("mayor", "2030")).role == "mayor"


def test_speaker_without_roles_has_an_empty_one():
    assert a_speaker().role == ""


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ilse Brandvik", SpeakerKind.PERSON),
        ("Tolland", SpeakerKind.PERSON),
        ("a senior official at the Ministry of Waters", SpeakerKind.UNNAMED),
        ("Un diplomate", SpeakerKind.UNNAMED),
        ("the official", SpeakerKind.UNNAMED),
        ("the spokesman for the port authority", SpeakerKind.UNNAMED),
        ("Ministry of Waters", SpeakerKind.ORGANISATION),
        ("the Keepers’ Union", SpeakerKind.ORGANISATION),
        ("le Conseil de la vallée", SpeakerKind.ORGANISATION),
        ("the KHG", SpeakerKind.ORGANISATION),
        ("Міністерство вод", SpeakerKind.ORGANISATION),
    ],
)
def test_the_kind_of_a_new_speaker_is_guessed_from_the_name(name: str, kind: SpeakerKind) -> None:
    assert kind_of_name(name) is kind
