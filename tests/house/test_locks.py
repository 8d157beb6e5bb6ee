import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "packaging" / "lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
DEVELOP: list[str] = PROJECT["dependency-groups"]["develop"]


def entries(name: str) -> list[tuple[Requirement, list[str]]]:
    """Each requirement of a lock file with the SHA-256 sums of the files it may be."""
    text = (LOCKS / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found = []
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            specification, *options = re.split(r"\s+--hash=", line)
            found.append((Requirement(specification), options))
    return found


def locked_versions(name: str) -> dict[str, set[Version]]:
    versions: dict[str, set[Version]] = {}
    for requirement, _ in entries(name):
        (specifier,) = requirement.specifier
        versions.setdefault(canonicalize_name(requirement.name), set()).add(
            Version(specifier.version)
        )
    return versions


@pytest.mark.parametrize("name", ["runtime.txt", "develop.txt"])
class TestEveryLock:
    def test_each_requirement_is_one_version_with_its_sums(self, name: str) -> None:
        for requirement, sums in entries(name):
            assert [specifier.operator for specifier in requirement.specifier] == ["=="]
            assert sums, f"{requirement} has no sums"
            assert all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", one) for one in sums)

    def test_no_requirement_comes_from_an_address(self, name: str) -> None:
        assert [str(requirement) for requirement, _ in entries(name) if requirement.url] == []

    def test_no_line_names_an_address_an_index_or_a_folder(self, name: str) -> None:
        text = (LOCKS / name).read_text(encoding="utf-8")
        assert re.search(r"://|--(extra-)?index|--find-links|--trusted-host|file:", text) is None


@pytest.mark.parametrize(
    ("name", "wanted"), [("runtime.txt", RUNTIME), ("develop.txt", RUNTIME + DEVELOP)]
)
def test_the_locks_hold_what_the_project_asks_for(name: str, wanted: list[str]) -> None:
    locked = locked_versions(name)
    for text in wanted:
        requirement = Requirement(text)
        versions = locked[canonicalize_name(requirement.name)]
        outside = {version for version in versions if version not in requirement.specifier}
        assert not outside, f"{requirement} is locked as {outside}; run `make lock`"


def test_both_locks_agree_on_what_they_share() -> None:
    runtime, develop = locked_versions("runtime.txt"), locked_versions("develop.txt")
    assert {name: develop.get(name) for name in runtime} == runtime


def test_the_qt_bindings_stay_below_the_version_that_aborts() -> None:
    (bindings,) = (
        requirement
        for requirement in map(Requirement, RUNTIME)
        if requirement.name == "PySide6-Essentials"
    )
    assert "6.11.3" in bindings.specifier
    assert "6.12.0" not in bindings.specifier
    assert max(locked_versions("develop.txt")["pyside6-essentials"]) < Version("6.12")


def test_nothing_in_the_set_up_fetches_from_an_address_of_its_own() -> None:
    """Packages come from whatever registry the machine's pip and apt are set to use."""
    patterns = ("Makefile", "packaging/*.py", ".ci/*", ".pre-commit-config.yaml")
    for path in (path for pattern in patterns for path in ROOT.glob(pattern)):
        text = path.read_text(encoding="utf-8")
        assert re.search(r"://|--(extra-)?index-url|--trusted-host", text) is None, path
