from stanceline.domain.quotations import Quotation, QuotationKind
from stanceline.domain.spans import Span, anchor

BODY = "“We shall\nopen it,” she said. “Not today.”"


def a_quotation(*spans: Span) -> Quotation:
    anchors = tuple(anchor(BODY, span, 1) for span in spans)
    return Quotation(
        id=1,
        uid="u",
        article_id=1,
        anchors=anchors,
        kind=QuotationKind.DIRECT,
        speaker_id=None,
        speaker="",
        speaker_short="",
        cue=None,
        mention=None,
        said="",
        said_phrase="",
        note="",
        judgements=(),
    )


def test_words_of_several_segments_read_as_one_line():
    assert a_quotation(Span(0, 19), Span(30, 42)).words == "“We shall open it,” … “Not today.”"


def test_spans_are_those_of_the_anchors():
    assert a_quotation(Span(0, 19), Span(30, 42)).spans == (Span(0, 19), Span(30, 42))
