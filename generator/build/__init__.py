"""Pages rendered, links checked, the site replaced and published; what the last build left."""
