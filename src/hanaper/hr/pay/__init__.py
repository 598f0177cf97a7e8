"""Pay: what people are owed, to the penny, and why."""
