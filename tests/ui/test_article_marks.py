"""What is known about an article, as marks for the reader."""

from builders import BRIDGE, a_quotation, an_article, an_event
from stanceline.services.articles import article
from stanceline.services.findings import findings_of
from stanceline.services.suggesting import suggest_for_all
from stanceline.ui.article_marks import marks_of
from stanceline.ui.reader.marks import ReaderMarkKind
from stanceline.ui.theme import stance_colour


def test_every_finding_becomes_a_mark_with_what_is_said_about_it(workspace, theme):
    article_id = an_article(workspace, BRIDGE, published="2031-05-20")
    a_quotation(
        workspace, article_id, "found rust everywhere", speaker="Tora Berg", Opening="opposes"
    )
    a_quotation(workspace, article_id, "Every week costs us forty jobs")
    an_event(workspace, "Work begins", "2031-05-12", evidence=((article_id, "began their work"),))
    an_event(workspace, "Undated", evidence=((article_id, "stays closed"),))
    suggest_for_all(workspace, [article_id])
    findings = findings_of(workspace, article_id)
    marks = marks_of(findings, article(workspace, article_id), theme)
    by_kind = {kind: [m for m in marks if m.kind is kind] for kind in ReaderMarkKind}
    judged = next(m for m in by_kind[ReaderMarkKind.QUOTATION] if m.label)
    stance = findings.quotations[-1].judgements[0].stance
    assert judged.sublabel == "opposes"
    assert judged.colour == stance_colour(stance, theme)
    assert judged.tooltip == "Tora Berg\nOpening: opposes"
    unjudged = next(m for m in by_kind[ReaderMarkKind.QUOTATION] if not m.label)
    assert (unjudged.colour, unjudged.tooltip) == (None, "Speaker not known")
    told = {mark.label: mark.tooltip for mark in by_kind[ReaderMarkKind.EVENT]}
    assert told == {"12 May 2031": "Work begins\n12 May 2031", "": "Undated\nNo date yet"}
    assert all(m.key.startswith("suggestion:") for m in by_kind[ReaderMarkKind.SUGGESTION])
    assert len({mark.key for mark in marks}) == len(marks)


def test_an_event_is_marked_only_where_this_article_speaks_of_it(workspace, theme):
    first = an_article(workspace, BRIDGE)
    second = an_article(workspace, "Other\n\nThe work began.")
    an_event(
        workspace,
        "Work begins",
        evidence=((first, "began their work"), (second, "The work began")),
    )
    marks = marks_of(findings_of(workspace, second), article(workspace, second), theme)
    assert [span.words("Other\n\nThe work began.") for span in marks[0].spans] == ["The work began"]
