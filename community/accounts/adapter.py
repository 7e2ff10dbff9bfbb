"""How allauth creates our accounts and writes to them."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from cms.core.languages import current
from community.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail; mail in the language of the person who receives it."""

    def save_user(self, request: HttpRequest, user: User, form, commit: bool = True) -> User:
        user.display_name = form.cleaned_data.get("display_name", "")
        user.interface_language = current()
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        account = context.get("user") or User.objects.filter(email__iexact=email).first()
        language = account.interface_language if account else current()
        with translation.override(language):
            super().send_mail(template_prefix, email, {**context, "site_url": settings.SITE_URL})

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation) -> str:
        path = super().get_email_confirmation_url(request, emailconfirmation)
        return path
