"""The bill of materials in the form CycloneDX 1.5, made from components.json."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_NAMESPACE = uuid.UUID("6f0e9f0a-5d0b-5f6e-9d55-0f4a1d7f3c52")


def bill_of(notices: Mapping[str, Any], epoch: int | None = None) -> dict[str, object]:
    """The bill of what stands in components.json, the same for the same content.

    `epoch` is the time that it bears, in seconds since 1970; without it there is none.
    """
    program = notices["program"]
    root = f"pkg:generic/stanceline@{program['version']}"
    components = notices["components"]
    about: dict[str, object] = {
        "tools": {
            "components": [{"type": "application", "name": "packaging/licensing/notices.py"}]
        },
        "component": {
            "type": "application",
            "bom-ref": root,
            "name": program["name"],
            "version": program["version"],
            "licenses": [{"license": {"id": program["licence"]}}],
            "purl": root,
        },
    }
    if epoch is not None:
        about = {"timestamp": datetime.fromtimestamp(epoch, UTC).isoformat(), **about}
    number = uuid.uuid5(_NAMESPACE, repr((notices, epoch)))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": about,
        "components": [_component(each) for each in components],
        "dependencies": _dependencies(root, components),
    }


def _component(each: Mapping[str, Any]) -> dict[str, object]:
    made: dict[str, object] = {
        "type": "library",
        "bom-ref": each["name"],
        "name": each["title"] if each["kind"] == "part" else each["name"],
        "licenses": [{"expression": each["licence"]}],
        "purl": each["purl"],
    }
    if each["version"]:
        made["version"] = each["version"]
    if each["note"]:
        made["description"] = each["note"]
    if each["homepage"]:
        made["externalReferences"] = [{"type": "website", "url": each["homepage"]}]
    if each["offered"] != each["licence"]:
        made["properties"] = [{"name": "stanceline:licence-offered", "value": each["offered"]}]
    return made


def _dependencies(root: str, components: list[Mapping[str, Any]]) -> list[dict[str, object]]:
    """The program depends on what stands for itself, and each of these on what is inside it."""
    names = [each["name"] for each in components if not each["inside"]]
    found: list[dict[str, object]] = [{"ref": root, "dependsOn": names}]
    for each in components:
        inner = [one["name"] for one in components if one["inside"] == each["name"]]
        found.append({"ref": each["name"], "dependsOn": inner} if inner else {"ref": each["name"]})
    return found
