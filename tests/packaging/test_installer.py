"""The script of the installer for Windows, read as Inno Setup reads it, and what runs around it."""

import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from windows import check_installer, installer, sign

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
SCRIPT = PACKAGING / "windows" / "stanceline.iss"

SECTIONS = {
    "Setup",
    "Languages",
    "Messages",
    "Tasks",
    "InstallDelete",
    "Files",
    "Icons",
    "Registry",
    "Run",
    "UninstallDelete",
    "Code",
}
# What each entry may say, of what Inno Setup knows, and what it must say.
PARAMETERS = {
    "Languages": ({"Name", "MessagesFile"}, {"Name", "MessagesFile"}),
    "Tasks": ({"Name", "Description", "Flags"}, {"Name", "Description"}),
    "InstallDelete": ({"Type", "Name"}, {"Type", "Name"}),
    "Files": ({"Source", "DestDir", "Flags"}, {"Source", "DestDir"}),
    "Icons": ({"Name", "Filename", "Comment", "AppUserModelID", "Tasks"}, {"Name", "Filename"}),
    "Registry": (
        {"Root", "Subkey", "ValueType", "ValueName", "ValueData", "Flags", "Tasks"},
        {"Root", "Subkey", "ValueType"},
    ),
    "Run": ({"Filename", "Description", "Flags"}, {"Filename"}),
    "UninstallDelete": ({"Type", "Name"}, {"Type", "Name"}),
}
UNDONE = {"uninsdeletekey", "uninsdeletekeyifempty", "uninsdeletevalue"}


@dataclass
class Script:
    """The sections of the script, with every name that it defines put in."""

    text: str
    setup: dict[str, str]
    entries: dict[str, list[dict[str, str]]]
    order: list[str]


@pytest.fixture(scope="module")
def script() -> Script:
    text = SCRIPT.read_text(encoding="utf-8")
    defined = {"Version": "1.2.3", "NumericVersion": "1.2.3.0", "Tree": "TREE", "Icons": "ICONS"}
    setup: dict[str, str] = {}
    entries: dict[str, list[dict[str, str]]] = {}
    order: list[str] = []
    for line in text.splitlines():
        words = re.match(r"\s*#define (\w+) (.+)", line)
        if words:
            value = words[2].strip()
            defined.setdefault(words[1], value.strip('"'))
            continue
        if re.match(r"\s*(#|;|$)", line):
            continue
        if line.startswith("["):
            order.append(line.strip("[]"))
            continue
        if order[-1] == "Code":
            continue
        whole = re.sub(r"\{#(\w+)\}", lambda found: defined[found[1]], line)
        if order[-1] in ("Setup", "Messages"):
            name, _, value = whole.partition("=")
            assert value, line
            if order[-1] == "Setup":
                assert name not in setup, f"{name} stands twice"
                setup[name] = value
        else:
            entries.setdefault(order[-1], []).append(parameters_of(whole))
    return Script(text, setup, entries, order)


def parameters_of(line: str) -> dict[str, str]:
    """The parameters of one entry: Name: "value"; Name: value."""
    found: dict[str, str] = {}
    place = 0
    pattern = re.compile(r'\s*(\w+):\s*("(?:[^"]|"")*"|[^;"]*?)\s*(?:;|$)')
    while place < len(line):
        match = pattern.match(line, place)
        assert match is not None, f"cannot be read: {line[place:]}"
        assert match[1] not in found, f"{match[1]} stands twice: {line}"
        value = match[2]
        found[match[1]] = value[1:-1].replace('""', '"') if value.startswith('"') else value
        place = match.end()
    return found


# ---- the script --------------------------------------------------------------------------


def test_every_section_is_one_that_inno_setup_knows_and_stands_once(script: Script) -> None:
    assert len(script.order) == len(set(script.order))
    assert set(script.order) == SECTIONS


def test_every_entry_says_what_it_must_and_nothing_unknown(script: Script) -> None:
    for section, entries in script.entries.items():
        known, needed = PARAMETERS[section]
        for entry in entries:
            assert needed <= set(entry) <= known, (section, entry)


def test_it_installs_for_one_user_without_an_administrator(script: Script) -> None:
    assert script.setup["PrivilegesRequired"] == "lowest"
    assert "PrivilegesRequiredOverridesAllowed" not in script.setup
    assert script.setup["DefaultDirName"].startswith("{localappdata}")
    assert {entry["Root"] for entry in script.entries["Registry"]} == {"HKA"}
    assert not re.search(r"HKLM|HKEY_LOCAL_MACHINE|\{(common|sys|win)\w*\}", script.text)


def test_upgrades_are_known_by_a_number_that_never_changes(script: Script) -> None:
    assert script.setup["AppId"] == "{{6F4C1B0E-5D0B-4C53-9C8E-2B6A8E0B7C41}"
    assert script.setup["AppId"][1:] + "_is1" == check_installer.APP_KEY


def test_the_mutex_is_the_one_that_the_program_holds(script: Script) -> None:
    held = (ROOT / "desktop/stanceline/ui/door/windows.py").read_text(encoding="utf-8")
    mutex = script.setup["AppMutex"]
    assert f'"{mutex}"'.replace("\\", "\\\\") in held
    assert mutex == check_installer.RUNNING


def test_files_that_are_installed_are_those_that_are_frozen_and_drawn(script: Script) -> None:
    sources = [entry["Source"] for entry in script.entries["Files"]]
    assert sources == [
        "TREE\\stanceline.exe",
        "TREE\\stanceline-cli.exe",
        "TREE\\_internal\\*",
        "ICONS\\stanceline-document.ico",
    ]
    assert script.setup["SetupIconFile"] == "ICONS\\stanceline.ico"
    folders = {entry["DestDir"] for entry in script.entries["Files"]}
    assert folders == {"{app}", "{app}\\_internal"}


def test_an_upgrade_first_takes_away_the_older_versions_modules(script: Script) -> None:
    assert {"Type": "filesandordirs", "Name": "{app}\\_internal"} in script.entries["InstallDelete"]


def test_workspaces_are_opened_by_the_program_with_their_path_in_quotation_marks(
    script: Script,
) -> None:
    values = {
        (entry["Subkey"], entry.get("ValueName")): entry.get("ValueData")
        for entry in script.entries["Registry"]
    }
    classes = "Software\\Classes"
    assert values[classes + "\\.stanceline", ""] == check_installer.PROG_ID
    opened = values[f"{classes}\\{check_installer.PROG_ID}\\shell\\open\\command", ""]
    assert opened == '"{app}\\stanceline.exe" "%1"'
    assert (
        values[classes + "\\.stanceline\\OpenWithProgids", check_installer.PROG_ID] == ""
    )  # a value without contents
    assert values[classes + "\\.stanceline", "Content Type"] == "application/x-stanceline"


def test_every_key_that_is_written_is_removed_again(script: Script) -> None:
    entries = script.entries["Registry"]
    whole = {
        entry["Subkey"] for entry in entries if "uninsdeletekey" in entry.get("Flags", "").split()
    }
    for entry in entries:
        flags = set(entry.get("Flags", "").split())
        below = any(entry["Subkey"].startswith(f"{key}\\") for key in whole)
        assert flags & UNDONE or below, entry


def test_a_key_that_is_shared_is_tried_last_when_all_below_it_is_gone(script: Script) -> None:
    # Entries are undone from the last to the first.
    entries = script.entries["Registry"]
    suffix = [
        entry for entry in entries if entry["Subkey"].startswith("Software\\Classes\\.stanceline")
    ]
    assert suffix[0]["Subkey"] == "Software\\Classes\\.stanceline"
    assert suffix[0]["Flags"] == "uninsdeletekeyifempty"
    assert suffix[0]["ValueType"] == "none"


def test_nothing_of_the_users_own_is_ever_deleted(script: Script) -> None:
    deleted = [*script.entries["InstallDelete"], *script.entries["UninstallDelete"]]
    for entry in deleted:
        assert entry["Name"].startswith("{app}"), entry
        if entry["Name"] == "{app}":
            assert entry["Type"] == "dirifempty"
    assert "stay where they are" in script.text


def test_each_task_that_an_entry_names_can_be_chosen(script: Script) -> None:
    tasks = {entry["Name"] for entry in script.entries["Tasks"]}
    named = {
        entry["Tasks"]
        for entries in script.entries.values()
        for entry in entries
        if "Tasks" in entry
    }
    named |= set(re.findall(r"WizardIsTaskSelected\('(\w+)'\)", script.text))
    assert named == tasks
    assert set(check_installer.TASKS.split(",")) == tasks


def test_blocks_and_quotation_marks_are_closed(script: Script) -> None:
    code = script.text.partition("[Code]")[2]
    code = re.sub(r"\{[^}]*\}|'(?:[^']|'')*'", "", code)
    assert "'" not in code
    assert len(re.findall(r"\bbegin\b", code)) == len(re.findall(r"\bend;", code))
    conditions = re.findall(r"^\s*#(if\w*|endif)", script.text, re.MULTILINE)
    assert conditions.count("endif") * 2 == len(conditions)


# ---- making it ---------------------------------------------------------------------------


def test_the_compiler_is_told_the_version_in_words_and_in_numbers(tmp_path: Path) -> None:
    words = installer.command(
        Path("ISCC.exe"), tmp_path, tmp_path / "dist", version="0.2.0rc1", signs=False
    )
    assert "/DVersion=0.2.0rc1" in words
    assert "/DNumericVersion=0.2.0.0" in words
    assert not any("sign" in word.lower() for word in words[:-1])
    assert Path(words[-1]) == SCRIPT


def test_every_name_that_the_script_wants_to_be_told_is_told(tmp_path: Path) -> None:
    words = installer.command(Path("ISCC.exe"), tmp_path, tmp_path, version="1.0", signs=True)
    told = {word[2:].partition("=")[0] for word in words if word.startswith("/D")}
    asked = set(re.findall(r"#ifn?def (\w+)", SCRIPT.read_text(encoding="utf-8")))
    assert asked == told


def test_a_signed_installer_names_the_tool_that_the_script_uses(tmp_path: Path) -> None:
    words = installer.command(Path("ISCC.exe"), tmp_path, tmp_path, version="1.0", signs=True)
    (tool,) = [word for word in words if word.startswith("/S")]
    name, _, typed = tool[2:].partition("=")
    assert f"SignTool={name}" in SCRIPT.read_text(encoding="utf-8")
    python, signing, file = shlex.split(typed.replace("$q", '"'))
    assert (python, Path(signing), file) == (
        sys.executable,
        PACKAGING / "windows" / "sign.py",
        "$f",
    )


def test_the_compiler_is_found_for_everybody_and_for_one_user(tmp_path: Path) -> None:
    assert installer.find_compiler({}) is None
    assert installer.find_compiler({"ProgramFiles": str(tmp_path)}) is None
    place = tmp_path / "Programs" / "Inno Setup 6" / "ISCC.exe"
    place.parent.mkdir(parents=True)
    place.touch()
    assert installer.find_compiler({"LOCALAPPDATA": str(tmp_path)}) == place


# ---- signing it --------------------------------------------------------------------------


def test_without_a_certificate_nothing_is_signed_and_it_says_so() -> None:
    assert sign.sign(["a.exe"], {}) == "Nothing was signed: there is no certificate."


def test_a_certificate_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(sign.CannotSign, match="no certificate at"):
        sign.sign(["a.exe"], {"WINDOWS_CERTIFICATE": str(tmp_path / "none.pfx")})


def test_the_newest_signing_tool_is_taken_by_its_number(tmp_path: Path) -> None:
    for version in ("10.0.9600.0", "10.0.22621.0", "10.0.19041.0"):
        folder = tmp_path / version / "x64"
        folder.mkdir(parents=True)
        (folder / "signtool.exe").touch()
    assert sign.signtool(tmp_path).parts[-3] == "10.0.22621.0"
    with pytest.raises(sign.CannotSign, match=r"no signtool\.exe"):
        sign.signtool(tmp_path / "x64")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
@pytest.mark.parametrize("status", [0, 1])
def test_a_file_that_cannot_be_signed_is_a_failure(
    status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign, "PAUSE_S", 0)
    certificate = tmp_path / "certificate.pfx"
    certificate.touch()
    tool = tmp_path / "Windows Kits/10/bin/10.0.1.0/x64/signtool.exe"
    tool.parent.mkdir(parents=True)
    tool.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >>"{tmp_path}/typed"\nexit {status}\n')
    tool.chmod(0o755)
    environment = {
        "WINDOWS_CERTIFICATE": str(certificate),
        "WINDOWS_CERTIFICATE_PASSWORD": "secret words",
        "ProgramFiles(x86)": str(tmp_path),
    }
    if status:
        with pytest.raises(sign.CannotSign, match=r"a b\.exe"):
            sign.sign(["a b.exe"], environment)
    else:
        assert sign.sign(["a b.exe"], environment) == "Signed: a b.exe"
    typed = (tmp_path / "typed").read_text().splitlines()
    assert typed.count("sign") == (1 if status == 0 else sign.N_TRIES)
    assert {"secret words", str(certificate), "a b.exe", "SHA256", "/tr"} <= set(typed)
