"""Service levels: what evidence says of how many, how long and how much by hand. See README.md."""
