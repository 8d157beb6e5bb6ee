"""Reads what stands in the program's windows, as a screen reader does: over AT-SPI.

A sentence on the screen is checked by its words this way, and with it that the installed
program can be read aloud. Needs dbus, at-spi2-core and gdbus in the chroot.
"""

import ast
import re
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from testing.chroots import Chroot, User
from testing.displays import wait_until
from testing.steps import CheckFailed, check

MOST_NODES = 3_000
PROGRAM = "Stanceline"

_ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_CHILD = re.compile(r"\('([^']+)', (?:objectpath )?'([^']+)'\)")

Node = tuple[str, str]
"""Who answers on the bus, and the path of one thing in its windows."""


@dataclass(slots=True)
class Session:
    """A user's session bus and the accessibility bus beside it."""

    chroot: Chroot
    user: User
    display: str
    _bus: subprocess.Popen[str]
    _address: str = ""

    @classmethod
    def start(cls, chroot: Chroot, user: User, display: str) -> "Session":
        """Start the user's session bus and say on it that a screen reader listens."""
        address = f"unix:path={user.runtime}/bus"
        words = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}"]
        bus = chroot.start_as(user, words, display=display)
        socket = chroot.path(f"{user.runtime}/bus")
        check(bool(wait_until(socket.exists, 10)), "the session bus did not start")
        session = cls(chroot, user, display, bus)
        told = session._run(
            "gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus "
            "--method org.a11y.Bus.GetAddress"
        )
        session._address = str(ast.literal_eval(told)[0])
        session._run(
            "gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus "
            "--method org.freedesktop.DBus.Properties.Set org.a11y.Status IsEnabled '<true>'"
        )
        return session

    @property
    def environment(self) -> dict[str, str]:
        """What the session sets beside a user's other variables."""
        return {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.user.runtime}/bus"}

    def stop(self) -> None:
        """End the bus, and with it what hangs on it."""
        self._bus.terminate()
        self._bus.wait(timeout=10)

    def _run(self, script: str) -> str:
        return self.chroot.run_as(
            self.user, ["sh", "-c", script], display=self.display, more=self.environment
        )

    def texts(self) -> list[str]:
        """The names of all things in the program's windows: titles, labels, buttons."""
        programs = self._children([_ROOT])
        names = self._names(programs)
        nodes = [node for node, name in zip(programs, names, strict=True) if name == PROGRAM]
        found: list[str] = []
        n_seen = 0
        while nodes and n_seen < MOST_NODES:
            n_seen += len(nodes)
            nodes = self._children(nodes)
            found += [name for name in self._names(nodes) if name]
        return found

    def _children(self, nodes: Sequence[Node]) -> list[Node]:
        lines = self._ask(nodes, "--method", "org.a11y.atspi.Accessible.GetChildren")
        return [(who, path) for line in lines for who, path in _CHILD.findall(line)]

    def _names(self, nodes: Sequence[Node]) -> list[str]:
        lines = self._ask(
            nodes,
            "--method",
            "org.freedesktop.DBus.Properties.Get",
            "org.a11y.atspi.Accessible",
            "Name",
        )
        return [_text_in(line) for line in lines]

    def _ask(self, nodes: Sequence[Node], *words: str) -> list[str]:
        """One line of answer for each node, empty where it is gone by now."""
        if not nodes:
            return []
        call = ["gdbus", "call", "--address", self._address, "--timeout", "5"]
        calls = [
            f"{shlex.join([*call, '--dest', who, '--object-path', path, *words])}"
            " 2>/dev/null || echo"
            for who, path in nodes
        ]
        lines = self._run("\n".join(calls)).split("\n")
        return lines[: len(nodes)]

    def wait_for_sentence(self, pattern: str, *, seconds: float = 20) -> str:
        """The first text in the program's windows that fits a pattern, whatever its case."""
        wanted = re.compile(pattern, re.IGNORECASE | re.DOTALL)
        texts: list[str] = []

        def look() -> str:
            texts[:] = self.texts()
            return next((text for text in texts if wanted.search(text)), "")

        found = wait_until(look, seconds)
        if not found:
            raise CheckFailed(f"nothing on the screen says “{pattern}”; there is: {texts[:40]}")
        return found


def _text_in(line: str) -> str:
    """The text of an answer such as ``(<'Open'>,)``, empty when it is none."""
    inner = line.strip().removeprefix("(<").removesuffix(">,)")
    try:
        return str(ast.literal_eval(inner))
    except (SyntaxError, ValueError):
        return ""
