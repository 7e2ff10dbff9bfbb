from wagtail import hooks

from cms.core.page_links import ReaderPageLinkHandler


@hooks.register("register_rich_text_features", order=100)
def links_stay_in_the_readers_language(features):
    features.register_link_type(ReaderPageLinkHandler)


@hooks.register("on_serve_page")
def pages_are_the_same_for_every_visitor(next_serve_page):
    """Also those with routes of their own, which do not pass `BasePage.serve`."""

    def serve(page, request, args, kwargs):
        response = next_serve_page(page, request, args, kwargs)
        response.is_public = True
        return response

    return serve
