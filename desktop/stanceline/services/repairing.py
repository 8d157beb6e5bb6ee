"""Repairing what can be repaired of a workspace, and saying what was done and what was not."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import field
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from stanceline.domain.actions import ActionState
from stanceline.domain.edtf import EdtfError
from stanceline.domain.grams import grams_of
from stanceline.records import dataclass
from stanceline.services.backups import Backup, backups_of
from stanceline.services.looking import (
    DATED,
    KNOWN,
    Finding,
    FindingKind,
    dead_places,
    look_over,
)
from stanceline.services.progress import QUIET, Progress
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import search, tables
from stanceline.storage.backup import connect
from stanceline.storage.digests import (
    KNOWN_CHANGES,
    ChangedText,
    body_with,
    changed_originals,
    changed_texts,
    known_changes,
    original_with,
    text_of_article,
)
from stanceline.storage.engine import FAULTS, SEE_CHECK, WorkspaceDamaged
from stanceline.storage.soundness import (
    broken_changes,
    mend_orphan,
    orphans,
    reindex,
    sweep_adrift,
)

REPAIR = "Repair the workspace"
_NO_BACKUP = ", and no backup has it."
"""What the one step of the history is called that a repair is."""


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What a repair did and what it left, one sentence each."""

    did: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def repair(workspace: Workspace, progress: Progress = QUIET) -> RepairReport:
    """Repair what can be repaired; what it did and what is still wrong, in sentences.

    Changes of what the analyst wrote are one action, which can be undone; indices, the
    texts of articles and kept files become what they were, and stay so. A changed text
    comes back from the newest backup that has it whole. Raises WorkspaceReadOnly, and
    Cancelled; what was repaired before that stays.
    """
    findings = look_over(workspace, progress, is_thorough=True)
    if not findings:
        return RepairReport()
    kinds = {finding.kind for finding in findings if finding.can_repair}
    report = RepairReport()
    n_kept = 0
    try:
        _mend_indices(workspace, kinds, report)
        n_kept = len(report.did)
        has_new_texts = _mend_rows(workspace, kinds, findings, report, progress)
        n_kept = len(report.did)
        if has_new_texts and FindingKind.SEARCH not in kinds:
            _mend_indices(workspace, {FindingKind.SEARCH}, report)
    except WorkspaceDamaged as error:
        # The action that met the damage is undone as a whole.
        del report.did[n_kept:]
        report.left.append(str(error).removesuffix(SEE_CHECK))
    told = {_in_short(sentence) for sentence in report.left}
    report.left.extend(
        finding.sentence
        for finding in look_over(workspace, progress, is_thorough=True)
        if _in_short(finding.sentence) not in told
    )
    return RepairReport(list(dict.fromkeys(report.did)), list(dict.fromkeys(report.left)))


def _in_short(sentence: str) -> str:
    """What is wrong, without whether a backup has it."""
    return sentence.removesuffix(".").removesuffix(_NO_BACKUP[:-1]).removesuffix(KNOWN)


@contextmanager
def _step(session: Session, what: str, report: RepairReport) -> Iterator[None]:
    """A part of the repair that leaves nothing, but lets the others go on, when it fails."""
    try:
        with session.begin_nested():
            yield
    except DBAPIError as error:
        report.left.append(f"{what} could not be repaired ({error.orig}).")


# ------------------------------------------------------------------------- what is derived


def _mend_indices(workspace: Workspace, kinds: set[FindingKind], report: RepairReport) -> None:
    """Make anew what follows from the rest; there is no line of it in the history."""
    if not kinds & {FindingKind.INDEX, FindingKind.SEARCH, FindingKind.JOURNAL}:
        return
    with workspace.action(REPAIR) as session:
        connection = session.connection()
        if FindingKind.INDEX in kinds:
            with _step(session, "The indices", report):
                reindex(connection)
                report.did.append("Made the indices of the tables anew.")
        if FindingKind.SEARCH in kinds:
            with _step(session, "The search index", report):
                search.drop(connection)
                search.create(connection)
                search.rebuild(connection)
                report.did.append("Made the search index anew.")
        if FindingKind.JOURNAL in kinds:
            with _step(session, "The history", report):
                _mend_journal(connection, report)


def _mend_journal(connection: Connection, report: RepairReport) -> None:
    """Keep the lines of the history, and forget how to undo what cannot be read."""
    # Its row says what goes on; without one, nothing could be written any more.
    connection.exec_driver_sql("INSERT OR IGNORE INTO journal_now (id) VALUES (1)")
    broken = broken_changes(connection)
    if not broken:
        report.did.append("Set right what the history says goes on.")
        return
    last = max(action_id for _, action_id in broken)
    for change_id, _ in broken:
        connection.exec_driver_sql("DELETE FROM change WHERE id = ?", (change_id,))
    # What came before it cannot be undone either, since undoing goes step by step.
    connection.exec_driver_sql(
        "DELETE FROM change WHERE action_id IN (SELECT id FROM action WHERE id <= ?)", (last,)
    )
    connection.exec_driver_sql(
        "UPDATE action SET state = ? WHERE id <= ? AND state <> ?",
        (ActionState.COMPACTED.value, last, ActionState.RECORD.value),
    )
    report.did.append(
        f"Kept the lines of the history, of which those up to step {last} can no longer be undone."
    )


# ------------------------------------------------------------------------- what is stored


def _mend_rows(
    workspace: Workspace,
    kinds: set[FindingKind],
    findings: list[Finding],
    report: RepairReport,
    progress: Progress,
) -> bool:
    """Repair rows, as one action; whether texts changed, of which the index must hear."""
    has_new_texts = False
    steps: dict[FindingKind, tuple[str, Callable[[Session], None]]] = {
        FindingKind.ORPHAN: ("The references", lambda session: _mend_orphans(session, report)),
        FindingKind.ANCHOR: ("The marks", lambda session: _mend_anchors(session, report)),
        FindingKind.DATE: ("The dates", lambda session: _mend_dates(session, findings, report)),
        FindingKind.VALUE: ("The suggestions", lambda session: _drop(session, findings, report)),
    }
    with workspace.action(REPAIR, *Changed) as session:
        if kinds & {FindingKind.TEXT, FindingKind.ORIGINAL}:
            with _backups(workspace) as backups:
                has_new_texts = _mend_texts(session, backups, report)
                _mend_originals(session, backups, report)
        for number, (kind, (what, mend)) in enumerate(steps.items()):
            progress.step(number, len(steps), "Repairing")
            if kind in kinds:
                with _step(session, what, report):
                    mend(session)
    return has_new_texts


def _mend_orphans(session: Session, report: RepairReport) -> None:
    for orphan in orphans(session.connection()):
        if mend_orphan(session.connection(), orphan):
            done = "Took out" if orphan.on_delete == "CASCADE" else "Emptied the reference of"
            report.did.append(
                f"{done} row {orphan.row_id} of {orphan.table}, which referred to a missing row "
                f"of {orphan.parent}."
            )
    if sweep_adrift(session.connection()):
        report.did.append("Took out drafts and places in articles that are not there.")


def _mend_anchors(session: Session, report: RepairReport) -> None:
    kinds: dict[str, type[tables.QuotationSpan | tables.Evidence]] = {
        "quotation_span": tables.QuotationSpan,
        "evidence": tables.Evidence,
    }
    for dead in list(dead_places(session)):
        place, start, table = dead.place, dead.start, kinds[dead.place.table]
        of_mark = update(table).where(table.id == place.row_id)
        if dead.words is not None:
            session.execute(of_mark.values(exact=dead.words))
            report.did.append(f"Took the words of {place.owner} from its place in the text.")
        elif dead.is_sure and start is not None:
            session.execute(of_mark.values(start=start, end=start + len(place.exact)))
            report.did.append(
                f"Set the mark of {place.owner} to its words, which stand at character "
                f"{start + 1:,}."
            )


def _mend_dates(session: Session, findings: list[Finding], report: RepairReport) -> None:
    for what, table, prefix in DATED:
        columns = table.__table__.columns
        for finding in findings:
            if finding.kind is FindingKind.DATE and finding.can_repair and finding.table == what:
                of_row = columns["id"] == finding.row_id
                text = session.scalar(select(columns[prefix]).where(of_row))
                try:
                    bounds = tables.date_columns(prefix, text or "")
                except EdtfError:
                    continue
                session.execute(update(table).where(of_row).values(**bounds))
                report.did.append(
                    f"Derived the bounds of the date of {what} {finding.row_id} anew."
                )


def _drop(session: Session, findings: list[Finding], report: RepairReport) -> None:
    for finding in findings:
        if finding.can_repair and finding.table == "suggestion":
            session.execute(delete(tables.Suggestion).where(tables.Suggestion.id == finding.row_id))
            report.did.append(f"Took out suggestion {finding.row_id}, which could not be read.")


# ------------------------------------------------------------------------- from backups

Opened = list[tuple[Backup, Any]]
"""Backups with a connection to each, the newest first."""


@contextmanager
def _backups(workspace: Workspace) -> Iterator[Opened]:
    opened: Opened = []
    try:
        for backup in backups_of(workspace):
            try:
                opened.append((backup, connect(backup.path, workspace.key)))
            except FAULTS:
                continue  # Another one will do.
        yield opened
    finally:
        for _, connection in opened:
            with closing(connection):
                pass


def _mend_texts(session: Session, backups: Opened, report: RepairReport) -> bool:
    """Put back texts as they were imported; note those that no backup has. Whether any came."""
    driver: Any = session.connection().connection.driver_connection
    known = known_changes(driver)
    has_new = False
    for text in changed_texts(driver):
        if text.is_known or not text.text_id:
            continue
        found = _text_in(backups, session, text)
        if found is not None:
            backup, sha256, body = found
            with _step(session, text.sentence, report):
                _put_text(session, text.text_id, sha256, body)
                known.pop(str(text.text_id), None)
                has_new = True
                whose = text.sentence.partition(" is not")[0].partition(" cannot")[0]
                report.did.append(
                    f"Restored {whose[:1].lower()}{whose[1:]} from the backup of {backup.at}."
                )
        elif text.now is not None:
            known[str(text.text_id)] = text.now
            report.left.append(f"{text.sentence[:-1]}{_NO_BACKUP}")
    if known != known_changes(driver):
        _note_known(session, known)
    return has_new


def _text_in(
    backups: Opened, session: Session, text: ChangedText
) -> tuple[Backup, str, str] | None:
    """The newest backup that has the text whole, its digest and its words."""
    for backup, connection in backups:
        body = body_with(connection, text.sha256) if text.sha256 else None
        if body is not None:
            return backup, text.sha256, body.decode()
    # The digest itself may be lost; the article still says which text was its own.
    for backup, connection in backups:
        for article_id in text.article_ids:
            uid = session.scalar(select(tables.Article.uid).where(tables.Article.id == article_id))
            found = text_of_article(connection, uid or "", text.text_id)
            if found is not None:
                return backup, *found
    return None


def _put_text(session: Session, text_id: int, sha256: str, body: str) -> None:
    session.connection().exec_driver_sql(
        "INSERT INTO text (id, sha256, body, grams) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET sha256 = excluded.sha256, body = excluded.body,"
        " grams = excluded.grams",
        (text_id, sha256, body, grams_of(body)),
    )


def _note_known(session: Session, known: dict[str, str]) -> None:
    row = session.get(tables.Setting, KNOWN_CHANGES)
    if row is None:
        session.add(tables.Setting(key=KNOWN_CHANGES, value=json.dumps(known)))
    else:
        row.value = json.dumps(known)
    session.flush()


def _mend_originals(session: Session, backups: Opened, report: RepairReport) -> None:
    driver: Any = session.connection().connection.driver_connection
    for row_id, name in list(changed_originals(driver)):
        # A damaged digest may be no text at all, and must not end the whole repair.
        sha256 = (
            session.connection()
            .exec_driver_sql("SELECT CAST(sha256 AS BLOB) FROM original WHERE id = ?", (row_id,))
            .scalar()
        )
        wanted = (sha256 or b"").decode(errors="replace")
        for backup, connection in backups:
            content = original_with(connection, wanted)
            if content is not None:
                with _step(session, f"The kept file “{name}”", report):
                    session.execute(
                        update(tables.Original)
                        .where(tables.Original.id == row_id)
                        .values(content=content)
                    )
                    report.did.append(
                        f"Restored the kept file “{name}” from the backup of {backup.at}."
                    )
                break
