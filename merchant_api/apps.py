from django.apps import AppConfig


class MerchantApiConfig(AppConfig):
    name = "merchant_api"
    label = "merchant_api"
