"""The .deb, made of a small tree, and what Debian's own tools say of it."""

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from linux import deb, debian_texts

ROOT = Path(__file__).resolve().parents[2]

EPOCH = 1_700_000_000
needs_dpkg = pytest.mark.skipif(
    shutil.which("dpkg-shlibdeps") is None, reason="the package is made with Debian's tools"
)


def told(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def package(small_tree: Path, tmp_path: Path) -> Path:
    return deb.build_deb(small_tree, tmp_path / "out put", version="1.2.3", epoch=EPOCH)


@pytest.fixture
def unpacked(package: Path, tmp_path: Path) -> Path:
    subprocess.run(["dpkg-deb", "-x", package, tmp_path / "root"], check=True)
    return tmp_path / "root"


@needs_dpkg
def test_the_package_is_named_for_version_and_machine_and_runs_no_scripts(package: Path) -> None:
    assert re.fullmatch(r"stanceline_1\.2\.3_[a-z0-9]+\.deb", package.name)
    assert told("dpkg-deb", "-f", package, "Version").strip() == "1.2.3"
    assert told("dpkg-deb", "--ctrl-tarfile", package)
    listed = told("sh", "-c", 'dpkg-deb --ctrl-tarfile "$1" | tar t', "sh", package).split()
    assert sorted(listed) == ["./", "./control", "./md5sums"]


@needs_dpkg
def test_it_depends_on_what_its_programs_need_and_on_a_font(package: Path) -> None:
    depends = told("dpkg-deb", "-f", package, "Depends")
    assert re.search(r"\blibc6\b", depends)
    assert deb.FONTS in depends


@needs_dpkg
def test_the_same_tree_gives_the_same_bytes_under_another_umask_and_name(
    package: Path, small_tree: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(small_tree, moved, symlinks=True)
    (moved / "_internal" / "data with spaces.txt").chmod(0o600)
    before = os.umask(0o077)
    try:
        again = deb.build_deb(moved, tmp_path / "again", version="1.2.3", epoch=EPOCH)
    finally:
        os.umask(before)
    assert again.read_bytes() == package.read_bytes()


@needs_dpkg
def test_what_packages_lend_stays_out_and_everybody_may_read_the_rest(unpacked: Path) -> None:
    internal = unpacked / "usr/lib/stanceline/_internal"
    assert not (internal / "libxcb-cursor.so.0").exists()
    assert not (internal / "link-to-lent.so").is_symlink()
    assert (internal / "link.txt").read_text() == "words\n"
    assert (unpacked / "usr/bin/stanceline").readlink() == Path("../lib/stanceline/stanceline")
    modes = {
        path.relative_to(unpacked).as_posix(): path.stat().st_mode & 0o777
        for path in unpacked.rglob("*")
        if path.is_file() and not path.is_symlink()
    }
    assert {name for name, mode in modes.items() if mode == 0o755} == {deb.PROGRAM.as_posix()}
    assert set(modes.values()) == {0o644, 0o755}


@needs_dpkg
def test_the_sums_are_those_of_the_files(package: Path, unpacked: Path) -> None:
    sums = told("sh", "-c", 'dpkg-deb --ctrl-tarfile "$1" | tar xO ./md5sums', "sh", package)
    listed = {line.split("  ", 1)[1] for line in sums.splitlines()}
    files = {path for path in unpacked.rglob("*") if path.is_file() and not path.is_symlink()}
    assert listed == {path.relative_to(unpacked).as_posix() for path in files}
    subprocess.run(["md5sum", "--quiet", "-c"], input=sums, text=True, cwd=unpacked, check=True)


@needs_dpkg
@pytest.mark.skipif(shutil.which("lintian") is None, reason="lintian is not installed")
def test_lintian_finds_no_error_and_nothing_to_warn_of(package: Path) -> None:
    command = ["lintian", "--no-cfg", "--allow-root", "--fail-on=error,warning"]
    # The small tree has libraries of this machine, and none of those that the overrides are for.
    found = subprocess.run([*command, package], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@needs_dpkg
def test_a_tree_without_notices_makes_no_package(small_tree: Path, tmp_path: Path) -> None:
    (small_tree / debian_texts.NOTICES / "components.json").unlink()
    with pytest.raises(FileNotFoundError):
        deb.build_deb(small_tree, tmp_path, version="1.2.3", epoch=EPOCH)


@needs_dpkg
def test_the_changelog_tells_what_the_projects_own_does(unpacked: Path) -> None:
    text = gzip.decompress((unpacked / deb.DOCUMENTS / "changelog.gz").read_bytes()).decode()
    assert text.startswith("stanceline (1.2.3) unstable; urgency=medium\n")
    assert "Import of text, Markdown" in text


def test_versions_of_the_changelog_keep_their_days_and_points() -> None:
    markdown = (
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One thing\n  in two lines.\n\n"
        "## [0.9.0] - 2031-02-03\n\n- Older.\n"
    )
    text = debian_texts.changelog(markdown, version="1.0.0", epoch=EPOCH)
    assert "stanceline (1.0.0)" in text
    assert "  * One thing in two lines." in text
    assert "Tue, 14 Nov 2023 22:13:20 +0000" in text
    assert "stanceline (0.9.0)" in text
    assert "Mon, 03 Feb 2031 12:00:00 +0000" in text


def test_a_version_without_words_of_its_own_is_told_all_the_same() -> None:
    markdown = "## [0.9.0] - 2031-02-03\n\n- Older.\n"
    text = debian_texts.changelog(markdown, version="1.0.0", epoch=EPOCH)
    assert text.startswith("stanceline (1.0.0)")


def test_a_renamed_package_is_wanted_under_either_name() -> None:
    assert deb.with_new_names(["libc6 (>= 2.35)", "libglib2.0-0 (>= 2.26)", "libssl3"]) == [
        "libc6 (>= 2.35)",
        "libglib2.0-0 (>= 2.26) | libglib2.0-0t64",
        "libssl3 | libssl3t64",
    ]


def test_rights_name_the_holders_and_each_work_of_others(small_tree: Path) -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    text = debian_texts.copyright_text(small_tree, deb.PROGRAM_FOLDER, licence)
    assert "Copyright: 2026 The Stanceline authors\n" in text
    assert "Some library 1.2 (in Another): LGPL-3.0-only [some-library.txt]" in text
    assert all(line for line in text.split("Files: *")[1].split("Files:")[0].strip().splitlines())


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("1.2.3", "1.2.3"),
        ("0.2.0rc1", "0.2.0~rc1"),
        ("0.2.0b2", "0.2.0~b2"),
        ("0.2.0.dev4", "0.2.0~dev4"),
    ],
)
def test_what_comes_before_a_release_is_older_than_it_for_dpkg_too(version: str, told: str) -> None:
    assert debian_texts.debian_version(version) == told
    if version != told:
        final = told.partition("~")[0]
        subprocess.run(["dpkg", "--compare-versions", told, "lt", final], check=True)
