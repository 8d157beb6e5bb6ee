"""What goes into the frozen program and what stays out, on each platform."""

import json
import os
import subprocess
import sys
from importlib import metadata, util
from pathlib import Path

import pytest
import shipped

ROOT = Path(__file__).resolve().parents[2]
ANYWHERE = ("linux", "win32", "darwin")

# Reads pages with all modules blocked that the frozen program lacks, and says what it found.
WITHOUT_THE_LEFT_OUT = """
import json, sys
from pathlib import Path
sys.path[:0] = [{packaging!r}, {desktop!r}]
import shipped
for name in shipped.LEFT_OUT_MODULES:
    sys.modules[name] = None
from stanceline.formats.importers import html
found = [html.read(Path(path).read_bytes()) for path in sys.argv[1:]]
print(json.dumps([[each.title, each.author, each.published, each.body] for each in found]))
"""

PAGE = """<html lang="en"><head><title>Ferry to stop</title>{head}</head><body><article>
<h1>Ferry to stop</h1>{line}<p>The ferry between the two islands will make its last crossing in
autumn, the harbour board decided on Tuesday evening after a long debate in the town hall.</p>
<p>“We have carried the losses for nine years,” said the chair of the board, Ida Holm, who had
voted for the ferry twice. “There is nobody left who would pay for the tenth.”</p>
<p>The mayor of the smaller island called the decision a mistake that would cost more than it
saved, and asked the county for a report before anything is sold or taken apart.</p>
</article></body></html>"""

HEADS = {
    "stated": '<meta property="article:published_time" content="2024-03-01T08:00:00+01:00">',
    "in another language": '<meta name="date" content="1er mars 2024">',
    "as a time": '<meta name="author" content="Ann Lee"><meta name="date" content="next week">',
    "nothing": "",
}
LINES = {
    "stated": "",
    "in another language": '<time datetime="2024-03-01">den 1 mars 2024</time>',
    "as a time": "<p>Published 3 weeks ago, at half past five</p>",
    "nothing": "<p>1. März 2024, 17:30 Uhr MEZ</p>",
}


@pytest.mark.parametrize("platform", ANYWHERE)
@pytest.mark.parametrize(
    "dest",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/styles/libqmacstyle.dylib",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/lib/libQt6DBus.so.6",
        "PySide6/Qt/lib/QtDBus.framework/Versions/A/QtDBus",
        "PySide6/QtSvg.abi3.so",
        "stanceline/_bundled/resources/help/1-start.md",
        "stanceline/_bundled/migrations/env.py",
        "py3langid/data/model.npz.xz",
        "justext/stoplists/English.txt",
        "trafilatura/settings.cfg",
    ],
)
def test_what_the_program_uses_is_kept(dest: str, platform: str) -> None:
    assert shipped.keeps(dest, platform)


@pytest.mark.parametrize("platform", ANYWHERE)
@pytest.mark.parametrize(
    "dest",
    [
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/platforms/libqminimal.so",
        "PySide6\\plugins\\platforms\\qdirect2d.dll",
        "PySide6\\plugins\\platforms\\qminimal.dll",
        "PySide6\\plugins\\tls\\qschannelbackend.dll",
        "PySide6\\opengl32sw.dll",
        "opengl32sw.dll",
        "babel/locale-data/de.dat",
        "PySide6/Qt/translations/qt_help_de.qm",
        "PySide6\\translations\\qtbase_xx.qm",
        "stanceline/_bundled/migrations/__pycache__/env.cpython-311.pyc",
        "stanceline/_bundled/resources/i18n/.gitignore",
    ],
)
def test_what_it_does_not_use_is_left_out(dest: str, platform: str) -> None:
    assert not shipped.keeps(dest, platform)


def test_qt_reaches_the_network_on_windows_alone_where_it_holds_the_pipe_to_a_running_program() -> (
    None
):
    assert shipped.keeps("PySide6\\QtNetwork.pyd", "win32")
    assert shipped.keeps("PySide6\\Qt6Network.dll", "win32")
    assert not shipped.keeps("PySide6/QtNetwork.abi3.so", "linux")
    assert not shipped.keeps("PySide6/Qt/lib/libQt6Network.so.6", "linux")
    assert not shipped.keeps("PySide6/Qt/lib/QtNetwork.framework/Versions/A/QtNetwork", "darwin")


def test_qt_says_its_own_words_in_the_languages_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stanceline_uk.qm").touch()
    (tmp_path / "stanceline_pt_BR.qm").touch()
    monkeypatch.setattr(shipped, "TRANSLATIONS", tmp_path)
    assert shipped.own_languages() == ["pt_BR", "uk"]


def test_linux_starts_without_loading_qt_for_commands_that_need_none() -> None:
    assert not shipped.keeps_hook("pyi_rth_pyside6", "linux")
    assert shipped.keeps_hook("pyi_rth_pyside6", "win32")
    assert shipped.keeps_hook("pyi_rth_pyside6", "darwin")
    for platform in ANYWHERE:
        assert not shipped.keeps_hook("pyi_rth_inspect", platform)
        assert shipped.keeps_hook("__main__", platform)


def test_of_the_systems_libraries_only_those_come_along_that_a_desktop_may_lack() -> None:
    own = ("/home/me/env", "/opt/python3.11/lib")
    env_library = "/home/me/env/lib/python3.11/site-packages/PySide6/Qt/lib/libQt6Core.so.6"
    assert shipped.keeps_library("PySide6/Qt/lib/libQt6Core.so.6", env_library, own=own)
    assert shipped.keeps_library("libxcb-cursor.so.0", "/usr/lib/libxcb-cursor.so.0", own=own)
    assert shipped.keeps_library("libpython3.11.so.1.0", "/usr/lib/libpython3.11.so.1.0", own=own)
    assert not shipped.keeps_library("libX11.so.6", "/usr/lib/libX11.so.6", own=own)
    assert not shipped.keeps_library("libgtk-3.so.0", "/usr/lib/libgtk-3.so.0", own=own)


def test_the_debian_package_leaves_out_what_debian_has() -> None:
    assert shipped.is_lent_by_packages("_internal/libxcb-cursor.so.0")
    assert not shipped.is_lent_by_packages("_internal/libpython3.11.so.1.0")
    assert not shipped.is_lent_by_packages("_internal/PySide6/Qt/lib/libQt6Core.so.6")


def test_every_migration_and_resource_goes_where_the_program_looks_for_it() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "migrations", "resources"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("this is no clone, so nobody knows which files belong to the program")
    names = [name for name in os.fsdecode(listed.stdout).split("\0") if name]
    wanted = {
        f"stanceline/_bundled/{name}"
        for name in names
        if not name.startswith("resources/screenshots/") and not Path(name).name.startswith(".")
    }
    shipped_files = {f"{folder}/{Path(path).name}" for path, folder in shipped.own_files(ROOT)}
    assert wanted <= shipped_files


def test_nothing_that_tools_left_behind_is_shipped(tmp_path: Path) -> None:
    kept = tmp_path / "resources" / "help" / "1-start.md"
    for path in (
        kept,
        tmp_path / "resources" / "help" / ".1-start.md.swp",
        tmp_path / "resources" / "screenshots" / "one.png",
        tmp_path / "migrations" / "__pycache__" / "env.cpython-311.pyc",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = list(shipped.own_files(tmp_path))
    assert found == [(str(kept), "stanceline/_bundled/resources/help")]


def test_links_stay_with_what_they_lead_to() -> None:
    entries = [
        ("PySide6/Qt/lib/libQt6Core.so.6", "/env/libQt6Core.so.6", "BINARY"),
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("libQt6Network.so.6", "PySide6/Qt/lib/libQt6Network.so.6", "SYMLINK"),
        ("round.so", "about.so", "SYMLINK"),
        ("about.so", "round.so", "SYMLINK"),
    ]
    assert shipped.without_broken_links(entries) == entries[:2]


@pytest.mark.parametrize("package", shipped.PACKAGES_WITH_DATA)
def test_the_data_that_packages_need_is_where_it_is_looked_for(package: str) -> None:
    spec = util.find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    folder = Path(spec.submodule_search_locations[0])
    for pattern in shipped.PACKAGES_WITH_DATA[package]:
        assert any(path.is_file() for path in folder.glob(pattern))


@pytest.mark.parametrize("package", shipped.PACKAGES_WITH_METADATA)
def test_packages_that_ask_for_their_version_are_installed(package: str) -> None:
    assert metadata.version(package)


def test_web_pages_are_read_the_same_without_the_libraries_that_are_left_out(
    tmp_path: Path,
) -> None:
    from stanceline.formats.importers import html

    pages = []
    for name, head in HEADS.items():
        path = tmp_path / f"{name}.html"
        path.write_text(PAGE.format(head=head, line=LINES[name]), encoding="utf-8")
        pages.append(path)
    code = WITHOUT_THE_LEFT_OUT.format(
        packaging=str(ROOT / "packaging"), desktop=str(ROOT / "desktop")
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, pages)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    with_all = [html.read(path.read_bytes()) for path in pages]
    assert json.loads(done.stdout) == [
        [each.title, each.author, each.published, each.body] for each in with_all
    ]
    assert with_all[0].published == "2024-03-01"
