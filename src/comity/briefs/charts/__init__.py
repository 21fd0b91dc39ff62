"""Charts of a brief: each function returns one SVG picture."""
