"""Runs the program from a checkout: ``python desktop``."""

import sys

from stanceline.__main__ import main

sys.exit(main())
