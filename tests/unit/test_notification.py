"""Messages reach whom they are for, over a real connection, and a failure names no address."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from undefault.notification import notify

SESAME = "open-sesame"


@pytest.fixture
def received() -> Iterator[tuple[int, list[dict[str, str]]]]:
    """The port of a server, and the messages that it got."""
    messages: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            messages.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, messages
    server.shutdown()
    server.server_close()


def test_a_message_arrives_as_it_was_sent(received: tuple[int, list[dict[str, str]]]) -> None:
    port, messages = received
    assert notify([f"json://127.0.0.1:{port}/"], title="Undefault: verdicts changed", text="wine, sgd: <fails>") == []
    [message] = messages
    assert (message["title"], message["message"]) == ("Undefault: verdicts changed", "wine, sgd: <fails>")


def test_by_default_nobody_is_told() -> None:
    assert notify([], title="", text="") == []


def test_an_address_that_fails_is_told_without_its_password_and_the_next_is_tried(
    received: tuple[int, list[dict[str, str]]], capfd: pytest.CaptureFixture[str]
) -> None:
    port, messages = received
    addresses = [f"json://me:{SESAME}@127.0.0.1:1/", f"nonsense://{SESAME}", f"json://127.0.0.1:{port}/"]
    failed = notify(addresses, title="a", text="b")
    assert [sentence.partition(";")[0] for sentence in failed] == [
        "address 1 to notify, json, could not be reached",
        "address 2 to notify is none that Apprise knows",
    ]
    assert len(messages) == 1
    assert SESAME not in "".join([*failed, *capfd.readouterr()])
