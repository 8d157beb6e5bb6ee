"""The commands about a workspace as a whole: check, backup, restore, info."""

import argparse
from dataclasses import asdict

from stanceline.cli.opening import open_to_read
from stanceline.cli.output import print_json, print_lines, tell
from stanceline.cli.passphrases import passphrase_of
from stanceline.services import backups, checking
from stanceline.services.checking import Checked, WorkspaceInfo

DONE, FAILED = 0, 1


def check(parsed: argparse.Namespace) -> int:
    """Say what is wrong with the workspace, repaired first when asked; fails when anything is."""
    checked = checking.check_workspace(
        parsed.workspace, passphrase=passphrase_of(parsed), mends=parsed.repair
    )
    if parsed.json:
        print_json(
            {
                "sound": checked.is_sound,
                "problems": checked.left,
                "findings": [asdict(finding) for finding in checked.findings],
                "did": checked.did,
                "left": checked.left if parsed.repair else [],
                "advice": checked.advice,
            }
        )
    else:
        print_lines(_lines(checked, was_repaired=parsed.repair))
        if checked.advice:
            tell(checked.advice)
    return DONE if checked.is_sound else FAILED


def _lines(checked: Checked, *, was_repaired: bool) -> list[str]:
    if not checked.findings and checked.is_sound:
        return ["No problems found."]
    if not was_repaired:
        return checked.left
    left = [f"Not repaired: {sentence}" for sentence in checked.left]
    return [*checked.did, *(left or ["No problems are left."])]


def backup(parsed: argparse.Namespace) -> int:
    """Make a backup and print its path."""
    with open_to_read(parsed) as workspace:
        made = backups.back_up(workspace, parsed.to)
    if parsed.json:
        print_json({**asdict(made), "path": str(made.path)})
    else:
        print_lines([str(made.path)])
    return DONE


def restore(parsed: argparse.Namespace) -> int:
    """Make the workspace what the backup is; what stood in its place is kept beside it."""
    restored = backups.restore_keeping(
        parsed.backup, parsed.to, passphrase=passphrase_of(parsed), replace=True
    )
    if parsed.json:
        kept = str(restored.kept) if restored.kept else None
        print_json({"path": str(restored.path), "kept": kept})
    tell(f"Restored {parsed.backup} to {restored.path}.")
    if restored.kept:
        tell(f"What was there before is kept as {restored.kept}.")
    return DONE


def info(parsed: argparse.Namespace) -> int:
    """Say what the workspace holds."""
    with open_to_read(parsed) as workspace:
        found = checking.workspace_info(workspace)
    if parsed.json:
        print_json(_as_json(found))
    else:
        print_lines(_in_words(found))
    return DONE


def _as_json(found: WorkspaceInfo) -> dict[str, object]:
    told = asdict(found)
    told["encrypted"] = told.pop("is_encrypted")
    told["backups"] = told.pop("n_backups")
    return told


def _in_words(found: WorkspaceInfo) -> list[str]:
    lines = [f"{found.name}  ({found.path}, {found.n_bytes / 1e6:,.1f} MB)"]
    lines += [f"{name:<12} {count:>8,}" for name, count in found.counts.items()]
    if found.first:
        lines.append(f"published    {found.first} to {found.last}")
    lines.append(f"steps        {found.undo_depth:,} can be undone")
    last = f", the last one of {found.last_backup}" if found.last_backup else ""
    lines.append(f"backups      {found.n_backups:,}{last}")
    lines.append(f"encrypted    {'yes' if found.is_encrypted else 'no'}")
    named = f" ({found.place_name})" if found.place_name else ""
    lines.append(f"disk         {found.place}{named}")
    return lines
