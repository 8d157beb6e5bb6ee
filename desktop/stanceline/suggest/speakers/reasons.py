"""One plain sentence for each way a speaker was found."""

_REASONS = {
    "quote-verb-subject": "The marks are followed by “{cue}” and a name.",
    "quote-subject-verb": "The marks are followed by a name and “{cue}”.",
    "subject-verb-quote": "A name and “{cue}” lead up to the marks.",
    "quote-later": "The sentence goes on to “{cue}” and a name.",
    "quote-inside": "“{cue}” and a name stand inside the marks.",
    "name-colon": "A name and a colon stand before the marks.",
    "dash-name": "A dash and a name follow the marks.",
    "according-to": "“{cue}” gives the source in the same sentence.",
    "same-paragraph": "It goes on from the quotation before it in the same paragraph.",
    "continued": "The quotation before it was left open at the end of its paragraph.",
    "sentence-subject": "The speaker is guessed from the subject of the sentence.",
    "floating": "It stands alone, so it is given to the speaker of the paragraph before.",
    "previous-subject": "The speaker is guessed from the subject of the sentence before.",
    "none": "Nothing beside the marks says who is speaking.",
}


def reason_for(pattern: str, cue: str | None) -> str:
    """The sentence that tells an analyst why a speaker was suggested."""
    return _REASONS[pattern].format(cue=" ".join((cue or "a verb of saying").split()))
