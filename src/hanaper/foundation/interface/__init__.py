"""The interface kit: the page kinds, their parts, and the registries through which modules reach the site's frame."""
