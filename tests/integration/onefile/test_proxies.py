"""The sample configurations in front of a real counter: real nginx, real Caddy, and visitors who lie."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any

import pytest

from commands.bodies import Bodies
from commands.serve import proxy_settings
from commands.serving import Counter
from tests import programs
from tests.contract.tree import ROOT
from tests.ports import free_port, listens
from tests.programs import Program

NAME = "madoguchi.example.jp"
LIES = {
    "X-Forwarded-For": "203.0.113.66",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example.jp",
    "Forwarded": "for=203.0.113.66;proto=http",
    "X-Real-IP": "203.0.113.66",
    "X-Client-Certificate": "forged",
    "X-SSL-Client-Cert": "forged",
    "X-SSL-Client-Verify": "SUCCESS",
    "Client-Cert": ":Zm9yZ2Vk:",
}
START_S = 60
LARGEST = 200_000_000
ROOM = Bodies(lambda _method, _path: LARGEST, LARGEST)


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Says what the counter knows of a request; says HSTS too, as the office does."""
    body = environ["wsgi.input"].read()
    seen = {name: value for name, value in environ.items() if isinstance(value, str)} | {"BODY": len(body)}
    seen["scheme"] = environ["wsgi.url_scheme"]
    start_response("200 OK", [("Strict-Transport-Security", "max-age=31536000"), ("Content-Type", "application/json")])
    return [json.dumps(seen).encode()]


@dataclass
class Front:
    """A proxy with a counter behind it."""

    name: str
    https: int
    http: int
    counter: int

    def ask(self, path: str = "/", body: bytes = b"", headers: dict[str, str] | None = None) -> HTTPResponse:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        raw = socket.create_connection(("127.0.0.1", self.https), timeout=20)
        # By its name, which Caddy needs and no test's network knows.
        connection = HTTPSConnection(NAME, self.https, timeout=20)
        connection.sock = context.wrap_socket(raw, server_hostname=NAME)
        with closing(connection):
            connection.request("POST" if body else "GET", path, body or None, headers or {})
            answer = connection.getresponse()
            answer.read_all = answer.read()  # type: ignore[attr-defined]  # because a test keeps it with its answer
            return answer

    def is_open(self) -> bool:
        """At both ports; Caddy listens before it has the certificate that it makes by itself."""
        try:
            return listens(self.http) and self.ask().status == 200
        except (OSError, HTTPException):
            return False

    def seen(self, headers: dict[str, str] | None = None) -> dict[str, Any]:
        answer = self.ask(headers=headers)
        assert answer.status == 200
        found: dict[str, Any] = json.loads(answer.read_all)  # type: ignore[attr-defined]  # because kept above
        return found


@pytest.fixture(scope="module")
def counter_port() -> Iterator[int]:
    counter = Counter(
        echo,
        bodies=ROOM,
        threads=4,
        host="127.0.0.1",
        port=0,
        max_request_body_size=LARGEST,
        **proxy_settings("127.0.0.1"),
    )
    told = threading.Event()
    loop = threading.Thread(target=counter.answer_until, args=(told,))
    loop.start()
    yield counter.port
    told.set()
    loop.join(20)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    file, key = folder / "fullchain.pem", folder / "privkey.pem"
    programs.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", file, "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"],
        check=True, capture_output=True,
    )  # fmt: skip
    return file, key


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def front(
    request: pytest.FixtureRequest,
    tools: Path,
    counter_port: int,
    certificate: tuple[Path, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Front]:
    made = Front(request.param, free_port(), free_port(), counter_port)
    folder = tmp_path_factory.mktemp(request.param)
    start = nginx if request.param == "nginx" else caddy
    command, environment = start(tools, folder, made, certificate)
    with Program(command, env=environment) as process:
        waited = threading.Event()
        for _ in range(START_S * 10):
            if process.poll() is not None or made.is_open():
                break
            waited.wait(0.1)
        assert process.poll() is None, process.said()
        yield made
        process.terminate()


def nginx(tools: Path, folder: Path, front: Front, certificate: tuple[Path, Path]) -> tuple[list[str], dict[str, str]]:
    """Our file as it is, but for the places of this test."""
    text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    changes = {
        "127.0.0.1:8000": f"127.0.0.1:{front.counter}",
        "/etc/letsencrypt/live/madoguchi.example.jp/fullchain.pem": str(certificate[0]),
        "/etc/letsencrypt/live/madoguchi.example.jp/privkey.pem": str(certificate[1]),
        "listen [::]:80;": "",
        "listen [::]:443 ssl http2;": "",
        "listen 80;": f"listen 127.0.0.1:{front.http};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{front.https} ssl http2;",
        "include madoguchi-proxy.conf;": f"include {ROOT / 'deploy' / 'madoguchi-proxy.conf'};",
    }
    for ours, theirs in changes.items():
        assert ours in text
        text = text.replace(ours, theirs)
    (folder / "site.conf").write_text(text, "utf-8")
    places = "".join(
        f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = programs.run(["id", "-un"], check=True, capture_output=True, text=True).stdout.strip()
    (folder / "nginx.conf").write_text(
        f"user {user}; daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {places} include {folder}/site.conf; }}\n"
    )
    return [str(tools / "sbin" / "nginx"), "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")], {}


def caddy(tools: Path, folder: Path, front: Front, _certificate: tuple[Path, Path]) -> tuple[list[str], dict[str, str]]:
    """Our file under options of the test: other ports, a TLS certificate of Caddy's own making, no asking outside."""
    options = f"{{\nadmin off\nhttps_port {front.https}\nhttp_port {front.http}\nlocal_certs\nskip_install_trust\n}}\n"
    (folder / "Caddyfile").write_text(options + (ROOT / "deploy" / "Caddyfile").read_text("utf-8"), "utf-8")
    environment = {"HOME": str(folder), "MADOGUCHI_UPSTREAM": f"127.0.0.1:{front.counter}"}
    return [
        str(tools / "bin" / "caddy"),
        "run",
        "--config",
        str(folder / "Caddyfile"),
        "--adapter",
        "caddyfile",
    ], environment


def test_what_a_visitor_says_about_himself_is_not_believed(front: Front) -> None:
    seen = front.seen(LIES)
    assert seen["REMOTE_ADDR"] == "127.0.0.1"
    assert seen["scheme"] == "https"
    assert seen["HTTP_HOST"].split(":")[0] == NAME
    said = {name: value for name, value in seen.items() if "203.0.113.66" in str(value) or "evil" in str(value)}
    assert said == {}


def test_nobody_has_shown_a_certificate(front: Front) -> None:
    seen = front.seen(LIES)
    claims = {name: value for name, value in seen.items() if "CLIENT" in name and ("CERT" in name or "VERIFY" in name)}
    assert {name: value for name, value in claims.items() if value} == {}


def test_only_the_proxy_of_the_settings_is_believed() -> None:
    """Who reaches the counter from elsewhere is who he is."""
    stranger = Counter(echo, bodies=ROOM, threads=4, host="127.0.0.1", port=0, **proxy_settings("192.0.2.1"))
    told = threading.Event()
    loop = threading.Thread(target=stranger.answer_until, args=(told,))
    loop.start()
    connection = HTTPConnection("127.0.0.1", stranger.port, timeout=20)
    connection.request("GET", "/", headers=LIES)
    seen = json.loads(connection.getresponse().read())
    connection.close()
    told.set()
    loop.join(20)
    assert (seen["REMOTE_ADDR"], seen["scheme"]) == ("127.0.0.1", "http")
    assert "HTTP_X_FORWARDED_FOR" not in seen


def test_browsers_are_told_to_come_by_tls_only_and_once(front: Front) -> None:
    answer = front.ask()
    assert answer.headers.get_all("Strict-Transport-Security") == ["max-age=63072000"]
    plain = HTTPConnection("127.0.0.1", front.http, timeout=20)
    plain.request("GET", "/apply?x=1", headers={"Host": NAME})
    sent_on = plain.getresponse()
    plain.close()
    assert sent_on.status == 308
    assert (sent_on.headers["Location"] or "").startswith(f"https://{NAME}")
    assert (sent_on.headers["Location"] or "").endswith("/apply?x=1")


def test_ten_bonds_of_ten_megabytes_come_through(front: Front) -> None:
    assert front.ask("/", b"x" * 105_000_000).status == 200


def test_what_is_announced_as_too_large_is_refused_before_it_comes(front: Front) -> None:
    if front.name == "caddy":
        pytest.skip(reason="Caddy counts what comes and cuts the connection, so that there is no answer to look at")
    too_large = front.ask("/", b"x", {"Content-Length": "116000000"})
    assert too_large.status == 413
    assert too_large.headers.get_all("Strict-Transport-Security") == ["max-age=63072000"]
