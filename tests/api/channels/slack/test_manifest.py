"""The manifest asks for the rights that the code needs, and no others."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from api.channels.slack.blocks import SHORTCUT
from api.channels.slack.channel import PATH
from index.settings import ROOT

FOLDER = ROOT / "deploy" / "slack"
CODE = ROOT / "api" / "channels" / "slack"
# https://docs.slack.dev/reference/methods and …/events: the scope of each
SCOPE_OF_METHOD = {
    "assistant.threads.setStatus": "chat:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "chat.appendStream": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.startStream": "chat:write",
    "chat.stopStream": "chat:write",
    "chat.update": "chat:write",
    "views.open": "",
}
SCOPE_OF_EVENT = {"app_mention": "app_mentions:read", "message.im": "im:history"}
OF_OLD_APPS = {"assistant_thread_started"}  # a manifest with an agent's pane has it no more


@pytest.fixture
def manifest() -> dict[str, Any]:
    """Return the manifest."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "manifest.yaml").read_text(encoding="utf-8"))
    return found


def read_code() -> str:
    """Return all code of the channel."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(CODE).glob("*.py")))


def test_rights_are_those_that_are_used(manifest: dict[str, Any]) -> None:
    """Each method called, each event, command and shortcut has its right; there is no other."""
    code = read_code()
    methods = set(re.findall(r'"((?:[a-z]+\.)+[a-z]+[A-Za-z]*)"', code)) - {"murros.slack.vendor"}
    methods = {name for name in methods if name.startswith(("assistant.", "chat.", "views."))}
    assert methods == set(SCOPE_OF_METHOD)
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    used = {SCOPE_OF_METHOD[method] for method in methods}
    used |= {SCOPE_OF_EVENT.get(event, "") for event in events}
    used |= (
        {"commands"}
        if {"bolt.command", "bolt.shortcut"} <= set(re.findall(r"bolt\.\w+", code))
        else set()
    )
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == used - {""}
    assert set(manifest["oauth_config"]["scopes"]) == {"bot"}


def test_events_are_those_that_are_heard(manifest: dict[str, Any]) -> None:
    """No event comes for nothing."""
    heard = set(re.findall(r'bolt\.event\("(\w+)"\)', read_code()))
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in events} == heard - OF_OLD_APPS


def test_all_leads_to_the_route(manifest: dict[str, Any]) -> None:
    """Three addresses, one placeholder; the page tells what to put there."""
    (command,) = manifest["features"]["slash_commands"]
    settings = manifest["settings"]
    addresses = (command["url"], settings["event_subscriptions"]["request_url"])
    assert {*addresses, settings["interactivity"]["request_url"]} == {"REQUEST_URL"}
    assert settings["interactivity"]["is_enabled"]
    assert not settings["socket_mode_enabled"]
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert PATH in page
    for scope in manifest["oauth_config"]["scopes"]["bot"]:
        assert f"`{scope}`" in page


def test_names_are_ours_and_within_bounds(manifest: dict[str, Any]) -> None:
    """Slack's bounds: https://docs.slack.dev/reference/app-manifest."""
    (shortcut,) = manifest["features"]["shortcuts"]
    assert shortcut["callback_id"] == SHORTCUT
    assert (shortcut["type"], len(shortcut["name"]) <= 24) == ("message", True)
    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140
    assert len(manifest["features"]["agent_view"]["agent_description"]) <= 300
