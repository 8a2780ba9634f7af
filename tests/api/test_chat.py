"""`POST /api/chat` and its stream give what the contract says."""

import json
import re

import pytest
from fastapi.testclient import TestClient

from api import stream as stream_module  # noqa: F401
