"""What the files of workspaces are called."""

SUFFIX = ".stanceline"
