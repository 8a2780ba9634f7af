"""Whether Slack sent a request: its signature, v0, over the time and the body.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import re

MAX_AGE_S = 300  # Slack's own bound against requests that are sent again later
TIME = re.compile(r"[0-9]{1,12}", re.ASCII)


def sign(body: bytes, timestamp: str, secret: str) -> str:
    """Return the signature of a body sent at a time, whole seconds since 1970."""
    message = b"v0:" + timestamp.encode() + b":" + body
    return f"v0={hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()}"


def is_signed(body: bytes, timestamp: str, signature: str, secret: str, now_s: float) -> bool:
    """Return whether a signature is right and its time within `MAX_AGE_S` of now, both ways."""
    if not TIME.fullmatch(timestamp) or abs(now_s - int(timestamp)) > MAX_AGE_S:
        return False
    return hmac.compare_digest(sign(body, timestamp, secret).encode(), signature.encode())
