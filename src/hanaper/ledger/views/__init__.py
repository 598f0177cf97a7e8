"""The pages of the books: manual journals; balances, lines and periods."""
