from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yaodian.foundation.people"
    label = "people"
    verbose_name = "人员与机构"
