"""From the bytes of a file to clean text, and the word when that cannot be done."""

import codecs
import re

from stanceline.domain.errors import StancelineError
from stanceline.formats.encodings import detected_text

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
    (b"SQLite format 3\x00", "a database"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_MOST_CONTROL_CHARACTERS = 0.01
_SAMPLE_LENGTH = 100_000
_MOST_STRAY_ZEROS = 0.1
_LEAST_ZERO_SHARE_OF_UTF16 = 0.03
"""Spaces and digits have a zero byte in every script; letters have one in Latin only."""
_LEAST_PRINTABLE_SHARE = 0.97
_MEANT_ENCODINGS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
}
"""What pages mean that declare one of these (WHATWG, "Encoding", 4.2)."""


_WEB_CODECS = frozenset(
    {
        *("utf-8", "gbk", "gb18030", "big5", "big5hkscs", "euc_jp", "iso2022_jp", "euc_kr"),
        *("cp932", "cp949", "cp866", "cp874", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"),
        *(f"cp{number}" for number in range(1250, 1259)),
        *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    }
)
"""What pages are written in (WHATWG, "Encoding", 4), as Python names it."""
_LEAST_GOOD_TO_BAD = 5
_LEAST_GOOD = 3
"""How often letters beyond ASCII must be right in UTF-8 for a wrong byte to be a slip."""


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
        return _decode_with_zeros(data)
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_decode_otherwise(data, declared))


def _decode_with_zeros(data: bytes) -> str:
    sample = data[:_SAMPLE_LENGTH]
    if sample.count(0) < len(sample) * _MOST_STRAY_ZEROS:
        try:
            # Letters of other scripts in UTF-16 would be control characters here.
            return _checked(data.replace(b"\x00", b"").decode("utf-8"))
        except (UnicodeDecodeError, UnreadableFile):
            pass
    half = len(sample) / 2
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        # One half of the bytes holds the zeros of spaces and digits, the other has none.
        if (
            sample[first::2].count(0) > half * _LEAST_ZERO_SHARE_OF_UTF16
            and sample[1 - first :: 2].count(0) == 0
        ):
            text = data.decode(encoding, errors="replace")
            if _is_printable(text[:_SAMPLE_LENGTH]):
                return text
    raise UnreadableFile("It holds binary data, not a text.")


def _is_printable(text: str) -> bool:
    n_printable = sum(
        character.isprintable() or character.isspace() or character == "\u00ad"
        for character in text
    )
    return n_printable >= len(text) * _LEAST_PRINTABLE_SHARE and text.count("\ufffd") <= 1


def _decode_otherwise(data: bytes, declared: str) -> str:
    codec = _declared_codec(declared)
    if (text := _nearly_utf8(data, is_declared=codec == "utf-8")) is not None:
        return text
    if codec:
        try:
            return data.decode(codec)
        except UnicodeError:
            pass  # Pages often declare what they are not; detection decides then.
    text = detected_text(data)
    if text is None:
        raise UnreadableFile("Its encoding was not recognised. Save it as UTF-8 and try again.")
    return text


def _declared_codec(declared: str) -> str:
    """Python's name of the declared encoding; empty when pages are not written in it."""
    try:
        name = codecs.lookup(_MEANT_ENCODINGS.get(declared.casefold(), declared)).name
    except (LookupError, ValueError):
        return ""
    return name if name in _WEB_CODECS else ""


def _nearly_utf8(data: bytes, *, is_declared: bool) -> str | None:
    """UTF-8 with U+FFFD for the few bytes that are wrong, or None when it is not UTF-8."""
    text = data.decode("utf-8", errors="replace")
    n_bad = text.count("\ufffd")
    n_good = sum(not character.isascii() for character in text) - n_bad
    if is_declared:
        return text if n_good >= n_bad else None
    is_slip = n_good >= max(n_bad * _LEAST_GOOD_TO_BAD, _LEAST_GOOD)
    return text if is_slip else None


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
    text = tidy(text)
    if not text.strip():
        raise UnreadableFile("It holds no text.")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableFile(
            f"It holds {len(text):,} characters, and an article may have up to "
            f"{MAX_CHARACTERS:,}. Split it into articles first."
        )
    return text


def tidy(text: str) -> str:
    """The text cleaned like a body, of any length, empty too."""
    text = text.replace("\x00", "").lstrip("\ufeff")
    return encodable(text.replace("\r\n", "\n").replace("\r", "\n"))


def encodable(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, which no file or database can hold.

    They come from names of files and typed words that are not in the system's encoding.
    """
    return _SURROGATES.sub("\ufffd", text)
