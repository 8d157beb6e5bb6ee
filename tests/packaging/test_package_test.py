"""What the test of the packages looks with must itself see what is wrong."""

import re
import subprocess
import sys

import pytest
from testing.comparing import compare_exports, first_difference, without_dates
from testing.materials import ODD_FILES
from testing.snapshots import differences, snapshot
from testing.steps import CheckFailed, PartEnded, Report, check


def test_a_report_goes_on_after_a_failure_and_ends_with_status_1(capsys):
    report = Report(part="deb")
    with report.step("the first"):
        raise CheckFailed("it was not right")
    with report.step("the second") as remarks:
        remarks.append("7 MB")
    assert report.exit_status() == 1
    assert [step.name for step in report.failures] == ["the first"]
    said = capsys.readouterr().out
    assert "FAILED" in said
    assert "it was not right" in said
    assert "the second  (7 MB)" in said


def test_a_check_fails_with_its_sentence():
    check(bool("something"), "there is nothing")
    with pytest.raises(CheckFailed, match="there is nothing"):
        check(bool(""), "there is nothing")


def test_a_report_of_nothing_is_a_failure():
    assert Report().exit_status() == 1


def test_a_report_ends_a_part_whose_ground_is_missing():
    report = Report(part="deb")
    with pytest.raises(PartEnded), report.step("the ground", needed=True):
        raise CheckFailed("not there")
    assert report.exit_status() == 1


def test_a_report_tells_what_a_command_said_last(capsys):
    report = Report(part="deb")
    with report.step("a command"):
        subprocess.run(
            [sys.executable, "-c", "import sys; sys.exit('the disk is full')"],
            check=True,
            capture_output=True,
            text=True,
        )
    assert "the disk is full" in capsys.readouterr().out


def test_an_error_of_our_own_is_not_taken_for_a_finding():
    with pytest.raises(ZeroDivisionError), Report().step("a fault"):
        _ = 1 // 0


def test_a_snapshot_sees_what_came_went_and_changed(tmp_path):
    for name in ("kept", "gone", "changed", "closed"):
        (tmp_path / name).write_text(name)
    before = snapshot(tmp_path)
    (tmp_path / "gone").unlink()
    (tmp_path / "changed").write_text("other words")
    (tmp_path / "closed").chmod(0o400)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "new").write_text("new")
    assert differences(before, snapshot(tmp_path)) == [
        "changed: changed",
        "changed: closed",
        "left behind: folder",
        "left behind: folder/new",
        "gone: gone",
    ]


def test_a_snapshot_takes_the_same_bytes_at_another_time_for_the_same(tmp_path):
    (tmp_path / "cache").write_text("same")
    before = snapshot(tmp_path)
    (tmp_path / "cache").unlink()
    (tmp_path / "cache").write_text("same")
    assert differences(before, snapshot(tmp_path)) == []


def test_a_snapshot_leaves_out_folders_by_their_path_and_expects_by_pattern(tmp_path):
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc" / "1").write_text("passing")
    (tmp_path / "log").mkdir()
    found = snapshot(tmp_path, leave_out=("proc",))
    assert list(found) == ["log"]
    assert differences({}, found) == ["left behind: log"]
    assert differences({}, found, expected=("lo*",)) == []


def test_pdf_files_are_the_same_but_for_when_they_were_made(tmp_path):
    one, other = tmp_path / "a.pdf", tmp_path / "b.pdf"
    one.write_bytes(b"%PDF-1.4\n/CreationDate (D:20240630120000)\nwords\nxref\n1")
    other.write_bytes(b"%PDF-1.4\n/CreationDate (D:20250101)\nwords\nxref\n2")
    assert compare_exports(one, other) == "same but for dates"
    other.write_bytes(b"%PDF-1.4\n/CreationDate (D:20250101)\nother words\nxref\n2")
    with pytest.raises(CheckFailed, match=r"a\.pdf differs"):
        compare_exports(one, other)


def test_a_table_must_be_the_same_to_the_byte(tmp_path):
    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("speaker,date\nHolub,2024-06-30T12:00:00Z\n")
    other.write_text("speaker,date\nHolub,2024-07-30T12:00:00Z\n")
    with pytest.raises(CheckFailed, match="differs"):
        compare_exports(one, other)


def test_an_export_that_was_not_written_differs(tmp_path):
    (tmp_path / "a.csv").write_text("x")
    (tmp_path / "b.csv").write_text("")
    for other in ("b.csv", "c.csv"):
        with pytest.raises(CheckFailed, match="was not written"):
            compare_exports(tmp_path / "a.csv", tmp_path / other)


def test_the_first_difference_is_told_with_what_stands_around():
    told = first_difference(b"abc" * 40 + b"X", b"abc" * 40 + b"Y")
    assert told.startswith("at 120 of 121 and 121")
    assert without_dates(b"<svg>2024-06-30T12:00:00Z</svg>") == b"<svg></svg>"


@pytest.mark.parametrize("odd", ODD_FILES, ids=lambda odd: odd.name)
def test_each_odd_file_is_refused_by_the_program_with_its_sentence(odd, tmp_path):
    from stanceline.domain.errors import StancelineError
    from stanceline.services.workspace import Workspace

    good = tmp_path / "good.stanceline"
    workspace = Workspace.create(good)
    workspace.close()
    bad = tmp_path / odd.name
    odd.make(good, bad)
    if odd.is_roots:
        # Root may read all, and then nothing is wrong with it.
        assert bad.read_bytes() == good.read_bytes()
        return
    with pytest.raises(StancelineError) as caught:
        Workspace.open(bad).close()
    assert re.search(odd.says, str(caught.value), re.IGNORECASE | re.DOTALL)
