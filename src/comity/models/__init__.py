"""What follows from what: models that say what really moved, and how sure that is."""
