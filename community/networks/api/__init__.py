"""Networks in the API; the same actions as on the screens."""
