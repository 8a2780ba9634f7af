"""Conversations as they are kept: stored, read, continued, judged, deleted."""
