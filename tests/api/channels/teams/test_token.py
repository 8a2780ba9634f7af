"""Requests that are not from Teams, or not as its token says: refused, and never answered."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.api.channels.teams.double import (
    CLIENT_ID,
    KID,
    TENANT,
    Double,
    make_key,
    read_answer,
    tamper,
    write_jwk,
)
from tests.api.fake import FakeAssistant

Forge = Callable[[Double], list[tuple[str, str]]]
HOUR_S = 3600


def bearer(make: Callable[[Double], str]) -> Forge:
    """Return what sends a token in the one header for it."""
    return lambda double: [("authorization", f"Bearer {make(double)}")]


def now_s() -> int:
    """Return the time as tokens have it."""
    return int(time.time())


def encode(part: object) -> str:
    """Return a part of a token."""
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def unsigned(double: Double, alg: str = "none") -> str:
    """Return a token without a signature."""
    return f"{encode({'alg': alg, 'typ': 'JWT', 'kid': KID})}.{encode(double.claims())}."


def sign_with_public_key(double: Double) -> str:
    """Return a token that an HMAC of the public key signs, as libraries once took."""
    public = make_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = encode({"alg": "HS256", "typ": "JWT", "kid": KID})
    signed = f"{head}.{encode(double.claims())}"
    mac = hmac.digest(public, signed.encode(), hashlib.sha256)
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def bring_own_key(double: Double) -> str:
    """Return a token that carries the key which proves it."""
    jwk = write_jwk("oma", "oma")
    return jwt.encode(double.claims(), make_key("oma"), "RS256", headers={"kid": "oma", "jwk": jwk})


FORGED: dict[str, Forge] = {
    "none": lambda _: [],
    "empty": lambda _: [("authorization", "")],
    "scheme-alone": lambda _: [("authorization", "Bearer")],
    "basic": lambda _: [("authorization", "Basic a2F5dHRhamE6c2FsYXNhbmE=")],
    "garbage": bearer(lambda _: "aaa.bbb.ccc"),
    "two-parts": bearer(lambda d: d.sign().rpartition(".")[0]),
    "five-parts": bearer(lambda d: d.sign() + ".a.b"),
    "no-scheme": lambda d: [("authorization", d.sign())],
    "two-headers": lambda d: [("authorization", f"Bearer {d.sign()}")] * 2,
    "in-a-list": lambda d: [("authorization", f"Bearer {d.sign()}, Bearer {d.sign()}")],
    "other-header": lambda d: [("x-authorization", f"Bearer {d.sign()}")],
    "cookie": lambda d: [("cookie", f"authorization=Bearer {d.sign()}")],
    "huge": bearer(lambda d: d.sign(more="x" * 20_000)),
    "alg-none": bearer(unsigned),
    "alg-none-capital": bearer(lambda d: unsigned(d, "None")),
    "alg-rs256-unsigned": bearer(lambda d: unsigned(d, "RS256")),
    "hs256-public-key": bearer(sign_with_public_key),
    "rs512": bearer(lambda d: jwt.encode(d.claims(), make_key(), "RS512", headers={"kid": KID})),
    "ps256": bearer(lambda d: jwt.encode(d.claims(), make_key(), "PS256", headers={"kid": KID})),
    "unknown-kid": bearer(lambda d: d.sign({"kid": "tuntematon"})),
    "no-kid": bearer(lambda d: jwt.encode(d.claims(), make_key(), "RS256")),
    "own-key": bearer(bring_own_key),
    "wrong-key": bearer(lambda d: d.sign(key="toinen")),
    "tampered": bearer(lambda d: tamper(d.sign(), exp=now_s() + 9 * HOUR_S)),
    "critical-header": bearer(lambda d: d.sign({"crit": ["exp"], "exp": 1})),
    "expired": bearer(lambda d: d.sign(exp=now_s() - 120)),
    "no-exp": bearer(lambda d: d.sign(exp=None)),
    "exp-true": bearer(lambda d: d.sign(exp=True)),
    "exp-huge": bearer(lambda d: d.sign(exp=10**400)),
    "no-nbf": bearer(lambda d: d.sign(nbf=None)),
    "nbf-in-future": bearer(lambda d: d.sign(nbf=now_s() + 120)),
    "iat-in-future": bearer(lambda d: d.sign(iat=now_s() + HOUR_S)),
    "no-aud": bearer(lambda d: d.sign(aud=None)),
    "wrong-aud": bearer(lambda d: d.sign(aud="99999999-2222-3333-4444-555555555555")),
    "aud-list": bearer(lambda d: d.sign(aud=[CLIENT_ID, "muu"])),
    "aud-as-uri": bearer(lambda d: d.sign(aud=f"api://{CLIENT_ID}")),
    "no-iss": bearer(lambda d: d.sign(iss=None)),
    "wrong-iss": bearer(lambda d: d.sign(iss="https://api.botframework.com.evil.fi")),
    "entra-iss": bearer(lambda d: d.sign(iss=f"https://sts.windows.net/{TENANT}/", tid=TENANT)),
    "no-serviceurl": bearer(lambda d: d.sign(serviceurl=None)),
    "serviceurl-list": bearer(lambda d: d.sign(serviceurl=[d.url])),
    "serviceurl-differs": bearer(lambda d: d.sign(serviceurl="https://smba.example.invalid/fi")),
    "serviceurl-longer": bearer(lambda d: d.sign(serviceurl=f"{d.url}/polku")),
}


def post(
    address: str, double: Double, headers: list[tuple[str, str]], **more: object
) -> httpx.Response:
    """Send a good message with other headers."""
    fields = {**double.activity("Kysymys"), **more}
    with httpx.Client(base_url=address) as client:
        return client.post("/api/messages", json=fields, headers=headers)


def assert_refused(response: httpx.Response, *statuses: int) -> None:
    """Check that a refusal is a problem that says nothing of why."""
    assert response.status_code in statuses
    assert response.headers["content-type"] == "application/problem+json"
    is_unknown = response.status_code == 401
    assert response.headers.get("www-authenticate") == ("Bearer" if is_unknown else None)
    assert response.json()["detail"]


@pytest.fixture
def unasked(double: Double, assistant: FakeAssistant, address: str) -> "Callable[[], None]":
    """Return a check that nobody was asked and nothing sent."""

    def check() -> None:
        read_answer(double, double.send(address, "Oikea"))
        assert assistant.messages == ["Oikea"]
        assert len(double.replies()) == 1

    return check


def test_forged_tokens_are_refused(
    double: Double, address: str, unasked: Callable[[], None]
) -> None:
    """The whole battery, on one service, so that one forgery cannot open the way for another."""
    wrong = {}
    for name, forge in FORGED.items():
        response = post(address, double, forge(double))
        if response.status_code not in {401, 403}:
            wrong[name] = response.status_code
        else:
            assert_refused(response, 401, 403)
    assert wrong == {}
    unasked()


def test_token_in_the_address_is_none(
    double: Double, address: str, unasked: Callable[[], None]
) -> None:
    """Only the header counts."""
    with httpx.Client(base_url=address) as client:
        query = {"authorization": f"Bearer {double.sign()}", "access_token": double.sign()}
        response = client.post("/api/messages", json=double.activity("Kysymys"), params=query)
    assert_refused(response, 401)
    unasked()


NOT_VOUCHED: list[dict[str, Any]] = [
    {"serviceUrl": "https://smba.example.invalid/fi"},
    {"serviceUrl": None},
    {"serviceUrl": 5},
    {"channelId": "webchat"},
    {"channelId": None},
    {"channelId": ["msteams"]},
    {"conversation": {"id": "a:maija", "conversationType": "personal", "tenantId": "muu"}},
    {"conversation": {"id": "a:maija", "tenantId": ["a"]}},
    {"channelData": {"tenant": {"id": "muu"}}},
]
NO_SITES = (
    "http://smba.example.invalid",
    "http://127.0.0.1.evil.fi",
    "https://good.fi@evil.fi",
    "https://evil.fi/?a=",
    "https://evil.fi/#",
    "https://evil.fi\\@good.fi",
    "https://evil.fi/../x",
    "//evil.fi",
    "file:///etc/passwd",
    "https://[::1",
    "https://evil.fi:port",
    "",
)


def test_good_token_does_not_vouch_for_all(
    double: Double, address: str, unasked: Callable[[], None]
) -> None:
    """Another address for replies, another channel, another tenant."""
    headers = [("authorization", f"Bearer {double.sign()}")]
    for more in NOT_VOUCHED:
        assert_refused(post(address, double, headers, **more), 403)
    unasked()


def test_key_has_to_be_endorsed_for_teams(
    double: Double, address: str, unasked: Callable[[], None]
) -> None:
    """A key that signs for other channels does not sign for this one."""
    kinds: tuple[list[str] | None, ...] = (None, [], ["webchat"], ["msteams2"])
    double.keys += [write_jwk(f"muu{n}", "muu", kind) for n, kind in enumerate(kinds)]
    for number in range(len(kinds)):
        token = double.sign({"kid": f"muu{number}"}, "muu")
        assert_refused(post(address, double, [("authorization", f"Bearer {token}")]), 401, 403)
    unasked()


def test_vouched_address_has_to_be_one(
    double: Double, address: str, unasked: Callable[[], None]
) -> None:
    """TLS, but for the double on this machine; and nothing that can be read in two ways."""
    for url in NO_SITES:
        headers = [("authorization", f"Bearer {double.sign(serviceurl=url)}")]
        assert_refused(post(address, double, headers, serviceUrl=url), 403)
    unasked()


def test_clocks_may_differ_a_little(double: Double, address: str) -> None:
    """Half a minute either way is good."""
    ahead = double.sign(nbf=now_s() + 30, iat=now_s() + 30)
    for token in (double.sign(exp=now_s() - 30), ahead):
        assert double.post(address, double.activity("Hei"), token).status_code == 200


def test_slash_at_the_end_of_the_address_is_no_difference(double: Double, address: str) -> None:
    """Microsoft writes it with and without."""
    token = double.sign(serviceurl=double.url + "/")
    asked = double.activity("Kysymys")
    assert double.post(address, asked, token).status_code == 200
    assert read_answer(double, asked).text


def test_activity_without_tenant_is_ours(double: Double, address: str) -> None:
    """The audience of the token is our registration, which is for one tenant."""
    asked = double.activity("Kysymys", channelData=None)
    asked["conversation"].pop("tenantId")
    assert double.post(address, asked).status_code == 200
    assert read_answer(double, asked).text


def test_keys_are_asked_for_once(double: Double, address: str) -> None:
    """They are kept; forgers cannot make us fetch again and again."""
    for _ in range(3):
        assert double.post(address, double.activity("Hei")).status_code == 200
        forged = double.sign({"kid": "tuntematon"})
        assert double.post(address, double.activity("Hei"), forged).status_code == 401
    assert double.asked.count("keys") <= 2


def test_new_key_is_found(double: Double, address: str) -> None:
    """Microsoft changes its keys; the first token of a new one is good."""
    assert double.post(address, double.activity("Hei")).status_code == 200
    double.keys[:] = [write_jwk("uusi", "uusi")]
    new = double.sign({"kid": "uusi"}, "uusi")
    assert double.post(address, double.activity("Hei"), new).status_code == 200
    assert double.post(address, double.activity("Hei")).status_code == 401


def test_keys_are_found_without_the_description(double: Double, address: str) -> None:
    """The address of the keys itself is known."""
    double.serves_config = False
    assert double.post(address, double.activity("Hei")).status_code == 200


def test_silent_keys_make_teams_send_again(double: Double, address: str) -> None:
    """It is not the sender's fault: 503, also for a forger, and nothing is answered."""
    double.is_silent = True
    response = double.post(address, double.activity("Kysymys"))
    assert response.status_code == 503
    assert "retry-after" in response.headers
    assert double.calls == []
    assert double.post(address, double.activity("Kysymys"), "a.b.c").status_code == 401
