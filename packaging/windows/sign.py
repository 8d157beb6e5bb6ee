"""Signs files for Windows, if there is anything to sign them with.

    python packaging/windows/sign.py FILE...

WINDOWS_CERTIFICATE is the path of a .pfx file and WINDOWS_CERTIFICATE_PASSWORD opens it. Without
the first nothing is signed, and it says so. With it, a file that cannot be signed is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Says when it was signed, so that the signature holds when the certificate has run out.
TIME_SERVER = "http://timestamp.digicert.com"
# The server of time stamps is asked over the network.
N_TRIES = 3
PAUSE_S = 10


class CannotSign(Exception):
    """Why nothing could be signed, as a sentence."""


def signtool(kits: Path) -> Path:
    """The newest signtool.exe for this processor below the folder of Windows' development kits."""
    found = kits.glob("10.*/x64/signtool.exe")
    numbered = [(tuple(map(int, path.parts[-3].split("."))), path) for path in found]
    if not numbered:
        raise CannotSign(f"There is no signtool.exe below {kits}.")
    return max(numbered)[1]


def command(tool: Path, certificate: str, password: str, files: Sequence[str]) -> list[str]:
    """What is typed to sign the files and to have the time written beside."""
    how = ["/fd", "SHA256", "/td", "SHA256", "/tr", TIME_SERVER, "/d", "Stanceline"]
    return [str(tool), "sign", "/f", certificate, "/p", password, *how, *files]


def sign(files: Sequence[str], environment: Mapping[str, str]) -> str:
    """Sign the files and say what was done; raises CannotSign."""
    certificate = environment.get("WINDOWS_CERTIFICATE", "")
    if not certificate:
        return "Nothing was signed: there is no certificate."
    if not Path(certificate).is_file():
        raise CannotSign(f"There is no certificate at {certificate}.")
    kits = Path(environment.get("ProgramFiles(x86)", "")) / "Windows Kits" / "10" / "bin"
    password = environment.get("WINDOWS_CERTIFICATE_PASSWORD", "")
    words = command(signtool(kits), certificate, password, files)
    for n_tried in range(1, N_TRIES + 1):
        if subprocess.run(words, check=False).returncode == 0:
            return f"Signed: {', '.join(files)}"
        if n_tried < N_TRIES:
            time.sleep(PAUSE_S)
    raise CannotSign(f"These could not be signed: {', '.join(files)}")


def main(files: Sequence[str]) -> int:
    """Sign the files that are named; the exit status says how it went."""
    if not files:
        print("usage: python packaging/windows/sign.py FILE...", file=sys.stderr)
        return 2
    try:
        print(sign(files, os.environ))
    except CannotSign as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
