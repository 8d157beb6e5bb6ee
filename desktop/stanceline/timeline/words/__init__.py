"""Dates, lanes and marks in words."""
