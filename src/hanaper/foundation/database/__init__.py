"""The database under everything: an embedded server, connections by role, and what a table must declare."""
