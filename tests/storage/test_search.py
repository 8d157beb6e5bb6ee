"""The index of words: always what a scan of all texts would say, and sound."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from builders import BRIDGE, PORT, a_quotation, an_article
from stanceline.domain.grams import folded
from stanceline.services.articles import ArticleFacts, delete_article, describe_article
from stanceline.services.quotations import delete_quotation
from stanceline.services.searching import search
from stanceline.services.undoing import redo, undo
from stanceline.services.workspace import Workspace
from stanceline.storage import search as index
from stanceline.storage import tables

WORDS = (
    "bridge",
    "Łódź",
    "straße",
    "café",
    "ещё",
    "мост",
    "港口罢工",
    "don’t",
    "İzmir",
    "हिन्दी",
    "х",
)
BODIES = (
    BRIDGE,
    PORT,
    "Most w Łodzi\n\nDon’t open the café by the Straße.\n",
    "港口罢工\n\n谈判没有进展。\n",
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("add", "describe", "note", "quote", "unquote", "delete", "undo", "redo")),
        st.integers(0, 3),
        st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    ),
    min_size=1,
    max_size=14,
)
TOKEN = re.compile(r"[^\W_]+(?:[\u0900-\u0dff]+[^\W_]*)*")


@contextmanager
def a_copy(template: Path) -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(template, Path(folder, "law.stanceline")))
        with Workspace.open(path) as workspace:
            yield workspace


def one_step(workspace: Workspace, kind: str, number: int, words: str) -> None:
    with workspace.reading() as session:
        articles = list(session.scalars(select(tables.Article.id)))
        quotations = list(session.scalars(select(tables.Quotation.id)))
    article = articles[number % len(articles)] if articles else 0
    match kind:
        case "add":
            text = f"{BODIES[number]}\n{words} {max(articles, default=0)}\n"
            an_article(workspace, text, source=f"Tern {number}")
        case "describe" | "note" if articles:
            note = words if kind == "note" else ""
            facts = ArticleFacts(words or "x", f"Gull {number}", words, "", "", "en", note, ())
            describe_article(workspace, article, facts)
        case "quote" if articles:
            with workspace.reading() as session:
                first = session.get_one(tables.Article, article).body.split()[0]
            made = a_quotation(workspace, article, first)
            with workspace.action("Note") as session:
                # Notes on quotations have no grams: their words are found as they are written.
                session.get_one(tables.Quotation, made).note = f"{number} rust {len(words)} мост"
        case "unquote" if quotations:
            delete_quotation(workspace, quotations[number % len(quotations)])
        case "delete" if articles:
            delete_article(workspace, article)
        case "undo":
            undo(workspace)
        case "redo":
            redo(workspace)


def texts_of(workspace: Workspace) -> dict[int, str]:
    """All that can be searched of each article."""
    with workspace.reading() as session:
        return {
            row.id: "\n".join(
                [
                    row.title,
                    row.body,
                    row.author,
                    row.note,
                    row.source.name if row.source else "",
                    *session.scalars(
                        select(tables.Quotation.note).where(tables.Quotation.article_id == row.id)
                    ),
                ]
            )
            for row in session.scalars(select(tables.Article))
        }


def tokens_of(words: str) -> set[str]:
    return set(TOKEN.findall(folded(words)))


def is_sound(workspace: Workspace) -> bool:
    with workspace.action("Look") as session:
        return index.is_sound(session.connection())


@given(STEPS)
@settings(max_examples=25, deadline=None)
def test_index_says_what_a_scan_says_whatever_was_done_and_undone(
    workspace_template: Path, steps: list[tuple[str, int, str]]
):
    with a_copy(workspace_template) as workspace:
        for step in steps:
            one_step(workspace, *step)
        assert is_sound(workspace)
        texts = texts_of(workspace)
        for word in ("bridge", "lodz", "strasse", "cafe", "еще", "мост", "х", "izmir", "rust"):
            found = {hit.article_id for hit in search(workspace, word, limit=1000).hits}
            assert found == {
                article_id for article_id, words in texts.items() if word in tokens_of(words)
            }
        for article_id, words in texts.items():
            for word in sorted(tokens_of(words))[::7]:
                hits = search(workspace, f'"{word}"', limit=1000).hits
                assert article_id in {hit.article_id for hit in hits}, word


@given(st.text("北京大学外交部发言人", min_size=1, max_size=12), st.data())
@settings(max_examples=25, deadline=None)
def test_any_part_of_a_text_without_spaces_is_found(
    workspace_template: Path, words: str, data: st.DataObject
):
    start = data.draw(st.integers(0, len(words) - 1))
    part = words[start : data.draw(st.integers(start + 1, len(words)))]
    with a_copy(workspace_template) as workspace:
        wanted = an_article(workspace, f"{words}。\n\n好。\n")
        other = an_article(workspace, "好好。\n\n好。\n")
        found = {hit.article_id for hit in search(workspace, part).hits}
        assert wanted in found
        assert other not in found


def test_renamed_source_is_found_by_its_new_name_only(workspace: Workspace):
    article = an_article(workspace, BRIDGE, source="The Gull")
    with workspace.action("Rename a source") as session:
        session.scalars(select(tables.Source)).one().name = "The Tern"
    assert [hit.article_id for hit in search(workspace, "tern").hits] == [article]
    assert search(workspace, "gull").count == 0
    assert is_sound(workspace)


def test_index_without_its_triggers_is_not_sound_and_is_by_filling_it_anew(workspace: Workspace):
    article = an_article(workspace, BRIDGE)
    with workspace.action("Break the index") as session:
        connection = session.connection()
        index.drop_triggers(connection)
        session.execute(update(tables.SearchDoc).values(title="Something else"))
        assert not index.is_sound(connection)
        index.create_triggers(connection)
        index.rebuild(connection)
    assert is_sound(workspace)
    assert [hit.article_id for hit in search(workspace, "title:harbour").hits] == [article]


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ("हिन्दी में कहा\n\nकुछ\n", "हिन्दी"),
        ("বাংলা ভাষা\n\nকিছু\n", "ভাষা"),
        ("Η ΟΔΟΣ του Μητσοτάκη\n\nναι\n", "οδός"),
        ("أعلن الوزِير\n\nنعم\n", "الوزير"),
        ("ประเทศไทย\n\nกรุงเทพ\n", "ไทย"),
        ("한국어를 배운다\n\n네\n", "한국"),
        ("Cafe\u0301\n\nfeˊ\n", "café"),
        ("Кие\u0306в и\u0306ога\n\nда\n", "йога"),
    ],
)
def test_words_of_many_scripts_are_found(workspace: Workspace, body: str, query: str):
    article = an_article(workspace, body)
    assert [hit.article_id for hit in search(workspace, query).hits] == [article]
