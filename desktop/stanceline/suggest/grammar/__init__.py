"""As much grammar as it takes: words, phrases and verbs of saying of each language."""
