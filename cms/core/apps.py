from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"

    def ready(self) -> None:
        from wagtail.signals import page_published  # noqa: PLC0415 (needs the registry)

        page_published.connect(_published, dispatch_uid="languages-in-step")


def _published(sender, instance, **kwargs) -> None:
    from cms.core.actions import keep_languages_in_step  # noqa: PLC0415
    from cms.core.models import BasePage  # noqa: PLC0415

    if isinstance(instance, BasePage) and instance.alias_of_id is None:
        keep_languages_in_step(instance)
