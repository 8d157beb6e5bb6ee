import pytest

from stanceline.domain.speakers import Role, Speaker, SpeakerKind, short_name_of


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
