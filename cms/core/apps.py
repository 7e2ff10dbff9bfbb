from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"

    def ready(self) -> None:
        from cms.core import listeners  # noqa: PLC0415 (needs the registry)

        listeners.connect()
