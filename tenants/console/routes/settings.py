from django.urls import path

from tenants.console.views import settings, settings_agreements, settings_domains, settings_qualification

urlpatterns = [
    path("settings", settings.index, name="settings"),
    path("settings/shop", settings.shop, name="settings_shop"),
    path("settings/opening", settings.opening, name="settings_opening"),
    path("settings/safety", settings.safety, name="settings_safety"),
    path("settings/keeping", settings.keeping, name="settings_keeping"),
    path("settings/qualification", settings_qualification.index, name="qualification"),
    path("settings/qualification/papers", settings_qualification.paper, name="qualification_paper"),
    path(
        "settings/qualification/papers/<uuid:document_id>/remove",
        settings_qualification.remove,
        name="qualification_remove",
    ),
    path("settings/qualification/appeal", settings_qualification.appeal, name="qualification_appeal"),
    path("settings/agreements", settings_agreements.index, name="agreements"),
    path("settings/domains", settings_domains.index, name="settings_domains"),
    path("settings/domains/add", settings_domains.add, name="settings_domain_add"),
    path("settings/domains/<uuid:claim_id>/check", settings_domains.check, name="settings_domain_check"),
    path("settings/domains/<uuid:claim_id>/remove", settings_domains.remove, name="settings_domain_remove"),
    path("settings/domains/<uuid:domain_id>/main", settings_domains.choose, name="settings_domain_choose"),
]
