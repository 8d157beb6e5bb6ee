"""Fails when a workflow or the hooks file is not what its reader will take."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent


def faults_of_workflow(path: Path) -> list[str]:
    """What is wrong with the workflow at `path`, a sentence each."""
    try:
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        return [f"{path.name} is not YAML: {error}"]
    if not isinstance(workflow, dict):
        return [f"{path.name} is not a mapping."]
    faults = []
    # YAML 1.1 reads the key `on` as true.
    if "on" not in workflow and True not in workflow:
        faults.append(f"{path.name} does not say when it runs.")
    jobs = workflow.get("jobs")
    if not isinstance(jobs, dict) or not jobs:
        return [*faults, f"{path.name} has no jobs."]
    for name, job in jobs.items():
        if isinstance(job, dict) and "uses" in job:
            continue  # Another workflow's jobs.
        if not isinstance(job, dict) or "runs-on" not in job or not job.get("steps"):
            faults.append(f"{path.name}: the job {name} has no runner or no steps.")
            continue
        faults += [
            f"{path.name}: step {number} of {name} needs exactly one of `run` and `uses`."
            for number, step in enumerate(job["steps"], start=1)
            if not isinstance(step, dict) or ("run" in step) == ("uses" in step)
        ]
    return faults


def main() -> int:
    """1 and a sentence per fault, or 0."""
    workflows = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
    faults = [fault for path in workflows for fault in faults_of_workflow(path)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
