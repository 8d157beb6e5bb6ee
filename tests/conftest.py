"""What tests of every layer share: real workspaces in real files, and another user."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from stanceline.services.workspace import Workspace

pytest_plugins = ["ui.window_fixtures"]

NOBODY = 65534


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
