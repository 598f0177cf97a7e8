"""Pure rules of the books: documents in, lines out."""
