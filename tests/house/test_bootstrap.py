import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "bootstrap.py"

needs_posix = pytest.mark.skipif(os.name == "nt", reason="the script under test is a shell script")


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The files that a set-up reads, in a folder of their own."""
    for name in ("pyproject.toml", "packaging/bootstrap.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "packaging" / "lock", tmp_path / "packaging" / "lock")
    return tmp_path


def finished_environment(bootstrap: ModuleType, checkout: Path) -> Path:
    """A .venv that looks whole, as far as the stamp and the interpreter go."""
    venv = checkout / ".venv"
    python = bootstrap.environment_python(venv)
    python.parent.mkdir(parents=True)
    python.touch()
    (venv / bootstrap.STAMP_NAME).write_text(bootstrap.setup_digest(checkout), encoding="utf-8")
    return venv


def fake_interpreter(folder: Path, name: str, exit_status: int) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\nexit {exit_status}\n", encoding="utf-8")
    path.chmod(0o755)


class TestWhetherThereIsAnythingToDo:
    def test_a_finished_environment_is_left_alone(
        self, bootstrap: ModuleType, checkout: Path
    ) -> None:
        finished_environment(bootstrap, checkout)
        assert bootstrap.is_set_up(checkout)

    def test_a_clone_is_not_set_up(self, bootstrap: ModuleType, checkout: Path) -> None:
        assert not bootstrap.is_set_up(checkout)

    @pytest.mark.parametrize(
        "name", ["pyproject.toml", "packaging/bootstrap.py", "packaging/lock/develop.txt"]
    )
    def test_a_changed_file_asks_for_a_new_set_up(
        self, bootstrap: ModuleType, checkout: Path, name: str
    ) -> None:
        finished_environment(bootstrap, checkout)
        with (checkout / name).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
        assert not bootstrap.is_set_up(checkout)

    def test_a_moved_checkout_asks_for_a_new_set_up(
        self, bootstrap: ModuleType, checkout: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        finished_environment(bootstrap, checkout)
        moved = tmp_path_factory.mktemp("elsewhere") / "checkout"
        shutil.copytree(checkout, moved)
        assert not bootstrap.is_set_up(moved)

    def test_an_environment_whose_python_is_gone_is_not_set_up(
        self, bootstrap: ModuleType, checkout: Path
    ) -> None:
        venv = finished_environment(bootstrap, checkout)
        bootstrap.environment_python(venv).unlink()
        assert not bootstrap.is_set_up(checkout)

    def test_an_interrupted_set_up_is_neither_whole_nor_built_upon(
        self, bootstrap: ModuleType, checkout: Path
    ) -> None:
        venv = finished_environment(bootstrap, checkout)
        (venv / bootstrap.STAMP_NAME).write_text(bootstrap.UNFINISHED, encoding="utf-8")
        assert not bootstrap.is_set_up(checkout)
        assert not bootstrap.can_be_built_upon(venv)

    def test_an_environment_without_pip_is_not_built_upon(
        self, bootstrap: ModuleType, tmp_path: Path
    ) -> None:
        venv = tmp_path / ".venv"
        subprocess.run(
            [bootstrap.base_python(), "-I", "-m", "venv", "--without-pip", str(venv)], check=True
        )
        assert not bootstrap.can_be_built_upon(venv)

    def test_the_environment_of_these_tests_can_be_built_upon(self, bootstrap: ModuleType) -> None:
        if sys.prefix == sys.base_prefix or importlib.util.find_spec("pip") is None:
            pytest.skip("the tests do not run in an environment with pip")
        assert bootstrap.can_be_built_upon(Path(sys.prefix))


class TestWhichPython:
    def test_the_interpreter_of_an_environment_is_not_its_base(self, bootstrap: ModuleType) -> None:
        base = bootstrap.base_python()
        question = "import sys; print(sys.prefix == sys.base_prefix)"
        answer = subprocess.run(
            [base, "-I", "-c", question], capture_output=True, text=True, check=True
        )
        assert answer.stdout.strip() == "True"

    @needs_posix
    def test_a_shim_that_cannot_run_is_passed_over(
        self, bootstrap: ModuleType, tmp_path: Path
    ) -> None:
        fake_interpreter(tmp_path, "python3.13", exit_status=127)
        fake_interpreter(tmp_path, "python3.12", exit_status=0)
        assert bootstrap.find_newer_python(str(tmp_path)) == str(tmp_path / "python3.12")

    def test_no_newer_python_is_found_on_an_empty_path(
        self, bootstrap: ModuleType, tmp_path: Path
    ) -> None:
        assert bootstrap.find_newer_python(str(tmp_path)) is None

    def test_an_old_python_can_read_the_script(self) -> None:
        source = SCRIPT.read_text(encoding="utf-8")
        ast.parse(source, feature_version=(3, 6))
        assert "from __future__ import annotations" not in source

    def test_an_old_python_is_told_what_it_is_and_what_is_needed(
        self, bootstrap: ModuleType
    ) -> None:
        sentence = bootstrap.sentence_about_old_python((3, 9), "/usr/bin/python3")
        assert "needs Python 3.11 or later" in sentence
        assert "/usr/bin/python3 is Python 3.9" in sentence


class TestSystemPackages:
    def test_only_libraries_that_cannot_be_loaded_are_missing(self, bootstrap: ModuleType) -> None:
        assert bootstrap.missing_libraries(["libnobodyhasthis.so.7"]) == ["libnobodyhasthis.so.7"]
        assert bootstrap.missing_libraries([]) == []

    def test_a_display_asks_for_the_libraries_of_a_window(self, bootstrap: ModuleType) -> None:
        without = bootstrap.wanted_libraries({})
        with_display = bootstrap.wanted_libraries({"DISPLAY": ":0"})
        assert "libEGL.so.1" in without
        assert "libxcb-cursor.so.0" not in without
        assert set(with_display) == {*without, *bootstrap.WINDOW_LIBRARIES}

    @pytest.mark.parametrize("manager", ["apt-get", "dnf", "zypper", "pacman"])
    def test_every_library_has_a_package_for_every_manager(
        self, bootstrap: ModuleType, manager: str
    ) -> None:
        wanted = bootstrap.wanted_libraries({"DISPLAY": ":0"})
        packages = bootstrap.packages_holding(wanted, manager)
        assert all(packages)
        assert len(set(packages)) == len(packages)

    def test_two_libraries_of_one_package_name_it_once(self, bootstrap: ModuleType) -> None:
        sonames = ["libglib-2.0.so.0", "libgthread-2.0.so.0"]
        assert bootstrap.packages_holding(sonames, "apt-get") == ["libglib2.0-0"]

    def test_the_command_to_type_is_one_line(self, bootstrap: ModuleType) -> None:
        assert bootstrap.install_command("apt-get", ["libgl1", "libegl1"]) == (
            "sudo apt-get update && sudo apt-get install --no-install-recommends libgl1 libegl1"
        )
        assert bootstrap.install_command("dnf", ["glib2"]) == "sudo dnf install glib2"
        assert bootstrap.install_command("dnf", ["glib2"], "") == "dnf install glib2"

    def test_debian_names_the_venv_package_of_this_python(self, bootstrap: ModuleType) -> None:
        major, minor = sys.version_info[:2]
        assert bootstrap.venv_packages("apt-get") == [f"python{major}.{minor}-venv"]
        assert bootstrap.venv_packages("dnf") == []

    @pytest.mark.parametrize("version", ["glibc 2.34", "glibc 2.36", "glibc 3.0", ""])
    def test_a_new_enough_c_library_passes(self, bootstrap: ModuleType, version: str) -> None:
        bootstrap.refuse_old_glibc(version)

    def test_an_old_c_library_is_refused_by_number(self, bootstrap: ModuleType) -> None:
        with pytest.raises(bootstrap.SetupError, match=r"2\.34 or later .* this one has 2\.31"):
            bootstrap.refuse_old_glibc("glibc 2.31")

    def test_a_replaced_certificate_bundle_is_kept_with_the_new_one(
        self, bootstrap: ModuleType, tmp_path: Path
    ) -> None:
        bundle, kept = tmp_path / "bundle.pem", tmp_path / "build" / "kept.pem"
        bundle.write_text("ours", encoding="utf-8")
        with bootstrap.keep_trusted_certificates(bundle, kept):
            bundle.write_text("theirs", encoding="utf-8")
        assert kept.read_text(encoding="utf-8") == "ours\ntheirs"

    def test_an_untouched_certificate_bundle_is_not_copied(
        self, bootstrap: ModuleType, tmp_path: Path
    ) -> None:
        bundle, kept = tmp_path / "bundle.pem", tmp_path / "kept.pem"
        with bootstrap.keep_trusted_certificates(bundle, kept):
            pass
        assert not kept.exists()


class TestPackaging:
    def test_packages_are_built_in_an_environment_of_their_own(
        self, bootstrap: ModuleType, checkout: Path
    ) -> None:
        finished_environment(bootstrap, checkout)
        assert bootstrap.is_set_up(checkout)
        assert not bootstrap.is_set_up(checkout, bootstrap.PACKAGING)

    def test_a_change_of_what_builds_packages_is_noticed(
        self, bootstrap: ModuleType, checkout: Path
    ) -> None:
        finished_environment(bootstrap, checkout)
        lock = checkout / "packaging" / "lock" / bootstrap.LOCKS[bootstrap.PACKAGING]
        lock.write_text(lock.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert not bootstrap.is_set_up(checkout)

    def test_each_environment_has_a_lock(self, bootstrap: ModuleType, checkout: Path) -> None:
        for name in bootstrap.LOCKS.values():
            assert (checkout / "packaging" / "lock" / name).exists()

    @needs_posix
    def test_without_rights_the_command_with_all_that_is_missing_is_told(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        there = {"apt-get": "/usr/bin/apt-get", "git": "/usr/bin/git"}
        monkeypatch.setattr(bootstrap.shutil, "which", there.get)
        monkeypatch.setattr(bootstrap, "way_to_become_root", lambda: None)
        with pytest.raises(bootstrap.SetupError) as caught:
            bootstrap.bring_packaging_tools(with_trying=False)
        command = str(caught.value).splitlines()[-1].split()
        assert {"binutils", "dpkg-dev", "zstd"} <= set(command)
        assert not {"git", "debootstrap", "xvfb"} & set(command)
        with pytest.raises(bootstrap.SetupError, match=r"debootstrap.* xvfb"):
            bootstrap.bring_packaging_tools(with_trying=True)

    @needs_posix
    def test_where_packages_have_other_names_the_missing_programs_are_told(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bootstrap.shutil, "which", {}.get)
        with pytest.raises(bootstrap.SetupError, match=r"lacks .*dpkg-deb.*knows no package"):
            bootstrap.bring_packaging_tools(with_trying=False)

    def test_no_package_is_named_twice(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[tuple[list[str], list[str], str | None]] = []
        monkeypatch.setattr(bootstrap.shutil, "which", {}.get)
        monkeypatch.setattr(bootstrap, "install", lambda *words: asked.append(words))
        bootstrap.bring_packaging_tools(with_trying=True)
        _, packages, _ = asked[0]
        assert len(set(packages)) == len(packages)


class TestFailures:
    def test_a_failed_step_says_a_sentence_and_the_last_words(self, bootstrap: ModuleType) -> None:
        with pytest.raises(bootstrap.SetupError) as caught:
            bootstrap.run([sys.executable, "-c", "import sys; sys.exit('no room')"], "It failed.")
        assert str(caught.value).startswith("It failed.\n")
        assert "no room" in str(caught.value)

    def test_children_may_write_byte_code(
        self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        question = "import sys; sys.exit(sys.dont_write_bytecode)"
        bootstrap.run([sys.executable, "-c", question], "Byte code was forbidden.")

    @pytest.mark.skipif(
        os.name == "nt" or os.geteuid() == 0, reason="root may write into every folder"
    )
    def test_a_folder_without_permission_gives_a_sentence(self, checkout: Path) -> None:
        checkout.chmod(0o500)
        try:
            done = subprocess.run(
                [sys.executable, str(checkout / "packaging" / "bootstrap.py")],
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            checkout.chmod(0o700)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
