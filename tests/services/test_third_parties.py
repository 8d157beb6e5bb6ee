import json
import tomllib
from pathlib import Path

import pytest

from stanceline.services import third_parties
from stanceline.services.third_parties import own_licence, works

ROOT = Path(__file__).resolve().parents[2]


def test_without_a_list_the_installed_packages_are_told_with_those_that_they_need() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found = {work.title: work for work in works()}
    direct = {line.split(">")[0] for line in project["project"]["dependencies"]}
    assert {name.lower() for name in direct} <= {name.lower() for name in found}
    assert {"lxml", "Mako", "urllib3", "Inter"} <= set(found)
    assert all(work.licence for work in found.values())
    assert "SIL OPEN FONT LICENSE" in found["Inter"].text()
    assert not {"pytest", "ruff", "stanceline"} & set(found)


def test_what_is_asked_for_first_is_what_the_project_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = {line.split(">")[0] for line in project["project"]["dependencies"]}
    assert set(third_parties._DIRECT) == named


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "third-party"
    (folder / "licences").mkdir(parents=True)
    for name in ("one", "two", "Stanceline"):
        (folder / "licences" / f"{name}.txt").write_text(f"The licence {name}.\n", "utf-8")
    plain = {"version": "", "licence": "MIT", "inside": "", "homepage": "", "note": ""}
    components = [
        {**plain, "name": "stone", "title": "Stone", "version": "2", "texts": ["licences/one.txt"]},
        {
            **plain,
            "name": "sand",
            "title": "Fine sand",
            "inside": "stone",
            "texts": ["licences/one.txt", "licences/two.txt"],
        },
    ]
    (folder / "components.json").write_text(json.dumps({"components": components}), "utf-8")
    monkeypatch.setattr(third_parties, "FOLDER", folder)
    return folder


def test_a_package_tells_what_it_was_built_with(shipped: Path) -> None:
    sand, stone = works()
    assert (stone.title, stone.version, stone.inside) == ("Stone", "2", "")
    assert (sand.title, sand.version, sand.inside) == ("Fine sand", "", "Stone")
    assert sand.text() == "The licence one.\n\n\nThe licence two."
    assert own_licence() == shipped / "licences" / "Stanceline.txt"


def test_in_a_checkout_the_licence_of_the_program_is_that_of_the_project() -> None:
    assert own_licence() == ROOT / "LICENSE"
