"""Exported timelines as pages and files."""
