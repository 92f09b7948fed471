from django.urls import path

from config.language import set_language

urlpatterns = [path("lang/<slug:code>", set_language)]
