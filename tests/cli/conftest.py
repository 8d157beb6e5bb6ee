"""What tests of commands share: folders of the program that are not the user's."""

import pytest


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCELINE_CONFIG", str(tmp_path_factory.mktemp("config")))
    monkeypatch.delenv("STANCELINE_PASSPHRASE", raising=False)
