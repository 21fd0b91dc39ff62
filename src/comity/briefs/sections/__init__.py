"""The built-in sections of a brief, one short file each."""
