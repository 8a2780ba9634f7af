"""Leads a new reader through a report: its themes, questions to ask, and a quiz."""
