from django.urls import path

from config.health import livez, readyz

urlpatterns = [path("livez", livez), path("readyz", readyz)]
