"""What a record is, and what it is judged by: the kinds, the settings, the rules."""
