"""How a single EDTF date is spelt: patterns, and what months, days and seasons can be."""

import re
from itertools import product

from stanceline.domain.edtf_date import Precision

PLAIN = re.compile(r"(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")

MARK = "[?~%]?"
YEAR = r"Y-?[0-9]+(?:E[0-9]+)?(?:S[0-9]+)?|-?[0-9]{4}S[0-9]+|-?[0-9X]{4}"
_ZONE = r"Z|[+-][0-9]{2}(?::[0-9]{2})?"
DATE = re.compile(
    rf"(?P<year_left>{MARK})(?P<year>{YEAR})(?P<year_right>{MARK})"
    rf"(?:-(?P<month_left>{MARK})(?P<month>[0-9X]{{2}})(?P<month_right>{MARK})"
    rf"(?:-(?P<day_left>{MARK})(?P<day>[0-9X]{{2}})(?P<day_right>{MARK}))?)?"
    rf"(?:T(?P<clock>[0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?)(?P<zone>{_ZONE})?"
    rf"(?P<clock_right>{MARK}))?"
)

_TWO_PLACES = ["".join(pair) for pair in product("0123456789X", repeat=2)]


def _numbers_like(mask: str, highest: int) -> tuple[int, ...]:
    pattern = re.compile(mask.replace("X", "[0-9]"))
    return tuple(number for number in range(1, highest + 1) if pattern.fullmatch(f"{number:02}"))


MONTHS = {mask: _numbers_like(mask, 12) for mask in _TWO_PLACES}
DAYS = {mask: _numbers_like(mask, 31) for mask in _TWO_PLACES}

# The first month of each season code, its months, and its precision. Codes 21 to 24
# name no hemisphere; they are read as the northern ones. Winter begins in December
# and belongs to the year in which it begins.
SEASONS: dict[str, tuple[int, int, Precision]] = {
    **{str(21 + i): (3 + 3 * i, 3, Precision.SEASON) for i in range(4)},
    **{str(25 + i): (3 + 3 * i, 3, Precision.SEASON) for i in range(4)},
    **{str(29 + i): ((9, 12, 3, 6)[i], 3, Precision.SEASON) for i in range(4)},
    **{str(33 + i): (1 + 3 * i, 3, Precision.QUARTER) for i in range(4)},
    **{str(37 + i): (1 + 4 * i, 4, Precision.THIRD_OF_YEAR) for i in range(3)},
    **{str(40 + i): (1 + 6 * i, 6, Precision.HALF_YEAR) for i in range(2)},
}
