"""Moments and sizes as people here tell them."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

_translate = QCoreApplication.translate


def local_time(at: str) -> datetime:
    """A moment in UTC (ISO 8601) as it was on the clocks of this place."""
    return datetime.fromisoformat(at).astimezone()


def time_in_short(at: str) -> str:
    """The time of day of a moment in UTC (ISO 8601)."""
    moment = local_time(at)
    return QLocale().toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)


def moment_in_words(at: str, *, is_within: bool = False) -> str:
    """The day and the time of a moment in UTC (ISO 8601), as short as it is clear.

    With ``is_within`` it stands within a sentence: "today, 14:05" for "Today, 14:05".
    """
    moment = local_time(at)
    today = datetime.now().astimezone().date()
    if moment.date() == today:
        day = _translate("Moments", "today") if is_within else _translate("Moments", "Today")
    elif moment.date() == today - timedelta(days=1):
        yesterday = _translate("Moments", "Yesterday")
        day = _translate("Moments", "yesterday") if is_within else yesterday
    else:
        day = QLocale().toString(QDate(moment.year, moment.month, moment.day), "d MMM yyyy")
    return f"{day}, {time_in_short(at)}"


def size_in_words(n_bytes: int) -> str:
    """A number of bytes in the unit that suits it."""
    return QLocale().formattedDataSize(n_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
