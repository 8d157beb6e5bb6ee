"""The smoke list itself: from source it passes, and it tells of a program that does otherwise."""

import os
import sys
from pathlib import Path

import pytest

from packaged.__main__ import compare
from packaged.given import write_given
from packaged.programs import Program
from packaged.steps import Step, quick_steps, steps

DESKTOP = Path(__file__).resolve().parents[2] / "desktop"
SOURCE = (sys.executable, str(DESKTOP))
FEW = (
    "version",
    "import texts",
    "search 連絡船",
    "import into a secret",
    "a secret with a wrong one",
    "upgrade schema 1",
    "refuse newer",
)


def few_steps(*names: str) -> list[Step]:
    found = [step for step in steps() if step.name in names]
    assert [step.name for step in found] == list(names)
    return found


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("smoke") / "given"
    write_given(folder)
    return folder


def program(folder: Path, name: str, *command: str) -> Program:
    outside = folder / name
    outside.mkdir()
    return Program(name, command or SOURCE, outside, str(outside))


def test_a_program_differs_in_nothing_from_itself(tmp_path: Path, given: Path, capsys):
    programs = [program(tmp_path, "source"), program(tmp_path, "packaged")]
    status = compare(programs, given, few_steps(*FEW))
    told = capsys.readouterr().out
    assert (status, told) == (
        0,
        "7 steps with each of source, packaged: no faults and differences.\n",
    )


_BROKEN = """
import os, subprocess, sys
words = sys.argv[1:]
done = subprocess.run([*{command!r}, *words], capture_output=True)
out, err, status = done.stdout, done.stderr, done.returncode
{fault}
sys.stdout.buffer.write(out)
sys.stderr.buffer.write(err)
sys.exit(status)
"""


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("status = 3", "FAILED   packaged: version: ended with 3 instead of 0"),
        ("out = b''", "FAILED   packaged: version: did not say"),
        ("out = out.replace(b'.', b'.9.')", "DIFFERS  packaged: version: output: line 1"),
        ("err = b'Oh. '", "DIFFERS  packaged: version: messages: line 1"),
        ("open('more.txt', 'w').close()", "DIFFERS  packaged: more.txt: only left by packaged"),
        ("open('right.txt', 'a').write('!')", "DIFFERS  packaged: right.txt: line 2"),
        (
            "err = b'Traceback (most recent call last)'",
            "FAILED   packaged: version: told a traceback",
        ),
    ],
)
def test_a_program_that_does_otherwise_is_told_of(
    tmp_path: Path, given: Path, capsys, fault: str, told: str
):
    script = tmp_path / "broken.py"
    script.write_text(_BROKEN.format(command=list(SOURCE), fault=fault), "utf-8")
    programs = [
        program(tmp_path, "source"),
        program(tmp_path, "packaged", sys.executable, str(script)),
    ]
    assert compare(programs, given, few_steps("version")) == 1
    assert told in capsys.readouterr().out


@pytest.mark.skipif(os.name != "posix", reason="env -i and -C are those of GNU.")
def test_a_program_in_an_emptied_environment_is_given_all_that_it_needs(tmp_path: Path):
    outside = tmp_path / "there"
    outside.mkdir()
    command = ("env", "-i", "-C", "{folder}", "{environment}", *SOURCE)
    inside = Program("packaged", command, outside, str(outside))
    ended = inside.run(["info", "none.stanceline"], environment={"STANCELINE_TRACEBACK": "1"})
    assert ended.status == 1
    assert b"none.stanceline" in ended.err


def test_names_of_steps_are_their_own_and_the_quick_ones_make_what_they_need():
    names = [step.name for step in steps()]
    assert len(set(names)) == len(names)
    assert {step.name for step in quick_steps()} >= {"import texts", "suggest for a workspace"}
