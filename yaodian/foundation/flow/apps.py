from django.apps import AppConfig


class FlowConfig(AppConfig):
    name = "yaodian.foundation.flow"
    label = "flow"
    verbose_name = "流转"
