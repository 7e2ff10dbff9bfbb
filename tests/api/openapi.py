"""From OpenAPI 3.0 to JSON Schema, as far as our schema uses it."""

from typing import Any

PROBLEM = "application/problem+json"


def json_schema(node: Any) -> Any:
    """`nullable` becomes a type of its own; references and the rest stay."""
    if isinstance(node, list):
        return [json_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    plain = {
        name: json_schema(value) for name, value in node.items() if name != "nullable"
    }
    return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") else plain


def response_schema(document: dict, path: str, status: str = "200") -> dict:
    """JSON Schema of the answer of GET `path`, with the components it refers to."""
    content = document["paths"][path]["get"]["responses"][status]["content"]
    media = content["application/json" if status == "200" else PROBLEM]
    strict = _closed(document["components"])
    return {**json_schema(media["schema"]), "components": json_schema(strict)}


def _closed(node: Any) -> Any:
    """Objects that name their members have no others."""
    if isinstance(node, list):
        return [_closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    closed = {name: _closed(value) for name, value in node.items()}
    if node.get("type") == "object" and "properties" in node:
        closed.setdefault("additionalProperties", False)
    return closed
