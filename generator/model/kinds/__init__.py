"""The kinds of record: one module each, with its fields, its own rules and its public view."""
