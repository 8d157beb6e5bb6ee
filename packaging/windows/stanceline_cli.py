"""The commands without a window: what stanceline-cli.exe runs.

A program of Windows either has a console or has none. stanceline.exe has none, so that no black
window opens beside its own; what is typed gets its answers from this one.
"""

import sys

from stanceline.cli import main

if __name__ == "__main__":
    sys.exit(main())
