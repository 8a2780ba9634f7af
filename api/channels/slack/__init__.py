"""Slack: mentions, direct messages, the agent's pane, `/murros` and a shortcut on messages."""
