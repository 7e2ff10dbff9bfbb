"""Asking the API of the forums as somebody."""

import json
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image


class Api:
    """`Api(user).get("topics/", view="unread")` gives a response; None is a visitor."""

    def __init__(self, user: Any = None) -> None:
        self.client = Client()
        if user is not None:
            self.client.force_login(user)

    def get(self, path: str, **asked: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", asked)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("post", path, body, **headers)

    def put(self, path: str, body: Any = None) -> Any:
        return self.send("put", path, body)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("patch", path, body, **headers)

    def delete(self, path: str) -> Any:
        return self.client.delete(f"/api/v1/{path}")

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        text = body if isinstance(body, bytes | str) else json.dumps(body or {})
        return getattr(self.client, method)(
            f"/api/v1/{path}", text, content_type="application/json", headers=headers
        )


def picture_file() -> ContentFile:
    """A small PNG, as a browser sends it."""
    buffer = BytesIO()
    Image.new("RGB", (80, 60), (31, 70, 144)).save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name="bridge.png")
