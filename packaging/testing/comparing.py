"""Whether two exports of the same workspace are the same, dates of making aside."""

import re
import subprocess
import zlib
from pathlib import Path

from testing.steps import CheckFailed, check

_MADE = re.compile(
    rb"/(?:CreationDate|ModDate)\s*\([^)]*\)"
    rb"|/ID\s*\[[^\]]*\]"
    rb"|<(xmp:\w*Date|xmpMM:\w*ID|dc:date)>[^<]*</\1>"
    rb"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(?:Z|[+-]\d\d:\d\d)"
)
_NUMBER = re.compile(rb"\b\d+ 0 (?=R\b|obj\b)|/[A-Z]{6}(?=\+)")


def compare_exports(ours: Path, theirs: Path) -> str:
    """How two exports agree, in a word; raises CheckFailed where they differ.

    Pictures must agree in every pixel, documents in every byte but the dates of making.
    """
    for path in (ours, theirs):
        check(path.is_file() and path.stat().st_size > 0, f"{path} was not written")
    a, b = ours.read_bytes(), theirs.read_bytes()
    if a == b:
        return "same bytes"
    if ours.suffix == ".png":
        check(_differing_pixels(ours, theirs) == 0, f"{ours.name} differs in its pixels")
        return "same pixels"
    if ours.suffix in {".pdf", ".svg"} and without_dates(a) == without_dates(b):
        return "same but for dates"
    raise CheckFailed(
        f"{ours.name} differs: {first_difference(without_dates(a), without_dates(b))}"
    )


def without_dates(content: bytes) -> bytes:
    """The bytes without when they were made, those in the packed streams of a PDF too.

    The objects of a PDF come sorted and without their numbers, because Qt writes the fonts in an
    order that hangs on where their files lie.
    """
    if not content.startswith(b"%PDF"):
        return _MADE.sub(b"", content)

    def unpacked(stream: re.Match[bytes]) -> bytes:
        try:
            return b"stream\n" + zlib.decompress(stream[1]) + b"\nendstream"
        except zlib.error:
            return stream[0]

    content = re.sub(rb"stream\r?\n(.*?)\r?\nendstream", unpacked, content, flags=re.DOTALL)
    # The table of offsets moves with the length of what stands before it.
    content = _NUMBER.sub(b"", _MADE.sub(b"", content.partition(b"\nxref")[0]))
    return b"\nendobj\n".join(sorted(content.split(b"\nendobj\n")))


def first_difference(a: bytes, b: bytes) -> str:
    """Where two contents part, with what stands there in both."""
    at = next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    begin = max(0, at - 40)
    return f"at {at} of {len(a)} and {len(b)}: {a[begin : at + 60]!r} and {b[begin : at + 60]!r}"


def _differing_pixels(a: Path, b: Path) -> int:
    done = subprocess.run(
        ["compare", "-metric", "AE", str(a), str(b), "null:"],
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stderr.split()
    if done.returncode > 1 or not told:
        raise CheckFailed(f"{a.name} cannot be compared: {done.stderr.strip()}")
    return int(float(told[0]))
