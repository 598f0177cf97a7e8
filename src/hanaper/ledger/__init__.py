"""Books: one set per body on one shared chart. See README.md."""
