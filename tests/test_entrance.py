"""One name and password before every address of a shared page."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

import app
import cli
from index import Index
from page import entrance
from page.entrance import TRIES, Login
from page.loopback import is_loopback
from qa import Assistant
from tests.fakes import HashEmbedder

LOGIN = Login("anna", "a:secret é")
ADDRESSES = (
    "/",
    "/config",
    "/healthz",
    "/gradio_api/info",
    "/page/style.css",
    "/panel/briefings",
    "/briefing/x",
    "/why/x/json",
    "/place/library",
    "/place/timeline",
    "/place/check",
    "/library/rows",
    "/gradio_api/file=/etc/passwd",
    "/nothing",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with Index.open(tmp_path_factory.mktemp("data"), embedder=HashEmbedder()) as index:
        built = app.build(Assistant(index), token="a token", allowed_hosts=None, login=LOGIN)
        with TestClient(built, base_url="http://shared.example") as client:
            yield client


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "WRONG_SECONDS", 0.0)


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_address_asks_for_the_login(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize(
    "path", ["/draft/check", "/library/sync", "/library/remove?document=x", "/gradio_api/call/ask"]
)
def test_nothing_is_changed_or_asked_without_it(client: TestClient, path: str) -> None:
    assert client.post(path).status_code == 401


def test_the_login_lets_one_in_and_the_token_of_the_lock_does_too(client: TestClient) -> None:
    assert client.get("/healthz", headers=basic("anna", "a:secret é")).status_code == 200
    assert client.get("/", headers=basic("anna", "a:secret é")).status_code == 200
    answer = client.post("/sync", json={}, headers={"X-Briefings-Token": "a token"})
    assert answer.status_code == 400


def test_wrong_ones_are_counted_and_then_not_even_read(tmp_path: Path) -> None:
    now = [0.0]

    async def inner(scope: object, receive: object, send: object) -> None:
        await entrance.PlainTextResponse("in")(scope, receive, send)  # type: ignore[arg-type]

    door = entrance.Entrance(inner, login=LOGIN, clock=lambda: now[0])
    client = TestClient(door)
    for name in ("anna", "otto"):
        assert client.get("/", headers=basic(name, "wrong")).status_code == 401
    for _ in range(TRIES - 2):
        client.get("/", headers={"X-Briefings-Token": "guessed"})
    assert client.get("/", headers=basic("anna", "a:secret é")).status_code == 429
    now[0] = 61.0
    assert client.get("/", headers=basic("anna", "a:secret é")).text == "in"


@pytest.mark.parametrize("written", ["anna", ":x", "anna:", ""])
def test_a_login_without_a_name_or_a_password_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="NAME:PASSWORD"):
        Login.parse(written)


def test_only_loopback_is_listened_on_without_a_login(tmp_path: Path) -> None:
    assert is_loopback("127.0.0.1") and is_loopback("::1") and is_loopback("localhost") and is_loopback("127.8.9.1")
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.5", "example.org", "")))
    said = CliRunner().invoke(cli.main, ["serve", "--host", "0.0.0.0", "--data", str(tmp_path / "data")])
    assert said.exit_code == 2 and "--auth NAME:PASSWORD" in said.output
    assert not (tmp_path / "data").exists()


def test_the_page_itself_refuses_to_be_shared_without_a_login(index: Index) -> None:
    with pytest.raises(ValueError, match="--auth"):
        app.serve(Assistant(index), host="0.0.0.0", port=0)
