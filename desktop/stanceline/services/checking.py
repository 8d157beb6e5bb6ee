"""Looking a workspace over: what is in it, and whether all of it is sound."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from stanceline.domain.actions import ActionState
from stanceline.records import dataclass
from stanceline.services.backups import backups_of
from stanceline.services.looking import Finding, FindingKind, look_over
from stanceline.services.progress import QUIET, Progress
from stanceline.services.repairing import RepairReport, repair
from stanceline.services.workspace import SUFFIX, Workspace
from stanceline.storage import tables
from stanceline.storage.backup import is_ours, put_new, sync_file, unfinished_beside
from stanceline.storage.engine import (
    DATABASE_FAULTS,
    SCHEMA_VERSION,
    NotAWorkspace,
    Unlocking,
    WorkspaceDamaged,
)
from stanceline.storage.keys import unlock
from stanceline.storage.rescue import mend_schema, rescue

__all__ = [
    "Checked",
    "Finding",
    "FindingKind",
    "RepairReport",
    "WorkspaceInfo",
    "check_workspace",
    "look_over",
    "problems_of",
    "repair",
    "workspace_info",
]

_COUNTED: dict[str, type[tables.Base]] = {
    "articles": tables.Article,
    "sources": tables.Source,
    "speakers": tables.Speaker,
    "topics": tables.Topic,
    "quotations": tables.Quotation,
    "judgements": tables.Judgement,
    "events": tables.Event,
    "evidence": tables.Evidence,
    "suggestions": tables.Suggestion,
    "timelines": tables.Timeline,
}


@dataclass(frozen=True, slots=True)
class WorkspaceInfo:
    """What a workspace holds; ``first`` and ``last`` are publication dates (EDTF) or empty.

    ``undo_depth`` is how many steps can be undone, ``place`` the kind of disk it lies on.
    """

    name: str
    path: str
    schema_version: int
    n_bytes: int
    is_read_only: bool
    counts: dict[str, int]
    languages: dict[str, int]
    first: str
    last: str
    is_encrypted: bool
    undo_depth: int
    n_backups: int
    last_backup: str
    place: str
    place_name: str


def workspace_info(workspace: Workspace) -> WorkspaceInfo:
    """What the workspace holds, in numbers."""
    with workspace.reading() as session:
        counts = {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in _COUNTED.items()
        }
        languages = dict(
            session.execute(
                select(tables.Article.language, func.count())
                .group_by(tables.Article.language)
                .order_by(func.count().desc())
            ).all()
        )
        dated = (
            select(tables.Article.published)
            .where(tables.Article.published_t0.is_not(None))
            .limit(1)
        )
        first = session.scalar(dated.order_by(tables.Article.published_t0))
        last = session.scalar(dated.order_by(tables.Article.published_t0.desc()))
        action = tables.Action
        undo_depth = session.scalar(
            select(func.count()).select_from(action).where(action.state == ActionState.DONE)
        )
    backups = backups_of(workspace)
    return WorkspaceInfo(
        name=workspace.name,
        path=str(workspace.path),
        schema_version=SCHEMA_VERSION,
        n_bytes=workspace.path.stat().st_size,
        is_read_only=workspace.is_read_only,
        counts=counts,
        languages=languages,
        first=first or "",
        last=last or "",
        is_encrypted=workspace.is_encrypted,
        undo_depth=undo_depth or 0,
        n_backups=len(backups),
        last_backup=backups[0].at if backups else "",
        place=workspace.place.kind.value,
        place_name=workspace.place.name,
    )


def problems_of(workspace: Workspace) -> list[str]:
    """What is wrong with the workspace, one sentence each; empty when all is sound."""
    return [finding.sentence for finding in look_over(workspace, is_thorough=True)]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a file found, and what a repair of it did and left.

    ``advice`` says what to do about damage that no repair mends; empty where there is none.
    """

    findings: list[Finding]
    did: list[str]
    left: list[str]
    advice: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong, or no longer."""
        return not self.left


def check_workspace(
    path: Path,
    *,
    passphrase: str | None = None,
    mends: bool = False,
    progress: Progress = QUIET,
) -> Checked:
    """What is wrong with the file, be it so damaged that it cannot be opened.

    With ``mends`` it is repaired as far as that goes; of a file that cannot be, what can
    still be read is written to a new one beside it. Raises what ``Workspace.open`` does of
    files that are no workspaces, are not there or need another passphrase.
    """
    checked = _checked(path, passphrase, mends=mends, progress=progress)
    is_damaged = any(finding.kind in _LASTING for finding in checked.findings)
    if checked.is_sound or not is_damaged:
        return checked
    if mends:
        checked.did.extend(_rescued(path, unlock(path, passphrase), progress))
    return replace(checked, advice=_advice(path))


def _advice(path: Path) -> str:
    backups = backups_of(path)
    if not backups:
        return f"There is no backup of {path.name} on this computer. Keep the file as it is."
    return (
        f"The newest backup was made at {backups[0].at}; to get back what it has: "
        f"stanceline restore “{backups[0].path}” --to “{path}”"
    )


_LASTING = {FindingKind.DAMAGE, FindingKind.SCHEMA, FindingKind.TEXT}


def _checked(path: Path, passphrase: str | None, *, mends: bool, progress: Progress) -> Checked:
    did: list[str] = []
    findings: list[Finding] = []
    try:
        try:
            # For writing where nobody else does, since SQLite compares its search index with
            # the texts only then.
            workspace = Workspace.open(path, passphrase=passphrase)
        except (NotAWorkspace, DBAPIError):
            if not mends or not is_ours(path, unlock(path, passphrase)):
                raise
            problems = mend_schema(path, unlock(path, passphrase))
            if not problems:
                raise
            findings = [Finding(FindingKind.SCHEMA, each, can_repair=True) for each in problems]
            did.append("Made triggers and the search index of the workspace anew.")
            workspace = Workspace.open(path, passphrase=passphrase)
        with workspace:
            findings += look_over(workspace, progress, is_thorough=True)
            if not mends:
                return Checked(findings, did, [finding.sentence for finding in findings])
            report = repair(workspace, progress)
            return Checked(findings, [*did, *report.did], report.left)
    except (NotAWorkspace, WorkspaceDamaged, DBAPIError) as error:
        if isinstance(error, NotAWorkspace) and not is_ours(path, unlock(path, passphrase)):
            raise
        sentence = (
            f"{path} is damaged: it cannot be opened ({error.orig})."
            if isinstance(error, DBAPIError)
            else str(error)
        )
        findings.append(Finding(FindingKind.DAMAGE, sentence))
        return Checked(findings, did, [sentence])


_UNREADABLE: tuple[type[Exception], ...] = (*DATABASE_FAULTS, WorkspaceDamaged, NotAWorkspace)


def _rescued(path: Path, key: Unlocking | None, progress: Progress) -> list[str]:
    """Write what can be read to a new file beside the damaged one; what came of it, in words."""
    now = datetime.now().astimezone().strftime("%Y-%m-%d %H-%M-%S")
    to = path.resolve().with_name(f"{path.stem} rescued {now}{SUFFIX}")
    try:
        with unfinished_beside(to) as unfinished:
            rescued = rescue(
                path, unfinished, key, lambda table: progress.step(0, 0, f"Reading {table}")
            )
            n_articles = rescued.n_rows.get("article", 0)
            if not n_articles and not rescued.n_rows.get("text", 0):
                return []
            sync_file(unfinished)
            put_new(unfinished, to)
    except _UNREADABLE:
        return []
    except OSError as error:
        return [f"What can be read could not be written to {to}: {error.strerror or error}."]
    lost = ", ".join(f"{count:,} of {table}" for table, count in sorted(rescued.n_lost.items()))
    without = f" Rows that could not be read: {lost}." if lost else " No row of it is missing."
    return [f"Wrote what can be read, {n_articles:,} articles among it, to {to}.{without}"]
