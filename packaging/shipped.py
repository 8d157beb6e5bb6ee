"""Which of the files that PyInstaller finds go into the installed program, and why the others not.

Destinations are paths inside the frozen program as PyInstaller writes them, with either slash.
Platforms are named as in ``sys.platform``.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    # What PyInstaller writes down of a file: where it will lie, where it lies now, and its kind.
    Entry = tuple[str, str, str]

TRANSLATIONS = Path(__file__).resolve().parent.parent / "resources" / "i18n"

# Modules that some library would like to import and that the program never uses. What does the
# importing stands it: each of these imports is optional or within a function that is not called.
LEFT_OUT_MODULES = {
    "tkinter": "another toolkit for windows",
    "_tkinter": "another toolkit for windows",
    "unittest": "for tests",
    "pydoc_data": "the texts of Python's own help",
    "pdb": "a debugger",
    "readline": "for typing at a prompt; there is none",
    "ssl": "the program uses no network, and the import of pages reads files",
    "setuptools": "installs packages",
    "pkg_resources": "installs packages",
    "dateparser": "htmldate asks it only when told to guess, which the import of pages never does",
    "dateparser_data": "dateparser's",
    "regex": "dateparser's",
    "tzlocal": "dateparser's",
    "pytz": "dateparser's, and a part of babel that is not used",
    "lxml.objectify": "another manner of writing for XML",
    "lxml.isoschematron": "checks XML against rules",
    "lxml.html.diff": "compares pages",
    "lxml.html._difflib": "compares pages",
    "PySide6.QtOpenGL": "nothing is drawn with OpenGL",
    "PySide6.QtOpenGLWidgets": "nothing is drawn with OpenGL",
    "pyqtgraph.console": "for typing Python",
    "pyqtgraph.dockarea": "windows within a window",
    "pyqtgraph.exporters": "the timeline has its own exports",
    "pyqtgraph.imageview": "shows stacks of pictures",
    "pyqtgraph.metaarray": "tables of measurements",
    "pyqtgraph.multiprocess": "the program is one process",
    "pyqtgraph.parametertree": "forms of settings",
    "pyqtgraph.opengl": "draws in three dimensions",
    "pyqtgraph.examples": "examples",
    "pyqtgraph.jupyter": "for notebooks",
    "pyqtgraph.canvas": "a drawing program",
    "pyqtgraph.flowchart": "a flow chart editor",
    "numpy.f2py": "compiles Fortran",
    "numpy.testing": "for tests",
    "sqlalchemy.testing": "for tests",
    "alembic.testing": "for tests",
}

# Modules that nothing imports by a name that PyInstaller can read.
NEEDED_MODULES = (
    "logging.config",  # alembic's environment
)

# What PyInstaller would run before the program, on account of the libraries it finds.
LEFT_OUT_HOOKS = {
    "pyi_rth_inspect": "finds the source of frozen code; nothing asks for source",
    "pyi_rth_pkgutil": "lists frozen packages; nothing lists packages",
    "pyi_rth_multiprocessing": "starts further processes; the program is one",
    "pyi_rth_pyqtgraph_multiprocess": "starts further processes; the program is one",
}
# This one loads Qt before any command runs, which takes half a second, and leaves paths in the
# environment that other programs would inherit. Linux finds its plugins without it.
_HOOK_OF_QT = "pyi_rth_pyside6"

# Packages whose data files must come along, with patterns of those files.
PACKAGES_WITH_DATA = {
    "py3langid": ("data/*",),
    "trafilatura": ("settings.cfg",),
    "justext": ("stoplists/*.txt",),
    "tld": ("res/*",),
}

# Packages that ask at run time which version of them is installed.
PACKAGES_WITH_METADATA = ("trafilatura",)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Files that do not go into the program: a pattern of destinations, why, and where."""

    pattern: str
    reason: str
    platforms: tuple[str, ...] = ("linux", "win32", "darwin")


def own_languages() -> list[str]:
    """The languages beside English that the program speaks, as Qt writes them."""
    return sorted(path.stem.partition("_")[2] for path in TRANSLATIONS.glob("*_*.qm"))


LEFT_OUT: tuple[LeftOut, ...] = (
    LeftOut(r"/plugins/egldeviceintegrations/", "screens without a desktop"),
    LeftOut(r"/plugins/generic/", "keyboards and mice without a desktop"),
    LeftOut(r"/plugins/networkinformation/", "the program uses no network"),
    LeftOut(r"/plugins/tls/", "the program uses no network"),
    LeftOut(r"/plugins/qmltooling/", "there is no QML"),
    LeftOut(
        r"/plugins/platforms/(lib)?q(eglfs|linuxfb|vkkhrdisplay|vnc|minimal|minimalegl|direct2d)\b",
        "screens without a desktop",
    ),
    LeftOut(r"/plugins/platformthemes/libqgtk3", "it brings GTK along; the program has its look"),
    LeftOut(r"/plugins/imageformats/(lib)?q(icns|tga|wbmp|tiff|gif|webp)\b", "unused formats"),
    LeftOut(
        r"/plugins/wayland-graphics-integration-client/lib(dmabuf|drm|shm|vulkan)",
        "ways to draw that only embedded systems use",
    ),
    LeftOut(
        r"/plugins/wayland-shell-integration/lib(fullscreen|ivi)", "shells of embedded systems"
    ),
    LeftOut(r"(^|/)libQt6EglF", "screens without a desktop"),
    LeftOut(r"(^|/)opengl32sw\.dll$", "software OpenGL; nothing is drawn with OpenGL"),
    LeftOut(
        r"(^|/)(libQt6Network\.|QtNetwork\.|QtDBus\.abi3)",
        "the program uses no network, and speaks to itself without Qt; Windows has no other pipes",
        platforms=("linux", "darwin"),
    ),
    LeftOut(
        rf"/translations/(?!qtbase_({'|'.join(own_languages())})\.qm$)",
        "words of Qt in languages that the program does not speak, or of parts left out",
    ),
    LeftOut(r"(^|/)babel/locale-data/", "names of days in 1,000 languages"),
    LeftOut(r"(^|/)certifi/cacert\.pem$", "the program uses no network"),
    LeftOut(r"(^|/)pyqtgraph/icons/peegee/", "another program's emblem"),
    LeftOut(
        r"\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json)$",
        "where and how a library was installed for the build, which is otherwise in each folder",
    ),
    LeftOut(r"(^|/)(\.gitignore|\.DS_Store|__pycache__)(/|$)", "left by tools"),
)

_PATTERNS = tuple((re.compile(each.pattern), each.platforms) for each in LEFT_OUT)

# What the operating system lends on Linux is not shipped, with these exceptions: libraries that a
# plain desktop may lack. The portable archive carries them, the .deb declares them instead.
PORTABLE_LIBRARIES = {
    "libxcb-cursor.so.0": "mouse pointers; few programs but Qt's use it",
    "libxcb-icccm.so.4": "talks to the window manager",
    "libxcb-image.so.0": "pictures",
    "libxcb-keysyms.so.1": "keys",
    "libxcb-render-util.so.0": "drawing",
    "libxcb-util.so.1": "what the other libxcb helpers share",
    "libxcb-render.so.0": "drawing; only Cairo and Qt use it",
    "libxcb-shape.so.0": "a desktop without Qt may have no other use for it",
    "libxcb-xkb.so.1": "keyboard layouts under X",
    "libxkbcommon-x11.so.0": "keyboard layouts under X",
    "libxkbcommon.so.0": "libxkbcommon-x11 builds its structures: the two must be of one version",
    "libcrypto.so.3": "derives the keys of encrypted workspaces; other versions have other names",
    "libsqlite3.so.0": "Python's own driver, which names the faults of the other one, too",
    "libbz2.so.1.0": "Fedora names it otherwise",
    "libffi.so.8": "its number changes with the distribution",
}


def keeps(dest: str, platform: str) -> bool:
    """Whether the file that would lie at `dest` goes into the program on `platform`."""
    path = dest.replace("\\", "/")
    return not any(
        platform in platforms and pattern.search(path) for pattern, platforms in _PATTERNS
    )


def keeps_hook(name: str, platform: str) -> bool:
    """Whether PyInstaller's run-time hook `name`, or a script that is none, runs on `platform`."""
    return name not in LEFT_OUT_HOOKS and not (name == _HOOK_OF_QT and platform == "linux")


def keeps_library(dest: str, source: str, *, own: tuple[str, ...]) -> bool:
    """Whether the library at `source` goes into the program on Linux.

    `own` are the folders that the program brings along: the environment and Python. A library
    from anywhere else is the system's.
    """
    if any(Path(source).is_relative_to(folder) for folder in own):
        return True
    name = PurePosixPath(dest).name
    return name in PORTABLE_LIBRARIES or name.startswith("libpython3")


def without_broken_links(entries: "Sequence[Entry]") -> "list[Entry]":
    """Those entries that are no links, and the links that lead to one of them or to its folder.

    A link may lead through another one, as those of macOS's frameworks do. Links beside a library
    that was left out would point nowhere.
    """
    links = {
        PurePosixPath(dest): os.path.normpath(PurePosixPath(dest).parent / source)
        for dest, source, kind in entries
        if kind == "SYMLINK"
    }
    files = [PurePosixPath(dest) for dest, _, kind in entries if kind != "SYMLINK"]
    places = {place for file in files for place in (file, *file.parents)}

    def leads_somewhere(dest: str) -> bool:
        place = PurePosixPath(links[PurePosixPath(dest)])
        # As many steps as there are links: what takes more goes round in a circle.
        for _ in links:
            through = next((each for each in (place, *place.parents) if each in links), None)
            if through is None:
                break
            place = PurePosixPath(links[through]) / place.relative_to(through)
        return place in places

    return [entry for entry in entries if entry[2] != "SYMLINK" or leads_somewhere(entry[0])]


def is_lent_by_packages(dest: str) -> bool:
    """Whether the .deb leaves out the file at `dest`, since a package that it depends on has it."""
    return PurePosixPath(dest).name in PORTABLE_LIBRARIES


def own_files(root: Path) -> "Iterator[tuple[str, str]]":
    """Each migration and resource under the checkout `root` with the folder it is shipped in.

    Pictures of the window are for those who read about the program, not for the program.
    """
    for folder in ("migrations", "resources"):
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root)
            is_junk = any(part.startswith((".", "__pycache__")) for part in inside.parts)
            if path.is_file() and not is_junk and inside.parts[1] != "screenshots":
                yield str(path), f"stanceline/_bundled/{inside.parent.as_posix()}"
