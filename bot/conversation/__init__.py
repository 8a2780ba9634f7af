"""Conversations: what is remembered of a turn, and messages that lean on the turns before."""
