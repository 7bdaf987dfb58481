"""Frameworks for programs."""

from rest_framework import serializers


class FrameworkSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    key = serializers.CharField()
    version = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    is_default = serializers.BooleanField()
    loaded_at = serializers.DateTimeField()
    sha256 = serializers.CharField()
    layers = serializers.IntegerField()
    capabilities = serializers.IntegerField()


class FrameworkDetailSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    is_default = serializers.BooleanField()
    loaded_at = serializers.DateTimeField()
    sha256 = serializers.CharField()
    framework = serializers.JSONField(source="data", help_text="In the shape of a framework file.")


class FrameworkInputSerializer(serializers.Serializer[object]):
    framework = serializers.DictField(help_text="In the shape of a framework file.")
