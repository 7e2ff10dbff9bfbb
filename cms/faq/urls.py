from django.urls import path

from cms.faq.feedback import feedback

app_name = "faq"
urlpatterns = [path("<uuid:key>/", feedback, name="feedback")]
