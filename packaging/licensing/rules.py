"""Which licences what is shipped may have: SPDX expressions, read and decided on."""

import re

# A program under the MIT licence may be passed on together with works under these.
ALLOWED = frozenset(
    {
        "0BSD",
        "AFL-2.1",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSD-3-Clause-Open-MPI",
        "BSD-4-Clause-UC",
        "BSL-1.0",
        "CC-BY-4.0",
        "CC0-1.0",
        "CNRI-Python",
        "FTL",
        "HPND",
        "HPND-sell-variant",
        "ICU",
        "IJG",
        "ISC",
        "Imlib2",
        "LGPL-2.0-or-later",
        "LGPL-2.1-only",
        "LGPL-2.1-or-later",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "LicenseRef-ICC-profile",
        "LicenseRef-LCS-Telegraphics",
        "LicenseRef-Microsoft-runtime",
        "LicenseRef-public-domain",
        "LicenseRef-Valgrind-header",
        "MIT",
        "MIT-Modern-Variant",
        "MPL-1.1",
        "MPL-2.0",
        "OFL-1.1",
        "PSF-2.0",
        "Python-2.0.1",
        "Unicode-3.0",
        "Unicode-DFS-2016",
        "X11",
        "ZPL-2.1",
        "Zlib",
        "blessing",
        "bzip2-1.0.6",
        "curl",
        "libpng-2.0",
    }
)

# A licence that would be refused by itself, with an addition that takes away what we could not do.
EXCEPTIONS = {
    "GPL-2.0-or-later WITH Bootloader-exception": "PyInstaller's authors allow its start program "
    "to be combined with any other program and to be passed on without restriction",
    "GPL-3.0-or-later WITH GCC-exception-3.1": "the run-time libraries of a compiler may be passed "
    "on with whatever was compiled by it, under terms of one's choice",
    "GPL-2.0-only WITH Linux-syscall-note": "a header of the kernel that describes its system "
    "calls; programs that use these are no derived works of the kernel",
}

_TOKEN = re.compile(r"\s*([()]|[A-Za-z0-9][A-Za-z0-9.+-]*)")


class LicenceRefusedError(Exception):
    """What was to be shipped may not be, or nobody can say whether it may."""


def chosen(expression: str) -> str:
    """The licence under which we take a work, with each OR decided for the first that is allowed.

    Raises LicenceRefusedError where no way through the expression is allowed, and where it is no
    SPDX expression.
    """
    tokens = _tokens_of(expression)
    decided, rest = _either(tokens, expression)
    if rest:
        raise LicenceRefusedError(f"“{expression}” is no SPDX licence expression.")
    if decided is None:
        raise LicenceRefusedError(f"The licence “{expression}” may not be shipped.")
    return decided


def is_spdx(text: str) -> bool:
    """Whether the text is an expression that is allowed; free text of a package mostly is not."""
    try:
        chosen(text)
    except LicenceRefusedError:
        return False
    return True


def ids_of(expression: str) -> list[str]:
    """Each licence and exception that an expression names, in its order, once."""
    names = [each for each in _tokens_of(expression) if each not in ("(", ")", "AND", "OR", "WITH")]
    return list(dict.fromkeys(names))


def _tokens_of(expression: str) -> list[str]:
    found, at = [], 0
    text = expression.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise LicenceRefusedError(f"“{expression}” is no SPDX licence expression.")
        found.append(match[1])
        at = match.end()
    if not found:
        raise LicenceRefusedError("There is no licence.")
    return found


def _either(tokens: list[str], whole: str) -> tuple[str | None, list[str]]:
    left, rest = _all_of(tokens, whole)
    while rest and rest[0] == "OR":
        right, rest = _all_of(rest[1:], whole)
        left = left or right
    return left, rest


def _all_of(tokens: list[str], whole: str) -> tuple[str | None, list[str]]:
    left, rest = _one(tokens, whole)
    while rest and rest[0] == "AND":
        right, rest = _one(rest[1:], whole)
        left = f"{left} AND {right}" if left and right else None
    return left, rest


def _one(tokens: list[str], whole: str) -> tuple[str | None, list[str]]:
    if not tokens or tokens[0] in (")", "AND", "OR", "WITH"):
        raise LicenceRefusedError(f"“{whole}” is no SPDX licence expression.")
    if tokens[0] == "(":
        inner, rest = _either(tokens[1:], whole)
        if not rest or rest[0] != ")":
            raise LicenceRefusedError(f"“{whole}” is no SPDX licence expression.")
        grouped = f"({inner})" if inner and " OR " in inner else inner
        return grouped, rest[1:]
    name, rest = tokens[0], tokens[1:]
    if rest and rest[0] == "WITH":
        if len(rest) == 1:
            raise LicenceRefusedError(f"“{whole}” is no SPDX licence expression.")
        whole_name = f"{name} WITH {rest[1]}"
        return (whole_name if whole_name in EXCEPTIONS else None), rest[2:]
    return (name if name in ALLOWED else None), rest
