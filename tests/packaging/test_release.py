"""What a release is checked for, and the workflow that makes one."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import package
import pytest
import release
import yaml

from stanceline import __version__

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
WORKFLOWS = ROOT / ".github" / "workflows"

LOG = """# Changelog

## [Unreleased]

- Nothing yet.

## [0.2.0] - 2026-05-01

### Added

- A thing.

## [0.1.0] - 2026-01-01

- The first.
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "desktop" / "stanceline").mkdir(parents=True)
    module = tmp_path / "desktop" / "stanceline" / "__init__.py"
    module.write_text('"""Words."""\n\n__version__ = "0.2.0"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(LOG, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def workflow() -> dict[Any, Any]:
    loaded = yaml.safe_load((WORKFLOWS / "release.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def steps_of(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job.get("steps", [])]


# ---- the tag, the notes, the sums --------------------------------------------------------


def test_the_version_is_read_without_running_the_program() -> None:
    assert release.version_of(ROOT) == __version__


def test_a_tag_fits_the_program_and_the_change_log(checkout: Path) -> None:
    assert release.check("v0.2.0", checkout) == "0.2.0"


@pytest.mark.parametrize("tag", ["v0.1.0", "0.2.0", "v0.2.0rc1", "v0.2", ""])
def test_a_tag_of_another_version_is_refused(tag: str, checkout: Path) -> None:
    with pytest.raises(release.CannotRelease, match=r"the program is version 0\.2\.0"):
        release.check(tag, checkout)


def test_a_version_that_the_change_log_does_not_tell_of_is_refused(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text(LOG.replace("[0.2.0]", "[0.2.1]"), encoding="utf-8")
    with pytest.raises(release.CannotRelease, match=r"no section for 0\.2\.0"):
        release.check("v0.2.0", checkout)


def test_the_notes_are_the_section_of_the_programs_version(checkout: Path) -> None:
    assert release.notes(checkout) == "### Added\n\n- A thing.\n"


def test_the_sums_are_what_the_systems_own_tool_reads(tmp_path: Path) -> None:
    (tmp_path / "b c.deb").write_bytes(b"two")
    (tmp_path / "a.exe").write_bytes(b"one")
    sums = release.write_sums(tmp_path)
    lines = sums.read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"{hashlib.sha256(b'one').hexdigest()}  a.exe"
    assert [line.split("  ", 1)[1] for line in lines] == ["a.exe", "b c.deb"]
    if shutil.which("sha256sum"):
        command = ["sha256sum", "--check", "--strict", sums.name]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
        (tmp_path / "a.exe").write_bytes(b"changed")
        assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode


def test_sums_written_twice_do_not_count_themselves(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    before = release.write_sums(tmp_path).read_bytes()
    assert release.write_sums(tmp_path).read_bytes() == before


def test_a_release_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(release.CannotRelease, match="nothing in"):
        release.write_sums(tmp_path)


# ---- the workflow ------------------------------------------------------------------------


def test_a_release_is_made_from_a_tag_and_drafted_only_then(workflow: dict[Any, Any]) -> None:
    when = workflow[True]  # YAML 1.1 reads the key `on` as true.
    assert when["push"] == {"tags": ["v*"]}
    assert workflow["jobs"]["release"]["if"] == "github.ref_type == 'tag'"
    (drafting,) = [step for step in steps_of(workflow) if "gh release" in step.get("run", "")]
    assert "--draft" in drafting["run"]
    assert "--verify-tag" in drafting["run"]


def test_only_the_job_that_drafts_may_write(workflow: dict[Any, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    rights = {
        name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job
    }
    assert rights == {"release": {"contents": "write"}}


def test_nothing_is_built_before_the_tests_and_nothing_drafted_before_all_is_built(
    workflow: dict[Any, Any],
) -> None:
    jobs = workflow["jobs"]
    for name in ("linux", "windows", "macos"):
        assert set(jobs[name]["needs"]) == {"version", "test"}
    assert set(jobs["release"]["needs"]) == {"version", "linux", "windows", "macos"}
    tests = yaml.safe_load((WORKFLOWS / "ci.yml").read_text(encoding="utf-8"))
    assert jobs["test"]["uses"] == "./.github/workflows/ci.yml"
    assert "workflow_call" in tests[True]


def test_every_action_is_named_with_its_version_and_leaves_no_credentials(
    workflow: dict[Any, Any],
) -> None:
    for step in steps_of(workflow):
        if "uses" in step:
            assert re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"])
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_no_secret_and_nothing_that_strangers_choose_is_written_into_a_script(
    workflow: dict[Any, Any],
) -> None:
    # They come as variables of the environment, which no shell reads as words of its own.
    for step in steps_of(workflow):
        assert "${{" not in step.get("run", ""), step


def test_secrets_go_only_to_the_steps_that_sign(workflow: dict[Any, Any]) -> None:
    secret = re.compile(r"secrets\.(\w+)")
    used = set()
    for name, job in workflow["jobs"].items():
        assert not secret.search(str(job.get("env"))), name
        assert job.get("secrets") is None
    for step in steps_of(workflow):
        names = set(secret.findall(str(step)))
        used |= names
        assert not names or re.search("[Ss]ign|certificate|installer|Apple", step["name"]), step
    told = (WORKFLOWS / "release.yml").read_text(encoding="utf-8").partition("name: release")[0]
    assert set(re.findall(r"\b[A-Z]+_[A-Z_]+\b", told)) == used


def test_every_script_and_step_that_the_workflow_names_is_there(
    workflow: dict[Any, Any],
) -> None:
    runs = "\n".join(step.get("run", "") for step in steps_of(workflow))
    named = set(re.findall(r"packaging/[\w/]+\.(?:py|sh)", runs))
    assert len(named) >= 8
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert set(re.findall(r"package\.py --only (\w+)", runs)) <= set(package.STEPS)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([\w-]+)", runs):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_processors_of_macos_are_those_that_its_names_say(workflow: dict[Any, Any]) -> None:
    matrix = workflow["jobs"]["macos"]["strategy"]["matrix"]["include"]
    assert {(each["runner"], each["processor"]) for each in matrix} == {
        ("macos-15", "arm64"),
        ("macos-15-intel", "x86_64"),
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such shell")
@pytest.mark.parametrize("script", sorted(PACKAGING.rglob("*.sh")), ids=lambda path: path.name)
def test_every_shell_script_can_be_read_by_its_shell(script: Path) -> None:
    shell = script.read_text(encoding="utf-8").splitlines()[0].removeprefix("#!").split()[-1]
    subprocess.run([shell, "-n", str(script)], check=True, capture_output=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such mark")
@pytest.mark.parametrize("name", ["sign", "dmg", "notarise", "keychain"])
def test_the_scripts_that_the_workflow_runs_are_marked_as_programs(name: str) -> None:
    assert (PACKAGING / "macos" / f"{name}.sh").stat().st_mode & 0o111
