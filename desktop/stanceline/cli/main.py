"""What can be typed, and what becomes of errors.

Exit status: 0 done, 1 failed with a sentence, 2 wrong usage.
"""

import argparse
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stanceline import __version__
from stanceline.cli import loading
from stanceline.cli.loading import Load
from stanceline.cli.names import EXPORTED, FORMATS, LISTED
from stanceline.cli.output import drop_output, set_up_streams, tell
from stanceline.cli.passphrases import add_passphrase
from stanceline.cli.values import ORDERS, date, dpi, how_many, lanes, order, share, size
from stanceline.domain.errors import StancelineError
from stanceline.domain.timelines import TimeAxis

DONE, FAILED, WRONG_USAGE = 0, 1, 2

if TYPE_CHECKING:
    # argparse names this type with an underscore and has no other name for it.
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_DESCRIPTION = (
    "From a pile of news articles to a timeline you can defend. "
    "Without a command, stanceline opens the window on FILE."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; no traceback reaches the user.

    Wrong usage and a request for help raise SystemExit, as argparse has it.
    """
    try:
        set_up_streams()
        return _run(arguments)
    except StancelineError as error:
        tell(f"stanceline: {error}")
        return FAILED
    except KeyboardInterrupt:
        tell("stanceline: stopped.")
        return FAILED
    except BrokenPipeError:
        drop_output()
        return DONE
    except OSError as error:
        drop_output()
        place = f"{error.filename}: " if error.filename else ""
        tell(f"stanceline: {place}{error.strerror or error}.")
        return FAILED
    except Exception as error:  # noqa: BLE001 - the edge: what gets here is a bug of ours.
        drop_output()
        _tell_of_bug(error)
        return FAILED


def _run(arguments: Sequence[str] | None) -> int:
    try:
        parsed = parser().parse_args(arguments)
    except SystemExit:
        sys.stdout.flush()
        raise
    load: Load | None = getattr(parsed, "load", None)
    if load is None:
        parser().print_help(sys.stderr)
        return WRONG_USAGE
    run = load()
    if not gc.isenabled():
        # The program holds it off while it starts. What is loaded stays, and is no garbage.
        gc.freeze()
        gc.enable()
    status = run(parsed)
    sys.stdout.flush()  # Here, where a full disk or a reader that left can be told of.
    return status


def _tell_of_bug(error: Exception) -> None:
    if os.environ.get("STANCELINE_TRACEBACK") == "1":
        tell("".join(traceback.format_exception(error)).rstrip())
    said = " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")
    tell(
        f"stanceline: this should not have happened, and is a fault of the program ({said}). "
        "With STANCELINE_TRACEBACK=1 it tells where."
    )


def parser() -> argparse.ArgumentParser:
    """What reads the arguments of all commands."""
    whole = argparse.ArgumentParser(prog="stanceline", description=_DESCRIPTION)
    whole.add_argument("--version", action="version", version=f"Stanceline {__version__}")
    command = whole.add_subparsers(title="commands", metavar="COMMAND")
    for add in (
        _add_import,
        _add_suggest,
        _add_search,
        _add_list,
        _add_export,
        _add_check,
        _add_backup,
        _add_restore,
        _add_info,
        _add_sample,
    ):
        add(command)
    return whole


def _command(group: "_Commands", name: str, load: Load, text: str) -> argparse.ArgumentParser:
    parser = group.add_parser(name, help=text, description=text)
    parser.set_defaults(load=load)
    return parser


def _workspace(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    parser.add_argument(
        "--workspace", "-w", metavar="W", type=Path, required=required, help="the workspace file"
    )
    add_passphrase(parser)


def _one_workspace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workspace", metavar="W", type=Path)
    add_passphrase(parser)


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _add_import(group: "_Commands") -> None:
    parser = _command(
        group,
        "import",
        loading.import_articles,
        "Bring articles into a workspace, which is made when it is not there.",
    )
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", help="files, folders, or - for text on standard input"
    )
    _workspace(parser)
    parser.add_argument("--source", default="", help="the outlet, where the file names none")
    parser.add_argument("--published", metavar="DATE", type=date, help="where the file names none")
    parser.add_argument(
        "--update",
        action="store_true",
        help="have a changed version of an article take its place, with its marks",
    )
    _json(parser)


def _add_suggest(group: "_Commands") -> None:
    parser = _command(
        group,
        "suggest",
        loading.suggest,
        "Suggest quotations, speakers and dates: of a text, of many, or into a workspace.",
    )
    parser.add_argument("file", metavar="FILE.txt", nargs="?", help="a text, or - for one typed in")
    parser.add_argument(
        "--jsonl",
        metavar="FILE",
        help="a file with a JSON object a line (doc_id, text, published, language), or - for "
        "standard input; each is answered with a line at once",
    )
    _workspace(parser, required=False)
    parser.add_argument(
        "--published", metavar="DATE", type=date, help="what relative dates of a text count from"
    )
    parser.add_argument(
        "--reported", action="store_true", help="with a text: what is retold without marks, too"
    )
    parser.add_argument(
        "--events", action="store_true", help="with a text: what it says happened, and when, too"
    )
    parser.add_argument(
        "--accept",
        metavar="CONFIDENCE",
        type=share,
        help="with a workspace: accept quotations at least this sure (0 to 1)",
    )
    parser.add_argument(
        "--forget-learnt",
        action="store_true",
        help="with a workspace: first forget what was learnt from decisions",
    )
    _json(parser)


def _add_search(group: "_Commands") -> None:
    parser = _command(
        group,
        "search",
        loading.search_articles,
        "Find articles by words, “phrases”, beginnings (war*), OR, -not, speaker:, before: …",
    )
    parser.add_argument("query", metavar="QUERY", help="put -- before one that begins with a minus")
    _workspace(parser)
    parser.add_argument("--limit", metavar="N", type=how_many, default=50, help="how many to show")
    _json(parser)


def _add_list(group: "_Commands") -> None:
    parser = _command(group, "list", loading.list_things, "List what is in a workspace.")
    parser.add_argument("what", choices=LISTED)
    _workspace(parser)
    parser.add_argument("--speaker", default="", help="only what this speaker said")
    _json(parser)


def _add_export(group: "_Commands") -> None:
    parser = _command(group, "export", loading.export, "Write a table or a picture.")
    parser.add_argument("what", choices=EXPORTED)
    _workspace(parser)
    parser.add_argument("--out", metavar="FILE", type=Path, required=True)
    parser.add_argument("--format", choices=FORMATS, help="as the file's suffix says")
    parser.add_argument("--view", metavar="NAME", help="a saved view")
    parser.add_argument("--from", dest="since", metavar="D", type=date)
    parser.add_argument("--to", dest="until", metavar="D", type=date)
    parser.add_argument(
        "--lanes", metavar="KEY[/KEY]", type=lanes, help="such as topic, or nested speaker/topic"
    )
    parser.add_argument(
        "--order", metavar="ORDER", type=order, help="of lanes: " + ", ".join(ORDERS)
    )
    parser.add_argument(
        "--axis",
        choices=[axis.value for axis in TimeAxis],
        help="the time that marks stand at; both draws publication against happening",
    )
    parser.add_argument(
        "--fold", action=argparse.BooleanOptionalAction, help="shrink long silent stretches"
    )
    parser.add_argument("--query", metavar="QUERY", help="only these, as the search box has it")
    parser.add_argument("--size", metavar="WxH", type=size, default=(1600, 900), help="in pixels")
    parser.add_argument("--dpi", type=dpi, default=96)
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument("--title", default="", help="as the workspace is named")
    for name in ("speaker", "topic", "stance", "category"):
        parser.add_argument(
            f"--{name}", action="append", default=[], help="only these; may be repeated"
        )


def _add_check(group: "_Commands") -> None:
    parser = _command(group, "check", loading.check, "Look a workspace over for damage.")
    _one_workspace(parser)
    parser.add_argument(
        "--repair", action="store_true", help="repair what can be, and say what was done"
    )
    _json(parser)


def _add_backup(group: "_Commands") -> None:
    parser = _command(
        group, "backup", loading.backup, "Make a backup, verify it and print its path."
    )
    _one_workspace(parser)
    parser.add_argument(
        "--to", metavar="DIR", type=Path, help="the folder; else that of all its backups"
    )
    _json(parser)


def _add_restore(group: "_Commands") -> None:
    parser = _command(
        group,
        "restore",
        loading.restore,
        "Make a workspace what a backup is. A file that is there already is kept beside it.",
    )
    parser.add_argument("backup", metavar="BACKUP", type=Path)
    parser.add_argument("--to", metavar="W", type=Path, required=True, help="the workspace file")
    add_passphrase(parser)
    _json(parser)


def _add_info(group: "_Commands") -> None:
    parser = _command(group, "info", loading.info, "Say what a workspace holds.")
    _one_workspace(parser)
    _json(parser)


def _add_sample(group: "_Commands") -> None:
    parser = _command(group, "sample", loading.sample, "Write the sample workspace.")
    parser.add_argument("--out", metavar="W", type=Path, required=True)
