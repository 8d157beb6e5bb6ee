"""What desktops are told about the program, and its manual page."""

import argparse
import gzip
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from configparser import RawConfigParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linux import manpage, share

from stanceline.cli import COMMANDS
from stanceline.cli.main import parser
from stanceline.storage.engine import APPLICATION_ID

EPOCH = 1_700_000_000
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("some") / "share"
    share.write_share(folder, version="1.2.3", epoch=EPOCH)
    return folder


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return gzip.decompress((folder / share.MANUAL_PAGE).read_bytes()).decode()


def needs(tool: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")


def told(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@needs("desktop-file-validate")
def test_the_desktop_entry_is_valid(folder: Path) -> None:
    assert told("desktop-file-validate", folder / share.DESKTOP_ENTRY) == ""


@needs("appstreamcli")
def test_the_metadata_is_valid_and_tells_this_release(folder: Path) -> None:
    told("appstreamcli", "validate", "--no-net", folder / share.METAINFO)
    tree = ET.parse(folder / share.METAINFO)
    release = tree.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": "1.2.3", "date": "2023-11-14"}
    assert tree.findtext("id") == share.APP_ID
    assert tree.findtext("launchable") == Path(share.DESKTOP_ENTRY).name


def test_entry_metadata_and_type_speak_of_the_same(folder: Path) -> None:
    entry = RawConfigParser()
    entry.optionxform = str  # type: ignore[method-assign, assignment]  # keys keep their case
    entry.read(folder / share.DESKTOP_ENTRY)
    values = entry["Desktop Entry"]
    assert values["MimeType"] == f"{share.MIME_TYPE};"
    assert values["Icon"] == share.APP_ID
    assert values["Exec"].endswith(" %F")
    metainfo = ET.parse(folder / share.METAINFO)
    assert metainfo.findtext("provides/mediatype") == share.MIME_TYPE
    mime = ET.parse(folder / share.MIME_PACKAGE).find(f"{MIME}mime-type")
    assert mime is not None
    assert mime.attrib["type"] == share.MIME_TYPE


def test_the_type_is_known_by_name_and_by_what_each_workspace_begins_with(folder: Path) -> None:
    mime = ET.parse(folder / share.MIME_PACKAGE)
    glob = mime.find(f".//{MIME}glob")
    mark = mime.find(f".//{MIME}match/{MIME}match")
    assert glob is not None
    assert mark is not None
    assert glob.attrib["pattern"] == "*.stanceline"
    assert int(mark.attrib["value"], 16) == APPLICATION_ID


@needs("update-mime-database")
@needs("gio")
def test_a_workspace_is_recognised_even_under_another_name(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(folder, data)
    told("update-mime-database", data / "mime")
    workspace = tmp_path / "renamed"
    head = bytearray(100)
    head[:16] = b"SQLite format 3\0"
    head[68:72] = APPLICATION_ID.to_bytes(4, "big")
    workspace.write_bytes(bytes(head))
    secret = tmp_path / "secret.stanceline"
    secret.write_bytes(bytes(range(256)))
    environment = {"XDG_DATA_HOME": str(data), "XDG_DATA_DIRS": "/usr/share", "PATH": "/usr/bin"}
    for path in (workspace, secret):
        command = ["gio", "info", "-a", "standard::content-type", str(path)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert share.MIME_TYPE in done.stdout


def test_icons_lie_where_themes_look_for_them(folder: Path) -> None:
    theme = folder / "icons" / "hicolor"
    for place in (f"apps/{share.APP_ID}", "mimetypes/application-x-stanceline"):
        assert (theme / "48x48" / f"{place}.png").is_file()
        assert (theme / "scalable" / f"{place}.svg").is_file()


def test_the_same_release_gives_the_same_files(folder: Path, tmp_path: Path) -> None:
    share.write_share(tmp_path / "again", version="1.2.3", epoch=EPOCH)
    for path in folder.rglob("*"):
        if path.is_file():
            assert (tmp_path / "again" / path.relative_to(folder)).read_bytes() == path.read_bytes()


def test_the_page_tells_every_command_and_every_option(page: str) -> None:
    commands = manpage.commands_of(parser())
    assert tuple(commands) == COMMANDS
    for name, command in commands.items():
        part = page.split(f"\n.SS {name}\n")[1].split("\n.S", maxsplit=1)[0]
        for action in command._actions:
            if action.dest != "help":
                assert all(manpage.escaped(word) in part for word in action.option_strings)
    # Help without words for an argument would leave the reader with nothing.
    assert "See above" not in page


@needs("man")
@needs("groff")
def test_roff_has_nothing_to_warn_of(page: str, tmp_path: Path) -> None:
    path = tmp_path / "stanceline.1"
    path.write_text(page, encoding="utf-8")
    environment = {"LC_ALL": "C.UTF-8", "MANROFFSEQ": "", "MANWIDTH": "80", "PATH": "/usr/bin:/bin"}
    command = ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""


@given(st.text())
def test_escaped_text_never_gives_roff_a_command(text: str) -> None:
    safe = manpage.escaped(text)
    assert not re.search(r"^[.']", safe, re.MULTILINE)
    assert safe.replace(r"\&", "").replace(r"\-", "-").replace(r"\e", "\\") == text


def test_a_value_to_choose_is_told_with_all_its_choices() -> None:
    made = argparse.ArgumentParser()
    group = made.add_subparsers()
    group.add_parser("do", description="Do.").add_argument("--colour", choices=["red", "blue"])
    page = manpage.manual_page(made, version="1", epoch=EPOCH)
    assert r"(\fBred\fR|\fBblue\fR)" in page
