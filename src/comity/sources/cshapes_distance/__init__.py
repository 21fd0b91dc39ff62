"""The least distance between two states, from CShapes (Schvitz and others 2022; tidied file)."""
