"""Modules that are loaded when they are used: until then nothing of them, then all of them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

DESKTOP = Path(__file__).resolve().parents[1] / "desktop"
WITH_LIBRARY = """
import sys, types
from stanceline.seldom import NAMED_BY_SQLALCHEMY, put_off
library = types.ModuleType("library")
with put_off(NAMED_BY_SQLALCHEMY):
    exec("import asyncio; from importlib import metadata", vars(library))
"""


def said_by(program: str) -> list[str]:
    """What a new process says in which a library has named the modules while they were put off."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{WITH_LIBRARY}\n{program}"],
        env={**os.environ, "PYTHONPATH": str(DESKTOP)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_nothing_of_them_is_loaded_for_who_names_them() -> None:
    loaded = said_by("print(*sys.modules)")
    assert {"asyncio", "asyncio.events", "importlib.metadata", "email"}.isdisjoint(loaded)


def test_sqlalchemy_is_loaded_without_them() -> None:
    loaded = said_by(
        "with put_off(NAMED_BY_SQLALCHEMY):\n"
        "    import sqlalchemy.dialects.sqlite, sqlalchemy.orm\n"
        "print(*sys.modules)"
    )
    assert "sqlalchemy.orm.session" in loaded
    assert {"asyncio.events", "email"}.isdisjoint(loaded)


def test_sums_are_made_without_openssl() -> None:
    said = said_by(
        "from stanceline.seldom import load_hashes\nload_hashes()\nimport hashlib, secrets, hmac\n"
        "print('_hashlib' in sys.modules, hashlib.sha256(b'').hexdigest()[:4])\n"
        "import io\nprint(hashlib.file_digest(io.BytesIO(), 'sha256').hexdigest()[:4])"
    )
    assert said == ["False", "e3b0", "e3b0"]


def test_a_passphrase_makes_the_same_key_without_openssl_at_the_start() -> None:
    key = "from stanceline.storage.keys import _derived\nprint(_derived('seven', b'0' * 16))"
    first = "from stanceline.seldom import load_hashes\nload_hashes()\n"
    assert said_by(first + key) == said_by(key)


def test_numpy_is_loaded_without_its_descriptions() -> None:
    said = said_by(
        "from stanceline.seldom import NAMED_BY_NUMPY\n"
        "with put_off(NAMED_BY_NUMPY):\n    import numpy\n"
        "print(numpy.ndarray.__doc__, numpy.arange(3).sum())\n"
        "print(NAMED_BY_NUMPY[0] in sys.modules)"
    )
    assert said == ["None", "3", "False"]


@pytest.mark.parametrize(
    "program",
    [
        "async def two(): return 2\nprint(library.asyncio.run(two()))",
        "print(library.asyncio.iscoroutine(2) + 2)",
        "print(len(library.metadata.version('sqlalchemy')[:2]))",
    ],
)
def test_the_library_gets_what_is_in_them_when_it_uses_them(program: str) -> None:
    assert said_by(program) == ["2"]


@pytest.mark.parametrize(
    "program",
    [
        "import asyncio\nasync def two(): return 2\nprint(asyncio.run(two()))",
        "from asyncio import sleep, run\nprint(run(sleep(0, 2)))",
        "import asyncio.queues\nprint(asyncio.queues.Queue(2).maxsize)",
        "library.asyncio.iscoroutine(2)\nimport asyncio.queues\nprint(asyncio.Queue(2).maxsize)",
        "import importlib.metadata as m\nprint(len(m.version('sqlalchemy')[:2]))",
        "from importlib import metadata\nprint(2 if metadata.files('sqlalchemy') else 0)",
        "from importlib.metadata import version\nprint(len(version('numpy')[:2]))",
    ],
)
def test_everybody_else_gets_the_true_ones(program: str) -> None:
    assert said_by(program) == ["2"]


def test_what_is_used_while_it_is_put_off_is_there_at_once_and_stays() -> None:
    said = said_by(
        "with put_off(NAMED_BY_SQLALCHEMY):\n"
        "    import asyncio\n    asyncio.run\n    used = sys.modules['asyncio']\n"
        "import asyncio\nprint(asyncio is used, 'run' in vars(asyncio))"
    )
    assert said == ["True", "True"]


def test_one_that_is_loaded_stays_as_it_is() -> None:
    said = said_by(
        "import asyncio\nwith put_off(NAMED_BY_SQLALCHEMY):\n    import asyncio as again\n"
        "import asyncio as later\nprint(again is asyncio, later is asyncio)"
    )
    assert said == ["True", "True"]
