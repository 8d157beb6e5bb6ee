"""The real article that the program began with comes out usable."""

import json
from pathlib import Path
from typing import Any

import pytest

from stanceline.cli import main

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
ARTICLE = SHARED / "data" / "articles" / "north-korea-engineering-troops.txt"
MARKED = SHARED / "eval" / "quotes" / "seed.jsonl"


def marked_quotes() -> list[dict[str, Any]]:
    quotes: list[dict[str, Any]] = json.loads(MARKED.read_text("utf-8").splitlines()[0])["quotes"]
    return quotes


def overlaps(row: dict[str, Any], quote: dict[str, Any]) -> bool:
    """Whether the two share most of their words."""
    shared = min(row["end"], quote["end"]) - max(row["start"], quote["start"])
    return bool(shared >= 0.8 * (quote["end"] - quote["start"]))


def is_right(speaker: str | None, quote: dict[str, Any]) -> bool:
    """Whether the speaker is the one that was marked, or one who may stand for them."""
    names = [quote["speaker_name"], quote["resolved"], quote["speaker"]]
    names += quote.get("speaker_alt", [])
    wanted = {name.strip(" ,").casefold() for name in names if name}
    return speaker is not None and speaker.strip(" ,").casefold() in wanted


@pytest.mark.skipif(
    not (ARTICLE.exists() and MARKED.exists()),
    reason="The seed article is not beside this checkout.",
)
def test_quotations_of_the_seed_article_are_listed_with_their_speakers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    w = str(tmp_path / "w.stanceline")
    assert main(["import", str(ARTICLE), "--published", "2024-06-30", "--workspace", w]) == 0
    assert main(["suggest", "--workspace", w]) == 0
    capsys.readouterr()
    assert main(["list", "quotations", "--workspace", w, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    body = ARTICLE.read_text("utf-8")
    assert all(body[row["start"] : row["end"]] == row["words"] for row in rows)
    main_quotes = [each for each in marked_quotes() if each["level"] != "fragment"]
    assert len(main_quotes) == 8
    found = [[row for row in rows if overlaps(row, each)] for each in main_quotes]
    assert all(found)
    n_right = sum(
        any(is_right(row["speaker"], each) for row in candidates)
        for each, candidates in zip(main_quotes, found, strict=True)
    )
    assert n_right >= 6
