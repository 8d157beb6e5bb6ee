"""Damaged files: opening and checking them neither hangs nor crashes, and no change goes unsaid."""

import random
import re
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from faults import affair, jobs
from faults.kit import (
    Acknowledge,
    Tally,
    copied,
    digest,
    in_child,
    looked_over,
    open_raw,
    scratch,
    timed,
)
from stanceline.domain.errors import StancelineError
from stanceline.services.articles import library
from stanceline.services.backups import back_up, backups_of, restore
from stanceline.services.looking import look_over
from stanceline.services.quotations import all_quotations
from stanceline.services.repairing import repair
from stanceline.services.workspace import Workspace

_LONGEST_S = 30.0
_REPAIRED_EVERY = 4
_LONGEST_DAMAGE = 4096
_FOUND_BY = 40
"""Bytes of a text by which it is found in the file."""


def damage(path: Path, rng: random.Random, texts: Sequence[bytes] = ()) -> str:
    """Damage the file at one random place; what was done to it, in words.

    One in three times the place is within one of the texts, if there are any.
    """
    content = bytearray(path.read_bytes())
    at = rng.randrange(len(content))
    if texts and rng.random() < 1 / 3:
        text = rng.choice(texts)
        start = rng.randrange(max(1, len(text) - _FOUND_BY))
        words = re.escape(text[start : start + _FOUND_BY])
        at = rng.choice([found.start() for found in re.finditer(words, content)] or [at])
    length = min(len(content) - at, rng.choice((1, 1, 16, 512, _LONGEST_DAMAGE)))
    kind = rng.choice(("changed", "changed", "zeroed", "garbage", "moved", "cut off"))
    before = bytes(content)
    if kind == "changed":
        for place in range(at, at + min(length, 16)):
            content[place] ^= 1 << rng.randrange(8)
    elif kind == "zeroed":
        content[at : at + length] = bytes(length)
    elif kind == "garbage":
        content[at : at + length] = rng.randbytes(length)
    elif kind == "moved":
        page, other = (rng.randrange(len(content) // 4096) * 4096 for _ in range(2))
        content[page : page + 4096] = before[other : other + 4096]
    else:
        del content[max(100, at) :]
    path.write_bytes(content)
    return f"{kind} at {at}, {length} bytes"


def damages(n_places: int) -> Tally:
    """Files damaged at so many places: opened, read and checked in a child each."""
    tally = Tally("damage at random places")
    rng = random.Random(6)
    with timed(tally), scratch("damage") as folder:
        template = folder / "template.stanceline"
        affair.make_affair(template, seed=6, n_articles=40, n_paragraphs=20)
        texts = _texts(template)
        n_refused = n_changed = 0
        for _ in range(n_places):
            path = folder / "damaged.stanceline"
            for each in folder.glob("*damaged*"):
                each.unlink()
            shutil.copyfile(template, path)
            what = damage(path, rng, list(texts.values()))
            changed = _changed_texts(path, texts, folder)
            is_repaired = tally.tried % _REPAIRED_EVERY == 0
            ended = in_child(
                lambda say, path=path, mend=is_repaired: _open_and_check(path, say, mend),
                timeout=_LONGEST_S,
            )
            tally.tried += 1
            if ended.status:
                tally.fail(f"{what}: ended with {ended.status}: {ended.said.strip()[-300:]}")
                continue
            said = [str(each) for each in ended.acknowledged]
            n_refused += said[:1] == ["refused"]
            n_changed += len(changed)
            unsaid = changed - _named(said) if said[:1] == ["opened"] else set()
            if unsaid:
                tally.lose(f"{what}: changed and not said: articles {sorted(unsaid)[:5]}")
        tally.note = f"{n_refused} refused in words, {n_changed} texts changed, all of them told"
        if tally.lost:
            tally.note = f"{n_refused} refused in words, {n_changed} texts changed"
    return tally


def _open_and_check(path: Path, acknowledge: Acknowledge, is_repaired: bool) -> None:
    try:
        with Workspace.open(path) as workspace:
            acknowledge("opened")
            for read in (library, all_quotations):
                with suppress(StancelineError):
                    read(workspace)
            for finding in look_over(workspace):
                acknowledge(finding.sentence)
            if is_repaired:
                repair(workspace)
    except StancelineError as error:
        acknowledge("refused")
        acknowledge(str(error))


_ARTICLES = re.compile(r"[Tt]he texts? of articles? ([\d, ]+)")


def _named(sentences: list[str]) -> set[int]:
    """The articles whose text is said to be changed or not to be readable."""
    return {
        int(number)
        for sentence in sentences
        for found in _ARTICLES.findall(sentence)
        for number in re.findall(r"\d+", found)
    }


_BODIES = (
    "SELECT article.id, CAST(text.body AS BLOB) FROM article"
    " LEFT JOIN text ON text.id = article.text_id WHERE article.id = ?"
)


def _texts(path: Path) -> dict[int, bytes]:
    with closing(open_raw(path)) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM article")]
        return {each: connection.execute(_BODIES, (each,)).fetchone()[1] for each in ids}


def _changed_texts(path: Path, texts: dict[int, bytes], folder: Path) -> set[int]:
    """The articles whose text reads back, and reads back other than it was; found in a child."""
    copy = copied(path, folder / "read")

    def read(acknowledge: Acknowledge) -> None:
        address = f"{copy.as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            for article_id, text in texts.items():
                with suppress(sqlite3.Error):
                    row = connection.execute(_BODIES, (article_id,)).fetchone()
                    if row is not None and row[1] != text:
                        acknowledge(article_id)

    return set(in_child(read, timeout=_LONGEST_S).acknowledged)


# ---- restore drills ------------------------------------------------------------------------


def drills(n_drills: int) -> Tally:
    """Work, backups in between, damage, and the newest backup put back in its place."""
    tally = Tally("restore drills")
    rng = random.Random(7)
    with timed(tally), scratch("drills", on_disk=True) as folder:
        template = folder / "template.stanceline"
        affair.make_affair(template, seed=7, n_articles=6)
        for number in range(n_drills):
            trial = folder / f"drill-{number}"
            trial.mkdir()
            jobs.hide_data_in(trial)
            path = Path(shutil.copyfile(template, trial / jobs.NAME))
            ended = in_child(lambda say, path=path, n=number: _work_and_back_up(path, n, say))
            tally.tried += 1
            if ended.status:
                tally.fail(f"drill {number}: {ended.said.strip()[-300:]}")
                continue
            what = damage(path, rng)
            damaged = path.read_bytes()
            restored = in_child(lambda say, path=path: _restore(path, say), timeout=_LONGEST_S)
            if restored.status:
                tally.fail(f"drill {number}, {what}: {restored.said.strip()[-300:]}")
                continue
            states = (ended.acknowledged[-1], restored.acknowledged[-1])
            _judge_drill(tally, f"drill {number}, {what}", path, damaged, states)
            shutil.rmtree(trial)
    return tally


def _work_and_back_up(path: Path, seed: int, acknowledge: Acknowledge) -> None:
    rng = random.Random(seed)
    with Workspace.open(path) as workspace, closing(open_raw(path)) as connection:
        for number in range(rng.randrange(3, 8)):
            for step in range(rng.randrange(1, 15)):
                affair.act(workspace, seed, 100 * number + step)
            state = digest(connection)
            back_up(workspace)
            acknowledge(state)
        for step in range(rng.randrange(10)):
            affair.act(workspace, seed, 1000 + step)


def _restore(path: Path, acknowledge: Acknowledge) -> None:
    newest = backups_of(path)[0]
    restore(newest.path, path, replace=True)
    with closing(open_raw(path)) as connection:
        acknowledge(digest(connection))
    with Workspace.open(path) as workspace:
        affair.act(workspace, 1, 1)


def _judge_drill(
    tally: Tally, what: str, path: Path, damaged: bytes, states: tuple[str, str]
) -> None:
    kept = [each for each in path.parent.iterdir() if each.suffix == path.suffix and each != path]
    if not any(each.read_bytes() == damaged for each in kept):
        tally.fail(f"{what}: the damaged file was not kept as it was")
    problems = looked_over(path)
    if problems:
        tally.fail(f"{what}: {problems[0]}")
    if len(set(states)) > 1:
        tally.lose(f"{what}: it is not what the newest backup held")
