"""Passphrases: whether a file needs one, the key made of it, and what is said when it is wrong.

An encrypted workspace is a standard SQLCipher 4 file (zetetic.net/sqlcipher/design): pages
of 4,096 bytes, each with its own authentication code, under a key derived from the
passphrase and from the first sixteen bytes of the file, its salt. The key is derived here,
once for all connections, since that takes a good tenth of a second by design.
"""

import math
import secrets
import unicodedata
from collections import Counter
from contextlib import closing, nullcontext, suppress
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from stanceline.domain.errors import StancelineError
from stanceline.storage.engine import (
    APPLICATION_ID,
    CHOOSE_ANOTHER,
    DRIVER,
    SCHEMA_VERSION,
    NotAWorkspace,
    WorkspaceTooNew,
    WorkspaceUnavailable,
    can_write,
    check_header,
    errors_told,
    has_half_done_changes,
    has_leftovers,
    may_open_raw,
)

SALT_LENGTH = 16
PAGE_LENGTH = 4096

_ROUNDS = 256_000
_KEY_LENGTH = 32
_HIDDEN = "(hidden)"
_PLAIN_MAGIC = b"SQLite format 3\x00"
_NOT_READABLE = "not a database"
_WRONG_ADVICE = "Check capitals, spaces and the keyboard's language, and try again."


class PassphraseNeeded(StancelineError):
    """The workspace is encrypted, and no passphrase was given."""


class WrongPassphrase(StancelineError):
    """The passphrase does not open the workspace."""


class UnusablePassphrase(StancelineError):
    """No workspace can have this passphrase."""


class EncryptionMissing(StancelineError):
    """The installation cannot read or write encrypted workspaces."""


class _Hidden(str):
    """Text that is given to SQLite, and shown to nobody in a log or a traceback."""

    __slots__ = ()

    def __repr__(self) -> str:
        return _HIDDEN

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return _HIDDEN


class Key:
    """What opens one encrypted file, or a copy of it made page by page.

    It never shows itself: not when printed, logged or formatted, and it is not pickled.
    """

    __slots__ = ("_raw", "_salt")

    def __init__(self, raw: bytes, salt: bytes) -> None:
        self._raw = raw
        self._salt = salt

    def pragmas(self) -> list[str]:
        """The statements to say before anything else on a connection."""
        # The library would write of every wrong passphrase and damaged page to stderr.
        return ["PRAGMA cipher_log_level = NONE", _Hidden(f'PRAGMA key = "{self._literal()}"')]

    def for_attach(self) -> str:
        """What binds to the place of KEY in a statement ATTACH; it hides itself too."""
        return _Hidden(self._literal())

    def _literal(self) -> str:
        return f"x'{self._raw.hex()}{self._salt.hex()}'"

    def __repr__(self) -> str:
        return f"Key{_HIDDEN}"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A key is not written anywhere.")

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        self.__reduce__()


def new_key(passphrase: str) -> Key:
    """The key of a file that is to be made, with a new salt.

    Raises UnusablePassphrase, and EncryptionMissing where a file would silently stay plain.
    """
    if not passphrase.strip():
        raise UnusablePassphrase("A passphrase must have at least one letter, digit or sign.")
    _check_can_encrypt("A workspace cannot be encrypted here")
    salt = secrets.token_bytes(SALT_LENGTH)
    while salt.startswith(_OTHER_FORMATS):
        salt = secrets.token_bytes(SALT_LENGTH)
    return _derived(passphrase, salt)


def key_for(path: Path, passphrase: str) -> Key:
    """The key that the passphrase makes for this encrypted file; whether it fits is not tried.

    Raises UnusablePassphrase, EncryptionMissing or WorkspaceUnavailable.
    """
    _check_can_encrypt(f"{path} is encrypted")
    return _derived(passphrase, _salt_of(path))


def unlock(path: Path, passphrase: str | None) -> Key | None:
    """The key that opens the file, or None when the file is not encrypted.

    Raises PassphraseNeeded when there is none to try, WrongPassphrase when it does not
    open the file, UnusablePassphrase or EncryptionMissing.
    """
    if not is_encrypted(path):
        return None
    _check_can_encrypt(f"{path} is encrypted")
    if passphrase is None:
        raise PassphraseNeeded(f"{path} is encrypted. Give its passphrase to open it.")
    key = key_for(path, passphrase)
    stamp_of(path, key)
    return key


def check_file(path: Path, key: Key | None) -> int:
    """The number of the file's schema, of a workspace that this program can read.

    What ``check_header`` is for plain files; an encrypted one is asked through its key.
    Nothing is written. Raises NotAWorkspace, WorkspaceTooNew, WorkspaceUnavailable or
    WrongPassphrase.
    """
    if key is None:
        try:
            known = check_header(path)
        except NotAWorkspace:
            if _is_cut_short(path):
                raise NotAWorkspace(
                    f"{path} is not a Stanceline workspace. If it was an encrypted one, it was cut "
                    "short, and cannot be opened any more: restore a backup."
                ) from None
            raise
        if known is not None:
            return known
    application_id, version = stamp_of(path, key)
    if application_id != APPLICATION_ID or version == 0:
        raise NotAWorkspace(
            f"{path} is a database of another program, not a workspace. {CHOOSE_ANOTHER}"
        )
    if version > SCHEMA_VERSION:
        raise WorkspaceTooNew(
            f"{path} was written by a newer Stanceline (format {version}; this program "
            f"reads up to {SCHEMA_VERSION}). Nothing was changed. Update Stanceline to open it."
        )
    return version


def stamp_of(path: Path, key: Key | None) -> tuple[int, int]:
    """The application id and the schema's number in the file. Raises WrongPassphrase.

    Nothing is made beside the file, and no log of it is read: both numbers are written once
    and for all when a file is made.
    """
    with errors_told(path):
        try:
            return _read_stamp(path, key)
        except DRIVER.DatabaseError as error:
            if key is None or _NOT_READABLE not in str(error):
                raise
        try:
            # Somebody else may have been writing the page that was read.
            return _read_stamp(path, key)
        except DRIVER.DatabaseError as error:
            if _NOT_READABLE not in str(error):
                raise
    raise WrongPassphrase(f"The passphrase does not open {path}. {_WRONG_ADVICE}")


def _read_stamp(path: Path, key: Key | None) -> tuple[int, int]:
    with closing(_probe(path)) as probe:
        for statement in key.pragmas() if key else ():
            probe.execute(statement)
        (application_id,) = probe.execute("PRAGMA application_id").fetchone()
        (version,) = probe.execute("PRAGMA user_version").fetchone()
    return int(application_id), int(version)


def is_encrypted(path: Path) -> bool:
    """Whether the file looks like an encrypted one; False when it cannot be read.

    An encrypted file is nothing but random bytes. Files of other programs that look random
    too begin with marks of their own, and their length is rarely a multiple of a page.
    """
    try:
        if not path.is_file():
            return False
        with may_open_raw(path) as may_open:
            if may_open:
                with path.open("rb") as file:
                    page = file.read(PAGE_LENGTH)
                return looks_encrypted(page, path.stat().st_size)
        return _refuses_to_be_read_plain(path)
    except OSError:
        return False


def _is_cut_short(path: Path) -> bool:
    """Whether the file would look encrypted if only its length were that of whole pages."""
    try:
        if not path.is_file():
            return False
        with may_open_raw(path) as may_open, path.open("rb") if may_open else nullcontext() as file:
            page = file.read(PAGE_LENGTH) if file else b""
    except OSError:
        return False
    return looks_encrypted(page, PAGE_LENGTH)


def looks_encrypted(page: bytes, length: int) -> bool:
    """Whether a file of this length in bytes that begins with this page may be encrypted."""
    if length == 0 or length % PAGE_LENGTH or len(page) < PAGE_LENGTH:
        return False
    if page.startswith(_OTHER_FORMATS) or page[4:8] == b"ftyp":
        return False
    return _is_random(page)


_OTHER_FORMATS = (
    *(_PLAIN_MAGIC, b"PK\x03\x04", b"PK\x05\x06", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8"),
    *(b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!"),
    *(b"RIFF", b"OggS", b"ID3", b"fLaC", b"\x1aE\xdf\xa3", b"\x7fELF", b"wOFF", b"wOF2"),
    *(b"\xd0\xcf\x11\xe0", b"LUKS\xba\xbe", b"-----BEGIN", b"Salted__"),
)


def _is_random(page: bytes) -> bool:
    """Whether all values of a byte are about as frequent, as they are in what is encrypted.

    The measure is chi-squared with 255 degrees of freedom: random pages have 255 on average,
    with a standard deviation of 22.6; one in many millions has more than eight of those more.
    """
    expected = len(page) / 256
    counts = Counter(page)
    measure = sum((counts[value] - expected) ** 2 for value in range(256)) / expected
    return measure < 255 + 8 * math.sqrt(2 * 255)


def _derived(passphrase: str, salt: bytes) -> Key:
    if not passphrase:
        raise UnusablePassphrase("A passphrase cannot be empty.")
    try:
        # The same letters come decomposed from some keyboards and composed from others.
        words = unicodedata.normalize("NFC", passphrase).encode()
    except UnicodeEncodeError:
        # The error would carry the passphrase.
        words = b""
    if not words:
        raise UnusablePassphrase("The passphrase has a sign that is no character; type it anew.")
    # Where OpenSSL was not loaded at the start, hashlib lacks this.
    from _hashlib import pbkdf2_hmac

    return Key(pbkdf2_hmac("sha512", words, salt, _ROUNDS, _KEY_LENGTH), salt)


def _salt_of(path: Path) -> bytes:
    try:
        with may_open_raw(path) as may_open:
            if may_open:
                with path.open("rb") as file:
                    return file.read(SALT_LENGTH)
        return _salt_by_sqlite(path)
    except OSError as error:
        raise WorkspaceUnavailable(f"{path} cannot be read: {error.strerror}.") from error


def _salt_by_sqlite(path: Path) -> bytes:
    """The salt of a file that is open here, and that SQLite alone may touch."""
    with errors_told(path), closing(_probe(path)) as probe:
        # Any key has the salt read before it turns out not to fit.
        for statement in Key(bytes(_KEY_LENGTH), b"").pragmas():
            probe.execute(statement)
        with suppress(DRIVER.DatabaseError):
            probe.execute("PRAGMA user_version")
        return bytes.fromhex(probe.execute("PRAGMA cipher_salt").fetchone()[0])


def _refuses_to_be_read_plain(path: Path) -> bool:
    with closing(_probe(path)) as probe:
        try:
            probe.execute("PRAGMA user_version")
        except DRIVER.DatabaseError as error:
            return _NOT_READABLE in str(error)
    return False


def _probe(path: Path) -> Any:
    """A connection that reads the file itself and makes nothing beside it.

    Only where newest changes are beside it are they played in, since the file alone may be
    cut off then. SQLite keeps its own count of who holds a file, so that this is safe
    beside others.
    """
    # A connection that can write would play them in for good, and they may be another file's.
    mode = "mode=ro&immutable=1"
    if has_leftovers(path) and can_write(path):
        mode = "mode=rw" if has_half_done_changes(path) else "mode=ro"
    address = f"{path.resolve().as_uri()}?{mode}"
    return DRIVER.connect(address, uri=True, isolation_level=None)


@cache
def can_encrypt() -> bool:
    """Whether the driver in use knows encryption; the standard library's does not."""
    with closing(DRIVER.connect(":memory:")) as connection:
        return connection.execute("PRAGMA cipher_version").fetchone() is not None


def _check_can_encrypt(what: str) -> None:
    if not can_encrypt():
        raise EncryptionMissing(
            f"{what}: this installation lacks the package sqlcipher3, which encrypts. Install "
            "it for the Python that runs Stanceline, and start again."
        )
