"""The register: clusters, groups and bodies as dated, sourced facts, and what was claimed about the strategy."""
