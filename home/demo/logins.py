"""Who can log in to a demo. Never loaded in production (see `load_demo`)."""

PASSWORD = "diaspora-2026-demo"  # noqa: S105 (printed for everybody on purpose)

# (what they may do, e-mail, password)
LOGINS: list[tuple[str, str, str]] = [
    ("Administrator", "admin@example.org", PASSWORD),
    ("Editor in all languages", "editor@example.org", PASSWORD),
    ("Translator into German", "translator@example.org", PASSWORD),
    ("Moderator", "moderator@example.org", PASSWORD),
    ("Manager of two spaces", "spaces@example.org", PASSWORD),
    ("Host in Prishtina", "host@example.org", PASSWORD),
    ("Member", "member@example.org", PASSWORD),
]
