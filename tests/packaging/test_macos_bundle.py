"""The check of a bundle for macOS, on bundles that are made here."""

import plistlib
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from macos import bundle, check_app

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="bundles hold links")

ARM64, X86_64 = 0x0100000C, 0x01000007


def code(processor: int = ARM64, oldest: tuple[int, int] = (13, 0)) -> bytes:
    """A library without contents: a header, one other command, and the oldest system."""
    version = oldest[0] << 16 | oldest[1] << 8
    commands = struct.pack("<4I", 0x1B, 16, 0, 0) + struct.pack("<6I", 0x32, 24, 1, version, 0, 0)
    return struct.pack("<8I", 0xFEEDFACF, processor, 0, 6, 2, len(commands), 0, 0) + commands


def fat(*parts: bytes) -> bytes:
    offset = 8 + 20 * len(parts)
    header, body = struct.pack(">2I", 0xCAFEBABE, len(parts)), b""
    for part in parts:
        (processor,) = struct.unpack_from("<I", part, 4)
        header += struct.pack(">5I", processor, 0, offset + len(body), len(part), 0)
        body += part
    return header + body


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A bundle as it should be, laid out as PyInstaller does it."""
    app = tmp_path / "Stanceline.app"
    contents = app / "Contents"
    for folder in ("MacOS", "Frameworks/PySide6", "Resources/stanceline"):
        (contents / folder).mkdir(parents=True)
    plist = {
        **bundle.info_plist("0.1.0"),
        "CFBundleIdentifier": bundle.IDENTIFIER,
        "CFBundleExecutable": "stanceline",
        "CFBundleIconFile": "stanceline.icns",
    }
    (contents / "Info.plist").write_bytes(plistlib.dumps(plist))
    (contents / "MacOS" / "stanceline").write_bytes(code())
    (contents / "Frameworks" / "PySide6" / "QtCore.so").write_bytes(fat(code(X86_64), code()))
    for icon in ("stanceline.icns", "stanceline-document.icns"):
        (contents / "Resources" / icon).write_bytes(b"icns")
    (contents / "Frameworks" / "stanceline").symlink_to("../Resources/stanceline")
    return app


def test_a_bundle_as_it_should_be_has_no_fault(app: Path) -> None:
    assert list(check_app.faults_of(app)) == []


def test_code_is_told_with_its_processors_and_their_oldest_systems() -> None:
    assert check_app.code_in(code(ARM64, (14, 2))) == {"arm64": (14, 2)}
    both = fat(code(X86_64, (10, 13)), code(ARM64, (11, 0)))
    assert check_app.code_in(both) == {"x86_64": (10, 13), "arm64": (11, 0)}
    assert check_app.code_in(b"text") == {}
    assert check_app.code_in(b"") == {}
    java = bytes.fromhex("cafebabe00000041") + bytes(64)
    assert check_app.code_in(java) == {}


def test_a_library_for_a_newer_macos_than_promised_is_a_fault(app: Path) -> None:
    (app / "Contents/Frameworks/PySide6/QtCore.so").write_bytes(code(oldest=(99, 0)))
    (fault,) = check_app.faults_of(app)
    assert fault.startswith("Contents/Frameworks/PySide6/QtCore.so asks for macOS 99.0")


def test_a_library_for_another_processor_is_a_fault(app: Path) -> None:
    (app / "Contents/Frameworks/PySide6/QtCore.so").write_bytes(code(X86_64))
    (fault,) = check_app.faults_of(app)
    assert "is for x86_64, the program for arm64" in fault


def test_code_among_resources_is_a_fault(app: Path) -> None:
    (app / "Contents/Resources/stanceline/lib.so").write_bytes(code())
    (fault,) = check_app.faults_of(app)
    assert "code among resources" in fault


def test_links_that_lead_nowhere_or_out_of_the_bundle_are_faults(app: Path) -> None:
    (app / "Contents/Frameworks/a").symlink_to("nowhere")
    (app / "Contents/Frameworks/b").symlink_to(ROOT)
    assert [fault.split(" is ")[1] for fault in check_app.faults_of(app)] == [
        "a link that leads nowhere.",
        "a link that leads out of the bundle.",
    ]


def test_an_icon_that_is_missing_and_a_key_that_was_lost_are_faults(app: Path) -> None:
    (app / "Contents/Resources/stanceline-document.icns").unlink()
    file = app / "Contents" / "Info.plist"
    plist = plistlib.loads(file.read_bytes())
    del plist["CFBundleDocumentTypes"], plist["LSMinimumSystemVersion"]
    plist["LSMinimumSystemVersion"] = "11.0"
    file.write_bytes(plistlib.dumps(plist))
    faults = list(check_app.faults_of(app))
    assert "Info.plist says None for CFBundleDocumentTypes." in faults
    assert "Info.plist says '11.0' for LSMinimumSystemVersion." in faults


def test_the_script_ends_with_1_and_a_sentence_for_each_fault(app: Path) -> None:
    script = str(ROOT / "packaging" / "macos" / "check_app.py")
    good = subprocess.run([sys.executable, script, str(app)], capture_output=True, check=False)
    assert (good.returncode, good.stderr) == (0, b"")
    (app / "Contents/Resources/stanceline.icns").unlink()
    bad = subprocess.run([sys.executable, script, str(app)], capture_output=True, check=False)
    assert bad.returncode == 1
    assert b"There is no icon stanceline.icns." in bad.stderr
