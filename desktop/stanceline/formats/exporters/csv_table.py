"""CSV that every spreadsheet opens right and that runs nothing there.

RFC 4180 with a byte order mark, without which some spreadsheets read UTF-8 as something
else. A cell that a spreadsheet would take for a formula gets an apostrophe in front
(OWASP, "CSV Injection").
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from stanceline.formats.files import whole_file

Cell = str | int | float | None

_FORMULA_STARTS = frozenset(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write the table and return how many rows it has; raises CannotWrite."""
    count = 0
    with (
        whole_file(path) as unfinished,
        unfinished.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            # Of very many cells hardly any is changed: asking first is quicker than a call.
            writer.writerow(
                [
                    harmless(cell)
                    if isinstance(cell, str) and cell[:1] in _FORMULA_STARTS
                    else cell
                    for cell in row
                ]
            )
            count += 1
    return count


def harmless(cell: Cell) -> Cell:
    """The cell as it is safe to open; numbers stay numbers."""
    if isinstance(cell, str) and cell[:1] in _FORMULA_STARTS:
        return f"'{cell}"
    return cell
