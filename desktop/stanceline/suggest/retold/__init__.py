"""Speech that is retold without marks."""
