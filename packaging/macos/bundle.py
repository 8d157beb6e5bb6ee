"""What macOS is told about the program: the property list of Stanceline.app."""

from __future__ import annotations

IDENTIFIER = "org.stanceline.Stanceline"
DOCUMENT_TYPE = "org.stanceline.workspace"

# The libraries of PySide6 say so of themselves, though its wheels are offered to macOS 13.
OLDEST_MACOS = "15.0"


def info_plist(version: str) -> dict[str, object]:
    """The keys of Info.plist for this version, beside those that PyInstaller writes itself.

    A macOS version is numbers between dots: what makes "0.2.0rc1" an early one stays out of
    CFBundleVersion.
    """
    return {
        "CFBundleName": "Stanceline",
        "CFBundleDisplayName": "Stanceline",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": _numbers_of(version),
        "CFBundleDevelopmentRegion": "en",
        "LSApplicationCategoryType": "public.app-category.productivity",
        "LSMinimumSystemVersion": OLDEST_MACOS,
        # Text stays sharp on Retina screens.
        "NSHighResolutionCapable": True,
        # Dark and light follow the system; the key would hold the program to light.
        "NSRequiresAquaSystemAppearance": False,
        "NSPrincipalClass": "NSApplication",
        "NSHumanReadableCopyright": "MIT licence; parts under their own licences, see About",
        # A mark on each document type makes Finder hand files over as an event to the running
        # program; LSMultipleInstancesProhibited keeps two users' programs apart, so it is unset.
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Stanceline workspace",
                "CFBundleTypeRole": "Editor",
                "CFBundleTypeIconFile": "stanceline-document.icns",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [DOCUMENT_TYPE],
                # A workspace is one file, not a folder that looks like one.
                "LSTypeIsPackage": False,
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": DOCUMENT_TYPE,
                "UTTypeDescription": "Stanceline workspace",
                "UTTypeIconFile": "stanceline-document.icns",
                "UTTypeConformsTo": ["public.data", "public.content"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": ["stanceline"],
                    "public.mime-type": ["application/x-stanceline"],
                },
            }
        ],
    }


def _numbers_of(version: str) -> str:
    """Up to three numbers between dots: "0.2.0" of "0.2.0rc1"."""
    numbers = []
    for part in version.split(".")[:3]:
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(digits)
        if digits != part:
            break
    return ".".join(numbers)
