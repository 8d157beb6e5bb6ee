"""What can be named on the command line, told without loading what does it."""

COMMANDS = (
    "import",
    "suggest",
    "search",
    "list",
    "export",
    "check",
    "backup",
    "restore",
    "info",
    "sample",
)
"""The first words that make a command of what is typed; else the window opens."""

LISTED = ("articles", "events", "quotations", "speakers", "topics", "views")
"""What of a workspace can be listed."""

EXPORTED = ("timeline", "quotations", "events", "articles", "evidence")
"""What of a workspace can be exported: the picture, then the tables."""

IMAGE_FORMATS = ("png", "svg", "pdf")
FORMATS = ("csv", *IMAGE_FORMATS)
