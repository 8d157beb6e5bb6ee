"""Things of the workspace as lines that lead to them."""

from PySide6.QtCore import QCoreApplication

from stanceline.domain import edtf
from stanceline.domain.edtf_words import describe, short
from stanceline.domain.speakers import Role, Speaker
from stanceline.services.links import ArticleLine, EventLine, QuotationLine
from stanceline.ui.inspector.linked import LinkedLine
from stanceline.ui.inspector.parts import in_marks
from stanceline.ui.words import event_statuses, relations

_translate = QCoreApplication.translate


def date_in_short(date: str) -> str:
    """An EDTF date for a narrow place, or an empty string."""
    return short(edtf.parse(date)) if date else ""


def tags_of(text: str) -> tuple[str, ...]:
    """The tags that somebody wrote with commas between them."""
    return tuple(dict.fromkeys(tag.strip() for tag in text.split(",") if tag.strip()))


def dotted(*parts: str) -> str:
    """The parts that say something, with dots between them."""
    return " · ".join(part for part in parts if part)


def article_line(article: ArticleLine, key: str = "") -> LinkedLine:
    """An article by its title, with outlet and date; it is opened at ``key``."""
    meta = dotted(article.source, date_in_short(article.published))
    return LinkedLine(f"{key or f'article:{article.id}'}@{article.id}", article.title, meta)


def event_line(event: EventLine) -> LinkedLine:
    """An event by its title, with its date and what the passage does for it."""
    does = relations()[event.relation] if event.relation else event_statuses()[event.status]
    date = date_in_short(event.edtf) or _translate("Lines", "no date yet")
    return LinkedLine(f"event:{event.id}", event.title, dotted(date, does))


def quotation_line(quotation: QuotationLine, *, names_speaker: bool) -> LinkedLine:
    """A quotation by its words, with its stances, who said it or where it stands, and when."""
    who = quotation.speaker or _translate("Lines", "Speaker not known")
    meta = dotted(
        who if names_speaker else quotation.source,
        "" if names_speaker else date_in_short(quotation.edtf),
    )
    target = f"quotation:{quotation.id}@{quotation.article_id}"
    return LinkedLine(target, in_marks(quotation.words), meta, quotation.stances)


def role_in_words(speaker: Speaker) -> str:
    """What a speaker is now, with since when, and whom they belong to."""
    role = speaker.roles[-1] if speaker.roles else None
    told = _role(role) if role else ""
    return ", ".join(part for part in (told, speaker.affiliation) if part)


def _role(role: Role) -> str:
    if role.until:
        return _translate("Lines", "{role}, until {date}").format(
            role=role.title, date=describe(edtf.parse(role.until))
        )
    if role.since:
        return _translate("Lines", "{role}, since {date}").format(
            role=role.title, date=describe(edtf.parse(role.since))
        )
    return role.title
