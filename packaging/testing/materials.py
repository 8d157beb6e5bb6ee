"""What the installed program is given: articles to work on, and files that are odd."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PUBLISHED = "2024-06-30"
PASSPHRASE = "nine quiet lanterns"

ARTICLE = """\
Tunnel crews will go to the pass within a month

Twelve crews of the Ostrel Tunnel Company are to go to the Lomna pass, the ministry announced \
on 19 June 2024.

"We shall send the crews as soon as the accord is signed", Minister Dana Holub told reporters.

"This is a mistake that the whole valley will pay for", answered Petr Sova, who leads the \
carriers' union. He added that "nobody has asked us".

On 26 June 2024 the assembly voted for the accord by 61 to 58.

"The crews are welcome in our town", said Mayor Ilse Brandt.
"""

MARKDOWN = """\
# Carriers block the road to the pass

“We will not move a single cart before the accord is withdrawn”, Petr Sova told the crowd on \
2 July 2024.

According to the police, some *three hundred* carriers had come.
"""

PAGE = """\
<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>Bergleute sollen zum Pass</title>
<meta name="author" content="Anna Feld">
<meta property="article:published_time" content="2024-06-20T08:00:00Z"></head>
<body><nav><a href="/">Start</a></nav><article><h1>Bergleute sollen zum Pass</h1>
<p>„Wir schicken die Bergleute, sobald das Abkommen unterzeichnet ist“, sagte Ministerin Dana
Holub am 19. Juni 2024 vor der Presse. Das Abkommen soll in der kommenden Woche im Parlament
beraten werden, und eine Mehrheit gilt als sicher.</p>
<p>„Das ist ein Fehler“, entgegnete Petr Sova, der Vorsitzende des Verbands der Fuhrleute. Die
Fuhrleute fürchten um ihre Arbeit, sobald der Tunnel offen ist und kein Wagen mehr über den
Pass fährt.</p></article><footer>Alle Rechte vorbehalten</footer></body></html>
"""


def write_articles(folder: Path) -> None:
    """Write one article as text, one as Markdown and one as a web page."""
    folder.mkdir(parents=True)
    (folder / "tunnel.txt").write_text(ARTICLE, "utf-8")
    (folder / "carriers.md").write_text(MARKDOWN, "utf-8")
    (folder / "bergleute.html").write_text(PAGE, "utf-8")


@dataclass(frozen=True, slots=True)
class Odd:
    """A file that somebody may double-click.

    `make` makes it from a sound one; `says` is the pattern of what the program is to say. What has
    no content has no type for a desktop, whatever its name, so no program is found for it.
    """

    name: str
    make: Callable[[Path, Path], None]
    says: str
    mode: int = 0o644
    is_roots: bool = False
    has_no_type: bool = False


def _damage(good: Path, bad: Path) -> None:
    content = bytearray(good.read_bytes())
    begin, end = len(content) // 10, len(content) * 9 // 10
    content[begin:end] = bytes((n * 37 + 11) % 256 for n in range(end - begin))
    bad.write_bytes(content)


def _cut_off(good: Path, bad: Path) -> None:
    content = good.read_bytes()
    bad.write_bytes(content[: len(content) // 3])


def _write_text(_good: Path, bad: Path) -> None:
    bad.write_text("Notes from Thursday: ask about the tunnel.\n" * 40, "utf-8")


def _empty(_good: Path, bad: Path) -> None:
    bad.write_bytes(b"")


def _make_newer(good: Path, bad: Path) -> None:
    bad.write_bytes(good.read_bytes())
    database = sqlite3.connect(bad, isolation_level=None)
    database.execute("PRAGMA journal_mode = DELETE")
    database.execute("PRAGMA user_version = 9999")
    database.close()


def _copy(good: Path, bad: Path) -> None:
    bad.write_bytes(good.read_bytes())


ODD_FILES = (
    Odd("damaged.stanceline", _damage, "is damaged"),
    Odd("cut-off.stanceline", _cut_off, "is damaged"),
    Odd("notes.stanceline", _write_text, "is not a .*workspace"),
    Odd("nothing.stanceline", _empty, "is (empty|not a .*workspace)", has_no_type=True),
    Odd("newer.stanceline", _make_newer, "by a newer Stanceline"),
    Odd("closed.stanceline", _copy, "cannot be read", 0o600, is_roots=True),
)
"""Files that cannot be opened."""

READ_ONLY = Odd(
    "seen-only.stanceline",
    _copy,
    "read.only|only (be )?read|not be (written|changed)",
    0o444,
    is_roots=True,
)
"""A file that is opened, but cannot be written."""
