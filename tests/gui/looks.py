"""Leaves a picture of every main screen in a folder, for somebody to look at.

    python tests/gui/looks.py OUT [--size 1440x900] [--theme dark] [--language pseudo-rtl]
                                  [--scale 2.0] [--only NAME]

The platform is the one that QT_QPA_PLATFORM names, offscreen without a display.
"""

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Draw the screens; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--theme", default="light")
    parser.add_argument("--language", default="", choices=["", "pseudo", "pseudo-rtl"])
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", action="append", default=[])
    asked = parser.parse_args()
    sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["STANCELINE_LANGUAGE"] = asked.language
    with TemporaryDirectory(prefix="stanceline-") as scratch:
        draw(asked, Path(scratch))
    return 0


def draw(asked: argparse.Namespace, scratch: Path) -> None:
    """Draw the screens with a scratch folder to work in."""
    # Imported late, once the environment says how.
    from PySide6.QtCore import QSize

    from gui.screens import SCREENS, open_stage, put_away
    from stanceline.services.places import CONFIG_VARIABLE
    from stanceline.services.sample import write_sample
    from stanceline.ui.app import make_application
    from stanceline.ui.settings import Settings
    from stanceline.ui.theme import (
        ThemeChoice,
        apply_choice,
        set_interface_scale,
        set_reduced_motion,
    )

    os.environ[CONFIG_VARIABLE] = str(scratch / "program")
    asked.out.mkdir(parents=True, exist_ok=True)
    sample = scratch / "sample.stanceline"
    app = make_application()
    set_reduced_motion(app, reduced=True)
    write_sample(sample)
    apply_choice(app, ThemeChoice(asked.theme))
    theme = set_interface_scale(app, asked.scale)
    width, _, height = asked.size.partition("x")
    size = QSize(int(width), int(height))
    stage = open_stage(sample, scratch, Settings(scratch / "config"), theme, size)
    for name, show in SCREENS.items():
        if asked.only and name not in asked.only:
            continue
        shown = show(stage)
        stage.pause()
        shown.grab().save(str(asked.out / f"{name}.png"))
        put_away(stage, shown)
    stage.close()


if __name__ == "__main__":
    sys.exit(main())
