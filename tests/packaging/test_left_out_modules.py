"""The program runs without the modules that are left out of what is frozen."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Those of other systems begin with an assertion, by which type checkers know them.
PROGRAM = """
import importlib, pkgutil, sys
import shipped, stanceline

class Missing:
    def find_spec(self, name, path=None, target=None):
        if any(name == left or name.startswith(left + ".") for left in shipped.LEFT_OUT_MODULES):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
for module in pkgutil.walk_packages(stanceline.__path__, "stanceline."):
    if module.name == "stanceline.__main__":
        continue
    try:
        importlib.import_module(module.name)
    except ImportError as error:
        print(f"{module.name}: {error}")
    except AssertionError:
        print(f"skipped {module.name}", file=sys.stderr)
"""


def test_no_module_of_the_program_needs_one_that_is_left_out() -> None:
    places = [str(ROOT / "packaging"), str(ROOT / "desktop")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        check=True,
        env={**environment, "QT_QPA_PLATFORM": "offscreen"},
        text=True,
    )
    assert done.stdout == ""
    skipped = [line for line in done.stderr.splitlines() if line.startswith("skipped")]
    assert len(skipped) < 5
