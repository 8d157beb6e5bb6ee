"""Where labels go: beside their marks, never over another mark or label of the row.

A label is decided by the room around its mark in the row, in time and at one zoom, never by
what else happens to be in the window. So panning changes no label, and zooming in takes none
away.
"""

from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache

from stanceline.timeline.primitives import LINE_HEIGHTS, Box, Label, Role

Measure = Callable[[str, Role], float]

ELLIPSIS = "…"
_LONGEST_TITLE = 300
_MOST_CUTS = 24
_LETTERS_PER_CUT = 4
_LONGEST_QUOTE_PX = 340.0
_CONTROL = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F)], " ")
_QUOTATION_MARKS = "“”\"«„‘'「『"


@lru_cache(maxsize=60_000)
def clean(text: str) -> str:
    """The text as one line without control characters or lone surrogates."""
    plain = text[:_LONGEST_TITLE].translate(_CONTROL)
    return " ".join(plain.encode("utf-8", "replace").decode("utf-8").split())


def quoted(words: str) -> str:
    """The words in quotation marks, unless they bring their own."""
    return words if words[:1] in _QUOTATION_MARKS else f"“{words}”"


def elided(text: str, role: Role, room: float, measure: Measure) -> str:
    """The text, shortened with an ellipsis until it fits; empty when nothing does."""
    if measure(text, role) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(_cut(text, middle), role) <= room:
            low = middle
        else:
            high = middle - 1
    return _cut(text, low)


def _cut(text: str, n_letters: int) -> str:
    """The first letters with an ellipsis, without punctuation before it; or nothing."""
    kept = text[:n_letters].rstrip().rstrip(" ,.;:-–—")
    return kept + ELLIPSIS if kept else ""


class Caption:
    """A text with the shorter forms it may take, measured when they are asked for."""

    __slots__ = ("_forms", "_longest", "_measure", "_role", "_widths", "text", "width")

    def __init__(self, text: str, role: Role, longest: float, measure: Measure) -> None:
        self.text = text
        self._role = role
        self._longest = longest
        self._measure = measure
        self._widths: list[float] | None = None
        self._forms: list[str] = []
        self.width = measure(text, role)
        if self.width > longest:
            self.text, self.width = self._shorter(longest)

    def fitting(self, room: float) -> tuple[str, float]:
        """The longest form that fits and its width; an empty one when none does."""
        return (self.text, self.width) if self.width <= room else self._shorter(room)

    def _shorter(self, room: float) -> tuple[str, float]:
        if self._widths is None:
            self._measure_forms()
        widths = self._widths or []
        at = bisect_right(widths, room) - 1
        return (self._forms[at], widths[at]) if at >= 0 else ("", 0.0)

    def _measure_forms(self) -> None:
        forms = {}
        for place in _places_to_cut(self.text):
            shorter = _cut(self.text, place)
            if shorter and shorter not in forms:
                width = self._measure(shorter, self._role)
                if width <= self._longest:
                    forms[shorter] = width
        ordered = sorted(forms.items(), key=lambda form: (form[1], len(form[0])))
        self._widths = [width for _, width in ordered]
        self._forms = [form for form, _ in ordered]


class Captions:
    """The captions of one measure, remembered, as every frame asks for the same ones.

    Texts are cut at the ends of words, so that a label does not change with every step of
    a zoom.
    """

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._known: dict[tuple[str, Role, float], Caption] = {}
        self._of_titles: dict[tuple[str, float, bool], Caption | None] = {}

    def of_event(self, title: str, longest: float, *, is_doubted: bool) -> Caption | None:
        """The forms of the title of an event, with a question mark when it is in doubt."""
        key = (title, longest, is_doubted)
        try:
            return self._of_titles[key]
        except KeyError:
            text = clean(title)
            shown = f"{text} ?" if is_doubted else text
            return self._note(key, self.of(shown, Role.LABEL, longest) if text else None)

    def of_quotation(self, words: str) -> Caption | None:
        """The forms of the words of a quotation, in quotation marks."""
        key = (words, -_LONGEST_QUOTE_PX, False)
        try:
            return self._of_titles[key]
        except KeyError:
            text = clean(words)
            found = self.of(quoted(text), Role.QUOTE, _LONGEST_QUOTE_PX) if text else None
            return self._note(key, found)

    def _note(self, key: tuple[str, float, bool], found: Caption | None) -> Caption | None:
        if len(self._of_titles) >= _MOST_CAPTIONS:
            self._of_titles.clear()
        self._of_titles[key] = found
        return found

    def of(self, text: str, role: Role, longest: float) -> Caption:
        """The forms of a text that are at most ``longest`` pixels wide."""
        key = (text, role, longest)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_CAPTIONS:
                self._known.clear()
            found = self._known[key] = Caption(text, role, longest, self._measure)
        return found


_MOST_CAPTIONS = 40_000


def _places_to_cut(text: str) -> list[int]:
    """The ends of words, and places within words that are longer than most."""
    first = text.find(" ") if " " in text else len(text)
    places = [at for at in (_LETTERS_PER_CUT, 2 * _LETTERS_PER_CUT) if at < first]
    last = places[-1] if places else 0
    for at, letter in enumerate(text):
        if letter == " " or at - last >= 3 * _LETTERS_PER_CUT:
            places.append(at)
            last = at
        if len(places) >= _MOST_CUTS:
            break
    return places


@lru_cache(maxsize=8)
def captions_of(measure: Measure) -> Captions:
    """The captions of a measure."""
    return Captions(measure)


def line_label(
    text: str,
    role: Role,
    ink: int,
    x: float,
    y: float,
    width: float,
    mark: int = -1,
    lane: int = -1,
    *,
    on_bar: bool = False,
    is_struck: bool = False,
) -> Label:
    """A label of one line with its left end at ``x`` and its middle at ``y``."""
    height = LINE_HEIGHTS[role]
    top = y - height / 2
    return Label(
        Box(x, top, x + width, top + height), text, role, ink, mark, lane, on_bar, is_struck
    )
