"""Dates that were asked for and are not shown yet: the next step goes on from there.

Whoever holds a key down asks faster than a workspace is written and read again.
"""

import time

_PATIENCE_S = 1.0


class AwaitedDates:
    """The dates that were asked for, by the key of their mark, as EDTF."""

    def __init__(self) -> None:
        self._asked: dict[str, tuple[float, list[str]]] = {}

    def ask(self, key: str, text: str) -> None:
        """Remember that this date was asked for."""
        _, texts = self._asked.get(key, (0.0, []))
        self._asked[key] = (time.monotonic(), [*texts, text])

    def newest(self, key: str) -> str | None:
        """The date that was asked for last, None when nothing is awaited."""
        found = self._asked.get(key)
        return None if found is None else found[1][-1]

    def awaited(self) -> list[str]:
        """The marks whose dates are awaited."""
        return list(self._asked)

    def see(self, key: str, text: str) -> None:
        """The mark is shown at this date now.

        What was asked for before it has come. A date that nobody asked for is one of
        before for a moment; later it means that nothing came of it.
        """
        asked_s, texts = self._asked[key]
        if text in texts:
            rest = texts[texts.index(text) + 1 :]
        else:
            rest = texts if time.monotonic() - asked_s < _PATIENCE_S else []
        if rest:
            self._asked[key] = (asked_s, rest)
        else:
            del self._asked[key]

    def forget(self, key: str) -> None:
        """The mark is gone."""
        self._asked.pop(key, None)
