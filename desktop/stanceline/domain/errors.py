"""What can go wrong in ways that the user can act on."""


class StancelineError(Exception):
    """A problem that the user can act on, told in one plain sentence.

    Every other exception is a bug and reaches the crash dialog.
    """
