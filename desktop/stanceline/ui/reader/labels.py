"""Labels in the margins of the article: placed so that none lies on another."""

from collections.abc import Callable, Sequence

from stanceline.records import dataclass

_SPACE_BETWEEN = 4.0
_LINES_PUSHED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class WantedLabel:
    """A label and the line that it belongs to; ``top`` and ``height`` are in pixels.

    ``name`` holds the lines of the name, ``below`` what stands muted under it.
    """

    key: str
    top: float
    height: float
    name: tuple[str, ...]
    below: str = ""


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label at its place; ``line_top`` is where it would rather stand."""

    wanted: WantedLabel
    top: float

    @property
    def is_pushed(self) -> bool:
        """Whether another label stands where this one belongs."""
        return self.top > self.wanted.top + 1

    @property
    def bottom(self) -> float:
        """Where the label ends."""
        return self.top + self.wanted.height


def placed(wanted: Sequence[WantedLabel], line_height: float) -> list[PlacedLabel]:
    """The labels from top to bottom, pushed down where they would overlap.

    A label that says the same as the one above it, and would touch it, is left out; so
    is one that would stand further from its words than a reader's eye follows.
    """
    result: list[PlacedLabel] = []
    for label in sorted(wanted, key=lambda item: item.top):
        above = result[-1] if result else None
        free_from = above.bottom + _SPACE_BETWEEN if above else label.top
        top = max(label.top, free_from)
        repeats = (
            above is not None
            and top > label.top
            and (above.wanted.name, above.wanted.below) == (label.name, label.below)
        )
        is_too_far = top - label.top > line_height * _LINES_PUSHED_AT_MOST
        if not repeats and not is_too_far:
            result.append(PlacedLabel(label, top))
    return result


def initials(name: str) -> str:
    """The first letters of at most two words, for a margin without room for a name."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def wrapped(
    text: str, width: float, width_of: Callable[[str], float], most_lines: int = 2
) -> tuple[str, ...]:
    """The text in at most so many lines of at most this width, cut short with "…"."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined) <= width:
            lines[-1] = joined
        elif len(lines) < most_lines:
            lines.append(word)
        else:
            lines[-1] = joined
    return tuple(cut_short(line, width, width_of) for line in lines)


def cut_short(text: str, width: float, width_of: Callable[[str], float]) -> str:
    """The text, or as much of its beginning as fits before "…"."""
    if width_of(text) <= width:
        return text
    while text and width_of(text.rstrip() + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"
