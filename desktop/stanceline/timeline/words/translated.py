"""The words of a timeline in the language of the window."""

from PySide6.QtCore import QCoreApplication

from stanceline.domain.marks import DateBasis, LaneKey, Mark, MarkKind
from stanceline.timeline.words.wording import Wording


def translated_wording() -> Wording:
    """The words of axis, lanes and dates in the language that is installed now."""
    tr = QCoreApplication.translate
    return Wording(
        months=(
            tr("Timeline", "Jan"),
            tr("Timeline", "Feb"),
            tr("Timeline", "Mar"),
            tr("Timeline", "Apr"),
            tr("Timeline", "May"),
            tr("Timeline", "Jun"),
            tr("Timeline", "Jul"),
            tr("Timeline", "Aug"),
            tr("Timeline", "Sep"),
            tr("Timeline", "Oct"),
            tr("Timeline", "Nov"),
            tr("Timeline", "Dec"),
        ),
        weekdays=(
            tr("Timeline", "Mon"),
            tr("Timeline", "Tue"),
            tr("Timeline", "Wed"),
            tr("Timeline", "Thu"),
            tr("Timeline", "Fri"),
            tr("Timeline", "Sat"),
            tr("Timeline", "Sun"),
        ),
        day_pattern=tr("Timeline", "{day} {month} {year}"),
        month_pattern=tr("Timeline", "{month} {year}"),
        weekday_pattern=tr("Timeline", "{weekday} {day}"),
        decade_pattern=tr("Timeline", "{}s"),
        before_era_pattern=tr("Timeline", "{} BC"),
        today=tr("Timeline", "today"),
        one_of=tr("Timeline", "or"),
        about=tr("Timeline", "about {}"),
        possibly=tr("Timeline", "possibly {}"),
        possibly_about=tr("Timeline", "possibly about {}"),
        lasting=tr("Timeline", "from {start} to {end}"),
        since=tr("Timeline", "since {}"),
        until=tr("Timeline", "until {}"),
        end_unknown=tr("Timeline", "from {}, end unknown"),
        start_unknown=tr("Timeline", "until {}, start unknown"),
        some_time=tr("Timeline", "some time from {start} to {end}"),
        by_then=tr("Timeline", "by {}"),
        from_then=tr("Timeline", "on or after {}"),
        several_of=tr("Timeline", "{first} and {last}"),
        alternatives_of=tr("Timeline", "{first} or {last}"),
        seasons=(
            tr("Timeline", "spring"),
            tr("Timeline", "summer"),
            tr("Timeline", "autumn"),
            tr("Timeline", "winter"),
        ),
        season_pattern=tr("Timeline", "{season} {year}"),
        century_pattern=tr("Timeline", "{}s"),
        events=tr("Timeline", "Events"),
        quotations=tr("Timeline", "Quotations"),
        all_marks=tr("Timeline", "All marks"),
        no_speaker=tr("Timeline", "No speaker"),
        no_topic=tr("Timeline", "No stance yet"),
        no_category=tr("Timeline", "No category"),
        no_source=tr("Timeline", "No source"),
        no_affiliation=tr("Timeline", "No affiliation"),
        no_tag=tr("Timeline", "No tag"),
        no_analyst=tr("Timeline", "Nobody in particular"),
        statuses=(
            ("reported", tr("Timeline", "Reported")),
            ("confirmed", tr("Timeline", "Confirmed")),
            ("disputed", tr("Timeline", "Disputed")),
            ("denied", tr("Timeline", "Denied")),
            ("planned", tr("Timeline", "Planned")),
        ),
    )


def lanes_in_words(by: LaneKey) -> str:
    """What a timeline with these lanes is called."""
    tr = QCoreApplication.translate
    return {
        LaneKey.SPEAKER: tr("Timeline", "Timeline by speaker"),
        LaneKey.TOPIC: tr("Timeline", "Timeline by topic"),
        LaneKey.CATEGORY: tr("Timeline", "Timeline by category"),
        LaneKey.SOURCE: tr("Timeline", "Timeline by source"),
        LaneKey.STATUS: tr("Timeline", "Timeline by status"),
        LaneKey.AFFILIATION: tr("Timeline", "Timeline by affiliation"),
        LaneKey.TAG: tr("Timeline", "Timeline by tag"),
        LaneKey.ANALYST: tr("Timeline", "Timeline by analyst"),
        LaneKey.NONE: tr("Timeline", "Timeline"),
    }[by]


def basis_in_words(mark: Mark) -> str:
    """Which time the mark is drawn at."""
    tr = QCoreApplication.translate
    return {
        DateBasis.HAPPENED: tr("Timeline", "Happened"),
        DateBasis.SAID: tr("Timeline", "Said"),
        DateBasis.PUBLISHED: tr("Timeline", "Published"),
    }[mark.basis]


def kind_in_words(mark: Mark) -> str:
    """What the mark is."""
    tr = QCoreApplication.translate
    if mark.kind is MarkKind.EVENT:
        return tr("Timeline", "Event")
    return tr("Timeline", "Quotation")
