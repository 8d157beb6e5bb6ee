"""The command that suggests quotations, speakers and dates."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from stanceline.cli.opening import open_to_write
from stanceline.cli.output import cut, print_json, print_json_line, print_lines, tell
from stanceline.cli.values import date
from stanceline.domain.errors import StancelineError
from stanceline.domain.suggestions import SuggestionKind
from stanceline.formats.text import MAX_BYTES, UnreadableFile, check_size, decode
from stanceline.services.importing import read_text
from stanceline.services.learning import forget_learnt
from stanceline.services.suggesting import accept_confident, suggest_for_all, suggest_text
from stanceline.suggest.events import EventSuggestion
from stanceline.suggest.quotes import QuoteSuggestion

DONE, FAILED, WRONG_USAGE = 0, 1, 2


_WITH_WORKSPACE = {"accept": "--accept", "forget_learnt": "--forget-learnt"}
_WITH_TEXTS = {"reported": "--reported", "events": "--events", "published": "--published"}


def suggest(parsed: argparse.Namespace) -> int:
    """Suggest for exactly one of a file, a file of JSON lines, or a workspace."""
    given = [way for way in (parsed.file, parsed.jsonl, parsed.workspace) if way is not None]
    if len(given) != 1:
        tell("stanceline suggest: name a FILE.txt, or --jsonl FILE, or --workspace W.")
        return WRONG_USAGE
    out_of_place, wanted = (
        (_WITH_TEXTS, "a text") if parsed.workspace else (_WITH_WORKSPACE, "--workspace W")
    )
    for name, option in out_of_place.items():
        if getattr(parsed, name) not in {None, False}:
            tell(f"stanceline suggest: {option} needs {wanted}.")
            return WRONG_USAGE
    if parsed.workspace:
        return _for_workspace(parsed)
    if parsed.jsonl:
        return _for_lines(parsed)
    return _for_file(parsed)


def _for_workspace(parsed: argparse.Namespace) -> int:
    with open_to_write(parsed) as workspace:
        if parsed.forget_learnt:
            forget_learnt(workspace)
        waiting = suggest_for_all(workspace)
        accepted = 0 if parsed.accept is None else accept_confident(workspace, parsed.accept)
    if parsed.json:
        print_json({"waiting": waiting - accepted, "accepted": accepted})
    tell(f"{waiting - accepted} suggestions wait, {accepted} were accepted.")
    return DONE


def _for_file(parsed: argparse.Namespace) -> int:
    text = _text_of(parsed.file)
    name = "" if parsed.file == "-" else Path(parsed.file).name
    found = _suggestions(name, text, parsed, parsed.published or "")
    if parsed.json:
        print_json(found)
        return DONE
    print_lines(
        f"{quote['start']:>7}  {cut(quote['name'] or quote['speaker'] or '—', 28):<28} "
        f"{quote['confidence']:.2f}  {cut(text[quote['start'] : quote['end']])}"
        for quote in (*found["quotes"], *found.get("reported", ()))
    )
    print_lines(
        f"{each['start']:>7}  {each['value']:<28} {each['tier']:>4}  "
        f"{cut(text[each['start'] : each['end']])}"
        for each in found["dates"]
    )
    print_lines(
        f"{each['start']:>7}  {each['value']:<28} {each['tier']:>4}  {cut(each['title'])}"
        for each in found.get("events", ())
    )
    return DONE


def _text_of(name: str) -> str:
    """The text as an import would keep it, so that offsets agree."""
    try:
        if name == "-":
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            check_size(Path(name).stat().st_size)
            content = Path(name).read_bytes()
        return read_text(decode(content)).draft.body
    except OSError as error:
        raise StancelineError(f"{name} cannot be read: {error.strerror}.") from error
    except UnreadableFile as error:
        place = "standard input" if name == "-" else name
        raise StancelineError(f"{place}: {error}") from error


def _suggestions(
    doc_id: object, text: str, parsed: argparse.Namespace, published: str, language: str = ""
) -> dict[str, Any]:
    """What is said of one text; reported speech and events only where they are asked for."""
    kinds = {SuggestionKind.QUOTATION}
    kinds |= {SuggestionKind.REPORTED} if parsed.reported else set()
    kinds |= {SuggestionKind.EVENT} if parsed.events else set()
    found = suggest_text(text, published or None, language, kinds)
    told: dict[str, Any] = {
        "doc_id": doc_id,
        "quotes": [_quote(each) for each in found.quotes],
        "dates": [
            {
                "start": each.start,
                "end": each.end,
                "value": each.value,
                "tier": each.tier,
                "rule": each.rule,
            }
            for each in found.dates
        ],
    }
    if parsed.reported:
        told["reported"] = [_quote(each) for each in found.reported]
    if parsed.events:
        told["events"] = [_event(each) for each in found.events]
    return told


def _quote(quote: QuoteSuggestion) -> dict[str, Any]:
    return {
        "start": quote.start,
        "end": quote.end,
        "speaker": quote.speaker,
        "name": quote.name,
        "cue": quote.cue,
        "pattern": quote.pattern,
        "confidence": quote.confidence,
        "group": quote.group,
    }


def _event(event: EventSuggestion) -> dict[str, Any]:
    return {
        "start": event.start,
        "end": event.end,
        "title": event.title,
        "value": event.value,
        "tier": event.tier,
        "rule": event.rule,
        "participants": list(event.participants),
        "pattern": event.pattern,
        "confidence": event.confidence,
    }


def _for_lines(parsed: argparse.Namespace) -> int:
    # Each answer is out before the next line is asked for: whoever writes the lines may wait.
    for number, line in enumerate(_lines_of(parsed.jsonl), start=1):
        if line.strip():
            given = _read_line(line, number)
            print_json_line(
                _suggestions(
                    given.get("doc_id", str(number)),
                    given["text"],
                    parsed,
                    _read_date(given.get("published"), number) or parsed.published or "",
                    str(given.get("language") or given.get("lang") or ""),
                )
            )
    return DONE


def _lines_of(name: str) -> Iterator[str]:
    """The lines of a file, or of standard input as soon as each is there."""
    what = "Standard input" if name == "-" else name
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            for number, line in enumerate(iter(file.readline, b"")):
                yield line.decode("utf-8-sig" if number == 0 else "utf-8")
    except OSError as error:
        raise StancelineError(f"{what} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise StancelineError(f"{what} is not UTF-8.") from error


def _read_line(line: str, number: int) -> dict[str, Any]:
    try:
        given = json.loads(line, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise StancelineError(f"Line {number} is not JSON: {error.msg}.") from error
    except ValueError as error:
        raise StancelineError(f"Line {number} holds a number that is too long.") from error
    except RecursionError as error:
        raise StancelineError(f"Line {number} is nested too deeply.") from error
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise StancelineError(f"Line {number} is not an object with a text.")
    return given


def _no_number(name: str) -> None:
    """Refuse what Python alone takes for JSON; it would be given out again."""
    raise json.JSONDecodeError(f"{name} is no number of it", name, 0)


def _read_date(value: object, number: int) -> str:
    if not value:
        return ""
    try:
        return date(str(value))
    except argparse.ArgumentTypeError as error:
        raise StancelineError(f"Line {number}: {error}") from error
