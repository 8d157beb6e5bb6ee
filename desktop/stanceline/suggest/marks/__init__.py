"""Quotation marks: which belong together, and what in a text stands outside them."""
