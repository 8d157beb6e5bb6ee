"""Where paragraphs begin and end in text as it was imported."""

import re

_LINE = re.compile(r"[^\n\u2028\u2029]+")
_WRAPPED_AT_LEAST = 40
_WRAPPED_AT_MOST = 120
_WRAPPED_LINES = 3


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the paragraphs, without the white space around them.

    A line is a paragraph, except where a line break plainly falls inside a sentence: the
    next line goes on with a comma or a small letter, or the lines around have all been
    wrapped at one width, as in text taken from a PDF.
    """
    spans: list[tuple[int, int]] = []
    block: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        line = _trimmed(text, match.start(), match.end())
        if line[0] == line[1]:
            _close(text, block, spans)
            block = []
            continue
        if _stands_apart(text, block, line[0]):
            _close(text, block, spans)
            block = []
        block.append(line)
    _close(text, block, spans)
    return spans


def _stands_apart(text: str, block: list[tuple[int, int]], start: int) -> bool:
    """True after an empty line, unless the line goes on with a comma: a page's links do that."""
    return bool(block) and text.count("\n", block[-1][1], start) > 1 and text[start] not in ",;"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _close(text: str, block: list[tuple[int, int]], spans: list[tuple[int, int]]) -> None:
    if not block:
        return
    wrapped = _is_wrapped(block)
    start, end = block[0]
    for line_start, line_end in block[1:]:
        if wrapped or _goes_on(text, end, line_start):
            end = line_end
            continue
        spans.append((start, end))
        start, end = line_start, line_end
    spans.append((start, end))


def _is_wrapped(block: list[tuple[int, int]]) -> bool:
    widths = [end - start for start, end in block[:-1]]
    return len(widths) >= _WRAPPED_LINES and all(
        _WRAPPED_AT_LEAST <= width <= _WRAPPED_AT_MOST for width in widths
    )


def _goes_on(text: str, end: int, start: int) -> bool:
    first = text[start]
    return first in ",;)" or (first.islower() and text[end - 1] not in ".!?…:")
