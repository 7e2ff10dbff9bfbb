"""A provider of OpenID Connect on this machine, which signs what it is told to."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from cms.settings import people, providers

CLIENT = "diaspora"
SECRET = "between us"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FOREIGN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


class FakeProvider:
    """`person` is who logs in there; the rest makes it misbehave."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.user_info: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.key = KEY
        self.config: dict[str, Any] = {}
        self.asked: list[str] = []
        self.challenges: dict[str, str] = {}
        self.server = make_server("127.0.0.1", 0, self.answer, handler_class=Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def logs_in(self, address: str) -> dict[str, str]:
        """What the person brings back from the address that the site leads to."""
        query = {
            key: values[0] for key, values in parse_qs(urlsplit(address).query).items()
        }
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        self.challenges["code-1"] = query["code_challenge"]
        return {"state": query["state"], "code": "code-1"}

    def answer(self, environ: dict[str, Any], start: Callable) -> list[bytes]:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        if path == "/authorize":
            address = f"{self.url}{path}?{environ['QUERY_STRING']}"
            back = parse_qs(environ["QUERY_STRING"])["redirect_uri"][0]
            target = f"{back}?{urlencode(self.logs_in(address))}"
            start("302 Found", [("Location", target)])
            return [b""]
        size = int(environ.get("CONTENT_LENGTH") or 0)
        form = parse_qs(environ["wsgi.input"].read(size).decode())
        found = {
            "/.well-known/openid-configuration": self._configuration,
            "/keys": self._keys,
            "/token": lambda: self._token(form),
            "/userinfo": lambda: self.user_info or self.person,
        }[path]()
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(found).encode()]

    def _configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.config,
        }

    def _keys(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def _token(self, form: dict[str, list[str]]) -> dict[str, Any]:
        digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        assert challenge == self.challenges[form["code"][0]]
        assert form["client_secret"] == [SECRET]
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300}
        claims |= self.person | self.claims
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "token", "token_type": "Bearer", "id_token": signed}


def as_setting(fake: FakeProvider) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS with this one as "House"."""
    entry = {"id": "house", "name": "House", "client_id": CLIENT, "secret": SECRET}
    return people.openid_connect(
        providers.read(json.dumps([{**entry, "server_url": fake.url}]))
    )


def callback(returned: dict[str, str]) -> str:
    return f"/oidc/house/callback/?{urlencode(returned)}"
