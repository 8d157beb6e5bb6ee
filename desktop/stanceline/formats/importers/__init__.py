"""Readers of files that hold articles, one module each, registered here."""

from collections.abc import Callable
from pathlib import Path

from stanceline.domain.articles import ArticleDraft
from stanceline.formats.importers import html, markdown, plain
from stanceline.formats.text import UnreadableFile, check_size

Reader = Callable[[bytes], ArticleDraft]

READERS: dict[str, Reader] = {
    ".txt": plain.read,
    ".text": plain.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
}
"""What reads a file, by its suffix in lower case."""


def read_file(path: Path) -> tuple[bytes, ArticleDraft]:
    """The content of the file and the article in it.

    Raises UnreadableFile, with a sentence that names no path, when there is none.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(
            f"Files of the kind “{path.suffix or 'no suffix'}” cannot be read; "
            f"these can: {', '.join(READERS)}."
        )
    try:
        check_size(path.stat().st_size)
        content = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile("There is no such file.") from None
    except OSError as error:
        raise UnreadableFile(f"It cannot be read: {error.strerror}.") from error
    return content, reader(content)
