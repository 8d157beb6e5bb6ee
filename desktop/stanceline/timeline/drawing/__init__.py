"""Shapes, pictures of shapes and words, as a painter draws them."""
