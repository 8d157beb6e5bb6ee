import json
import re
from pathlib import Path

import pytest
from licensing import notices, sbom


def a_work(name: str, **more: str) -> dict[str, object]:
    plain = {
        "name": name,
        "title": name.title(),
        "version": "1.0",
        "licence": "MIT",
        "offered": "MIT",
        "kind": "python-package",
        "inside": "",
        "homepage": "",
        "note": "",
        "purl": f"pkg:pypi/{name}@1.0",
    }
    return {**plain, "texts": ["licences/a.txt"], **more}


NOTICES = {
    "format": 1,
    "program": {"name": "Stanceline", "version": "9.8.7", "licence": "MIT", "texts": []},
    "platform": "linux-x86_64",
    "components": [
        a_work("stone"),
        a_work("sand", inside="stone", kind="part", version="", purl="pkg:generic/sand"),
        a_work("clay", licence="MIT", offered="GPL-2.0-only OR MIT", homepage="https://clay.test/"),
    ],
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "tree" / "_internal" / notices.INSIDE_PROGRAM
    folder.mkdir(parents=True)
    (folder / "components.json").write_text(json.dumps(NOTICES))
    return tmp_path / "tree"


def test_the_bill_is_written_for_what_is_in_the_tree(tree: Path, tmp_path: Path) -> None:
    path = notices.write_sbom(tree, tmp_path, epoch=0)
    bill = json.loads(path.read_text("utf-8"))
    assert path.name == "stanceline-9.8.7.cdx.json"
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.5", 1)
    assert bill["metadata"]["timestamp"] == "1970-01-01T00:00:00+00:00"
    assert bill["metadata"]["component"]["version"] == "9.8.7"
    assert [each["name"] for each in bill["components"]] == ["stone", "Sand", "clay"]


def test_the_bills_of_two_systems_can_lie_in_one_folder(tree: Path, tmp_path: Path) -> None:
    listed = next(tree.rglob("components.json"))
    for system in ("linux-x86_64", "windows-x86_64", "macos-arm64"):
        listed.write_text(json.dumps({**NOTICES, "platform": system}))
        notices.write_sbom(tree, tmp_path)
    assert {path.name for path in tmp_path.glob("*.cdx.json")} == {
        "stanceline-9.8.7.cdx.json",
        "stanceline-9.8.7-windows-x86_64.cdx.json",
        "stanceline-9.8.7-macos-arm64.cdx.json",
    }


def test_a_tree_without_notices_has_no_bill(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        notices.write_sbom(tmp_path, tmp_path)


def test_every_reference_has_a_target_and_every_component_one_reference() -> None:
    bill = json.loads(json.dumps(sbom.bill_of(NOTICES)))
    refs = [each["bom-ref"] for each in bill["components"]]
    known = {bill["metadata"]["component"]["bom-ref"], *refs}
    assert len(refs) == len(set(refs))
    depending = [each["ref"] for each in bill["dependencies"]]
    assert sorted(depending) == sorted(known)
    for each in bill["dependencies"]:
        assert set(each.get("dependsOn", ())) <= known
    inner = {each["ref"]: each.get("dependsOn", []) for each in bill["dependencies"]}
    assert inner["stone"] == ["sand"]
    assert "sand" not in inner["pkg:generic/stanceline@9.8.7"]


def test_what_has_no_version_of_its_own_claims_none() -> None:
    bill = json.loads(json.dumps(sbom.bill_of(NOTICES)))
    stone, sand, clay = bill["components"]
    assert stone["version"] == "1.0"
    assert "version" not in sand
    assert clay["properties"][0]["value"] == "GPL-2.0-only OR MIT"
    assert clay["licenses"] == [{"expression": "MIT"}]


def test_the_same_content_has_the_same_number_and_another_another() -> None:
    first, again = sbom.bill_of(NOTICES, 5), sbom.bill_of(NOTICES, 5)
    assert first == again
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", str(first["serialNumber"]))
    changed = {**NOTICES, "components": NOTICES["components"][:1]}
    assert sbom.bill_of(changed, 5)["serialNumber"] != first["serialNumber"]
