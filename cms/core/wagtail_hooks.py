from wagtail import hooks

from cms.core.page_links import ReaderPageLinkHandler


@hooks.register("register_rich_text_features", order=100)
def links_stay_in_the_readers_language(features):
    features.register_link_type(ReaderPageLinkHandler)
