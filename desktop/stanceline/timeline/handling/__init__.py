"""The drawing on the screen, and what mouse and keys do to it."""
