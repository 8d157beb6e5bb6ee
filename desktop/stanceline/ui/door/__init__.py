"""The door of the running program, at which later starts hand over what they are to open."""
