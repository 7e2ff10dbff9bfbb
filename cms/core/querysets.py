"""Reads that every kind of page understands."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db.models import Case, Exists, OuterRef, Value, When
from django.db.models.functions import Left, Length
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet

from cms.core.languages import chain

Viewer = AbstractBaseUser | AnonymousUser


class ContentQuerySet(PageQuerySet):
    """Pages as readers see them: `.visible_to(user).best_in("de")`."""

    def visible_to(self, user: Viewer) -> "ContentQuerySet":
        """Live pages whose view restrictions all let this user in.

        Password restrictions are kept out: whoever holds a password opens the page by
        its address, but no list, count or API answer may mention it.
        """
        return self.live().filter(~hidden_from(user), alias_of=None)

    def best_in(self, code: str) -> "ContentQuerySet":
        """One page for each translation key: the best one for a reader of `code`.

        Call it after every filter that decides which pages exist for the reader.
        """
        return self.model._default_manager.filter(pk__in=best_pages(self, code))


def best_pages(pages: PageQuerySet, code: str) -> PageQuerySet:
    """Subquery of ids: for each translation key the first page in the reader's chain."""
    rank = Case(
        *(
            When(locale__language_code=c, then=Value(n))
            for n, c in enumerate(chain(code))
        ),
        default=Value(len(chain(code))),
    )
    return (
        pages.order_by("translation_key", rank, "pk")
        .distinct("translation_key")
        .values("pk")
    )


def hidden_from(user: Viewer) -> Exists:
    """Condition: the page lies below a view restriction that keeps this user out."""
    if getattr(user, "is_superuser", False):
        return Exists(PageViewRestriction.objects.none())
    closing = PageViewRestriction.objects.filter(
        page__path=Left(OuterRef("path"), Length("page__path"))
    )
    if isinstance(user, PermissionsMixin):
        groups = user.groups.values("pk")
        closing = closing.exclude(restriction_type=PageViewRestriction.LOGIN).exclude(
            restriction_type=PageViewRestriction.GROUPS, groups__in=groups
        )
    return Exists(closing)
