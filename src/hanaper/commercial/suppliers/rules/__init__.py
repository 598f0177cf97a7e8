"""Pure rules of suppliers: identifiers and accounts."""
