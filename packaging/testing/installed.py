"""What an installed program must do, whichever way it was installed."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from testing.accessibility import Session
from testing.chroots import Chroot, User
from testing.comparing import compare_exports
from testing.displays import Display, Window, wait_until
from testing.materials import (
    ODD_FILES,
    PASSPHRASE,
    PUBLISHED,
    READ_ONLY,
    Odd,
    write_articles,
)
from testing.snapshots import differences, snapshot
from testing.steps import PartEnded, Report, check

ROOT = Path(__file__).resolve().parents[2]
MIME_TYPE = "application/x-stanceline"
DESKTOP_ID = "org.stanceline.Stanceline.desktop"
SAMPLE_TITLE = "sample"
TABLES = ("quotations", "events", "articles", "evidence")
PICTURES = ("png", "svg", "pdf")
TOPIC = "Building the tunnel"


@dataclass(slots=True)
class Installed:
    """The program as one user of a chroot has it, at a display of this user's own."""

    report: Report
    chroot: Chroot
    user: User
    display: Display
    session: Session
    command: str
    desktop_file: str
    folder: str
    scratch: Path
    screens: Path

    # ---- small things ---------------------------------------------------------------------

    def run(self, *words: str, folder: str = "", statuses: Sequence[int] = (0,)) -> str:
        """What the installed program says to a command; it has no display."""
        return self.chroot.run_as(
            self.user,
            [self.command, *words],
            folder=folder,
            statuses=statuses,
        )

    def launch(self, *words: str, statuses: Sequence[int] = (0,)) -> None:
        """Run what a desktop runs to start a program or open a file, to its end."""
        self.chroot.run_as(
            self.user,
            list(words),
            display=self.display.name,
            more=self.session.environment,
            statuses=statuses,
        )

    def start(self, path: str = "") -> None:
        """Start the program by its desktop entry, with a file if one is named."""
        self.launch("gio", "launch", self.desktop_file, *([path] if path else []))

    def open(self, path: str) -> None:
        """Open a file by its type, as a double click does."""
        self.launch("gio", "open", path)

    def picture(self, name: str) -> None:
        """Keep what is on the screen."""
        self.display.picture(self.screens / f"{self.report.part}-{name}.png")

    def processes(self) -> list[int]:
        """The user's processes of the program."""
        return self.chroot.processes(self.user)

    def quit(self) -> None:
        """Leave the program by its key and wait until it is gone."""
        windows = self.display.windows()
        check(bool(windows), "no window is open that could be left")
        self.display.press("ctrl+q", window=windows[0])
        self.display.wait_until_empty()
        wait_until(lambda: not self.processes(), 15)
        check(not self.processes(), "the program still runs after Ctrl+Q")

    def end(self) -> None:
        """Kill what runs of the program, for the next step to begin anew."""
        self.chroot.end_processes(self.user)
        wait_until(lambda: not self.processes(), 10)
        self.display.wait_until_empty()

    def place(self, name: str) -> str:
        """A path in a folder of the user's documents, whose name has spaces and an accent."""
        return f"{self.user.home}/Papers on the café/{name}"


def source(folder: Path, *words: str) -> str:
    """What the program says to a command when it runs from source in a folder."""
    home = folder / ".home"
    home.mkdir(exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, str(ROOT / "desktop"), *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout


def check_everything(installed: Installed) -> None:
    """Try all that a person does with the program between its installation and its removal."""
    program_before = snapshot(installed.chroot.path(installed.folder))
    for group in GROUPS:
        try:
            group(installed)
        except PartEnded:
            installed.end()
    with installed.report.step("nothing was written where the program is installed"):
        after = snapshot(installed.chroot.path(installed.folder))
        check(bool(program_before), "the program's folder is empty")
        found = differences(program_before, after)
        check(not found, "\n".join(found))
    with installed.report.step("no report of a crash was written"):
        found = crash_reports(installed)
        check(not found, "\n".join(found))


def crash_reports(installed: Installed) -> list[str]:
    """The reports that the program wrote about itself, of any user."""
    return [
        f"{path}:\n{path.read_text('utf-8', errors='replace')[-1500:]}"
        for path in installed.chroot.path("/home").rglob("*")
        if path.is_file()
        and "stanceline" in str(path.relative_to(installed.chroot.root)).lower()
        and "crash" in path.name.lower()
    ]


# ---- starting ---------------------------------------------------------------------------


def check_start(installed: Installed) -> None:
    """The version, the desktop entry, the file type."""
    report = installed.report
    with report.step("it says the same version as the source") as remarks:
        told = installed.run("--version").strip()
        remarks.append(told)
        check(told == source(installed.scratch, "--version").strip(), f"it says “{told}”")
    with report.step("files of its type belong to it"):
        path = installed.place("type.stanceline")
        installed.chroot.path(path).parent.mkdir(parents=True, exist_ok=True)
        installed.chroot.own(installed.user, str(Path(path).parent))
        installed.run("sample", "--out", path)
        told = _told(installed, "gio", "info", "-a", "standard::content-type", path)
        check(MIME_TYPE in told, told)
        told = _told(installed, "gio", "mime", MIME_TYPE)
        check(DESKTOP_ID in told.splitlines()[0], told)
        told = _told(installed, "xdg-mime", "query", "default", MIME_TYPE)
        check(told.strip() == DESKTOP_ID, told)
    with report.step("its desktop entry starts it, with the sample") as remarks:
        began = time.monotonic()
        installed.start()
        window = installed.display.wait_for_window(SAMPLE_TITLE)
        remarks.append(f"drawn after {time.monotonic() - began:.1f} s")
        check(len(installed.processes()) == 1, f"{len(installed.processes())} processes run")
        installed.picture("started")
        check(installed.display.active_title() == window.title, "its window is not in front")
    with report.step("it ends by its key"):
        installed.quit()
    installed.end()


def _told(installed: Installed, *words: str) -> str:
    return installed.chroot.run_as(
        installed.user,
        list(words),
        display=installed.display.name,
        more=installed.session.environment,
    )


# ---- the main job by commands -----------------------------------------------------------


def check_commands(installed: Installed) -> None:
    """Import, suggest and export by commands, and the same from source."""
    report = installed.report
    ours, theirs = installed.scratch / "by-commands", installed.scratch / "by-commands-source"
    inside = f"{installed.user.home}/by commands"
    write_articles(theirs / "articles")
    installed.chroot.give(installed.user, theirs, inside)
    steps: tuple[tuple[str, ...], ...] = (
        ("import", "articles", "--workspace", "w.stanceline", "--published", PUBLISHED),
        ("suggest", "--workspace", "w.stanceline", "--accept", "0.5"),
        ("search", "accord", "--workspace", "w.stanceline"),
        ("list", "quotations", "--workspace", "w.stanceline"),
        ("check", "w.stanceline"),
    )
    with report.step("it imports, suggests, finds, lists and checks as the source does"):
        for words in steps:
            said = installed.run(*words, folder=inside)
            expected = source(theirs, *words)
            check(said == expected, f"“{words[0]}” says:\n{said}\nand from source:\n{expected}")
    with report.step("its exports are those of the source") as remarks:
        names = export_both(installed, inside, theirs, "w.stanceline")
        shutil.copytree(installed.chroot.path(inside), ours)
        remarks += [f"{name}: {compare_exports(ours / name, theirs / name)}" for name in names]


def export_both(installed: Installed, inside: str, outside: Path, name: str) -> list[str]:
    """Write every export of a workspace with both programs; the names of the files."""
    written = []
    for table in TABLES:
        written.append(f"{table}.csv")
        words = ["export", table, "--workspace", name, "--out", written[-1]]
        installed.run(*words, folder=inside)
        source(outside, *words)
    for kind in PICTURES:
        written.append(f"timeline.{kind}")
        words = ["export", "timeline", "--workspace", name, "--out", written[-1]]
        installed.run(*words, "--size", "1600x900", folder=inside)
        source(outside, *words, "--size", "1600x900")
    return written


def check_smoke_list(installed: Installed, *words: str) -> None:
    """Every format, language and window, with the installed program and from source."""
    with installed.report.step("the smoke list comes out as from source") as remarks:
        place = installed.chroot.shared / "smoke"
        command = [
            *[sys.executable, "-m", "packaged", *words],
            *["--work", str(installed.scratch / "smoke"), "--inside", f"{place}=/shared/smoke"],
            *[
                sys.executable,
                str(ROOT / "desktop"),
                "--",
                *installed.chroot.becoming(installed.user),
            ],
            *["/usr/bin/env", "-i", "-C", "{folder}", "{environment}", installed.command],
        ]
        done = subprocess.run(
            command,
            cwd=ROOT / "tests",
            env={**os.environ, "PYTHONPATH": str(ROOT / "desktop")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        told = done.stdout.strip().splitlines()
        remarks.extend(told[-1:])
        check(done.returncode == 0, "\n".join([*told[-40:], *done.stderr.splitlines()[-5:]]))


# ---- the main job in the window ---------------------------------------------------------


def check_main_job(installed: Installed) -> None:
    """Open a workspace by its type, judge in the window by keys, export."""
    report, display = installed.report, installed.display
    workspace = installed.place("affair.stanceline")
    articles = installed.scratch / "articles"
    write_articles(articles)
    with report.step("a workspace with one article is made"):
        inside = installed.chroot.give(
            installed.user, articles / "tunnel.txt", installed.place("tunnel.txt")
        )
        installed.run("import", inside, "--workspace", workspace, "--published", PUBLISHED)
        installed.run("suggest", "--workspace", workspace)
    with report.step("a double click opens it", needed=True):
        installed.open(workspace)
        window = display.wait_for_window("affair")
        installed.session.wait_for_sentence("Minister Dana Holub|Tunnel crews will go")
        installed.picture("opened")
    with report.step("suggestions are judged by keys, and one is rejected"):
        judge(installed, window)
    with report.step("the window exports the timeline as a picture"):
        display.press("ctrl+e")
        display.wait_for_window("Export")
        display.press("alt+e")
        picture = installed.chroot.path(installed.place("affair timeline.png"))
        check(bool(wait_until(picture.exists, 20)), "no picture was written")
        time.sleep(0.5)
        installed.picture("exported")
        display.press("Escape")
        check(picture.read_bytes().startswith(b"\x89PNG"), "what was written is no picture")
    with report.step("it is left with all saved"):
        installed.quit()
        check_judged(installed, workspace)
    with report.step("what was judged exports as from source") as remarks:
        folder = installed.scratch / "judged-source"
        folder.mkdir()
        shutil.copyfile(installed.chroot.path(workspace), folder / "affair.stanceline")
        inside = str(Path(workspace).parent)
        names = export_both(installed, inside, folder, "affair.stanceline")
        for name in names:
            same = compare_exports(installed.chroot.path(inside) / name, folder / name)
            remarks.append(f"{name}: {same}")
    installed.end()


def judge(installed: Installed, window: Window) -> None:
    """Make a topic and set stances, with the keys that the window offers for it."""
    display = installed.display
    display.press("ctrl+shift+t", window=window)
    display.wait_for_window("Topics")
    display.press("alt+a")
    display.write(TOPIC)
    display.press("Return", "Escape")
    time.sleep(0.5)
    # A digit accepts the suggestion in front, judges it, and goes on to the next; Tab goes to the
    # suggested event.
    display.press("1", "5", "2", "Tab", "BackSpace", window=window)
    time.sleep(1)
    installed.picture("judged")


def check_judged(installed: Installed, workspace: str) -> None:
    """The workspace holds the stances that were given by keys."""
    told = json.loads(installed.run("list", "quotations", "--workspace", workspace, "--json"))
    quotations = told["quotations"] if isinstance(told, dict) else told
    stances = sorted(
        judgement["stance"] for each in quotations for judgement in each.get("judgements", [])
    )
    check(
        stances == ["leans_for", "opposes", "supports"],
        f"the stances are {stances} of {json.dumps(quotations)[:600]}",
    )


# ---- a program that runs already --------------------------------------------------------


def check_taking_over(installed: Installed) -> None:
    """A running program takes the files that are opened later, and tells apart its users."""
    report, display = installed.report, installed.display
    first, second = installed.place("first.stanceline"), installed.place("second.stanceline")
    with report.step("a running program takes over a file that is opened later") as remarks:
        for path in (first, second):
            installed.run("sample", "--out", path)
        installed.open(first)
        display.wait_for_window("first")
        running = installed.processes()
        began = time.monotonic()
        installed.chroot.run_as(
            installed.user,
            [installed.command, second],
            display=display.name,
            more=installed.session.environment,
            seconds=15,
        )
        remarks.append(f"the second start ended after {time.monotonic() - began:.2f} s")
        display.wait_for_window("second")
        check(installed.processes() == running, "the second start stayed beside the first")
        check_titles(display, "first", "second")
        time.sleep(0.5)
        installed.picture("two-windows")
    with report.step("a file that is open already comes to the front, once"):
        installed.open(first)
        came = wait_until(lambda: "first" in display.active_title(), 10)
        check(came, f"in front is “{display.active_title()}”")
        check_titles(display, "first", "second")
        check(installed.processes() == running, "another process runs")
    with report.step("xdg-open reaches it too"):
        installed.launch("xdg-open", second)
        came = wait_until(lambda: "second" in display.active_title(), 10)
        check(came, f"in front is “{display.active_title()}”")
        check(installed.processes() == running, "another process runs")
    with report.step("a wrong file leaves what is open as it is"):
        odd = next(each for each in ODD_FILES if each.name.startswith("notes"))
        installed.open(put(installed, odd))
        installed.session.wait_for_sentence(odd.says)
        installed.picture("wrong-file-beside-others")
        check(installed.processes() == running, "the program did not go on")
        titles = " ".join(window.title for window in display.windows())
        check("first" in titles and "second" in titles, f"open are: {titles}")
    installed.end()


def check_titles(display: Display, *names: str) -> None:
    """Each of these workspaces has a window, and no other does."""
    titles = sorted(window.title for window in display.windows())
    fits = len(titles) == len(names) and all(any(n in t for t in titles) for n in names)
    check(fits, f"open are {titles}")


def check_two_users(one: Installed, other: Installed) -> None:
    """Two users run the program at the same time and do not meet."""
    report = one.report
    with report.step("two users run it at the same time and do not meet"):
        path = one.place("mine.stanceline")
        one.run("sample", "--out", path)
        one.open(path)
        one.display.wait_for_window("mine")
        running = one.processes()
        before = snapshot(one.chroot.path(one.user.home))
        other.start()
        other.display.wait_for_window(SAMPLE_TITLE)
        other.picture("the-other-user")
        check(len(other.processes()) == 1, "the second user has no process of their own")
        check(one.processes() == running, "the first user's program is not the same")
        check(len(one.display.windows()) == 1, "the first user got another window")
        theirs = other.place("theirs.stanceline")
        other.chroot.path(theirs).parent.mkdir(exist_ok=True)
        other.chroot.own(other.user, str(Path(theirs).parent))
        other.run("sample", "--out", theirs)
        other.open(theirs)
        other.display.wait_for_window("theirs")
        check(len(one.display.windows()) == 1, "the first user got the other's window")
        found = differences(before, snapshot(one.chroot.path(one.user.home)), expected=("*/mine*",))
        check(not found, "\n".join(found))
        other.quit()
        check(one.processes() == running, "leaving it ended the other user's")
        one.quit()
    one.end()
    other.end()


# ---- files that are not as they should be -----------------------------------------------


def put(installed: Installed, odd: Odd) -> str:
    """Lay an odd file among the user's documents; its path."""
    path = installed.place(odd.name)
    target = installed.chroot.path(path)
    if target.exists():
        return path
    good = installed.scratch / "good.stanceline"
    if not good.exists():
        source(installed.scratch, "sample", "--out", good.name)
    odd.make(good, target)
    if not odd.is_roots:
        installed.chroot.own(installed.user, path)
    target.chmod(odd.mode)
    return path


def check_odd_files(installed: Installed) -> None:
    """Each file that is not as it should be gives a window with a sentence, and no crash."""
    report = installed.report
    for odd in ODD_FILES:
        way, open_it = "double-clicked", installed.open
        if odd.has_no_type:
            way, open_it = "opened with the program", installed.start
        with report.step(f"{odd.name}, {way}, gives a sentence") as remarks:
            open_it(put(installed, odd))
            meet(installed, odd.name.removesuffix(".stanceline"), odd.says, remarks)
        installed.end()
    with report.step("missing.stanceline, started with, gives a sentence") as remarks:
        installed.start(installed.place("missing.stanceline"))
        meet(installed, "missing", "missing.stanceline", remarks)
    installed.end()
    with report.step(f"{READ_ONLY.name} opens, and the window says so") as remarks:
        installed.open(put(installed, READ_ONLY))
        installed.display.wait_for_window("seen-only")
        meet(installed, "seen-only", READ_ONLY.says, remarks)
    installed.end()


def meet(installed: Installed, name: str, says: str, remarks: list[str]) -> None:
    """Wait for a window with a sentence, keep its picture, and see that the program lives."""
    installed.display.wait_for_window("")
    try:
        remarks.append(f"“{installed.session.wait_for_sentence(says)}”")
    finally:
        installed.picture(name)
    time.sleep(0.5)
    check(len(installed.processes()) == 1, "the program did not go on running")
    check(bool(installed.display.windows()), "no window is left")


def check_encrypted(installed: Installed) -> None:
    """An encrypted workspace asks for its passphrase, says when it is wrong, and opens."""
    report, display = installed.report, installed.display
    with report.step("an encrypted workspace asks for its passphrase and opens with it"):
        path, key = installed.place("locked.stanceline"), installed.place("key")
        installed.chroot.path(key).write_text(f"{PASSPHRASE}\n", "utf-8")
        installed.chroot.own(installed.user, key)
        article = installed.chroot.give(
            installed.user,
            installed.scratch / "articles" / "carriers.md",
            installed.place("carriers.md"),
        )
        installed.run("import", article, "--workspace", path, "--passphrase-file", key)
        content = installed.chroot.path(path).read_bytes()
        check(b"SQLite format 3" not in content[:100], "the file is not encrypted")
        installed.open(path)
        installed.session.wait_for_sentence("passphrase")
        installed.picture("locked")
        display.press(window=display.windows()[0])
        display.write("seven loud lanterns")
        display.press("Return")
        installed.session.wait_for_sentence(
            "(not|wrong|does not).*(passphrase|fit)|passphrase.*(not|wrong)"
        )
        installed.picture("wrong-passphrase")
        display.press("ctrl+a")
        display.write(PASSPHRASE)
        display.press("Return")
        display.wait_for_window("locked")
        installed.session.wait_for_sentence("Carriers block the road")
        installed.picture("unlocked")
        installed.quit()
    installed.end()


GROUPS = (
    check_start,
    check_commands,
    check_main_job,
    check_taking_over,
    check_odd_files,
    check_encrypted,
)
