"""Marks sorted into lanes and rows, once for every zoom."""
