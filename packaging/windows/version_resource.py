"""What Windows shows on the page "Details" of the program's two files."""

from __future__ import annotations

_TEMPLATE = """\
VSVersionInfo(
  ffi=FixedFileInfo(
    filevers={numbers},
    prodvers={numbers},
    mask=0x3f,
    flags={flags},
    OS=0x40004,
    fileType=0x1,
    subtype=0x0,
    date=(0, 0),
  ),
  kids=[
    StringFileInfo([
      StringTable("040904B0", [
{strings}
      ]),
    ]),
    VarFileInfo([VarStruct("Translation", [0x0409, 1200])]),
  ],
)
"""
_PRERELEASE = 0x2


def numbers_of(version: str) -> tuple[int, int, int, int]:
    """The four numbers that Windows compares, for a version such as "0.1.0" or "0.2.0rc1".

    Raises ValueError when it does not begin with numbers between dots.
    """
    numbers = [0, 0, 0, 0]
    parts = _released(version).split(".")
    if not version or len(parts) > len(numbers) or not all(part.isdigit() for part in parts):
        raise ValueError(f"{version!r} is no version that Windows could show.")
    for place, part in enumerate(parts):
        numbers[place] = int(part)
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _released(version: str) -> str:
    """The version without what makes it an early one: "0.2.0" of "0.2.0rc1"."""
    for place, character in enumerate(version):
        if not (character.isdigit() or character == "."):
            return version[:place].rstrip(".")
    return version


def text(version: str, *, file: str, description: str) -> str:
    """The version resource of the program `file`, in the form that PyInstaller reads."""
    strings = {
        "CompanyName": "The Stanceline authors",
        "FileDescription": description,
        "FileVersion": version,
        "InternalName": file.removesuffix(".exe"),
        "LegalCopyright": "MIT licence; parts under their own licences, see About",
        "OriginalFilename": file,
        "ProductName": "Stanceline",
        "ProductVersion": version,
    }
    return _TEMPLATE.format(
        numbers=numbers_of(version),
        flags=hex(_PRERELEASE if _released(version) != version else 0),
        strings="\n".join(f"        StringStruct({k!r}, {v!r})," for k, v in strings.items()),
    )
