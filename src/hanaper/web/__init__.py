"""The site's frame: home, your work, search, help, health, and what is said when something is not there."""
