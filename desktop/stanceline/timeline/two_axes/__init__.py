"""Publication against happening: a timeline of two times."""
