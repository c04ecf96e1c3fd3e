"""Passwords and tokens in addresses: found, and shown as ``***`` wherever text leaves the program."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_plus, unquote, unquote_plus

HIDDEN = "***"

# In an address that stands alone a password goes up to the last @, for users forget to encode what is in it
_LOGIN = re.compile(r"^[^:]*https?://(?P<secret>[^/@]+)@", re.IGNORECASE)
_PASSWORD = re.compile(r"://[^/:@]*:(?P<secret>.+)@", re.DOTALL)
_QUERY = re.compile(
    r"[?&;][^=&?;]*(?:passw|passphrase|pwd|token|secret|key|credential|auth|odbc_connect)[^=&?;]*=(?P<secret>[^&\"']+)",
    re.IGNORECASE,
)
# Of an address to notify every part may be a token, so what is set to `nightly.notify` is a secret as a whole
_NOTIFY = re.compile(r"^[+~]*nightly\.notify[^=]*=(?P<secret>.+)$", re.DOTALL)
_BETWEEN_ADDRESSES = re.compile(r"[\s,'\"\[\]{}]+")
_SHORTEST_SECRET = 4  # signs; shorter pieces of a list of addresses are no addresses
# In a text with other words around it, it ends where the word does
_WORDS = (
    re.compile(r"https?://(?P<secret>[^\s/@'\"]+)@", re.IGNORECASE),
    re.compile(r"://[^\s/:@'\"]*:(?P<secret>\S+)@"),
    re.compile(_QUERY.pattern.replace(r"[^&\"']+", r"[^\s&\"',)\]}]+"), re.IGNORECASE),
)


def redacted(address: str) -> str:
    """Return an address with its passwords and tokens replaced by ``***``.

    >>> redacted("postgresql://me:open-sesame@db.example/mlflow")
    'postgresql://me:***@db.example/mlflow'
    """
    return _replaced(address, (_NOTIFY, _LOGIN, _PASSWORD, _QUERY))


def redacted_text(text: str) -> str:
    """Return a text with the passwords and tokens of all addresses in it replaced by ``***``.

    >>> redacted_text("cannot reach https://me:open-sesame@host/x, or me@host")
    'cannot reach https://***@host/x, or me@host'
    """
    return _replaced(text, _WORDS)


def redacted_data(data: Any) -> Any:
    """Return plain data, lists and dictionaries, with every address in it `redacted`."""
    if isinstance(data, dict):
        return {key: redacted_data(value) for key, value in data.items()}
    if isinstance(data, list):
        return [redacted_data(value) for value in data]
    return redacted(data) if isinstance(data, str) else data


def without_secrets(text: str, *addresses: str) -> str:
    """Return a text with the secrets of ``addresses`` replaced by ``***``, in whatever encoding it holds them."""
    for address in addresses:
        text = text.replace(address, redacted(address))
        for secret in _secrets(address):
            forms = sorted(_forms(secret), key=len, reverse=True)
            text = re.sub("|".join(map(re.escape, forms)), HIDDEN, text, flags=re.IGNORECASE)
    return redacted_text(text)


def _replaced(text: str, patterns: tuple[re.Pattern[str], ...]) -> str:
    for pattern in patterns:
        text = pattern.sub(_with_secret_hidden, text)
    return text


def _with_secret_hidden(match: re.Match[str]) -> str:
    start, end = (position - match.start() for position in match.span("secret"))
    return f"{match[0][:start]}{HIDDEN}{match[0][end:]}"


def _secrets(address: str) -> Iterator[str]:
    """Yield each secret of an address; of a login both parts, for a server may name the user alone.

    Of addresses to notify that is all of them together, and each by itself.
    """
    for match in _NOTIFY.finditer(address):
        pieces = _BETWEEN_ADDRESSES.split(match["secret"])
        yield from (piece for piece in (match["secret"], *pieces) if len(piece) >= _SHORTEST_SECRET)
    for pattern in (_LOGIN, _PASSWORD, _QUERY):
        for match in pattern.finditer(address):
            yield match["secret"]


def _forms(secret: str) -> set[str]:
    """Return a secret as libraries may show it: percent-encoded or not, inside quotes of Python or JSON or not."""
    plain = {secret, unquote(secret), unquote_plus(secret)}
    encoded = {encode(text, safe="") for text in plain for encode in (quote, quote_plus)}
    quoted = {form for text in plain for form in (json.dumps(text)[1:-1], repr(text)[1:-1])}
    return plain | encoded | quoted - {""}
