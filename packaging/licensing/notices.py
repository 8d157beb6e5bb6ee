"""The works of others that a package contains, with their licences: what About shows.

``write`` is called while the program is being frozen, with everything that goes into it. It puts
``components.json`` and the texts of all licences into a folder and says where they go inside the
program. It fails when somebody's file, or its licence, is unknown, and when a licence asks for
more than we give.

``components.json`` holds the name, version and licence of the program and, under ``components``,
one object for each work: ``name`` (its package's), ``title``, ``version`` ("" when it has none of
its own), ``licence`` (SPDX, the one that we take), ``offered`` (all from which it was chosen),
``kind`` (python-package, system-package, python, part), ``inside`` (the name of the work that it
is contained in, or ""), ``homepage``, ``note``, ``purl`` and ``texts`` (paths beside the file).
"""

import json
import platform
import re
import shutil
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from licensing import attribution, rules, sbom
from licensing.attribution import ROOT, Entry, Owner, normal
from licensing.rules import LicenceRefusedError

INSIDE_PROGRAM = "stanceline/_bundled/resources/third-party"
TEXTS = Path(__file__).with_name("texts")
TABLE = Path(__file__).with_name("third_parties.toml")
_SHARED_FROM_BYTES = 6000
_IN_METADATA = re.compile(r"(?i)(^|/)(licen[cs]es?|copying|notice)([^/]*$|/)")
_ALWAYS_SHIPPED = "pyinstaller"
_GCC = re.compile(r"gcc-\d+(-cross)?$")
_GCC_LICENCE = "GPL-3.0-or-later WITH GCC-exception-3.1"


@dataclass(frozen=True, slots=True)
class Component:
    """A work of others, as it stands in components.json, with the texts of its licence."""

    name: str
    title: str
    version: str
    offered: str
    kind: str
    inside: str = ""
    homepage: str = ""
    note: str = ""
    purl: str = ""
    own_text: str = ""
    standard_texts: tuple[str, ...] = ()
    text_of: str = ""
    licence: str = field(default="")


def write(entries: Sequence[Entry], folder: Path) -> list[Entry]:
    """Write the notices of all that is shipped into `folder`, and return them as entries.

    `entries` is everything that goes into the program: libraries, data files, modules and
    scripts. Raises LicenceRefusedError with every fault that was found.
    """
    components = components_of(entries)
    shutil.rmtree(folder / "licences", ignore_errors=True)
    (folder / "licences").mkdir(parents=True)
    written = _Texts(folder)
    listed = [_as_json(each, written, components) for each in components]
    whole = {
        "format": 1,
        "program": {
            "name": "Stanceline",
            "version": _own_version(),
            "licence": "MIT",
            "texts": [written.add("Stanceline", (ROOT / "LICENSE").read_text("utf-8"))],
        },
        "platform": _system(),
        "components": listed,
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    (folder / "components.json").write_text(text, "utf-8", newline="\n")
    files = [folder / "components.json", *sorted((folder / "licences").glob("*.txt"))]
    inside = [f"{INSIDE_PROGRAM}/{path.relative_to(folder).as_posix()}" for path in files]
    return [(dest, str(path), "DATA") for dest, path in zip(inside, files, strict=True)]


def write_sbom(tree: Path, out: Path, *, epoch: int | None = None) -> Path:
    """Write the bill of materials of the frozen program in `tree` into the folder `out`.

    It is CycloneDX 1.5 in JSON, named for the version, and but for Linux for the system, too.
    `epoch` is the time that it bears, in seconds since 1970.
    """
    lists = sorted(tree.rglob("third-party/components.json"))
    if not lists:
        raise FileNotFoundError(f"There are no notices in {tree}.")
    whole = json.loads(lists[0].read_text("utf-8"))
    system = whole["platform"]
    suffix = "" if system.startswith("linux") else f"-{system}"
    path = out / f"stanceline-{whole['program']['version']}{suffix}.cdx.json"
    text = json.dumps(sbom.bill_of(whole, epoch), ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, "utf-8", newline="\n")
    return path


def components_of(entries: Sequence[Entry]) -> list[Component]:
    """Every work that the files are from or contain, by title; ours is not among them.

    Raises LicenceRefusedError with every fault that was found.
    """
    table = tomllib.loads(TABLE.read_text("utf-8"))
    files = attribution.file_entries(entries)
    parts = [part for part in table["part"] if _is_for_this_system(part)]
    alone = [part for part in parts if part.get("stands_alone")]
    lent = [entry for entry in files if any(_carries(part, entry[0]) for part in alone)]
    owned, unknown = attribution.owners([entry for entry in files if entry not in lent])
    faults = [
        f"Nobody knows whose {dest} is; it comes from {source}." for dest, source, _ in unknown
    ]
    faults += _refused_files(table["refused"], files)
    found = [_component(owner, table) for owner in sorted(set(owned.values()), key=_by_name)]
    found += _parts(table, files, owned)
    made = []
    for each in (one for one in found if one is not None):
        try:
            made.append(_decided(each))
        except LicenceRefusedError as error:
            faults.append(f"{each.title} {each.version}: {error}")
    if faults:
        raise LicenceRefusedError("\n".join(faults))
    return sorted(made, key=lambda each: (each.title.casefold(), each.version))


def _by_name(owner: Owner) -> tuple[str, str]:
    return owner.kind, owner.name


def _decided(component: Component) -> Component:
    licence = rules.chosen(component.offered)
    has_text = component.own_text or component.standard_texts or component.text_of
    if not has_text:
        raise LicenceRefusedError("The text of its licence is missing.")
    values = {name: getattr(component, name) for name in Component.__slots__}
    return Component(**{**values, "licence": licence})


# ------------------------------------------------------------------ who a file is from


def _component(owner: Owner, table: Mapping[str, Any]) -> Component | None:
    if owner.kind == "python-package":
        return _of_distribution(owner.name, table["distribution"].get(owner.name, {}))
    if owner.kind == "system-package":
        return _of_system(owner.name, table)
    if owner.kind == "python":
        return _python(table)
    return None


def _of_distribution(name: str, told: Mapping[str, Any]) -> Component:
    distribution = metadata.distribution(name)
    about = distribution.metadata
    own = [
        (path.as_posix(), path.read_text("utf-8"))
        for path in sorted(distribution.files or (), key=str)
        if ".dist-info/" in path.as_posix()
        and _IN_METADATA.search(path.as_posix())
        and path.name not in told.get("leave_out", ())
    ]
    return Component(
        name=name,
        title=told.get("title", about["Name"]),
        version=distribution.version,
        offered=told.get("licence") or _declared(about),
        kind="python-package",
        homepage=told.get("homepage") or _homepage(about),
        note=_one_line(told.get("note", "")),
        purl=f"pkg:pypi/{name}@{distribution.version}",
        own_text=_joined(own),
        standard_texts=tuple(told.get("texts", ())),
    )


def _declared(about: Any) -> str:
    for key in ("License-Expression", "License"):
        if key in about and rules.is_spdx(about[key]):
            return str(about[key])
    return str(about["License-Expression"] or about["License"] or "")


def _homepage(about: Any) -> str:
    urls = dict(line.split(", ", 1) for line in about.get_all("Project-URL") or ())
    for label in (
        "Homepage",
        "homepage",
        "Source",
        "Source Code",
        "Code",
        "source",
        "Documentation",
    ):
        if label in urls:
            return str(urls[label])
    return str(about["Home-page"] or next(iter(urls.values()), ""))


def _of_system(name: str, table: Mapping[str, Any]) -> Component:
    package = attribution.system_package(name)
    if package.source.startswith("python3."):
        return _python(table)
    is_gcc = bool(_GCC.fullmatch(package.source))
    licence = _GCC_LICENCE if is_gcc else table["debian"].get(package.source, "")
    return Component(
        name=package.name,
        title=package.name,
        version=package.version,
        offered=licence,
        kind="system-package",
        purl=f"pkg:deb/debian/{package.name}@{package.version}",
        own_text=package.notice,
        standard_texts=_standard_texts(licence) if package.notice else (),
        note="A library of the system on which the package was built, in the portable archive "
        "alone; the Debian package uses that of your system. You may replace it.",
    )


def _standard_texts(licence: str) -> tuple[str, ...]:
    """The long texts that Debian's copyright files only point to."""
    found = []
    for name in rules.ids_of(licence) if licence else ():
        short = re.sub(r"-(only|or-later)$", "", name)
        if short in ("Apache-2.0", "LGPL-2.1", "LGPL-3.0", "GPL-3.0", "MPL-2.0"):
            found.append(short)
        elif name == "GCC-exception-3.1":
            found.append(name)
    return tuple(found)


def _python(table: Mapping[str, Any]) -> Component:
    version = platform.python_version()
    return Component(
        name=attribution.PYTHON,
        title="Python",
        version=version,
        offered="Python-2.0.1",
        kind="python",
        homepage=table["homepages"]["python"],
        purl=f"pkg:generic/python@{version}",
        own_text=_text_of_python(),
    )


def _text_of_python() -> str:
    """The licence of this very Python, or what it has been since 3.8."""
    folders = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    for path in (folder / "LICENSE.txt" for folder in folders):
        if path.is_file():
            return path.read_text("utf-8")
    return (TEXTS / "Python-2.0.txt").read_text("utf-8")


# ------------------------------------------------------------------ what is inside a file


def _parts(
    table: Mapping[str, Any], files: Sequence[Entry], owned: Mapping[Entry, Owner]
) -> Iterable[Component | None]:
    starter = Owner("python-package", _ALWAYS_SHIPPED)
    if starter not in owned.values():
        yield _component(starter, table)
    for part in table["part"]:
        carriers = [entry for entry in files if _carries(part, entry[0])]
        if carriers and _is_for_this_system(part):
            yield _part(part, carriers, owned)


def _is_for_this_system(part: Mapping[str, Any]) -> bool:
    return sys.platform in part.get("platforms", [sys.platform])


def _carries(part: Mapping[str, Any], dest: str) -> bool:
    pattern = re.sub(
        r"<([^>]+)>", r"(?:^|/)(?:lib)?Qt6?(?:\1)(?:\\.so[.\\d]*|\\.dll|\\.dylib)?$", part["files"]
    )
    return re.search(pattern, dest) is not None


def _part(
    part: Mapping[str, Any], carriers: Sequence[Entry], owned: Mapping[Entry, Owner]
) -> Component:
    owner = owned.get(carriers[0])
    version = _version_in(part, carriers)
    own_text = "\n".join(part.get("copyright", ()))
    if "own_text" in part:
        own_text = (ROOT / "resources" / "fonts" / part["own_text"]).read_text("utf-8")
    slug = _slug(part["name"])
    return Component(
        name=slug,
        title=part["name"],
        version=version,
        offered=part["licence"],
        kind="part",
        inside=owner.name if owner and not part.get("stands_alone") else "",
        homepage=part.get("homepage", ""),
        note=_one_line(part.get("note", "")),
        purl=f"pkg:generic/{slug}@{version}" if version else f"pkg:generic/{slug}",
        own_text=own_text,
        standard_texts=tuple(part.get("texts", ())),
        text_of=part.get("from_distribution", ""),
    )


def _version_in(part: Mapping[str, Any], carriers: Sequence[Entry]) -> str:
    if "version_of" in part:
        return metadata.version(part["version_of"])
    if "version_told_by" in part:
        module, _, name = part["version_told_by"].partition(":")
        return ".".join(str(number) for number in getattr(import_module(module), name))
    if "version" not in part:
        return ""
    pattern = re.compile(part["version"].encode())
    for _, source, _ in carriers:
        match = pattern.search(Path(source).read_bytes())
        if match:
            return match[1].decode()
    return ""


def _refused_files(refused: Sequence[Mapping[str, str]], files: Sequence[Entry]) -> list[str]:
    return [
        f"{dest} may not be shipped. {rule['why']}"
        for rule in refused
        for dest, _, _ in files
        if re.search(rule["files"], dest)
    ]


# ------------------------------------------------------------------ texts


class _Texts:
    """The files of licences that were written, by what stands in them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, name: str, text: str) -> str:
        path = f"licences/{name}.txt"
        tidy = "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
        (self._folder / path).write_text(tidy + "\n", "utf-8", newline="\n")
        return path


def _as_json(
    component: Component, written: _Texts, others: Sequence[Component]
) -> dict[str, object]:
    own, shared = component.own_text, []
    for name in component.standard_texts:
        text = (TEXTS / f"{name}.txt").read_text("utf-8")
        if len(text) < _SHARED_FROM_BYTES:
            own = f"{own.rstrip()}\n\n{text}".lstrip("\n")
        else:
            shared.append(written.add(name, text))
    texts = [written.add(_slug(component.name), own)] if own else []
    texts += shared
    for other in others:
        if component.text_of and other.name == normal(component.text_of):
            texts.append(f"licences/{_slug(other.name)}.txt")
    return {
        "name": component.name,
        "title": component.title,
        "version": component.version,
        "licence": component.licence,
        "offered": component.offered,
        "kind": component.kind,
        "inside": component.inside,
        "homepage": component.homepage,
        "note": component.note,
        "purl": component.purl,
        "texts": texts,
    }


def _joined(texts: Sequence[tuple[str, str]]) -> str:
    if len(texts) == 1:
        return texts[0][1]
    parts = [f"{path.partition('.dist-info/')[2]}\n{'-' * 72}\n\n{text}" for path, text in texts]
    return "\n\n".join(parts)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9.+]+", "-", name.lower().replace("’", "")).strip("-")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _system() -> str:
    """The system that is built for, as packages are named."""
    names = {"win32": "windows", "darwin": "macos"}
    machine = platform.machine().replace("AMD64", "x86_64")
    return f"{names.get(sys.platform, sys.platform)}-{machine}"


def _own_version() -> str:
    text = (ROOT / "desktop" / "stanceline" / "__init__.py").read_text("utf-8")
    match = re.search(r'__version__ = "([^"]+)"', text)
    if match is None:
        raise ValueError("stanceline/__init__.py has no version.")
    return match[1]
