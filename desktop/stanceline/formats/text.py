"""From the bytes of a file to clean text, and the word when that cannot be done."""

import codecs
import re

from charset_normalizer import from_bytes

from stanceline.domain.errors import StancelineError

MAX_BYTES = 20_000_000
MAX_CHARACTERS = 2_000_000

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # Before UTF-16, whose mark it begins with.
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_MOST_CONTROL_CHARACTERS = 0.01
_SAMPLE_LENGTH = 100_000
_NUL_SHARE_OF_UTF16 = 0.2


class UnreadableFile(StancelineError):
    """A file that no article can be made of; the sentence says why."""


def check_size(n_bytes: int) -> None:
    """Return when a file of this size can be read; raises UnreadableFile."""
    if n_bytes == 0:
        raise UnreadableFile("It is empty.")
    if n_bytes > MAX_BYTES:
        raise UnreadableFile(
            f"It holds {n_bytes / 1e6:,.0f} MB, and a file may have up to "
            f"{MAX_BYTES / 1e6:,.0f} MB. Split it into articles first."
        )


def decode(data: bytes, declared: str = "") -> str:
    """The text of the data, by byte order mark, strict UTF-8, declaration or detection.

    ``declared`` is the encoding that the document itself names. Raises UnreadableFile
    when the data is no text.
    """
    check_size(len(data))
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableFile(f"It is {what}, whatever its name says, not a text.")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, errors="replace"))
    if b"\x00" in data:
        return _decode_utf16(data)
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_decode_otherwise(data, declared))


def _decode_utf16(data: bytes) -> str:
    sample = data[:_SAMPLE_LENGTH]
    half = len(sample) / 2
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if (
            sample[first::2].count(0) > half * _NUL_SHARE_OF_UTF16
            and sample[1 - first :: 2].count(0) == 0
        ):
            return _checked(data.decode(encoding, errors="replace"))
    if data.count(0) / len(data) < _MOST_CONTROL_CHARACTERS:
        try:
            return _checked(data.decode("utf-8"))
        except UnicodeDecodeError:
            pass
    raise UnreadableFile("It holds binary data, not a text.")


def _decode_otherwise(data: bytes, declared: str) -> str:
    if declared:
        try:
            return data.decode(declared)
        except (LookupError, UnicodeDecodeError):
            pass  # Pages often declare what they are not; detection decides then.
    best = from_bytes(data[:_SAMPLE_LENGTH]).best()
    if best is None:
        raise UnreadableFile("Its encoding was not recognised. Save it as UTF-8 and try again.")
    return data.decode(best.encoding, errors="replace")


def _checked(text: str) -> str:
    sample = text[:_SAMPLE_LENGTH]
    if len(_CONTROL.findall(sample)) > len(sample) * _MOST_CONTROL_CHARACTERS:
        raise UnreadableFile("It holds binary data, not a text.")
    return text


def clean(text: str) -> str:
    """The text as it is kept: line feeds only, no byte order mark, NUL or lone surrogate.

    Nothing else is touched, so that offsets count what the analyst sees. Raises
    UnreadableFile when nothing is left or too much.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATES.sub("\ufffd", text.replace("\x00", ""))
    if not text.strip():
        raise UnreadableFile("It holds no text.")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableFile(
            f"It holds {len(text):,} characters, and an article may have up to "
            f"{MAX_CHARACTERS:,}. Split it into articles first."
        )
    return text
