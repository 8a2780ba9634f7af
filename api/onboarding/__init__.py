"""Leads new readers through the reports, on pages and for other channels."""
