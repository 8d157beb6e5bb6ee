"""The search index: what is in it, and the triggers that keep it as the articles are.

``search_doc`` holds, by the article's id, what of it can be searched beside its text;
``search_view`` joins the two, and the FTS5 table ``article_fts`` indexes the view without
keeping words of its own (sqlite.org/fts5.html, "External Content Tables"). FTS5 wants the
old words back to take a row out, which is why they are kept at hand in ``search_doc``.
"""

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

COLUMNS = ("title", "body", "source", "author", "notes", "grams")
"""The columns of ``article_fts``; its rowid is the article's id."""

_KEPT = ("text_id", "title", "author", "source", "notes", "grams")

VIEW = """CREATE VIEW search_view AS
SELECT d.id AS id, d.title AS title, t.body AS body, d.source AS source, d.author AS author,
       d.notes AS notes, t.grams || ' ' || d.grams AS grams
FROM search_doc AS d JOIN text AS t ON t.id = d.text_id"""

# Without the categories of marks, a vowel sign would end a word in Hindi or Bengali.
INDEX = f"""CREATE VIRTUAL TABLE article_fts USING fts5(
{", ".join(COLUMNS)}, content='search_view', content_rowid='id',
tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'")"""

_FTS_TABLES = (
    "article_fts",
    *(f"article_fts_{part}" for part in ("data", "idx", "docsize", "config")),
)

TABLES = frozenset(_FTS_TABLES)
"""The tables that the index consists of, all of which FTS5 makes."""

_SOURCE = "coalesce((SELECT name FROM source WHERE id = {row}.source_id), '')"
_NOTES = """{note} || coalesce((SELECT group_concat(char(10) || note, '') FROM
(SELECT note FROM quotation WHERE article_id = {id} AND note <> '' ORDER BY id)), '')"""


def _words_of(row: str) -> str:
    """The values of the index's columns for a row of ``search_doc``."""
    body = f"(SELECT body FROM text WHERE id = {row}.text_id)"
    grams = f"(SELECT grams FROM text WHERE id = {row}.text_id) || ' ' || {row}.grams"
    return f"{row}.title, {body}, {row}.source, {row}.author, {row}.notes, {grams}"


def _put_in(row: str) -> str:
    return (
        f"INSERT INTO article_fts (rowid, {', '.join(COLUMNS)}) "
        f"VALUES ({row}.id, {_words_of(row)});"
    )


def _take_out(row: str) -> str:
    return (
        f"INSERT INTO article_fts (article_fts, rowid, {', '.join(COLUMNS)}) "
        f"VALUES ('delete', {row}.id, {_words_of(row)});"
    )


def _notes_again(row: str) -> str:
    notes = _NOTES.format(
        note=f"coalesce((SELECT note FROM article WHERE id = {row}.article_id), '')",
        id=f"{row}.article_id",
    )
    return f"UPDATE search_doc SET notes = {notes} WHERE id = {row}.article_id;"


def _differ(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)


_DOC_OF_ARTICLE = (
    f"new.text_id, new.title, new.author, {_SOURCE.format(row='new')}, "
    f"{_NOTES.format(note='new.note', id='new.id')}, new.grams"
)

TRIGGERS: dict[str, str] = {
    "search_article_ai": f"""AFTER INSERT ON article BEGIN
INSERT INTO search_doc (id, {", ".join(_KEPT)}) VALUES (new.id, {_DOC_OF_ARTICLE});
END""",
    "search_article_au": f"""AFTER UPDATE OF text_id, title, author, source_id, note, grams
ON article
WHEN {_differ(("text_id", "title", "author", "source_id", "note", "grams"))} BEGIN
UPDATE search_doc SET ({", ".join(_KEPT)}) = (SELECT {_DOC_OF_ARTICLE}) WHERE id = new.id;
END""",
    "search_article_ad": """AFTER DELETE ON article BEGIN
DELETE FROM search_doc WHERE id = old.id;
END""",
    "search_source_au": """AFTER UPDATE OF name ON source WHEN old.name IS NOT new.name BEGIN
UPDATE search_doc SET source = new.name
WHERE id IN (SELECT id FROM article WHERE source_id = new.id);
END""",
    "search_quotation_ai": f"""AFTER INSERT ON quotation WHEN new.note <> '' BEGIN
{_notes_again("new")}
END""",
    "search_quotation_au": f"""AFTER UPDATE OF note, article_id ON quotation
WHEN {_differ(("note", "article_id"))} BEGIN
{_notes_again("old")}
{_notes_again("new")}
END""",
    "search_quotation_ad": f"""AFTER DELETE ON quotation WHEN old.note <> '' BEGIN
{_notes_again("old")}
END""",
    "search_doc_ai": f"""AFTER INSERT ON search_doc BEGIN
{_put_in("new")}
END""",
    "search_doc_au": f"""AFTER UPDATE ON search_doc WHEN {_differ(_KEPT)} BEGIN
{_take_out("old")}
{_put_in("new")}
END""",
    "search_doc_ad": f"""AFTER DELETE ON search_doc BEGIN
{_take_out("old")}
END""",
}
"""The triggers by their names, without the words CREATE TRIGGER and the name."""


def statements() -> dict[str, str]:
    """What makes the view, the index and the triggers, by their names."""
    triggers = {name: f"CREATE TRIGGER {name} {rest}" for name, rest in TRIGGERS.items()}
    return {"search_view": VIEW, "article_fts": INDEX, **triggers}


def create(connection: Connection) -> None:
    """Make the index, empty, and the triggers; fill it with ``rebuild``."""
    connection.exec_driver_sql(VIEW)
    connection.exec_driver_sql(INDEX)
    create_triggers(connection)


def create_triggers(connection: Connection) -> None:
    """Make the triggers that keep the index."""
    for name, rest in TRIGGERS.items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {rest}")


def drop(connection: Connection) -> None:
    """Take the index and its triggers out, if they are there; the articles stay."""
    drop_triggers(connection)
    connection.exec_driver_sql("DROP TABLE IF EXISTS article_fts")
    connection.exec_driver_sql("DROP VIEW IF EXISTS search_view")


def drop_triggers(connection: Connection) -> None:
    """Take out the triggers that keep the index, if they are there."""
    for name in TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")


def rebuild(connection: Connection) -> None:
    """Fill ``search_doc`` and the index anew from the articles."""
    drop_triggers(connection)
    connection.exec_driver_sql("DELETE FROM search_doc")
    notes = _NOTES.format(note="article.note", id="article.id")
    connection.exec_driver_sql(
        f"INSERT INTO search_doc (id, {', '.join(_KEPT)}) "
        f"SELECT id, text_id, title, author, {_SOURCE.format(row='article')}, {notes}, grams "
        "FROM article ORDER BY id"
    )
    connection.exec_driver_sql("INSERT INTO article_fts (article_fts) VALUES ('rebuild')")
    create_triggers(connection)


def is_sound(connection: Connection) -> bool:
    """Whether the index says of every article what ``search_doc`` and its text say."""
    try:
        connection.exec_driver_sql(
            "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)"
        )
    except DatabaseError:
        return False
    return True


def stale_docs(connection: Connection) -> list[int]:
    """The articles of which ``search_doc`` or the index says something else, or nothing.

    An id may be that of an article that is no longer there.
    """
    notes = _NOTES.format(note="a.note", id="a.id")
    now = f"a.text_id, a.title, a.author, {_SOURCE.format(row='a')}, {notes}, a.grams"
    kept = ", ".join(f"d.{column}" for column in _KEPT)
    return [
        row[0]
        for row in connection.exec_driver_sql(
            f"SELECT a.id FROM article AS a LEFT JOIN search_doc AS d ON d.id = a.id "
            f"WHERE d.id IS NULL OR ({now}) IS NOT ({kept}) "
            "UNION SELECT id FROM search_doc WHERE id NOT IN (SELECT id FROM article) "
            "UNION SELECT id FROM search_doc WHERE id NOT IN (SELECT id FROM article_fts_docsize) "
            "UNION SELECT id FROM article_fts_docsize WHERE id NOT IN (SELECT id FROM search_doc)"
        )
    ]
