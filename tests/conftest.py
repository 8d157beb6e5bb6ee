"""What tests of every layer share: real workspaces in real files, and another user."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from stanceline.services.workspace import Workspace

pytest_plugins = ["ui.window_fixtures"]

# No test may fail because the computer is busy, with the other half of the tests for one.
settings.register_profile(
    "unhurried",
    parent=settings.default,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("unhurried")

NOBODY = 65534
PROCESSES_VARIABLE = "STANCELINE_TEST_PROCESSES"
MOST_PROCESSES = 4

LONGEST_FIRST = (
    "services/test_protecting.py",
    "e2e/",
    "services/test_undoing.py",
    "storage/test_rewriting.py",
    "cli/test_process.py",
    "cli/test_workspaces.py",
)
"""Where tests lie that take seconds each: begun last, one of them would be waited for."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """How many processes ``-n auto`` means, as ``make test`` says."""
    asked = os.environ.get(PROCESSES_VARIABLE, "")
    if not asked:
        return min(MOST_PROCESSES, _n_cores())
    if not asked.isdecimal():
        raise pytest.UsageError(f"{PROCESSES_VARIABLE} is {asked!r}, which is no number.")
    return int(asked)


def _n_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest where tests are shared out among processes."""
    if hasattr(config, "workerinput"):
        items.sort(key=_place_in_line)


def _place_in_line(item: pytest.Item) -> int:
    where = item.path.relative_to(Path(__file__).parent).as_posix()
    found = [n for n, start in enumerate(LONGEST_FIRST) if where.startswith(start)]
    return found[0] if found else len(LONGEST_FIRST)


@pytest.fixture(scope="session")
def workspace_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workspace file made by the migrations, once for all tests."""
    path = tmp_path_factory.mktemp("template") / "template.stanceline"
    Workspace.create(path, name="The bridge", analyst="Ada").close()
    return path


@pytest.fixture
def workspace_path(workspace_template: Path, tmp_path: Path) -> Path:
    """A new, empty workspace file of the test's own."""
    return Path(shutil.copyfile(workspace_template, tmp_path / "bridge.stanceline"))


@pytest.fixture
def workspace(workspace_path: Path) -> Iterator[Workspace]:
    """An open, empty workspace of the test's own."""
    with Workspace.open(workspace_path) as workspace:
        yield workspace


@pytest.fixture
def visited_folder() -> Iterator[Path]:
    """A folder that another user can reach; its permissions may be changed at will."""
    folder = Path(tempfile.mkdtemp(prefix="stanceline-"))
    folder.chmod(0o755)
    yield folder
    for place, names, _ in os.walk(folder):
        Path(place).chmod(0o755)
        for name in names:
            Path(place, name).chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def unprivileged(visited_folder: Path) -> Callable[[], AbstractContextManager[None]]:
    """Runs a block as somebody whom permissions bind, which they do not root."""
    if os.name != "posix":
        pytest.skip("Permissions of files are those of POSIX here.")

    @contextmanager
    def as_nobody() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(NOBODY)
        try:
            if not os.access(visited_folder, os.R_OK | os.X_OK, effective_ids=True):
                pytest.skip("The temporary folder is closed to other users.")
            yield
        finally:
            os.seteuid(0)

    return as_nobody
