"""How fast the ground is, each figure beside its floor in the same run. See README.md; run by `make bench`."""
