"""The files that the commands are given; all words in them were written for the tests."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from stanceline.services.sample import write_sample

RELEASED = Path(__file__).resolve().parents[1] / "storage" / "released"

PASSPHRASE = "seven lamps on the old quay"

TEXTS = {
    "en": (
        "Ferry stays in port\n\n"
        "The ferry to the islands stays in port, the harbour office said on 3 March 2031.\n\n"
        "“We shall sail when the rudder is mended,” harbour master Ida Holm said. “Not before.”\n\n"
        "The islanders said that they had been promised a second boat. On Tuesday the council "
        "voted to rent one, and Mayor Per Lund resigned.\n"
    ),
    "de": (
        "Die Fähre bleibt im Hafen\n\n"
        "Die Fähre zu den Inseln bleibt im Hafen, teilte das Hafenamt am 3. März 2031 mit.\n\n"
        "„Wir fahren erst, wenn das Ruder repariert ist“, sagte Hafenmeisterin Ida Holm. „Nicht "
        "vorher.“\n\n"
        "Die Bewohner sagten, dass man ihnen ein zweites Schiff versprochen habe. Bürgermeister "
        "Per Lund trat am Dienstag zurück.\n"
    ),
    "fr": (
        "Le bac reste à quai\n\n"
        "Le bac vers les îles reste à quai, a indiqué la capitainerie le 3 mars 2031.\n\n"
        "« Nous partirons quand le gouvernail sera réparé », a déclaré la maîtresse du port Ida "
        "Holm. « Pas avant. »\n\n"
        "Les habitants ont dit qu’on leur avait promis un second bateau. Mardi, le maire Per Lund "
        "a démissionné.\n"
    ),
    "es": (
        "El transbordador sigue en el puerto\n\n"
        "El transbordador de las islas sigue en el puerto, informó la capitanía el 3 de marzo de "
        "2031.\n\n"
        "«Zarparemos cuando el timón esté reparado», dijo la capitana del puerto Ida Holm. «No "
        "antes».\n\n"
        "Los vecinos dijeron que les habían prometido un segundo barco. El alcalde Per Lund "
        "dimitió el martes.\n"
    ),
    "ru": (
        "Паром остаётся в порту\n\n"
        "Паром на острова остаётся в порту, сообщила администрация порта 3 марта 2031 года.\n\n"
        "«Мы выйдем в море, когда починят руль», — сказала начальница порта Ида Хольм. «Не "
        "раньше».\n\n"
        "Жители сказали, что им обещали второе судно. Мэр Пер Лунд подал в отставку во вторник.\n"
    ),
    "uk": (
        "Пором лишається в порту\n\n"
        "Пором на острови лишається в порту, повідомила адміністрація порту 3 березня 2031 "
        "року.\n\n"
        "«Ми вийдемо в море, коли полагодять кермо», — сказала начальниця порту Іда Гольм. «Не "
        "раніше».\n\n"
        "Мешканці сказали, що їм обіцяли друге судно. У вівторок мер Пер Лунд пішов у відставку.\n"
    ),
}
"""A short report in each language that suggestions are made in."""

JAPANESE = (
    "連絡船は港にとどまる\n\n"
    "島への連絡船は港にとどまると、港湾事務所が発表した。橋の工事はまだ終わっていません。\n\n"
    "「舵が直れば出航します」と港長のホルムさんは話しました。\n"
)
CHINESE = (
    "渡轮停在港口\n\n"
    "港务局表示,开往各岛的渡轮仍停在港口。大桥的工程还没有结束,居民们等待第二艘船。\n\n"
    "“船舵修好以后我们就出航,”港务长霍尔姆说。\n"
)
_PLAINER = str.maketrans("«»—", '""-')
ENCODED = {
    "utf-8-mark": (TEXTS["en"], "utf-8-sig"),
    "utf-16": (TEXTS["fr"], "utf-16"),
    "utf-32": (TEXTS["es"], "utf-32"),
    "western": (TEXTS["de"], "cp1252"),
    "cyrillic": (TEXTS["uk"], "cp1251"),
    "koi8": (TEXTS["uk"].translate(_PLAINER), "koi8_u"),
    "japanese": (JAPANESE, "cp932"),
    "chinese": (CHINESE, "gb18030"),
}
"""Texts in encodings that nothing names: some have a mark, the others must be guessed."""

_PARAGRAPHS = "\n".join(f"<p>{part}</p>" for part in TEXTS["en"].split("\n\n")[1:])
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Ferry stays in port - The Harbour Post</title>
<meta property="og:title" content="Ferry stays in port">
<meta property="og:site_name" content="The Harbour Post">
<meta name="author" content="Ruth Ek">
<meta property="article:published_time" content="2031-03-04T07:30:00Z">
<link rel="canonical" href="https://harbour.example/news/ferry-stays-in-port">
</head><body><nav><a href="/">Home</a><a href="/sports">Sports</a></nav>
<article><h1>Ferry stays in port</h1>
{_PARAGRAPHS}
<p>The boat was built in 1998, and the yard that built it has closed. Spare parts are cast one by
one, which takes weeks; the council has asked three yards on the mainland for their prices.</p>
</article><footer>Copyright 2031 The Harbour Post</footer></body></html>
"""
_RUSSIAN = "\n".join(f"<p>{part}</p>" for part in TEXTS["ru"].split("\n\n")[1:])
DECLARED_PAGE = f"""<html><head>
<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">
<title>Паром остаётся в порту</title></head><body><main><h1>Паром остаётся в порту</h1>
{_RUSSIAN}</main></body></html>
"""
MARKDOWN = f"""---
title: Ferry stays in port
author: Ruth Ek
publisher: The Harbour Post
date: 2031-03-04
lang: en-GB
---

# Ferry stays in port

{TEXTS["en"]}"""


def write_given(folder: Path) -> None:
    """Fill a new folder with all that the commands are given."""
    folder.mkdir(parents=True)
    _write_texts(folder)
    _write_workspaces(folder)
    for name in ("home", "config"):
        (folder / name).mkdir()


def _write_texts(folder: Path) -> None:
    for name in ("texts", "encoded", "pages", "notes", "mixed/deeper"):
        (folder / name).mkdir(parents=True)
    for language, text in TEXTS.items():
        (folder / "texts" / f"{language}.txt").write_text(text, "utf-8")
    for name, (text, encoding) in ENCODED.items():
        (folder / "encoded" / f"{name}.txt").write_bytes(text.encode(encoding))
    (folder / "pages" / "ferry.html").write_text(PAGE, "utf-8")
    (folder / "pages" / "declared.htm").write_bytes(DECLARED_PAGE.encode("cp1251"))
    (folder / "notes" / "ferry.md").write_text(MARKDOWN, "utf-8")
    (folder / "mixed" / "deeper" / "ja.txt").write_text(JAPANESE, "utf-8")
    (folder / "mixed" / "zh.text").write_text(CHINESE, "utf-8")
    (folder / "mixed" / "Ferry, März.txt").write_text(TEXTS["de"], "utf-8")
    (folder / "mixed" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (folder / "mixed" / "old.pdf").write_bytes(b"%PDF-1.4\n")
    (folder / "changed").mkdir()
    changed = TEXTS["en"].replace("a second boat", "two more boats and a bridge")
    (folder / "changed" / "en.txt").write_text(changed, "utf-8")
    lines = (
        {"doc_id": language, "text": text, "published": "2031-03-05", "language": language}
        for language, text in TEXTS.items()
    )
    (folder / "texts.jsonl").write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8"
    )
    (folder / "bad.jsonl").write_text('{"doc_id": 1}\n', "utf-8")
    (folder / "right.txt").write_text(f"{PASSPHRASE}\n", "utf-8")
    (folder / "wrong.txt").write_text("six lamps\n", "utf-8")


def _write_workspaces(folder: Path) -> None:
    given = folder / "given.stanceline"
    write_sample(given)
    for path in sorted(RELEASED.glob("*.stanceline")):
        shutil.copyfile(path, folder / path.name)
    content = given.read_bytes()
    (folder / "cut.stanceline").write_bytes(content[: len(content) // 3])
    (folder / "text.stanceline").write_text(TEXTS["en"], "utf-8")
    (folder / "empty.stanceline").write_bytes(b"")
    (folder / "folder.stanceline").mkdir()
    _altered(given, folder / "newer.stanceline", "PRAGMA user_version = 999")
    _altered(
        given,
        folder / "damaged.stanceline",
        "UPDATE journal_now SET action_id = 0",
        "UPDATE event SET date_o0 = 5 WHERE id = 1",
        "UPDATE search_doc SET title = 'Else'",
        "DELETE FROM change WHERE action_id = 0",
        "UPDATE journal_now SET action_id = NULL WHERE action_id = 0",
    )


def _altered(given: Path, path: Path, *statements: str) -> None:
    """A copy of the workspace that these statements were run on behind the program's back."""
    shutil.copyfile(given, path)
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
