"""Passwords in addresses: none survives being shown, in whatever encoding, and nothing else is hidden."""

import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.errors import ConfigError, UndefaultError
from undefault.redaction import redacted, redacted_data, redacted_text, without_secrets

passwords = st.text(
    st.characters(codec="utf-8", exclude_characters="&", categories=["L", "N", "P", "S"]), min_size=3
).map(lambda text: f"S{text}E")


@given(password=passwords)
def test_no_password_survives_redaction(password: str) -> None:
    for uri in (f"postgresql://me:{password}@db/x", f"https://me:{password}@host", f"mysql://db/x?password={password}"):
        assert password not in redacted(uri)
        assert password not in without_secrets(f"cannot reach {uri} as {password}", uri)


def test_a_token_in_place_of_a_user_is_redacted() -> None:
    assert redacted("https://dapi123@host/mlflow") == "https://***@host/mlflow"


def test_a_password_is_taken_out_of_a_message_also_when_the_message_decodes_it() -> None:
    assert without_secrets("login with a/b failed", "postgresql://me:a%2Fb@db/x") == "login with *** failed"


@given(
    password=passwords.filter(lambda text: "#" not in text), host=st.sampled_from(["db", "db.example:5432", "[::1]"])
)
def test_a_password_of_any_signs_is_taken_out_of_a_message_that_encodes_or_quotes_it(password: str, host: str) -> None:
    uri = f"postgresql://me:{quote(password, safe='')}@{host}/x"
    forms = (password, quote(password, safe=""), quote_plus(password), json.dumps(password)[1:-1], repr(password)[1:-1])
    for form in forms:
        assert form not in without_secrets(f"login as me with [{form}] failed", uri)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:open-sesame@db/x",
        "postgresql+psycopg2://me:open%2Dsesame@db/x?sslmode=require",
        "POSTGRESQL://me:open-sesame@db/x",
        "mysql+pymysql://me:p@ss/open-sesame@db:3306/x",
        "postgresql://db/x?user=me&password=open-sesame",
        "postgresql://db/x?sslmode=require&sslpassword=open-sesame",
        "mssql+pyodbc:///?odbc_connect=DRIVER%3DX%3BPWD%3Dopen-sesame",
        "https://open-sesame@host/mlflow",
        "http://me:open-sesame@host",
        "https://host/mlflow?access_token=open-sesame",
        "tracking.uri=http://me:open-sesame@host",
        "tracking.uri='postgresql://me:open-sesame@db/x'",
        "tracking={uri:'postgresql://me:open-sesame@db/x',experiment:x}",
        "sqlite:///mlflow.db?key=open-sesame",
    ],
)
def test_every_place_of_a_password_in_an_address_is_known(address: str) -> None:
    for shown in (redacted(address), redacted_text(f"cannot use {address}, ask me@host"), without_secrets(address)):
        assert "sesame" not in shown
        assert "***" in shown


@pytest.mark.parametrize("uri", ["sqlite:////data/a:b@c/mlflow.db", "http://127.0.0.1:5000", "postgresql://me@db/x"])
def test_a_uri_without_secrets_is_shown_as_it_is(uri: str) -> None:
    assert redacted(uri) == uri
    assert redacted_text(f"cannot reach {uri}: no answer") == f"cannot reach {uri}: no answer"


def test_data_is_redacted_at_any_depth_and_keeps_its_shape() -> None:
    data = {"a": ["x", {"uri": "http://me:open-sesame@host"}], "n": 3, "none": None}
    assert redacted_data(data) == {"a": ["x", {"uri": "http://me:***@host"}], "n": 3, "none": None} | {
        "a": ["x", {"uri": redacted("http://me:open-sesame@host")}]
    }


@pytest.mark.parametrize("kind", [UndefaultError, ConfigError])
def test_no_error_that_a_user_sees_holds_a_password(kind: type[UndefaultError]) -> None:
    assert str(kind("cannot reach http://me:open-sesame@host")) == "cannot reach http://***@host"


@pytest.mark.parametrize(
    "override", ["nightly.notify=['tgram://123:abcdef/42']", "+nightly.notify=[tgram://123:abcdef/42]"]
)
def test_addresses_to_notify_are_secrets_as_a_whole(override: str) -> None:
    assert redacted(override) == f"{override.partition('=')[0]}=***"
    told = without_secrets(f"cannot tell tgram://123:abcdef/42, from {override}", override)
    assert "abcdef" not in told
    assert "42" not in told
