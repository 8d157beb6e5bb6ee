"""Draws the reference pictures of the timeline anew, for the platform it runs on.

Run it when the drawing was changed on purpose, look at every picture, and commit them:

    QT_QPA_PLATFORM=offscreen python tests/timeline/make_baselines.py
"""

import sys
from pathlib import Path

_TESTS = next(folder for folder in Path(__file__).resolve().parents if folder.name == "tests")
sys.path[:0] = [str(_TESTS.parent / "desktop"), str(_TESTS)]

from PySide6.QtGui import QGuiApplication  # noqa: E402 (the path comes first)

from timeline.reference_pictures import PICTURES, baseline  # noqa: E402 (as above)


def main() -> int:
    """Write every picture and say where."""
    _application = QGuiApplication(sys.argv[:1])
    for name, draw in PICTURES.items():
        path = baseline(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        draw().save(str(path))
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
