"""One batch of records: found, read, judged, kept for the next build."""
