"""Questions on figures: a typed query on typed tables, computed and never generated."""
