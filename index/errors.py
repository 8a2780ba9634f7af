"""Every error that the program raises on purpose, in one tree.

MurrosError
├── ReportError           a report under data/ is missing, changed or not in the series' layout
├── SettingError          a setting has a value that cannot work
├── IndexMissingError     there is no usable index yet (retryable: a build may be under way)
├── IndexDamagedError     the stored index does not match its manifest
├── SearchError           the vector store or the embedding failed (retryable)
├── ModelError            a language model did not write, or not in time; never shown as such
│   ├── ModelRefusedError     it will not write for us: the key, the name or the request is wrong
│   └── ModelSlowError        it took all the time that it has
├── BusyError             too much work under way (retryable)
└── UnprovedAnswerError   an answer broke its own promise; a defect of ours, never shown
"""


class MurrosError(Exception):
    """Base of the tree.

    The text of an error says what failed, with which value, and what mends it.
    `is_retryable` tells whether the same call may succeed later; `message_key` names the text in
    `prompts/messages.fi.toml` that the reader sees.
    """

    is_retryable = False
    message_key = "error_internal"


class ReportError(MurrosError):
    """A report under `data/` cannot be read as it should."""


class SettingError(MurrosError):
    """A setting has a value that cannot work."""


class IndexMissingError(MurrosError):
    """No usable index exists yet."""

    is_retryable = True
    message_key = "error_index_missing"


class IndexDamagedError(MurrosError):
    """The stored index does not match its own manifest."""


class SearchError(MurrosError):
    """The vector store or the embedding model failed."""

    is_retryable = True
    message_key = "error_search"


class ModelError(MurrosError):
    """A language model did not write, or not in time; the answer is put together without it.

    `retry_after_s`: seconds after which the provider asks to be called again, None where it does
    not say.
    """

    is_retryable = True

    def __init__(self, text: str, retry_after_s: float | None = None) -> None:
        """Keep what failed, and the provider's own wish."""
        super().__init__(text)
        self.retry_after_s = retry_after_s


class ModelRefusedError(ModelError):
    """A language model will not write for us until a setting is mended."""

    is_retryable = False


class ModelSlowError(ModelError):
    """A language model took all the time that it has for one answer."""

    is_retryable = False


class BusyError(MurrosError):
    """More requests are under way than the service takes on at once."""

    is_retryable = True
    message_key = "error_busy"


class UnprovedAnswerError(MurrosError):
    """An answer held a number or a marker without a source."""
