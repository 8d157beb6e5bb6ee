"""Which language a text is in."""

_LEAST_LETTERS = 20
_SAMPLE_LENGTH = 4_000


def language_of(text: str) -> str:
    """The ISO 639-1 code of the text's language, or an empty string when it is too short."""
    sample = text[:_SAMPLE_LENGTH]
    if sum(character.isalpha() for character in sample) < _LEAST_LETTERS:
        return ""
    # Imported late: the model takes a quarter of a second to load.
    from py3langid import langid

    code, _ = langid.classify(sample)
    return str(code)
