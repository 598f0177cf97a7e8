"""Posts: grades, pay scales, and the posts that people fill."""
