"""What `make package` does before and around PyInstaller."""

import shutil
import subprocess
from pathlib import Path

import package
import pytest

ROOT = Path(__file__).resolve().parents[2]

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


@pytest.fixture
def job(tmp_path: Path) -> package.Job:
    (tmp_path / "out").mkdir()
    return package.Job(tmp_path / "work", tmp_path / "out", "1.2.3", 1_700_000_000)


def test_the_time_of_all_files_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert package.source_date() == 1_700_000_000


@needs_git
def test_untold_it_is_the_time_of_the_last_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(package, "ROOT", tmp_path)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "somebody@example.org")
        monkeypatch.setenv(f"GIT_{name}_DATE", "2024-05-06T07:08:09+02:00")
    git = ["git", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "Begin"], check=True)
    assert package.source_date() == 1_714_972_089


def test_without_either_a_sentence_tells_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setattr(package, "ROOT", tmp_path)
    with pytest.raises(package.CannotPackage, match="Set SOURCE_DATE_EPOCH to a number"):
        package.source_date()


def test_a_package_of_nothing_is_refused_in_a_sentence(job: package.Job) -> None:
    for step in (package.build_deb, package.build_portable, package.smoke):
        with pytest.raises(package.CannotPackage, match="--only freeze"):
            step(job)


def test_earlier_packages_go_and_what_else_lies_there_stays(job: package.Job) -> None:
    for name in ("stanceline_1.2.2_amd64.deb", "stanceline-1.2.2.cdx.json", "SHA256SUMS"):
        (job.out / name).touch()
    (job.out / "notes.txt").touch()
    package.clear(job)
    assert [path.name for path in job.out.iterdir()] == ["notes.txt"]


def test_linux_gets_packages_and_the_other_systems_a_frozen_program() -> None:
    assert package.build_deb in package.steps_of("linux")
    assert package.build_portable in package.steps_of("linux")
    for system in ("win32", "darwin"):
        assert package.steps_of(system)[-1] is package.freeze


def test_names_for_debuggers_go_except_from_the_program_and_from_numpys_libraries(
    tmp_path: Path,
) -> None:
    compiler = shutil.which("cc")
    if compiler is None or shutil.which("strip") is None:
        pytest.skip("there is no compiler to make a library with")
    source = tmp_path / "one.c"
    source.write_text(
        "static int hidden(int x) { return x + 1; }\nint seen(int x) { return hidden(x) * x; }\n",
        encoding="utf-8",
    )
    tree = tmp_path / "tree"
    made = [tree / "one.so", tree / "numpy.libs" / "two.so", tree / "program"]
    for path in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        command = [compiler, "-g", "-O0", "-shared", "-fPIC", "-o", str(path), str(source)]
        subprocess.run(command, check=True)
    sizes = [path.stat().st_size for path in made]
    package.strip_symbols(tree)
    assert made[0].stat().st_size < sizes[0]
    assert [path.stat().st_size for path in made[1:]] == sizes[1:]
