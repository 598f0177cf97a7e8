"""Returns of connected departments: asked for by a day, checked at entry, kept with every correction."""
