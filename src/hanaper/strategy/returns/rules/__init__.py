"""Pure rules of returns: their formats, their reading, their checks."""
