"""A program under test: how its commands are run, wherever it is installed."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LONGEST_S = 300.0

_OWN = ("STANCELINE_", "QT_", "QML", "LD_", "PYTHON", "XDG_", "LC_", "LANG", "_PYI_", "PYTEST_")
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "HOME", "TZ")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended; a negative status is the signal that ended it."""

    status: int
    out: bytes
    err: bytes


@dataclass(frozen=True, slots=True)
class Program:
    """The words that start a program, and the folder that it works in.

    In the words, ``{folder}`` stands for the folder of a command as the program sees it, and
    ``{environment}`` for as many words NAME=VALUE. A program in another root is started thus:
    ``chroot ROOT env -i -C {folder} {environment} stanceline``. Its folder is ``outside`` for
    us and ``inside`` for itself. Without the second place-holder the environment is set.
    """

    name: str
    command: tuple[str, ...]
    outside: Path
    inside: str

    def run(
        self,
        arguments: Sequence[str],
        *,
        below: str = "",
        given: bytes = b"",
        environment: Mapping[str, str] | None = None,
    ) -> Ended:
        """Run one command in a folder below the program's own, to its end."""
        words, settings = self._words(arguments, below, environment or {})
        done = subprocess.run(
            words,
            input=given,
            capture_output=True,
            check=False,
            cwd=self.outside / below,
            env=settings,
            timeout=LONGEST_S,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def run_until(
        self,
        arguments: Sequence[str],
        pattern: str,
        *,
        below: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> Ended:
        """Run one command until a file that the pattern names is there, then end it badly."""
        words, settings = self._words(arguments, below, environment or {})
        folder = self.outside / below
        with subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, env=settings
        ) as process:
            give_up_s = time.monotonic() + LONGEST_S
            while process.poll() is None and not list(folder.glob(pattern)):
                if time.monotonic() > give_up_s:
                    process.kill()
                time.sleep(0.02)
            process.send_signal(signal.SIGSEGV)
            out, err = process.communicate(timeout=LONGEST_S)
        return Ended(process.returncode, out, err)

    def without_folder(self, told: bytes) -> bytes:
        """What was told, with the program's folder replaced by a word that stands for it."""
        return told.replace(self.inside.encode(), b"{folder}")

    def _words(
        self, arguments: Sequence[str], below: str, environment: Mapping[str, str]
    ) -> tuple[list[str], dict[str, str]]:
        """The words of the command and the environment that the first of them starts in."""
        folder = f"{self.inside}/{below}".rstrip("/")
        settings = {**self._settings(), **environment}
        words: list[str] = []
        for word in self.command:
            if word == "{environment}":
                words += [f"{name}={value}" for name, value in settings.items()]
            else:
                words.append(word.replace("{folder}", folder))
        words += arguments
        ours = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(_OWN) and name not in _DISPLAYS
        }
        return words, ours if "{environment}" in self.command else {**ours, **settings}

    def _settings(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": f"{self.inside}/home",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "QT_QPA_PLATFORM": "offscreen",
            "STANCELINE_CONFIG": f"{self.inside}/config",
        }
