"""All batches together: the unit tree, what points to what, money, rankings."""
