"""The update: which clusters there are, which are served here, and what a month of their work says. See README.md."""
