"""Stanceline: from a pile of articles to a timeline you can defend."""

__version__ = "0.1.0"
