"""A double of what Microsoft runs for Teams: keys, log-in, Bot Connector; and of the people in it.

    with serve_double() as double:
        settings = Settings(home=…, rate_limit="0", **double.settings())
        # serve create_app(settings) at `address`, then
        double.send(address, "Kysymys")                 # in a personal chat
        double.send(address, "Kysymys", channel())      # in a channel, with a mention of the bot
        shown = read_answer(double)

It is served over real HTTP on loopback, signs with its own key, and keeps what it was sent.
"""

import base64
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from jwt.algorithms import RSAAlgorithm

from tests.browser.served import serve

CLIENT_ID = "11111111-2222-3333-4444-555555555555"
SECRET = "salainen-arvo"  # noqa: S105 - of the double alone
TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
ISSUER = "https://api.botframework.com"
BOT = {"id": f"28:{CLIENT_ID}", "name": "Murrosapuri"}
KID = "avain-1"
WAIT_S = 20.0  # in which an answer must have come; never measured

LISTED = re.compile(r"\[(\d+)\] (?:\[(.*)\]\((.*)\)|(.*))")  # a source in the text

Fields = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """What the connector was sent; `conversation` and `activity` as the address has them."""

    method: str
    conversation: str
    activity: str
    body: Fields
    authorization: str

    @property
    def stream(self) -> Fields:
        """Return where it stands in a stream; empty where it is in none."""
        entities = self.body.get("entities", [])
        return next((e for e in entities if e["type"] == "streaminfo"), {})


@dataclass(frozen=True)
class Source:
    """A source as a reader sees it: name and extract as cut for Teams, and the card behind them."""

    number: int
    place: str
    quote: str
    link: str | None
    name: str
    abstract: str


@dataclass(frozen=True)
class Shown:
    """An answer as a reader sees it.

    `text`: the sentences with their markers, Markdown taken away, paragraphs by line breaks.
    `sources`: whole places and quotes. `more`: what is in `channelData` for programs.
    """

    text: str
    notes: tuple[str, ...]
    sources: tuple[Source, ...]
    suggestions: tuple[str, ...]
    more: Fields
    message: Fields

    @property
    def coverage(self) -> str:
        """Return how much of the question is answered."""
        return str(self.more["coverage"])


@dataclass(frozen=True)
class Talk:
    """A room and who writes in it."""

    id: str = "a:maija"
    kind: str = "personal"
    user: str = "29:maija"
    tenant: str = TENANT


def channel(thread: str = "1700000000001") -> Talk:
    """Return a thread of a channel."""
    return Talk(f"19:kanava@thread.tacv2;messageid={thread}", "channel")


@cache
def make_key(name: str = KID) -> rsa.RSAPrivateKey:
    """Return the private key of a name, made once."""
    del name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def write_jwk(
    kid: str = KID, name: str = KID, endorsements: Sequence[str] | None = ("msteams",)
) -> Fields:
    """Return a public key as Microsoft publishes it."""
    jwk: Fields = RSAAlgorithm.to_jwk(make_key(name).public_key(), as_dict=True)
    told = {} if endorsements is None else {"endorsements": list(endorsements)}
    return {**jwk, "kid": kid, "use": "sig", **told}


Fault = Callable[[Call], Response | None]


@dataclass
class Double:
    """Microsoft's side. `faults` answer the connector's next calls, one each, None as usual.

    `is_silent`: the addresses of keys and log-in answer 500. `serves_config`: without it only the
    keys are there. `tells_ids`: without it the connector answers `{}`.
    """

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    keys: list[Fields] = field(default_factory=lambda: [write_jwk()])
    faults: list[Fault] = field(default_factory=list)
    is_silent: bool = False
    serves_config: bool = True
    tells_ids: bool = True
    token: str = "vastausavain"  # noqa: S105 - of the double alone

    def settings(self) -> Fields:
        """Return the settings of a service whose Teams this is."""
        return {
            "teams_client_id": CLIENT_ID,
            "teams_client_secret": SECRET,
            "teams_tenant_id": TENANT,
            "teams_cloud_url": self.url,
        }

    def claims(self, **more: object) -> Fields:
        """Return what a good token says, or other things; None leaves one out."""
        now_s = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": CLIENT_ID,
            "nbf": now_s - 5,
            "exp": now_s + 3600,
            "serviceurl": self.url,
            **more,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def sign(self, head: Fields | None = None, key: str = KID, **more: object) -> str:
        """Return a token; `head`: other headers, `key`: another key than the one published."""
        return jwt.encode(
            self.claims(**more), make_key(key), "RS256", headers={"kid": KID, **(head or {})}
        )

    def activity(self, text: str, talk: Talk | None = None, **more: object) -> Fields:
        """Return a message of a person as Teams writes it."""
        talk = talk or Talk()
        is_personal = talk.kind == "personal"
        at = f"<at>{BOT['name']}</at>"
        mention = {"type": "mention", "mentioned": BOT, "text": at}
        return {
            "type": "message",
            "id": uuid4().hex,
            "timestamp": "2026-11-24T10:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": self.url,
            "from": {"id": talk.user, "name": "Maija", "aadObjectId": f"aad-{talk.user}"},
            "recipient": BOT,
            "conversation": {
                "id": talk.id,
                "conversationType": talk.kind,
                "isGroup": not is_personal,
                "tenantId": talk.tenant,
            },
            "channelData": {"tenant": {"id": talk.tenant}},
            "textFormat": "plain",
            "locale": "fi-FI",
            "text": text if is_personal else f"{at}&nbsp;{text}\n",
            "entities": [] if is_personal else [mention],
            "attachments": [{"contentType": "text/html", "content": f"<p>{text}</p>"}],
            **more,
        }

    def post(self, address: str, fields: Fields, token: str | None = None) -> httpx.Response:
        """Send an activity to a service, signed."""
        signed = self.sign() if token is None else token
        headers = {"authorization": f"Bearer {signed}", "content-type": "application/json"}
        with httpx.Client(base_url=address, timeout=WAIT_S) as client:
            return client.post("/api/messages", content=json.dumps(fields), headers=headers)

    def send(self, address: str, text: str, talk: Talk | None = None, **more: object) -> Fields:
        """Say something in a room; return the activity, once it is acknowledged."""
        fields = self.activity(text, talk, **more)
        response = self.post(address, fields)
        assert response.status_code == 200, response.text
        return fields

    def replies(self, to: Fields | None = None) -> list[Call]:
        """Return the whole messages so far; `to`: those that answer an activity."""
        return [
            call
            for call in list(self.calls)
            if call.body.get("type") == "message"
            and (to is None or call.body.get("replyToId") == to["id"])
        ]

    def await_replies(self, most: int = 1, to: Fields | None = None) -> list[Call]:
        """Return the whole messages once there are so many."""
        end_s = time.monotonic() + WAIT_S
        while len(found := self.replies(to)) < most:
            assert time.monotonic() < end_s, "no answer came"
            time.sleep(0.005)
        return found

    def open(self) -> FastAPI:
        """Return the application that is Microsoft."""
        app = FastAPI()
        app.get("/v1/.well-known/openidconfiguration")(self._tell_config)
        app.get("/v1/.well-known/keys")(self._tell_keys)
        app.post("/{tenant}/oauth2/v2.0/token")(self._log_in)
        path = "/v3/conversations/{conversation}/activities"
        app.api_route(path, methods=["POST"])(self._take)
        app.api_route(path + "/{activity}", methods=["POST", "PUT"])(self._take)
        return app

    async def _tell_config(self) -> Response:
        self.asked.append("config")
        if self.is_silent or not self.serves_config:
            return Response(status_code=500)
        return JSONResponse({"issuer": ISSUER, "jwks_uri": f"{self.url}/v1/.well-known/keys"})

    async def _tell_keys(self) -> Response:
        self.asked.append("keys")
        return Response(status_code=500) if self.is_silent else JSONResponse({"keys": self.keys})

    async def _log_in(self, tenant: str, request: Request) -> Response:
        form = (await request.body()).decode()
        self.asked.append(f"token {tenant} {form}")
        if self.is_silent:
            return Response(status_code=500)
        told = {"token_type": "Bearer", "expires_in": 3599, "access_token": self.token}
        return JSONResponse(told)

    async def _take(self, request: Request, conversation: str, activity: str = "") -> Response:
        body: Fields = await request.json()
        authorization = request.headers.get("authorization", "")
        call = Call(request.method, conversation, activity, body, authorization)
        self.calls.append(call)
        told = self.faults.pop(0)(call) if self.faults else None
        if told is not None:
            return told
        return JSONResponse({"id": f"m{len(self.calls)}"} if self.tells_ids else {})


@contextmanager
def serve_double() -> Iterator[Double]:
    """Serve a double of Microsoft's."""
    double = Double()
    with serve(double.open()) as url:
        double.url = url
        yield double


def read_answer(double: Double, to: Fields | None = None) -> Shown:
    """Return the last answer as a reader sees it, once it is there; `to`: to one activity."""
    return read_message(double.await_replies(to=to)[-1].body)


def read_message(body: Fields) -> Shown:
    """Return a message as a reader sees it."""
    more = body.get("channelData", {}).get("murros", {})
    said, notes, listed = _split(body["text"])
    cited = [e for e in body.get("entities", []) if e["type"] == "https://schema.org/Message"]
    claims = [claim for entity in cited for claim in entity.get("citation", [])]
    return Shown(
        text=said,
        notes=notes,
        sources=(*(_read_source(claim) for claim in claims), *listed),
        suggestions=_read_suggestions(body),
        more=more,
        message=body,
    )


def _split(text: str) -> tuple[str, tuple[str, ...], tuple[Source, ...]]:
    """Return the sentences, the notes (in italics), the sources that have no room elsewhere."""
    said: list[str] = []
    notes: list[str] = []
    listed: list[Source] = []
    for block in text.split("\n\n"):
        if block.startswith("_"):
            notes.append(unescape(block[1:-1]))
        elif found := LISTED.fullmatch(block):
            number, linked, link, bare = found.groups()
            listed.append(Source(int(number), unescape(linked or bare), "", link, "", ""))
        else:
            said.append(unescape(block))
    return "\n".join(said), tuple(notes), tuple(listed)


def _read_source(claim: Mapping[str, Any]) -> Source:
    told = claim["appearance"]
    place, quote = (block["text"] for block in json.loads(told["text"])["body"])
    return Source(
        number=claim["position"],
        place=unescape(place),
        quote=unescape(quote),
        link=told.get("url"),
        name=told["name"],
        abstract=told["abstract"],
    )


def _read_suggestions(body: Fields) -> tuple[str, ...]:
    pressed = [a["value"] for a in body.get("suggestedActions", {}).get("actions", [])]
    for attached in body.get("attachments", []):
        actions = attached["content"].get("actions", [])
        pressed += [action["data"]["msteams"]["text"] for action in actions]
    return tuple(pressed)


def unescape(text: str) -> str:
    """Return words without Markdown's escapes."""
    return re.sub(r"\\(.)", r"\1", text)


def tamper(token: str, **more: object) -> str:
    """Return a token with other claims and the old signature."""
    head, payload, signature = token.split(".")
    padded = payload + "=" * (-len(payload) % 4)
    claims = {**json.loads(base64.urlsafe_b64decode(padded)), **more}
    raw = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{raw}.{signature}"
