"""The spec evaluated for each platform, with stand-ins for what PyInstaller does."""

import ast
import plistlib
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import icons
import pytest
import shipped
from licensing import notices
from macos import bundle
from windows import version_resource

from stanceline import __version__

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"

PLATFORMS = ("linux", "win32", "darwin")
FRAMEWORK = "PySide6/Qt/lib/QtCore.framework"


@dataclass
class Made:
    """What the spec had PyInstaller make, in order."""

    kind: str
    parts: tuple[object, ...]
    settings: dict[str, object]


@dataclass
class Evaluated:
    """The outcome of the spec on one platform."""

    work: Path
    made: list[Made] = field(default_factory=list)

    def of(self, kind: str) -> list[Made]:
        return [each for each in self.made if each.kind == kind]


@dataclass
class FakeAnalysis:
    """What PyInstaller would find: the scripts it was given, and a few files."""

    scripts: list[tuple[str, str, str]]
    binaries: list[tuple[str, str, str]]
    datas: list[tuple[str, str, str]]
    pure: tuple[str, ...] = ()


def evaluate(platform: str, monkeypatch: pytest.MonkeyPatch, work: Path) -> Evaluated:
    outcome = Evaluated(work)

    def made(kind: str) -> object:
        def make(*parts: object, **settings: object) -> Made:
            outcome.made.append(Made(kind, parts, settings))
            return outcome.made[-1]

        return make

    def analyse(scripts: list[str], **settings: object) -> FakeAnalysis:
        outcome.made.append(Made("Analysis", (scripts,), settings))
        hooks = [(name, f"/hooks/{name}.py", "PYSOURCE") for name in shipped.LEFT_OUT_HOOKS]
        own = [(Path(script).stem, script, "PYSOURCE") for script in scripts]
        binaries = [
            (f"{FRAMEWORK}/Versions/A/QtCore", "/site/QtCore", "BINARY"),
            (f"{FRAMEWORK}/QtCore", "Versions/Current/QtCore", "SYMLINK"),
            (f"{FRAMEWORK}/Versions/Current", "A", "SYMLINK"),
            ("PySide6/Qt/plugins/imageformats/libqtga.dylib", "/site/libqtga", "BINARY"),
            ("libqtga.dylib", "PySide6/Qt/plugins/imageformats/libqtga.dylib", "SYMLINK"),
        ]
        datas = settings["datas"]
        assert isinstance(datas, list)
        files = [(f"{folder}/{Path(source).name}", source, "DATA") for source, folder in datas]
        return FakeAnalysis([*hooks, *own], binaries, files)

    hooks = ModuleType("PyInstaller.utils.hooks")
    for name in ("collect_data_files", "collect_submodules", "copy_metadata"):
        setattr(hooks, name, lambda *_, **__: [])
    writers = ModuleType("PyInstaller.archive.writers")
    writers.ZlibArchiveWriter = type("ZlibArchiveWriter", (), {})  # type: ignore[attr-defined]
    for stand_in in (hooks, writers):
        for parent in ("PyInstaller", stand_in.__name__.rpartition(".")[0]):
            monkeypatch.setitem(sys.modules, parent, ModuleType(parent))
        monkeypatch.setitem(sys.modules, stand_in.__name__, stand_in)
    # Whose works are shipped is looked up where PyInstaller is installed.
    monkeypatch.setattr(notices, "write", lambda *_: [("licences", "/notices", "DATA")])
    monkeypatch.setattr(sys, "platform", platform)
    # The spec puts folders in front of it.
    monkeypatch.setattr(sys, "path", [*sys.path])
    spec = PACKAGING / "stanceline.spec"
    names: dict[str, object] = {
        "__file__": str(spec),
        "SPECPATH": str(PACKAGING),
        "workpath": str(work),
        "DISTPATH": str(work),
        "Analysis": analyse,
        **{kind: made(kind) for kind in ("PYZ", "EXE", "COLLECT", "BUNDLE")},
    }
    exec(compile(spec.read_text(encoding="utf-8"), str(spec), "exec"), names)
    return outcome


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Evaluated:
    return evaluate("linux", monkeypatch, tmp_path)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Evaluated:
    return evaluate("win32", monkeypatch, tmp_path)


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Evaluated:
    return evaluate("darwin", monkeypatch, tmp_path)


def names_of(entries: object) -> list[str]:
    assert isinstance(entries, list)
    return [entry[0] for entry in entries]


def test_linux_gets_one_program_that_needs_no_console(linux: Evaluated) -> None:
    (program,) = linux.of("EXE")
    assert program.settings["name"] == "stanceline"
    assert program.settings["console"] is False
    assert not linux.of("BUNDLE")


def test_windows_gets_one_program_for_the_window_and_one_for_the_console(
    windows: Evaluated,
) -> None:
    window, commands = windows.of("EXE")
    assert (window.settings["name"], window.settings["console"]) == ("stanceline", False)
    assert (commands.settings["name"], commands.settings["console"]) == ("stanceline-cli", True)
    assert names_of(window.parts[1]) == ["__main__"]
    assert names_of(commands.parts[1]) == ["stanceline_cli"]
    (tree,) = windows.of("COLLECT")
    assert tree.parts[:2] == (window, commands)
    assert not windows.of("BUNDLE")


def test_both_programs_for_windows_have_the_icon_the_manifest_and_their_own_version(
    windows: Evaluated,
) -> None:
    for program in windows.of("EXE"):
        settings = program.settings
        assert Path(str(settings["icon"])).read_bytes()[:4] == b"\0\0\1\0"
        ET.parse(str(settings["manifest"]))
        told = Path(str(settings["version"])).read_text(encoding="utf-8")
        assert f"'{settings['name']}.exe'" in told
        assert f"'{__version__}'" in told


def test_macos_gets_a_bundle_that_owns_its_documents(mac: Evaluated) -> None:
    (app,) = mac.of("BUNDLE")
    assert app.settings["name"] == "Stanceline.app"
    assert app.settings["bundle_identifier"] == "org.stanceline.Stanceline"
    assert Path(str(app.settings["icon"])).read_bytes()[:4] == b"icns"
    plist = app.settings["info_plist"]
    assert plist == bundle.info_plist(__version__)
    assert app.parts == tuple(mac.of("COLLECT"))
    assert len(mac.of("EXE")) == 1


def test_macos_keeps_the_links_of_frameworks_and_drops_those_that_lead_nowhere(
    mac: Evaluated,
) -> None:
    (tree,) = mac.of("COLLECT")
    names = names_of(tree.parts[-1])
    assert f"{FRAMEWORK}/QtCore" in names
    assert f"{FRAMEWORK}/Versions/Current" in names
    assert "libqtga.dylib" not in names


def test_the_icon_of_documents_lies_where_finder_looks(mac: Evaluated) -> None:
    (tree,) = mac.of("COLLECT")
    assert "stanceline-document.icns" in names_of(tree.parts[-1])


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_ships_every_migration_and_resource(
    platform: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    outcome = evaluate(platform, monkeypatch, tmp_path)
    (tree,) = outcome.of("COLLECT")
    names = set(names_of(tree.parts[-1]))
    for folder in ("migrations/versions", "resources/help", "resources/lexicons/quotes"):
        inside = [path for path in (ROOT / folder).iterdir() if path.is_file()]
        assert inside
        assert {f"stanceline/_bundled/{folder}/{path.name}" for path in inside} <= names


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_ships_the_notices_of_others(
    platform: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tree,) = evaluate(platform, monkeypatch, tmp_path).of("COLLECT")
    assert "licences" in names_of(tree.parts[-1])


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_build_writes_nothing_into_the_checkout(
    platform: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = {path for path in PACKAGING.rglob("*") if "__pycache__" not in path.parts}
    evaluate(platform, monkeypatch, tmp_path)
    assert {path for path in PACKAGING.rglob("*") if "__pycache__" not in path.parts} == before


# ---- links -------------------------------------------------------------------------------


def test_links_in_a_circle_lead_nowhere() -> None:
    circle = [("a", "b", "SYMLINK"), ("b", "a", "SYMLINK"), ("c", "/c", "BINARY")]
    assert shipped.without_broken_links(circle) == [("c", "/c", "BINARY")]


def test_a_link_to_a_folder_stays_while_anything_is_in_it() -> None:
    link, file = ("link", "folder", "SYMLINK"), ("folder/file", "/file", "DATA")
    assert shipped.without_broken_links([link, file]) == [link, file]
    assert shipped.without_broken_links([link]) == []


# ---- the version that Windows shows ------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("0.1.0", (0, 1, 0, 0)),
        ("1.2", (1, 2, 0, 0)),
        ("0.2.0rc1", (0, 2, 0, 0)),
        ("1.0.0.dev3", (1, 0, 0, 0)),
        ("10.20.30", (10, 20, 30, 0)),
    ],
)
def test_windows_compares_the_numbers_of_a_version(
    version: str, numbers: tuple[int, int, int, int]
) -> None:
    assert version_resource.numbers_of(version) == numbers


@pytest.mark.parametrize("version", ["", "rc1", "1..2", "1.2.3.4.5"])
def test_what_is_no_version_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match="no version"):
        version_resource.numbers_of(version)


def test_the_version_resource_is_an_expression_of_what_pyinstaller_knows() -> None:
    text = version_resource.text("0.2.0rc1", file="stanceline.exe", description='A "b"')
    tree = ast.parse(text, mode="eval")
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call)}  # type: ignore[attr-defined]
    assert called == {
        "VSVersionInfo",
        "FixedFileInfo",
        "StringFileInfo",
        "StringTable",
        "StringStruct",
        "VarFileInfo",
        "VarStruct",
    }
    assert "flags=0x2" in text  # It is marked as an early version.
    assert "flags=0x0" in version_resource.text("0.2.0", file="a.exe", description="a")


def test_the_manifest_asks_for_no_administrator_long_paths_and_sharp_text() -> None:
    manifest = (PACKAGING / "windows" / "stanceline.manifest").read_text(encoding="utf-8")
    words = {node.tag.rpartition("}")[2]: node for node in ET.fromstring(manifest).iter()}
    assert words["requestedExecutionLevel"].attrib["level"] == "asInvoker"
    assert words["longPathAware"].text == "true"
    assert str(words["dpiAwareness"].text).startswith("PerMonitorV2")


# ---- the bundle for macOS ----------------------------------------------------------------


def test_the_property_list_can_be_written_and_names_one_document_type_throughout() -> None:
    plist = plistlib.loads(plistlib.dumps(bundle.info_plist("0.1.0")))
    (document,) = plist["CFBundleDocumentTypes"]
    (exported,) = plist["UTExportedTypeDeclarations"]
    assert document["LSItemContentTypes"] == [exported["UTTypeIdentifier"]]
    assert document["LSHandlerRank"] == "Owner"
    assert exported["UTTypeTagSpecification"]["public.filename-extension"] == ["stanceline"]
    icon = document["CFBundleTypeIconFile"]
    assert icon == exported["UTTypeIconFile"] == f"{icons.DOCUMENT}.icns"
    assert plist["NSHighResolutionCapable"] is True
    assert plist["NSRequiresAquaSystemAppearance"] is False


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", "0.1.0"), ("0.2.0rc1", "0.2.0"), ("1.2", "1.2"), ("1.0.0.dev3", "1.0.0")],
)
def test_macos_counts_versions_in_numbers_alone(version: str, numbers: str) -> None:
    plist = bundle.info_plist(version)
    assert plist["CFBundleVersion"] == numbers
    assert plist["CFBundleShortVersionString"] == version


def test_the_entitlements_are_those_of_a_program_that_compiles_and_no_others() -> None:
    entitlements = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert entitlements == {
        "com.apple.security.cs.allow-jit": True,
        "com.apple.security.cs.allow-unsigned-executable-memory": True,
    }
