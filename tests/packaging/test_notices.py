"""What is shipped, whose it is, and under which licence, with the packages that are installed."""

import json
import re
import shutil
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from licensing import attribution, notices, rules
from licensing.attribution import Entry
from licensing.rules import LicenceRefusedError

ROOT = Path(__file__).resolve().parents[2]

TABLE = tomllib.loads(notices.TABLE.read_text("utf-8"))


def a_package(folder: Path, name: str, licence: str, *, text: str = "Do as you like.") -> Entry:
    """A package that is installed under `folder`, and the module that it ships."""
    about = folder / f"{name}-1.2.dist-info"
    (about / "licenses").mkdir(parents=True)
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.2\nLicense-Expression: {licence}\n"
    )
    files = [f"{name}.py", f"{about.name}/METADATA", f"{about.name}/RECORD"]
    if text:
        (about / "licenses" / "LICENSE").write_text(text)
        files.append(f"{about.name}/licenses/LICENSE")
    (folder / f"{name}.py").write_text("")
    (about / "RECORD").write_text("".join(f"{file},,\n" for file in files))
    return name, str(folder / f"{name}.py"), "PYMODULE"


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages with PyInstaller in it, as where the program is built."""
    folder = tmp_path / "site packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    if not any(True for _ in metadata.distributions(name="pyinstaller")):
        a_package(folder, "pyinstaller", "GPL-2.0-or-later")
    return folder


def installed(name: str, pattern: str) -> list[Entry]:
    """The files of an installed package whose path matches."""
    return [
        (file.as_posix(), str(file.locate()), "BINARY")
        for file in metadata.distribution(name).files or ()
        if re.search(pattern, file.as_posix())
    ]


def resources(pattern: str) -> list[Entry]:
    return [
        (f"stanceline/_bundled/{path.relative_to(ROOT).as_posix()}", str(path), "DATA")
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and re.search(pattern, path.as_posix())
    ]


def written(entries: list[Entry], folder: Path) -> dict[str, dict[str, object]]:
    notices.write(entries, folder)
    whole = json.loads((folder / "components.json").read_text("utf-8"))
    return {each["title"]: each for each in whole["components"]}


def test_a_package_stands_in_the_list_with_its_version_and_the_text_of_its_licence(
    site: Path, tmp_path: Path
) -> None:
    found = written([a_package(site, "pebble", "MIT", text="Pebble is free.")], tmp_path / "out")
    assert found["pebble"]["version"] == "1.2"
    assert found["pebble"]["licence"] == "MIT"
    assert (tmp_path / "out" / "licences" / "pebble.txt").read_text() == "Pebble is free.\n"


def test_a_file_that_nobody_knows_stops_the_build_by_name(tmp_path: Path) -> None:
    stray = tmp_path / "libstray.so"
    stray.write_bytes(b"?")
    with pytest.raises(LicenceRefusedError, match=r"libstray\.so"):
        notices.write([("libstray.so", str(stray), "BINARY")], tmp_path / "out")


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "AGPL-3.0-or-later", "No idea"])
def test_a_package_under_the_gpl_or_under_words_stops_the_build(
    site: Path, tmp_path: Path, licence: str
) -> None:
    with pytest.raises(LicenceRefusedError, match="boulder"):
        notices.write([a_package(site, "boulder", licence)], tmp_path / "out")


def test_a_package_without_the_text_of_its_licence_stops_the_build(
    site: Path, tmp_path: Path
) -> None:
    with pytest.raises(LicenceRefusedError, match="text of its licence is missing"):
        notices.write([a_package(site, "gravel", "MIT", text="")], tmp_path / "out")


def test_all_faults_are_told_at_once(site: Path, tmp_path: Path) -> None:
    entries = [
        a_package(site, "boulder", "GPL-3.0-only"),
        a_package(site, "gravel", "MIT", text=""),
    ]
    with pytest.raises(LicenceRefusedError, match=r"(?s)boulder.*gravel"):
        notices.write(entries, tmp_path / "out")


@pytest.mark.parametrize(
    "dest",
    [
        "PySide6/Qt/lib/libQt6WaylandCompositor.so.6",
        "PySide6/Qt6Charts.dll",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "python3.11/lib-dynload/readline.cpython-311-x86_64-linux-gnu.so",
        "libreadline.so.8",
    ],
)
def test_what_is_under_the_gpl_alone_is_refused_though_its_package_is_not(
    site: Path, tmp_path: Path, dest: str
) -> None:
    _, source, _ = a_package(site, "pebble", "MIT")
    with pytest.raises(LicenceRefusedError, match="GPL alone"):
        notices.write([(dest, source, "BINARY")], tmp_path / "out")


def test_what_qt_contains_is_named_where_its_library_is_shipped(tmp_path: Path) -> None:
    core = installed("PySide6-Essentials", r"(libQt6Core\.so\.6|Qt6Core\.dll|/QtCore)$")
    gui = installed("PySide6-Essentials", r"(libQt6Gui\.so\.6|Qt6Gui\.dll|/QtGui)$")
    with_core = written(core, tmp_path / "core")
    with_gui = written([*core, *gui], tmp_path / "gui")
    assert {"Qt", "PCRE2", "TinyCBOR", "Qt for Python (PySide6)"} <= set(with_core)
    assert "HarfBuzz" not in with_core
    assert {"HarfBuzz", "libpng", "MD4C"} <= set(with_gui)
    assert with_gui["Qt"]["version"] == metadata.version("PySide6-Essentials")
    assert re.fullmatch(r"1\.\d+\.\d+", str(with_gui["libpng"]["version"]))
    assert with_gui["Qt for Python (PySide6)"]["licence"] == "LGPL-3.0-only"
    assert "source" in str(with_gui["Qt for Python (PySide6)"]["note"])


def test_the_database_is_told_with_the_versions_that_it_tells_itself(tmp_path: Path) -> None:
    import sqlcipher3

    found = written(installed("sqlcipher3", r"_sqlite3.*\.(so|pyd)$"), tmp_path / "out")
    assert found["SQLite"]["version"] == sqlcipher3.sqlite_version
    connection = sqlcipher3.connect(":memory:")
    told = connection.execute("PRAGMA cipher_version").fetchone()[0]
    connection.close()
    assert told.split()[0] == found["SQLCipher"]["version"]
    assert found["OpenSSL (in SQLCipher)"]["version"]


WINDOWS = {
    "PySide6/Qt6Core.dll": {"Qt", "PCRE2", "zlib (in Qt)"},
    "PySide6/Qt6Gui.dll": {"FreeType", "D3D12 Memory Allocator", "HarfBuzz"},
    "PySide6/MSVCP140.dll": {"Microsoft’s run-time libraries"},
    "VCRUNTIME140_1.dll": {"Microsoft’s run-time libraries"},
    "numpy.libs/msvcp140-263139962577ecda.dll": {"Microsoft’s run-time libraries"},
    "numpy.libs/libscipy_openblas64_-860d95b1.dll": {
        "OpenBLAS and LAPACK",
        "GNU Fortran run-time library",
    },
    "libcrypto-3.dll": {"OpenSSL"},
    "libffi-8.dll": {"libffi"},
    "python313.dll": {"zlib (in Python)"},
    "_bz2.pyd": {"bzip2"},
}
MACOS = {
    "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore": {"Qt", "zlib (in Qt)", "forkfd"},
    "PySide6/Qt/plugins/platforms/libqcocoa.dylib": {
        "Qt’s event dispatcher for macOS and Cocoa plugin"
    },
    "libssl.3.dylib": {"OpenSSL"},
    "Python": {"zlib (in Python)"},
}


@pytest.mark.parametrize(("platform", "files"), [("win32", WINDOWS), ("darwin", MACOS)])
def test_what_libraries_contain_is_known_on_the_other_systems_too(
    platform: str, files: dict[str, set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for dest, wanted in files.items():
        carried = {
            part["name"]
            for part in TABLE["part"]
            if notices._is_for_this_system(part) and notices._carries(part, dest)
        }
        assert wanted <= carried, dest
        assert (
            not {"XCB’s protocol for input devices", "Linux performance events (a header)"}
            & carried
        )


def test_our_own_files_are_nobody_elses_but_for_the_fonts(tmp_path: Path) -> None:
    found = written(resources(r"/(help|themes|fonts|lexicons)/"), tmp_path / "out")
    starter = {title for title in found if title.startswith("PyInstaller")}
    assert set(found) - starter == {"Inter", "Source Serif 4"}
    text = (tmp_path / "out" / "licences" / "inter.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in text


def test_every_text_that_the_list_names_is_there_and_none_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    entries = [
        *installed("PySide6-Essentials", r"libQt6(Core|Gui|Test)\.so\.6$"),
        *installed("numpy", r"(openblas|gfortran|quadmath|_multiarray_umath)"),
        *installed("lxml", r"etree.*\.so$"),
        *installed("tld", r"res/"),
        *resources(r"/fonts/"),
    ]
    (out / "licences").mkdir(parents=True)
    (out / "licences" / "left-over.txt").write_text("from before")
    made = notices.write(entries, out)
    whole = json.loads((out / "components.json").read_text("utf-8"))
    named = {text for each in [whole["program"], *whole["components"]] for text in each["texts"]}
    assert named == {f"licences/{path.name}" for path in (out / "licences").iterdir()}
    assert all((out / text).stat().st_size > 10 for text in named)
    assert all(each["texts"] for each in whole["components"])
    assert {dest.removeprefix(f"{notices.INSIDE_PROGRAM}/") for dest, _, _ in made} == {
        "components.json",
        *named,
    }


def test_the_same_files_give_the_same_bytes_whatever_their_order(tmp_path: Path) -> None:
    entries = [*installed("lxml", r"\.so$"), *resources(r"/fonts/")]
    notices.write(entries, tmp_path / "a")
    notices.write(entries[::-1], tmp_path / "b")
    for path in (tmp_path / "a").rglob("*.*"):
        other = tmp_path / "b" / path.relative_to(tmp_path / "a")
        assert other.read_bytes() == path.read_bytes()


def test_links_and_packages_without_files_need_no_owner() -> None:
    entries = [
        ("libz.so", "elsewhere/libz.so", "SYMLINK"),
        ("namespace", "-", "PYMODULE"),
        ("W ignore", "", "OPTION"),
    ]
    assert attribution.file_entries(entries) == []


@pytest.mark.skipif(shutil.which("dpkg") is None, reason="there is no dpkg on this system")
def test_a_library_of_debian_is_known_by_its_package(tmp_path: Path) -> None:
    folder = Path("/usr/lib") / f"{sys.implementation._multiarch}"
    libraries = [path for path in folder.glob("libz.so.1") if path.exists()]
    if not libraries:
        pytest.skip("zlib is not a package here")
    found = written([("libz.so.1", str(libraries[0]), "BINARY")], tmp_path / "out")
    assert found["zlib1g"]["licence"] == "Zlib"
    assert "Gailly" in (tmp_path / "out" / "licences" / "zlib1g.txt").read_text("utf-8")


def test_every_locked_package_has_a_licence_that_may_be_shipped() -> None:
    lock = (ROOT / "packaging" / "lock" / "runtime.txt").read_text("utf-8")
    names = re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)
    assert len(names) > 20
    for name in names:
        normal = attribution.normal(name)
        try:
            metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # It is for another system.
        told = TABLE["distribution"].get(normal, {})
        component = notices._of_distribution(normal, told)
        assert rules.chosen(component.offered), name
        assert component.own_text or component.standard_texts, name


def test_the_table_names_licences_that_are_allowed_and_texts_that_exist() -> None:
    used = set()
    for part in TABLE["part"]:
        rules.chosen(part["licence"])
        re.compile(part["files"])
        re.compile(part.get("version", ""))
        used |= set(part.get("texts", ()))
        assert part.get("texts") or part.get("own_text") or part.get("from_distribution")
    for told in TABLE["distribution"].values():
        used |= set(told.get("texts", ()))
        rules.chosen(told.get("licence", "MIT"))
    refused = {source for source, name in TABLE["debian"].items() if not rules.is_spdx(name)}
    assert refused == {"readline"}
    for name in TABLE["debian"].values():
        used |= set(notices._standard_texts(name))
    assert used == {path.stem for path in notices.TEXTS.glob("*.txt")}


def test_no_two_parts_are_written_to_one_file() -> None:
    slugs = [notices._slug(part["name"]) for part in TABLE["part"]]
    assert len(slugs) == len(set(slugs))
