"""Settings by concern, read from the environment once."""
