"""Payment runs, the files that carry them to the bank, and bank statements."""
