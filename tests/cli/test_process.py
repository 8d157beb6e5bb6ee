"""The same commands as a program of their own: streams, pipes and exit statuses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from builders import BRIDGE
from stanceline.services.articles import library
from stanceline.services.workspace import Workspace

DESKTOP = Path(__file__).resolve().parents[2] / "desktop"


def program(*arguments: object, environment: dict[str, str] | None = None) -> list[str]:
    assert environment is None or environment
    return [sys.executable, "-W", "error", str(DESKTOP), *map(str, arguments)]


def run(
    *arguments: object, given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        program(*arguments),
        input=given,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert b"Traceback" not in done.stderr
    return done


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(BRIDGE, encoding="utf-8")
    return path


def test_main_job_without_a_window(text: Path, tmp_path: Path):
    w, table = tmp_path / "w.stanceline", tmp_path / "t.csv"
    done = run("import", text, "--published", "2031-05-13", "--workspace", w)
    assert (done.returncode, done.stderr) == (0, b"Imported 1 article.\n")
    assert run("suggest", "--workspace", w, "--accept", "0.5").returncode == 0
    listed = run("list", "quotations", "--workspace", w, "--json")
    assert listed.stderr == b""
    rows = json.loads(listed.stdout)
    assert {BRIDGE[row["start"] : row["end"]] == row["words"] for row in rows} == {True}
    assert {"Tora Berg", "Nils Aker"} <= {row["speaker"] for row in rows}
    assert run("export", "timeline", "--workspace", w, "--out", table).returncode == 0
    assert table.read_text("utf-8-sig").startswith("id,kind,title,start,end,edtf")


def test_text_comes_in_on_standard_input(tmp_path: Path):
    w = tmp_path / "w.stanceline"
    done = run("import", "-", "-w", w, given=BRIDGE.encode("utf-16"))
    assert (done.returncode, done.stderr) == (0, b"Imported 1 article.\n")
    with Workspace.open(w) as workspace:
        assert library(workspace)[0].title == "Harbour board keeps the bridge shut"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [(b"", b"It is empty."), (bytes(range(256)) * 9, b"It holds binary data, not a text.")],
)
def test_standard_input_that_is_no_text_is_told_of(tmp_path: Path, given: bytes, sentence: bytes):
    done = run("import", "-", "-w", tmp_path / "w.stanceline", given=given)
    assert done.returncode == 1
    assert b"stanceline: standard input: " + sentence in done.stderr
    done = run("suggest", "-", given=given)
    assert (done.returncode, done.stderr) == (1, b"stanceline: standard input: " + sentence + b"\n")
    assert list(tmp_path.iterdir()) == []


def test_suggestions_for_standard_input(tmp_path: Path):
    done = run("suggest", "-", "--json", given=BRIDGE.encode())
    assert json.loads(done.stdout)["doc_id"] == ""
    given = json.dumps({"doc_id": "b", "text": BRIDGE}).encode()
    done = run("suggest", "--jsonl", "-", given=given)
    assert json.loads(done.stdout)["doc_id"] == "b"
    assert list(tmp_path.iterdir()) == []


def test_each_line_is_answered_before_the_next_is_given():
    with subprocess.Popen(
        program("suggest", "--jsonl", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            given = {"doc_id": number, "text": "“We wait,” said Міст \U0001f309 Aker."}
            process.stdin.write(json.dumps(given, ensure_ascii=False).encode() + b"\n")
            process.stdin.flush()
            told = json.loads(process.stdout.readline())
            assert told["doc_id"] == number
            assert told.keys() == {"doc_id", "quotes", "dates"}
        process.stdin.close()
        assert process.wait() == 0


def test_standard_input_in_another_encoding_is_told_of():
    done = run("suggest", "--jsonl", "-", given='{"text": "Zürich"}'.encode("latin-1"))
    assert (done.returncode, done.stderr) == (1, b"stanceline: Standard input is not UTF-8.\n")
    marked = run("suggest", "--jsonl", "-", given=b"\xef\xbb\xbf" + b'{"text": "Fog"}\r\n')
    assert (marked.returncode, json.loads(marked.stdout)["doc_id"]) == (0, "1")


def test_output_is_utf8_whatever_the_system_says(workspace_path: Path):
    with Workspace.open(workspace_path) as workspace, workspace.action("Rename") as session:
        session.connection().exec_driver_sql("UPDATE setting SET value = 'Міст \U0001f309'")
    for encoding in ("ascii", "latin-1", "utf-8"):
        done = run("info", workspace_path, "--json", PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (0, b"")
        assert json.loads(done.stdout.decode("utf-8"))["name"] == "Міст \U0001f309"


def test_reader_that_leaves_early_is_no_error(tmp_path: Path):
    lines = (json.dumps({"doc_id": str(n), "text": BRIDGE}) + "\n" for n in range(200))
    path = tmp_path / "docs.jsonl"
    path.write_text("".join(lines))
    with subprocess.Popen(
        program("suggest", "--jsonl", path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_full_disk_behind_the_output_is_told_in_a_sentence(workspace_path: Path):
    if not Path("/dev/full").exists():
        pytest.skip("This system has no device that is always full.")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            program("info", workspace_path), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (1, b"stanceline: No space left on device.\n")


def shell(command: str, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    if os.name != "posix":
        pytest.skip("Streams are closed by a POSIX shell here.")
    done = subprocess.run(
        ["sh", "-c", command, "sh", *program(*arguments)], capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    return done


def test_closed_input_is_told_in_a_sentence(tmp_path: Path):
    done = shell('"$@" <&-', "import", "-", "-w", tmp_path / "w.stanceline")
    assert (done.returncode, done.stderr) == (1, b"stanceline: Bad file descriptor.\n")
    assert shell('"$@" <&-', "suggest", "-").returncode == 1
    assert shell('"$@" <&-', "suggest", "--jsonl", "-").returncode == 1


def test_closed_output_is_told_in_a_sentence(workspace_path: Path):
    done = shell('"$@" >&-', "info", workspace_path)
    assert (done.returncode, done.stderr) == (1, b"stanceline: Bad file descriptor.\n")
    assert shell('"$@" >&-', "--help").returncode == 1


def test_command_without_any_stream_does_its_work(text: Path, tmp_path: Path):
    w = tmp_path / "w.stanceline"
    assert shell('"$@" <&- >&- 2>&-', "import", text, "-w", w).returncode == 0
    with Workspace.open(w) as workspace:
        assert len(library(workspace)) == 1


_INTERRUPTED = """
import sys
sys.path.insert(0, {desktop!r})
from stanceline.__main__ import main
class Interrupt:
    def find_spec(self, name, *_):
        if name == {module!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupt())
sys.argv = ["stanceline", "info", "w.stanceline"]
sys.exit(main())
"""


@pytest.mark.parametrize("module", ["stanceline.cli", "sqlalchemy", "stanceline.services.checking"])
def test_program_stopped_while_it_loads_says_so(module: str):
    script = _INTERRUPTED.format(desktop=str(DESKTOP), module=module)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"stanceline: stopped.\n")


def test_word_that_is_too_long_for_a_file_name_is_wrong_usage():
    assert run("a" * 5000).returncode == 2


def test_file_whose_name_is_in_no_encoding_is_imported_and_told(tmp_path: Path):
    good = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(good)).write_bytes(BRIDGE.encode())
    except OSError:
        pytest.skip("This system allows only names in Unicode.")
    done = run("import", os.fsdecode(good), "-w", tmp_path / "w.stanceline", "--json")
    assert done.returncode == 0
    done = run("import", os.fsdecode(good), "-w", tmp_path / "w.stanceline", "--json")
    assert json.loads(done.stdout)["duplicates"] == ["caf\ufffd.txt"]


def test_two_imports_at_once_both_come_in(tmp_path: Path):
    w = tmp_path / "w.stanceline"
    Workspace.create(w).close()
    processes = []
    for n in range(3):
        path = tmp_path / f"{n}.txt"
        path.write_text(f"Report {n}\n\nThe bridge stays shut.")
        processes.append(subprocess.Popen(program("import", path, "-w", w), stderr=subprocess.PIPE))
    for process in processes:
        _, err = process.communicate()
        assert (process.returncode, err) == (0, b"Imported 1 article.\n")
    with Workspace.open(w) as workspace:
        assert len(library(workspace)) == 3


def test_a_word_that_is_neither_a_command_nor_a_file_is_wrong_usage() -> None:
    done = run("frobnicate")
    assert done.returncode == 2
    assert b"invalid choice" in done.stderr


def test_without_a_display_the_window_says_so_and_fails(tmp_path: Path) -> None:
    done = run(tmp_path / "bridge.stanceline", QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 1
    assert b"there is no display" in done.stderr
