"""Errors of the ways in; they grow from the tree in `index/errors.py`.

MurrosError
├── BadRequestError       a request is not what the contract says; nothing of it is repeated
│   ├── MissingError          what it asks for is not there (404)
│   └── FullError             a conversation has all the messages that it may have (409)
├── StoreError            the database of conversations does not answer (retryable)
├── VendorError           the vendor of a channel does not answer, or refuses (retryable)
└── BusyError
    ├── SlowError         an answer took longer than one may wait (retryable)
    └── OftenError        a person of a channel asks more often than the rate limit lets (retryable)
"""

from http import HTTPStatus

from index.errors import BusyError, MurrosError


class BadRequestError(MurrosError):
    """A request that cannot be taken as it is; `message_key` tells why."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, message_key: str) -> None:
        """Keep the key of the reason."""
        super().__init__(message_key)
        self.message_key = message_key


class MissingError(BadRequestError):
    """What a request asks for is not there, or no more."""

    status = HTTPStatus.NOT_FOUND


class FullError(BadRequestError):
    """A conversation has all the messages that it may have."""

    status = HTTPStatus.CONFLICT


class StoreError(MurrosError):
    """The database of conversations does not do its work."""

    is_retryable = True
    message_key = "error_store"


class VendorError(MurrosError):
    """The vendor of a channel does not do its work."""

    is_retryable = True
    message_key = "error_vendor"


class SlowError(BusyError):
    """An answer took longer than one may wait."""

    message_key = "error_slow"


class OftenError(BusyError):
    """Somebody asks more often than the rate limit lets."""

    message_key = "status_429"
