"""What addresses may hold."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """A primary key: no longer than any database's whole number."""

    regex = "[0-9]{1,18}"


register_converter(KeyConverter, "key")
