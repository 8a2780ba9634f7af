"""Links out of channels into the service."""

import pytest

from api.channels.links import Links
from index.errors import SettingError


@pytest.mark.parametrize(
    "public_url", ["https://apuri.kunta.fi", "https://apuri.kunta.fi/", " https://apuri.kunta.fi "]
)
def test_link_begins_with_the_public_address(public_url: str) -> None:
    """Pages keep their place; charts become pictures that chat programs show."""
    links = Links(public_url)
    assert links.page("/raportti/r#t1-r1") == "https://apuri.kunta.fi/raportti/r#t1-r1"
    drawn = links.picture("/raportti/r/taulukko/1.svg?rivi=1&palsta=2")
    assert drawn == "https://apuri.kunta.fi/raportti/r/taulukko/1.png?rivi=1&palsta=2"


def test_service_may_live_under_a_path() -> None:
    """A proxy may give it one."""
    assert Links("https://kunta.fi/apuri").page("/a") == "https://kunta.fi/apuri/a"


def test_without_a_public_address_there_are_no_links() -> None:
    """Nobody could open them."""
    assert Links("").page("/raportti/r") is None
    assert Links("").picture("/raportti/r/taulukko/1.svg") is None


@pytest.mark.parametrize(
    "wrong", ["apuri.kunta.fi", "ftp://x", "https://", "https://a:b@c.fi", "https://c.fi?x=1"]
)
def test_what_is_no_address_of_a_site_is_refused(wrong: str) -> None:
    """The error names the setting."""
    with pytest.raises(SettingError, match="MURROS_PUBLIC_URL"):
        Links(wrong)
