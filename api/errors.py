"""Errors of the ways in; they grow from the tree in `index/errors.py`.

MurrosError
├── BadRequestError       a request is not what the contract says; nothing of it is repeated
└── BusyError
    └── SlowError         an answer took longer than one may wait (retryable)
"""

from index.errors import BusyError, MurrosError


class BadRequestError(MurrosError):
    """A request that cannot be taken as it is; `message_key` tells why."""

    def __init__(self, message_key: str) -> None:
        """Keep the key of the reason."""
        super().__init__(message_key)
        self.message_key = message_key


class SlowError(BusyError):
    """An answer took longer than one may wait."""

    message_key = "error_slow"
