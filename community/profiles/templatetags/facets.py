"""What a search is narrowed by, as HTML: a hundred fields and links, for each of which a
template would cost more than all of them do here. All texts are escaped piece by piece.
"""

from functools import lru_cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from community.profiles.facets import Group, Value
from community.profiles.filters import Search
from community.profiles.narrowed import Branch, Chip

register = template.Library()


@register.simple_tag
def facet_groups(groups: list[Group], search: Search) -> SafeString:
    """The filters with their values, which are a hundred fields: without a template, and
    without asking for the same words and addresses for each group."""
    any_, more = _("Any"), escape(_("More"))
    address = escape(search.address)
    found = []
    for group in groups:
        if not (group.values or group.more):
            continue
        label, name = escape(group.label), group.name
        found.append(
            f'<fieldset class="field facet">\n<legend>{label}</legend>\n'
            '<div class="choices">\n'
        )
        if group.is_radio:
            found.append(_value(group, "any", "", any_, not group.is_chosen))
        found += [_counted_value(group, one) for one in group.values]
        found.append("</div>\n")
        if group.more:
            place = reverse("people:values", args=[name])
            found.append(
                f'<a class="facet-more" href="{place}?{address}">{more}'
                f'<span class="visually-hidden">: {label}</span></a>\n'
            )
        found.append("</fieldset>\n")
    return mark_safe("".join(found))  # noqa: S308 (escaped piece by piece)


def _counted_value(group: Group, one: Value) -> str:
    name = one.value.lower().replace(" ", "-")
    number = f' <span class="facet-number">{one.number}</span>'
    return _value(group, name, one.value, one.label, one.is_chosen, number)


def _value(
    group: Group, name: str, value: str, label: str, is_chosen: bool, number: str = ""
) -> str:
    start, end = _field(group.name, group.is_radio, name, value, label)
    return f"{start}{' checked' if is_chosen else ''}{end}{number}</label>\n"


@lru_cache(10_000)
def _field(
    group: str, is_radio: bool, name: str, value: str, label: str
) -> tuple[str, str]:
    """A field, to where it may be checked and to where its number stands."""
    kind = "radio" if is_radio else "checkbox"
    id_ = f"facet-{group}-{escape(name)}"
    return (
        f'<label class="check facet-value" for="{id_}">'
        f'<input class="form-check-input" id="{id_}" type="{kind}"'
        f' name="{group}" value="{escape(value)}"',
        f"> <span>{escape(label)}</span>",
    )


@register.simple_tag
def facet_tree(branch: Branch, back: SafeString) -> SafeString:
    """What is above an occupation and right below it, as items of a list; `back` is the
    drawing of the way to all of them."""
    found = []
    if branch.above:
        label = escape(_("All occupations"))
        found.append(
            f'<li>\n<a class="facet-back" href="{escape(branch.all)}">\n'
            f"{back}\n{label}\n</a>\n</li>\n"
        )
    found += [
        f'<li class="facet-above">\n{_step(one)}\n</li>\n' for one in branch.above
    ]
    for one in branch.below:
        number = f'<span class="facet-number">{one.number}</span>'
        found.append(f"<li>\n{_step(one)}\n{number}\n</li>\n")
    return mark_safe("".join(found))  # noqa: S308 (escaped piece by piece)


def _step(one: Value) -> str:
    label = escape(one.label)
    if one.is_chosen:
        return f'<strong aria-current="true">{label}</strong>'
    return f'<a href="{escape(one.address)}">{label}</a>'


@register.simple_tag
def chip_items(chips: list[Chip], close: SafeString) -> SafeString:
    """The filters in use, each a link that takes it away, as items of a list; `close` is
    the drawing of that."""
    remove = escape(_("Remove:"))
    found = [
        f'<li>\n<a class="chip" href="{escape(chip.address)}">\n'
        f'<span class="visually-hidden">{remove}</span>\n'
        f'<span class="chip-words"><span class="chip-label">{escape(chip.label)}:</span>'
        f" {escape(chip.value)}</span>\n{close}\n</a>\n</li>\n"
        for chip in chips
    ]
    return mark_safe("".join(found))  # noqa: S308 (escaped piece by piece)
