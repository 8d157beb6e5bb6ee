"""The fault tests see what they are there to see: each is shown a program that fails."""

import os
import random
import shutil
import signal
import time
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from faults import affair, damage, fulldisk, jobs, kills, kit, powercut, walks
from faults.disk import Entry, LoggingDisk, Replay
from faults.kit import Acknowledge, Ended, Tally, in_child

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")


@pytest.fixture(scope="module")
def affair_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("affair") / "affair.stanceline"
    affair.make_affair(path, n_articles=3)
    return path


@pytest.fixture
def path(affair_path: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(affair_path, tmp_path / "work.stanceline"))


class TestChildren:
    def test_a_killed_child_has_acknowledged_what_it_said_before(self) -> None:
        def count(acknowledge: Acknowledge) -> None:
            for number in range(1_000_000):
                acknowledge(number)

        ended = in_child(count, kill_after_first=0.05)
        assert ended.was_killed
        assert ended.acknowledged == list(range(len(ended.acknowledged)))

    def test_a_child_that_hangs_is_ended_by_the_alarm(self) -> None:
        ended = in_child(lambda _say: time.sleep(60), timeout=0.2)
        assert ended.status == -signal.SIGALRM

    def test_a_child_that_crashes_is_told_from_one_that_ends(self) -> None:
        assert in_child(lambda _say: os.abort()).status == -signal.SIGABRT
        assert in_child(lambda _say: None).status == 0

    def test_what_a_failing_child_says_is_kept(self) -> None:
        def fail(_say: Acknowledge) -> None:
            raise ValueError("the reason")

        ended = in_child(fail)
        assert ended.status == kit.FAILED_OF_ITSELF
        assert "the reason" in ended.said


class TestLookingOver:
    def test_a_sound_file_has_no_problems(self, path: Path) -> None:
        assert kit.looked_over(path) == []

    @pytest.mark.parametrize(
        ("statement", "sign"),
        [
            ("DELETE FROM quotation", "foreign key"),
            ("UPDATE search_doc SET title = title || ' and so on' WHERE id = 1", "index"),
            ("UPDATE change SET vals = '{'", "no JSON"),
            ("DELETE FROM change WHERE action_id = (SELECT max(id) FROM action)", "hold no change"),
            ("DELETE FROM action WHERE id = (SELECT min(action_id) FROM change)", "without an"),
        ],
    )
    def test_a_tampered_file_has_some(self, path: Path, statement: str, sign: str) -> None:
        with closing(kit.open_raw(path)) as connection:
            triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in triggers.fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(statement)
        assert any(sign in problem for problem in kit.looked_over(path))

    def test_a_file_with_a_broken_page_has_some(self, path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[8192:12288] = random.Random(1).randbytes(4096)
        path.write_bytes(content)
        assert kit.looked_over(path)


class TestPowerCuts:
    def test_a_write_that_was_not_synced_may_be_lost_and_a_synced_one_not(self) -> None:
        def kept(*, is_synced: bool) -> set[bytes]:
            replay = Replay({"file": b"old "})
            replay.take(Entry("write", "file", 0, b"new "))
            if is_synced:
                replay.take(Entry("sync", "file"))
            return {replay.after_cut(random.Random(seed))["file"] for seed in range(40)}

        assert kept(is_synced=True) == {b"new "}
        assert kept(is_synced=False) == {b"new ", b"old "}

    def test_a_new_name_lasts_from_the_first_sync_of_the_file(self) -> None:
        replay = Replay({})
        replay.take(Entry("create", "file"))
        replay.take(Entry("write", "file", 0, b"all"))
        assert {len(replay.after_cut(random.Random(seed))) for seed in range(40)} == {0, 1}
        replay.take(Entry("sync", "file"))
        assert {len(replay.after_cut(random.Random(seed))) for seed in range(40)} == {1}

    def test_a_deleted_file_may_come_back_until_the_folder_is_synced(self) -> None:
        replay = Replay({"file": b"all"})
        replay.take(Entry("delete", "file"))
        assert {len(replay.after_cut(random.Random(seed))) for seed in range(40)} == {0, 1}
        replay.take(Entry("sync folder"))
        assert {len(replay.after_cut(random.Random(seed))) for seed in range(40)} == {0}

    def test_the_log_tells_of_all_that_the_disk_holds(self, tmp_path: Path) -> None:
        disk = LoggingDisk("logging-for-a-test")
        path = tmp_path / "numbers.db"
        with closing(apsw.Connection(str(path), vfs=disk.name)) as connection:
            connection.execute("CREATE TABLE number (value)")
            for value in range(50):
                connection.execute("INSERT INTO number VALUES (?)", (value,))
        replay = Replay({})
        for entry in [*disk.log, Entry("sync", path.name), Entry("sync folder")]:
            replay.take(entry)
        assert replay.after_cut(random.Random(1))[path.name] == path.read_bytes()

    def test_weaker_pragmas_lose_and_the_program_s_own_do_not(self) -> None:
        kept, *weaker = powercut.power_cuts(200, n_gestures=30)
        assert kept.is_good, kept.told
        assert all(tally.is_good for tally in weaker), [tally.note for tally in weaker]


class TestKills:
    def test_acknowledged_work_that_is_not_there_counts_as_lost(self, path: Path) -> None:
        with closing(kit.open_raw(path)) as connection:
            now = kills._state(connection)
        tally = Tally("kills")
        ended = Ended([0, 1, 2, 3], -signal.SIGKILL, 0.1)
        states = [now, "one", "two", "three", "four"]
        assert kills._place_after(tally, kills.File(), path, states, 0, ended) is None
        assert tally.lost == 3

    def test_the_step_that_was_cut_off_may_be_there(self, path: Path) -> None:
        with closing(kit.open_raw(path)) as connection:
            now = kills._state(connection)
        tally = Tally("kills")
        ended = Ended([0, 1, 2], -signal.SIGKILL, 0.1)
        assert (
            kills._place_after(tally, kills.File(), path, ["zero", "one", "two", now], 0, ended)
            == 3
        )
        assert not tally.lost + tally.failed

    def test_a_file_that_is_written_in_place_is_caught_half_written(self) -> None:
        def write(trial: Path, _say: Acknowledge) -> None:
            with (trial / "file").open("w") as file:
                for _ in range(50):
                    file.write("line\n")
                    file.flush()
                    time.sleep(0.002)

        def check(trial: Path, _said: list[object]) -> list[str]:
            return [] if (trial / "file").read_text() in {"old\n", "line\n" * 50} else ["half"]

        job = jobs.Job(
            "writing in place",
            lambda trial: (trial / "file").write_text("old\n"),
            write,
            check,
            lambda _trial: None,
        )
        assert jobs.killed(job, 10).failed

    def test_what_is_left_behind_is_seen(self, tmp_path: Path) -> None:
        (tmp_path / ".unfinished-1-2.csv").touch()
        assert jobs.leftovers(tmp_path)


class TestWalks:
    def test_undo_and_redo_pass(self, path: Path) -> None:
        tally = Tally("walks")
        with walks._Walk(path, 1, tally) as walk:
            walk.go(60, is_neutral=True)
        assert not tally.failed, tally.told

    @pytest.mark.parametrize("name", ["journal_quotation_au", "search_doc_ad"])
    def test_a_missing_trigger_does_not(self, path: Path, name: str) -> None:
        tally = Tally("walks")
        with walks._Walk(path, 1, tally) as walk:
            walk._connection.execute(f"DROP TRIGGER {name}")
            with pytest.MonkeyPatch.context() as patch:
                # Opening anew would refuse the file for the missing trigger.
                patch.setattr(walk, "_open", lambda: None)
                patch.setattr(walk, "_close", lambda: None)
                with kit.timed(tally):
                    walk.go(150, is_neutral=False)
        assert tally.failed


class TestFullDisks:
    def test_a_program_that_writes_in_place_is_caught(self) -> None:
        def write(trial: Path, _say: Acknowledge) -> None:
            try:
                (trial / "file").write_bytes(b"new" * 50_000)
            except OSError as error:
                raise kit_error(error) from error

        def check(trial: Path, _said: list[object]) -> list[str]:
            return [] if len((trial / "file").read_bytes()) == 150_000 else ["half"]

        job = jobs.Job(
            "writing in place",
            lambda trial: (trial / "file").write_bytes(b"old" * 50_000),
            write,
            check,
            lambda _trial: None,
        )
        tally = Tally("full disk")
        list(fulldisk._trials(tally, job, 4, is_small_disk=False))
        assert tally.failed


def kit_error(error: OSError) -> Exception:
    from stanceline.domain.errors import StancelineError

    return StancelineError(f"The file cannot be written: {error.strerror}.")


class TestDamage:
    def test_a_checker_that_says_nothing_loses(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(damage, "_named", lambda _said: set())
        assert damage.damages(40).lost
