from django.urls import path

from .type_size import set_type_size

app_name = "common"
urlpatterns = [path("type-size", set_type_size, name="type_size")]
