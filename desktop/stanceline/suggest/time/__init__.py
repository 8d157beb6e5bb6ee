"""When: the rules that read time expressions."""
