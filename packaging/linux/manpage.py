"""The manual page stanceline(1), made from the parser of the command line so that it stays true."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORT = "news articles, who said what in them, and a timeline of it"

BEFORE_COMMANDS = r"""
Stanceline is a desktop program for people who read news for a living: collect articles, mark who
said what and with which stance, note the events that the articles speak of, and get a timeline in
which every point leads back to the words it rests on.
.PP
Without a command it opens a window on each
.IR FILE ,
or on the workspace that was open last.
With a command it needs no display.
Results go to standard output, messages to standard error.
"""

AFTER_COMMANDS = r"""
.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
Failed; a sentence on standard error says why.
.TP
.B 2
Wrong usage.
.SH ENVIRONMENT
.TP
.B STANCELINE_PASSPHRASE
The passphrase of an encrypted workspace, where no
.B \-\-passphrase\-file
is given.
.TP
.B STANCELINE_CONFIG
A folder that stands in for all those under FILES.
.TP
.B STANCELINE_TRACEBACK
With the value 1, commands tell where in the program a fault of it happened.
.SH FILES
.TP
.IR NAME .stanceline
A workspace: one file that holds everything, and that can be copied when no program has it open.
.TP
.I $XDG_CONFIG_HOME/stanceline
The settings; without the variable
.IR ~/.config/stanceline .
.TP
.I $XDG_DATA_HOME/stanceline
Backups, and workspaces that were put nowhere else; without the variable
.IR ~/.local/share/stanceline .
.TP
.I $XDG_CACHE_HOME/stanceline/log
Reports of failures, which never hold words of an article; without the variable
.IR ~/.cache/stanceline/log .
"""

_LINE_START = re.compile(r"^(?=[.'])", re.MULTILINE)


def manual_page(parser: argparse.ArgumentParser, *, version: str, epoch: int) -> str:
    """The page in roff for the man macros.

    `parser` is that of the command line; `epoch`, seconds since 1970, dates the page.
    """
    day = datetime.fromtimestamp(epoch, UTC).date().isoformat()
    lines = [
        f'.TH STANCELINE 1 "{day}" "Stanceline {escaped(version)}" "User commands"',
        ".SH NAME",
        rf"stanceline \- {escaped(SHORT)}",
        ".SH SYNOPSIS",
        r".B stanceline",
        r"[\fIFILE.stanceline\fR ...]",
        ".br",
        r".B stanceline",
        r"\fICOMMAND\fR [\fIargument\fR ...]",
        *_options_in_short(parser),
        ".SH DESCRIPTION",
        BEFORE_COMMANDS.strip(),
        ".SH OPTIONS",
        *_arguments(parser),
        ".SH COMMANDS",
        rf"\fBstanceline\fR \fICOMMAND\fR \fB{escaped('--help')}\fR says the same as this page.",
    ]
    for name, command in commands_of(parser).items():
        lines += _command(name, command)
    lines.append(AFTER_COMMANDS.strip())
    return "\n".join(lines) + "\n"


def commands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands with their own parsers, in the order in which help lists them."""
    # argparse keeps its arguments in attributes with an underscore and has no public way to them.
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def escaped(text: str) -> str:
    """`text` so that roff prints it as it stands: hyphens as typed, no line that commands."""
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return _LINE_START.sub(r"\\&", text)


def _options_in_short(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in _plain_actions(parser):
        if action.option_strings and action.nargs == 0:
            yield ".br"
            yield ".B stanceline"
            yield rf"\fB{escaped(action.option_strings[-1])}\fR"


def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f".SS {escaped(name)}"
    yield rf"\fBstanceline {escaped(name)}\fR {' '.join(_usage(parser))}"
    yield ".PP"
    yield escaped(parser.description or "")
    yield from _arguments(parser)


def _usage(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The arguments of a command in a row, what may be left out in brackets."""
    actions = [action for action in _plain_actions(parser) if not _is_help(action)]
    for action in sorted(actions, key=lambda action: not action.option_strings):
        words = [rf"\fB{escaped(action.option_strings[0])}\fR"] if action.option_strings else []
        words += [_value(action)] if action.nargs != 0 else []
        text = " ".join(words)
        yield text if action.required else f"[{text}]"


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Each argument with what it is for."""
    for action in _plain_actions(parser):
        if _is_help(action) and action.dest != "version":
            continue
        yield ".TP"
        names = ", ".join(rf"\fB{escaped(name)}\fR" for name in action.option_strings)
        value = _value(action) if action.nargs != 0 else ""
        yield " ".join(part for part in (names, value) if part)
        yield escaped(_help(action))


def _help(action: argparse.Action) -> str:
    """What `action` is for, in a sentence."""
    text = (action.help or "").strip() % {"default": action.default, "prog": "stanceline"}
    text = text or _UNTOLD.get(action.dest, "See above.")
    return text[:1].upper() + text[1:].rstrip(".") + "."


# What needs no words in a line of help, but does on a page.
_UNTOLD = {
    "what": "one of these",
    "workspace": "the workspace file",
    "out": "the file to write",
    "since": "nothing before this date",
    "until": "nothing after this date",
    "dpi": "pixels per inch",
    "theme": "the colours",
    "to": "the file to write",
    "backup": "the backup to take",
}


def _value(action: argparse.Action) -> str:
    """The value of an argument as it is typed, in italics."""
    if action.choices and not action.metavar:
        name = "|".join(rf"\fB{escaped(str(choice))}\fR" for choice in action.choices)
        name = f"({name})" if len(list(action.choices)) > 1 else name
    else:
        shown = action.metavar or action.dest.upper()
        name = rf"\fI{escaped(shown if isinstance(shown, str) else ' '.join(shown))}\fR"
    repeats = action.nargs == "+" or isinstance(action, argparse._AppendAction)
    return f"{name} ..." if repeats and not action.option_strings else name


def _is_help(action: argparse.Action) -> bool:
    return isinstance(action, argparse._HelpAction | argparse._VersionAction)


def _plain_actions(parser: argparse.ArgumentParser) -> Iterable[argparse.Action]:
    return [
        action for action in parser._actions if not isinstance(action, argparse._SubParsersAction)
    ]
