"""The smoke list: what a program is told to do, and what must come of it.

The steps build on each other: a workspace that one makes is worked on by those after it.
Names are relative to the folder that the program works in; ``given.py`` says what lies there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from packaged.given import ENCODED, PASSPHRASE, TEXTS
from stanceline.cli import COMMANDS
from stanceline.domain.marks import LaneKey
from stanceline.services.exporting import TABLES

LISTED = ("articles", "quotations", "speakers", "events", "topics", "views")
LANGUAGE = "eo"
"""The language of the translation that is made for the test; the program has none of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command: its words, what goes in, and what must come out.

    ``leaves`` are patterns of files that must be there afterwards with something in them,
    ``holds`` pairs of such a pattern and what must stand in each of those files, ``says``
    what must stand in what is printed. All of that must be true of each program by itself;
    that two programs are wrong alike is not enough.
    """

    name: str
    arguments: tuple[str, ...]
    status: int = 0
    given: str = ""
    below: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    leaves: tuple[str, ...] = ()
    holds: tuple[tuple[str, str], ...] = ()
    says: str = ""
    is_quick: bool = False
    needs_translation: bool = False
    is_english: bool | None = None
    """Whether what the windows show must be in English or must not be, where that matters."""
    ends_badly_once: str = ""
    """The program is ended by a signal as soon as a file of this pattern is there."""


def _step(name: str, words: str, *more: str, **rest: object) -> Step:
    return replace(Step(name, (*words.split(), *more)), **rest)  # type: ignore[arg-type]


def steps() -> list[Step]:
    """The whole list, in its order."""
    return [
        *_usage(),
        *_imports(),
        *_suggestions(),
        *_lists_and_searches(),
        *_exports(),
        *_encryption(),
        *_safekeeping(),
        *_released(),
        *_refusals(),
        *_windows(),
    ]


def quick_steps() -> list[Step]:
    """Some of it, for a run of seconds."""
    return [each for each in steps() if each.is_quick]


def _usage() -> Iterator[Step]:
    yield _step("version", "--version", says=r"^Stanceline \d+\.\d+", is_quick=True)
    yield _step("help", "--help", says=r"usage: stanceline ")
    for command in COMMANDS:
        yield _step(f"help of {command}", command, "--help", says=rf"usage: stanceline {command}")
    yield _step("no such command", "frobnicate", status=2, says="invalid choice", is_quick=True)
    yield _step("no such option", "info given.stanceline --frob", status=2, says="usage:")
    yield _step("nothing to suggest for", "suggest", status=2, says="name a FILE.txt")
    yield _step("date that is none", "suggest texts/en.txt --published whenever", status=2)


def _imports() -> Iterator[Step]:
    w = "made.stanceline"
    yield _step(
        "import texts",
        f"import texts --workspace {w} --published 2031-03-05 --json",
        leaves=(w,),
        says='"imported": ',
        is_quick=True,
    )
    yield _step("import again", f"import texts -w {w}", says="is in the workspace already")
    yield _step(
        "import a page",
        f"import pages/ferry.html -w {w} --json",
        says="Imported 1 article",
        is_quick=True,
    )
    yield _step("import a declared page", f"import pages/declared.htm -w {w}")
    yield _step("import Markdown", f"import notes/ferry.md -w {w} --source Desk")
    yield _step(
        "import a folder",
        f"import mixed -w {w} --json",
        status=1,
        says=r"picture\.txt(.|\n)*Imported 2 articles",
    )
    yield _step("import standard input", f"import - -w {w}", given="encoded/utf-16.txt")
    yield _step("import a changed version", f"import changed -w {w} --update")
    yield _step("import what is not there", f"import nothing.txt -w {w}", status=1)
    for name in ENCODED:
        yield _step(f"import {name}", f"import encoded/{name}.txt -w encodings.stanceline")
    for kind in ("articles", "quotations"):
        yield _step(f"{kind} of all encodings", f"list {kind} -w encodings.stanceline --json")


def _suggestions() -> Iterator[Step]:
    for language in TEXTS:
        yield _step(
            f"suggest in {language}",
            f"suggest texts/{language}.txt --published 2031-03-05 --events --reported --json",
            says=r'"quotes": \[\n(.|\n)*"dates": \[\n(.|\n)*"reported": \[\n(.|\n)*"events": \[\n',
            is_quick=language in {"en", "uk"},
        )
    yield _step("suggest in plain lines", "suggest texts/de.txt --events --reported")
    yield _step("suggest for standard input", "suggest - --json", given="texts/fr.txt")
    yield _step("suggest for lines", "suggest --jsonl texts.jsonl --events", says='"doc_id": "uk"')
    yield _step("lines from standard input", "suggest --jsonl -", given="texts.jsonl")
    yield _step("lines that are none", "suggest --jsonl bad.jsonl", status=1, says="Line 1")
    w = "made.stanceline"
    yield _step(
        "suggest for a workspace",
        f"suggest -w {w} --accept 0.8 --json",
        says=r'"accepted": [1-9]',
        is_quick=True,
    )
    yield _step("forget what was learnt", f"suggest -w {w} --forget-learnt")


_QUERIES = (
    "ferry",
    '"second boat"',
    "harb*",
    "連絡船",
    "大桥",
    "паром OR пором",
    "fähre",
    "fahre",
    "boat -council",
    "has:suggestions",
    'speaker:"Ida Holm"',
    "before:2031-03-05",
    "zeppelin",
    'title:"ferry',
)


def _lists_and_searches() -> Iterator[Step]:
    w = "made.stanceline"
    for what in LISTED:
        yield _step(f"list {what}", f"list {what} -w {w} --json", is_quick=what == "articles")
        yield _step(f"{what} of the sample", f"list {what} -w given.stanceline", says=r"\w")
    yield _step("what one said", f"list quotations -w {w} --speaker", "Ida Holm")
    for query in _QUERIES:
        yield _step(f"search {query}", f"search -w {w} --json", query, is_quick=query == "連絡船")
    yield _step("search in plain lines", f"search -w {w} --limit 2", "port")
    yield _step("info", f"info {w}", says=r"encrypted +no")
    yield _step("info in JSON", "info given.stanceline --json", says='"articles": 25')


def _exports() -> Iterator[Step]:
    w = "given.stanceline"
    for what in ("timeline", *TABLES):
        yield _export(f"{what} as CSV", what, f"{what}.csv", w)
    for kind in ("png", "svg", "pdf"):
        for theme in ("light", "dark"):
            out = f"timeline-{theme}.{kind}"
            quick = theme == "light"
            yield _export(out, f"timeline --theme {theme}", out, w, is_quick=quick)
    for lanes in LaneKey:
        yield _export(f"lanes by {lanes}", f"timeline --lanes {lanes}", f"lanes-{lanes}.png", w)
    yield _export("nested", "timeline --lanes speaker/topic", "nested.png", w)
    yield _export("two axes", "timeline --axis both", "two-axes.png", w)
    yield _export("two axes as PDF", "timeline --axis both", "two-axes.pdf", w)
    yield _export("by publication", "timeline --axis published", "published.svg", w)
    for order in ("count", "title", "first-date"):
        yield _export(f"ordered by {order}", f"timeline --order {order}", f"order-{order}.png", w)
    yield _export("folded", "timeline --fold --size 900x500 --dpi 300", "folded.png", w)
    yield _export("in part", "timeline --from 2024-06 --to 2024-08", "part.csv", w)
    yield _export("as asked for", "timeline --query speaker:Brandvik", "asked.csv", w)
    yield _export("own texts", "timeline --lanes source", "own.png", "made.stanceline")
    yield _export("own quotations", "quotations", "own.csv", "made.stanceline", is_quick=True)
    yield _step("export of no format", f"export timeline -w {w} --out timeline", status=1)


def _export(name: str, words: str, out: str, workspace: str, *, is_quick: bool = False) -> Step:
    arguments = f"export {words} -w {workspace} --out out/{out}"
    return _step(f"export {name}", arguments, leaves=(f"out/{out}",), is_quick=is_quick)


def _encryption() -> Iterator[Step]:
    w = "secret.stanceline"
    right, wrong = f"{w} --passphrase-file right.txt", f"{w} --passphrase-file wrong.txt"
    yield _step("import into a secret", f"import texts/en.txt -w {right}", is_quick=True)
    yield _step("a secret with no passphrase", f"info {w}", status=1, says="encrypted")
    yield _step("a secret with a wrong one", f"info {wrong}", status=1, is_quick=True)
    yield _step("a secret with the right one", f"info {right}", says=r"encrypted +yes")
    yield _step(
        "passphrase from the environment",
        f"list articles -w {w} --json",
        environment={"STANCELINE_PASSPHRASE": PASSPHRASE},
        says="Ferry stays in port",
    )
    yield _step("suggest in a secret", f"suggest -w {right} --accept 0.5")
    yield _step("export from a secret", f"export quotations -w {right} --out out/secret.csv")
    yield _step("search a secret", f"search -w {right} --json", "rudder")
    yield _step("check a secret", f"check {right}", says="No problems found")
    yield _step("back up a secret", f"backup {right} --to kept/secret", leaves=("kept/secret/*",))


def other_steps() -> list[Step]:
    """What is done with what another program made: ``other-…`` came from that one."""
    right = "--passphrase-file right.txt"
    return [
        _step("info of the other's", "info other-made.stanceline", says=r"articles +\d"),
        _step("check the other's", "check other-made.stanceline", says="No problems found"),
        _step("search the other's", "search -w other-made.stanceline --json", "連絡船", says="港"),
        _step("write the other's", "import encoded/western.txt -w other-made.stanceline"),
        _step(
            "read the other's secret",
            f"list quotations -w other-secret.stanceline --json {right}",
            says="Ida Holm",
        ),
        _step(
            "write the other's secret",
            f"import pages/ferry.html -w other-secret.stanceline {right}",
            says="Imported 1 article",
        ),
    ]


def _safekeeping() -> Iterator[Step]:
    yield _step("sample", "sample --out sample.stanceline", leaves=("sample.stanceline",))
    yield _step("sample again", "sample --out sample.stanceline", status=1, says="there already")
    yield _step("check", "check made.stanceline", says="No problems found", is_quick=True)
    yield _step("check what is damaged", "check damaged.stanceline --json", status=1)
    yield _step("repair", "check damaged.stanceline --repair", says="Made the search index anew")
    yield _step("check what was repaired", "check damaged.stanceline", says="No problems found")
    yield _step("backup", "backup made.stanceline --to kept/made --json", leaves=("kept/made/*",))
    yield _step(
        "restore",
        "restore given.stanceline --to restored.stanceline --json",
        leaves=("restored.stanceline",),
    )
    yield _step("restore over", "restore made.stanceline --to restored.stanceline", says="kept as")
    yield _step("restore nothing", "restore none.stanceline --to x.stanceline", status=1)


def _released() -> Iterator[Step]:
    for number in (1, 2, 3, 4):
        w = f"schema-{number}.stanceline"
        quick = number == 1
        yield _step(f"info of schema {number}", f"info {w}", says=r"articles +\d")
        yield _step(f"upgrade schema {number}", f"import texts/en.txt -w {w}", is_quick=quick)
        yield _step(
            f"check schema {number}", f"check {w}", says="No problems found", is_quick=quick
        )
        yield _export(f"schema {number}", "quotations", f"schema-{number}.csv", w)


def _refusals() -> Iterator[Step]:
    for name, says in (
        ("newer", "newer"),
        ("cut", r"\.$"),
        ("text", r"\.$"),
        ("empty", r"\.$"),
        ("folder", r"\.$"),
        ("absent", r"\.$"),
    ):
        quick = name in {"newer", "cut"}
        arguments = f"info {name}.stanceline"
        yield _step(f"refuse {name}", arguments, status=1, says=says, is_quick=quick)
    yield _step("no display", "given.stanceline", status=1, says="there is no display")


DIALOGS = ("paste", "topics", "shortcuts")
"""Screens that are the same whenever they are looked at, and have words in them."""

_CALM = (*DIALOGS, "timeline", "palette", "help-6-keys")


def _windows() -> Iterator[Step]:
    yield _step(
        "every window",
        "--first-run",
        below="show",
        leaves=("show/out/screens/*.png", "show/out/*.pdf", "show/out/*.csv"),
        says="Drew the timeline and exported it",
    )
    calm = {"STANCELINE_SCREENS": " ".join(_CALM)}
    for language in ("pseudo", "pseudo-rtl"):
        yield _step(
            f"windows in {language}",
            "--first-run",
            below=f"show-{language}",
            environment={**calm, "STANCELINE_LANGUAGE": language},
            leaves=(f"show-{language}/out/screens/*.png",),
            is_english=False,
        )
    for locale in (f"{LANGUAGE}.UTF-8", "de_DE.UTF-8"):
        yield _step(
            f"windows under {locale}",
            "--first-run",
            below=f"show-{locale[:2]}",
            environment={**calm, "LANG": locale},
            leaves=(f"show-{locale[:2]}/out/screens/*.png",),
            needs_translation=locale.startswith(LANGUAGE),
            is_english=not locale.startswith(LANGUAGE),
        )
    # Where a folder is to be made lies a file, which nobody foresaw.
    yield _step(
        "crash",
        "--first-run",
        below="crash",
        status=1,
        says="Something went wrong",
        holds=(
            ("config/logs/crash-*.txt", r"\nStanceline \d|^Stanceline \d"),
            ("config/logs/crash-*.txt", r'File "stanceline[/\\]ui[/\\]showcase\.py", line \d+'),
            ("config/logs/crash-*.txt", r"FileExistsError"),
        ),
    )
    yield _step(
        "ended by the system",
        "--first-run",
        below="killed",
        environment={"STANCELINE_CONFIG": "config", "TMPDIR": "."},
        ends_badly_once="out/first-affair.png",
        holds=(
            ("killed/config/logs/faults-*.log", "Fatal Python error: Segmentation fault"),
            ("killed/config/logs/faults-*.log", r'stanceline[/\\]ui[/\\]showcase\.py"?, line \d+'),
        ),
    )
