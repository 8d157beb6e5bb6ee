"""Keys: the same as SQLCipher's own, shown nowhere, and words for whatever does not fit."""

import copy
import io
import logging
import pickle
import random
import subprocess
import sys
import traceback
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from stanceline.services.workspace import Workspace
from stanceline.storage.engine import (
    DRIVER,
    SCHEMA_VERSION,
    NotAWorkspace,
    WorkspaceDamaged,
    WorkspaceTooNew,
    open_engine,
)
from stanceline.storage.keys import (
    PAGE_LENGTH,
    EncryptionMissing,
    Key,
    PassphraseNeeded,
    UnusablePassphrase,
    WrongPassphrase,
    can_encrypt,
    check_file,
    is_encrypted,
    key_for,
    looks_encrypted,
    new_key,
    stamp_of,
    unlock,
)

DESKTOP = Path(__file__).resolve().parents[2] / "desktop"
SECRET = "grey heron; 'seven' 100% Fährgeld"

ODD = [
    'it\'s "quoted"; -- DROP',
    "100 %s %(x)s %%",
    "橋は閉鎖されたまま",
    "before\0after",
    "x" * 500,
    "ends with spaces  ",
    "\U0001f309🔑",
    "x'" + "00" * 48 + "'",
    "line\nfeed",
]

pytestmark = pytest.mark.skipif(not can_encrypt(), reason="sqlcipher3 is not installed.")


def make_file(path: Path, key: Key, *, application_id: int = 0x53544C4E, version: int = 1) -> None:
    """A small encrypted file with a table and these numbers."""
    with closing(DRIVER.connect(str(path), isolation_level=None)) as connection:
        for statement in key.pragmas():
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {application_id}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT)")
        connection.execute("INSERT INTO word (word) VALUES ('quayside')")


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """An encrypted file whose passphrase is SECRET."""
    path = tmp_path / "locked.stanceline"
    make_file(path, new_key(SECRET))
    return path


# The key itself.


def test_sqlcipher_itself_opens_what_our_key_made(locked: Path):
    with closing(DRIVER.connect(str(locked), isolation_level=None)) as connection:
        connection.execute("PRAGMA key = '{}'".format(SECRET.replace("'", "''")))
        assert connection.execute("SELECT word FROM word").fetchone() == ("quayside",)
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []


def test_our_key_opens_what_sqlcipher_itself_made(tmp_path: Path):
    path = tmp_path / "theirs.db"
    with closing(DRIVER.connect(str(path), isolation_level=None)) as connection:
        connection.execute("PRAGMA key = '{}'".format(SECRET.replace("'", "''")))
        connection.execute("PRAGMA user_version = 7")
    assert is_encrypted(path)
    assert stamp_of(path, key_for(path, SECRET)) == (0, 7)


@pytest.mark.parametrize("passphrase", ODD)
def test_odd_passphrase_opens_its_file_and_a_near_one_does_not(tmp_path: Path, passphrase: str):
    path = tmp_path / "odd.stanceline"
    make_file(path, new_key(passphrase))
    assert unlock(path, passphrase) is not None
    with pytest.raises(WrongPassphrase, match="does not open"):
        unlock(path, passphrase + " ")


def test_passphrase_is_the_same_composed_or_decomposed(tmp_path: Path):
    path = tmp_path / "composed.stanceline"
    make_file(path, new_key(unicodedata.normalize("NFD", "Fährgeld Ångström 가교")))
    assert unlock(path, unicodedata.normalize("NFC", "Fährgeld Ångström 가교")) is not None


def test_empty_passphrase_is_refused(locked: Path):
    for empty in ("", "  "):
        with pytest.raises(UnusablePassphrase, match="at least one letter"):
            new_key(empty)
    with pytest.raises(UnusablePassphrase, match="cannot be empty"):
        unlock(locked, "")


def test_passphrase_that_no_file_can_have_is_refused_without_being_shown(locked: Path):
    with pytest.raises(UnusablePassphrase, match="no character") as caught:
        key_for(locked, "secret\ud800")
    assert caught.value.__cause__ is None
    assert "secret" not in str(caught.value)


def test_two_files_of_one_passphrase_have_different_keys():
    assert new_key(SECRET).for_attach().encode() != new_key(SECRET).for_attach().encode()


def told_of_an_error_with(key: Key) -> str:
    """What a report with the values of all variables says of an error about the key."""

    def fail() -> None:
        pragmas, attached = key.pragmas(), key.for_attach()
        raise ValueError(key, pragmas, attached)

    try:
        fail()
    except ValueError as error:
        stack = traceback.TracebackException.from_exception(error, capture_locals=True)
        return "".join(stack.format())
    return ""


def test_key_shows_itself_nowhere(locked: Path, caplog: pytest.LogCaptureFixture):
    key = key_for(locked, SECRET)
    logging.getLogger("stanceline").warning("%s %r %s", key, key, key.for_attach())
    shown = [
        told_of_an_error_with(key),
        caplog.text,
        f"{key!r} {key} {key.for_attach()} {key.pragmas()[-1]} {key.pragmas()}",
    ]
    start = key._raw.hex()[:16]
    assert all("(hidden)" in each and start not in each for each in shown)
    assert not hasattr(key, "__dict__")


@pytest.mark.parametrize("take", [pickle.dumps, copy.copy, copy.deepcopy])
def test_key_is_not_written_or_copied(take: Callable[[object], object]):
    with pytest.raises(TypeError, match="not written anywhere"):
        take(new_key(SECRET))


def test_wrong_passphrase_is_told_without_any_advice_to_restore(
    locked: Path, capfd: pytest.CaptureFixture[str]
):
    before = locked.read_bytes()
    with pytest.raises(WrongPassphrase) as caught:
        unlock(locked, "grey heron")
    said = str(caught.value)
    assert said.startswith(f"The passphrase does not open {locked}.")
    assert "restore" not in said.casefold()
    assert "grey heron" not in said
    assert caught.value.__cause__ is None
    assert locked.read_bytes() == before
    assert capfd.readouterr() == ("", "")
    assert [path.name for path in locked.parent.iterdir()] == [locked.name]


def test_missing_passphrase_is_asked_for(locked: Path):
    with pytest.raises(PassphraseNeeded, match=r"is encrypted\. Give its passphrase"):
        unlock(locked, None)


def test_file_that_is_not_encrypted_needs_no_key(workspace_path: Path):
    assert unlock(workspace_path, None) is None
    assert unlock(workspace_path, "one that nobody asked for") is None


def test_engine_opens_the_file_by_its_key(locked: Path):
    engine = open_engine(locked, key=unlock(locked, SECRET))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT word FROM word").scalar() == "quayside"
    engine.dispose()


# What is encrypted, and what is not.


def test_key_is_found_for_a_file_that_is_open_here(locked: Path):
    engine = open_engine(locked, key=unlock(locked, SECRET))
    with engine.connect():
        assert is_encrypted(locked)
        assert unlock(locked, SECRET) is not None
        with pytest.raises(WrongPassphrase):
            unlock(locked, "another")
    engine.dispose()


def test_plain_workspace_that_is_open_here_is_not_encrypted(workspace: Workspace):
    assert not is_encrypted(workspace.path)


def noise(length: int) -> bytes:
    return random.Random(4).randbytes(length)


def a_zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("words.bin", noise(2 * PAGE_LENGTH))
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (noise(3 * PAGE_LENGTH), True),
        (noise(PAGE_LENGTH), True),
        (noise(3 * PAGE_LENGTH - 1), False),
        (noise(PAGE_LENGTH - 1), False),
        (b"", False),
        (bytes(4 * PAGE_LENGTH), False),
        (b"The harbour board met. " * PAGE_LENGTH, False),
        ("橋は閉鎖されたまま。".encode() * PAGE_LENGTH, False),
        (b"SQLite format 3\x00" + noise(PAGE_LENGTH - 16), False),
        (a_zip()[: 2 * PAGE_LENGTH], False),
        (b"\x1f\x8b\x08\x00" + noise(PAGE_LENGTH - 4), False),
        (b"\x89PNG\r\n\x1a\n" + noise(PAGE_LENGTH - 8), False),
        (b"%PDF-1.7" + noise(PAGE_LENGTH - 8), False),
        (b"\x00\x00\x00\x20ftypisom" + noise(PAGE_LENGTH - 12), False),
        (zlib.compress(b"words and words " * 60_000)[:PAGE_LENGTH].ljust(PAGE_LENGTH), False),
    ],
)
def test_encrypted_files_are_told_from_others(tmp_path: Path, content: bytes, answer: bool):
    path = tmp_path / "thing.stanceline"
    path.write_bytes(content)
    assert is_encrypted(path) is answer
    assert looks_encrypted(content[:PAGE_LENGTH], len(content)) is answer


def test_a_thousand_random_pages_all_look_encrypted():
    source = random.Random(11)
    pages = (source.randbytes(PAGE_LENGTH) for _ in range(1_000))
    assert all(looks_encrypted(page, PAGE_LENGTH) for page in pages)


def test_what_is_missing_or_a_folder_is_not_encrypted(tmp_path: Path):
    assert not is_encrypted(tmp_path)
    assert not is_encrypted(tmp_path / "none.stanceline")


def test_random_file_is_no_workspace_whatever_the_passphrase(tmp_path: Path):
    path = tmp_path / "noise.stanceline"
    path.write_bytes(noise(5 * PAGE_LENGTH))
    with pytest.raises(WrongPassphrase, match="does not open"):
        unlock(path, SECRET)


def test_encrypted_file_that_was_cut_short_is_refused_in_words(locked: Path):
    locked.write_bytes(locked.read_bytes()[:-100])
    assert unlock(locked, SECRET) is None
    with pytest.raises(NotAWorkspace, match=r"is not a Stanceline workspace\. .* was cut short"):
        check_file(locked, None)


def test_encrypted_workspace_that_lacks_pages_is_damaged(tmp_path: Path):
    path = tmp_path / "short.stanceline"
    Workspace.create(path, passphrase=SECRET).close()
    content = path.read_bytes()[: 20 * PAGE_LENGTH]
    path.write_bytes(content)
    with pytest.raises(WorkspaceDamaged, match="is damaged"):
        Workspace.open(path, passphrase=SECRET)
    assert path.read_bytes() == content


def test_file_of_words_is_not_said_to_be_cut_short(tmp_path: Path):
    path = tmp_path / "words.stanceline"
    path.write_bytes(b"The harbour board met. " * 1_000)
    with pytest.raises(
        NotAWorkspace, match=r"is not a Stanceline workspace\. Choose another file\.$"
    ):
        check_file(path, None)


# What the file says of itself.


def test_number_of_the_schema_is_read_through_the_key(locked: Path):
    assert check_file(locked, unlock(locked, SECRET)) == 1


def test_number_of_the_schema_is_read_from_a_plain_file(workspace_path: Path):
    assert check_file(workspace_path, None) == SCHEMA_VERSION


def test_newer_encrypted_file_is_refused_by_its_number(tmp_path: Path):
    path = tmp_path / "newer.stanceline"
    make_file(path, new_key(SECRET), version=SCHEMA_VERSION + 5)
    before = path.read_bytes()
    key = unlock(path, SECRET)
    with pytest.raises(WorkspaceTooNew, match=f"newer Stanceline .format {SCHEMA_VERSION + 5}"):
        check_file(path, key)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("application_id", "version"), [(5, 1), (0, 1), (0x53544C4E, 0)])
def test_encrypted_file_of_another_program_is_refused(
    tmp_path: Path, application_id: int, version: int
):
    path = tmp_path / "theirs.stanceline"
    make_file(path, new_key(SECRET), application_id=application_id, version=version)
    with pytest.raises(NotAWorkspace, match="database of another program"):
        check_file(path, unlock(path, SECRET))


# Without the modern driver.

_WITHOUT_SQLCIPHER = """
import sys
sys.modules["sqlcipher3"] = sys.modules["sqlcipher3.dbapi2"] = None
sys.path.insert(0, {desktop!r})
from pathlib import Path
from stanceline.domain.errors import StancelineError
from stanceline.storage.engine import errors_told, open_engine
from stanceline.storage.keys import can_encrypt, is_encrypted, new_key, unlock
path = Path({path!r})
def plainly():
    with errors_told(path), open_engine(path).connect() as connection:
        connection.exec_driver_sql("SELECT 1 FROM sqlite_master").all()
print(can_encrypt(), is_encrypted(path))
for act in (lambda: unlock(path, "x"), lambda: new_key("x"), plainly):
    try:
        act()
    except StancelineError as error:
        print(type(error).__name__, error)
"""


def test_standard_library_says_what_is_missing(locked: Path):
    before = locked.read_bytes()
    script = _WITHOUT_SQLCIPHER.format(desktop=str(DESKTOP), path=str(locked))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    first, opening, making, plainly = done.stdout.splitlines()
    assert first == "False True"
    lacks = "this installation lacks the package sqlcipher3"
    assert opening.startswith(f"{EncryptionMissing.__name__} {locked} is encrypted: {lacks}")
    assert making.startswith(f"{EncryptionMissing.__name__} A workspace cannot be encrypted here")
    assert plainly == f"NotAWorkspace {locked} is not a Stanceline workspace. Choose another file."
    assert locked.read_bytes() == before
