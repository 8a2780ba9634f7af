"""Keys are made at random, kept as hashes, and only a whole one in one right header counts."""

import hashlib
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.cli import main
from api.keys import HashedKey, Role, find_key, hash_key, make_key, parse_keys
from api.settings import Settings, describe_settings
from index.errors import SettingError
from tests.api.guarded import ASK, OWNER, STRANGER

KEYS = (HashedKey(Role.ASK, hash_key(ASK)), HashedKey(Role.OWNER, hash_key(OWNER)))

BAD_HEADERS: dict[str, list[str]] = {
    "none": [],
    "empty": [""],
    "space": [" "],
    "scheme alone": ["Bearer"],
    "empty key": ["Bearer "],
    "no scheme": [ASK],
    "no space": [f"Bearer{ASK}"],
    "tab": [f"Bearer\t{ASK}"],
    "hard space": [f"Bearer\u00a0{ASK}"],
    "colon": [f"Bearer: {ASK}"],
    "equals": [f"Bearer={ASK}"],
    "quotes": [f'Bearer "{ASK}"'],
    "basic": [f"Basic {ASK}"],
    "digest": [f"Digest {ASK}"],
    "scheme twice": [f"Bearer Bearer {ASK}"],
    "other scheme first": [f"Basic x, Bearer {ASK}"],
    "long scheme": [f"Bearers {ASK}"],
    "kelvin sign": [f"\u212aearer {ASK}"],
    "header twice": [f"Bearer {ASK}", f"Bearer {ASK}"],
    "header twice, one wrong": [f"Bearer {STRANGER}", f"Bearer {ASK}"],
    "header twice, one empty": ["", f"Bearer {ASK}"],
    "two keys": [f"Bearer {ASK} {OWNER}"],
    "two keys with comma": [f"Bearer {ASK},{OWNER}"],
    "stranger": [f"Bearer {STRANGER}"],
    "hash as key": [f"Bearer {hash_key(ASK)}"],
    "pair as key": [f"Bearer ask:{hash_key(ASK)}"],
    "hash with prefix": [f"Bearer murros_{hash_key(ASK)}"],
    "role and key": [f"Bearer owner:{ASK}"],
    "no prefix": [f"Bearer {ASK.removeprefix('murros_')}"],
    "upper case": [f"Bearer {ASK.upper()}"],
    "upper prefix": [f"Bearer {ASK.replace('murros', 'MURROS')}"],
    "one too short": [f"Bearer {ASK[:-1]}"],
    "one too long": [f"Bearer {ASK}a"],
    "line break after": [f"Bearer {ASK}\n"],
    "space after": [f"Bearer {ASK} "],
    "zero byte": [f"Bearer {ASK}\x00"],
    "padding": [f"Bearer {ASK}="],
    "letters of no ASCII": [f"Bearer {ASK[:-1]}ä"],
    "cyrillic a": [f"Bearer {ASK[:-1]}\u0430"],
    "fullwidth": [f"Bearer {ASK[:-1]}\uff41"],
    "half a character": [f"Bearer {ASK[:-1]}\ud800"],
    "very long": ["Bearer " + "a" * 100_000],
    "many spaces": ["Bearer" + " " * 100_000],
    "percent": [f"Bearer {ASK.replace('_', '%5F')}"],
    "wildcard": ["Bearer *"],
    "null": ["Bearer null"],
}


@pytest.mark.parametrize("headers", BAD_HEADERS.values(), ids=BAD_HEADERS.keys())
def test_bad_header_proves_nothing(headers: list[str]) -> None:
    """Whatever is not one whole key in one header is no key, and breaks nothing."""
    assert find_key(headers, KEYS) is None


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR", "Bearer "])
def test_key_is_found_whatever_the_case_of_the_scheme(scheme: str) -> None:
    """Names of schemes have no case (RFC 9110, 11.1)."""
    assert find_key([f"{scheme} {ASK}"], KEYS) == KEYS[0]
    assert find_key([f"{scheme} {OWNER}"], KEYS) == KEYS[1]


def test_no_keys_prove_nothing() -> None:
    """Where no key is set, none fits."""
    assert find_key([f"Bearer {ASK}"], ()) is None


def test_hash_is_sha_256_of_the_key() -> None:
    """Owners may compute it by themselves, with tools they have."""
    assert hash_key(ASK) == hashlib.sha256(ASK.encode()).hexdigest()


def test_new_keys_are_long_and_differ() -> None:
    """256 random bits each."""
    keys = {make_key() for _ in range(100)}
    assert len(keys) == 100
    for key in keys:
        hashed = HashedKey(Role.ASK, hash_key(key))
        assert find_key([f"Bearer {key}"], [hashed]) == hashed


def test_owner_may_what_askers_may() -> None:
    """And not the other way round."""
    assert [(a, b) for a in Role for b in Role if not a.covers(b)] == [(Role.ASK, Role.OWNER)]


@pytest.mark.parametrize("gap", [",", " ", ", ", "\n", " , ", ",\n  "])
def test_keys_stand_between_commas_or_spaces(gap: str) -> None:
    """A setting may be written on several lines."""
    text = gap.join(f"{key.role}:{key.digest}" for key in KEYS)
    assert parse_keys(text) == KEYS
    assert parse_keys(f"{text},") == KEYS


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_empty_setting_has_no_keys(text: str) -> None:
    """Nothing set is nothing wrong."""
    assert parse_keys(text) == ()


DIGEST = hash_key(ASK)


@pytest.mark.parametrize(
    "text",
    [
        DIGEST,
        ASK,
        f"ask:{ASK}",
        f":{DIGEST}",
        f"admin:{DIGEST}",
        f"Ask:{DIGEST}",
        f"ask:{DIGEST.upper()}",
        f"ask:{DIGEST[:-1]}",
        f"ask:{DIGEST}0",
        f"ask;{DIGEST}",
        f"ask: {DIGEST}",
        f"ask:{DIGEST};owner:{hash_key(OWNER)}",
        f"ask:{DIGEST},{hash_key(OWNER)}",
        f"ask:{DIGEST},ask:{DIGEST}",
        f"ask:{DIGEST},owner:{DIGEST}",
        "salaisuus",
    ],
)
def test_malformed_setting_is_told_without_its_value(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    """The service does not start, and one line names the setting, not what stands in it."""
    with pytest.raises(SettingError):
        parse_keys(text)
    monkeypatch.setenv("MURROS_HOME", str(tmp_path))
    monkeypatch.setenv("MURROS_API_KEYS", text)
    assert main(["serve", "--port", "0"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("murros: ")
    assert told.count("\n") == 1
    assert "MURROS_API_KEYS" in told
    assert "murros key" in told
    assert not any(part in told for part in (DIGEST, DIGEST.upper()[:-1], ASK, "salaisuus"))


@pytest.mark.parametrize(
    ("arguments", "role"),
    [([], Role.ASK), (["--role", "ask"], Role.ASK), (["--role", "owner"], Role.OWNER)],
)
def test_command_makes_a_key_that_works(
    capsys: pytest.CaptureFixture[str], arguments: list[str], role: Role
) -> None:
    """It prints the key and the pair for the setting, each on a line of its own."""
    assert main(["key", *arguments]) == 0
    lines = capsys.readouterr().out.splitlines()
    (key,) = [line for line in lines if line.startswith("murros_")]
    (hashed,) = parse_keys(lines[-1])
    assert hashed.role is role
    assert find_key([f"Bearer {key}"], [hashed]) == hashed


def test_command_knows_its_roles(capsys: pytest.CaptureFixture[str]) -> None:
    """Another role is a misuse."""
    with pytest.raises(SystemExit) as stop:
        main(["key", "--role", "admin"])
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("murros: ")


def test_settings_are_shown_without_keys() -> None:
    """Not even the hashes: what is printed may be pasted into a question to support."""
    settings = Settings(
        api_keys=SecretStr(f"ask:{DIGEST}"),
        rate_limit_url="redis://:sala/s@na@redis:6379/0",
    )
    shown = describe_settings(settings)
    assert shown["MURROS_API_KEYS"] == "***"
    assert shown["MURROS_RATE_LIMIT_URL"] == "redis://***@redis:6379/0"
    assert DIGEST not in repr(settings)
    assert describe_settings(Settings())["MURROS_API_KEYS"] == ""
