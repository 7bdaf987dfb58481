"""The shapes of the cellar for programs."""

from rest_framework import serializers

from portal.domain.jobs import JobState
from portal.domain.roles import Capability, Role
from portal.serializers.inputs import InputSerializer


class GrantSerializer(serializers.Serializer[object]):
    role = serializers.ChoiceField(choices=[role.value for role in Role])
    domain_id = serializers.IntegerField()


class MeSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    email = serializers.EmailField()
    name = serializers.CharField()
    time_zone = serializers.CharField()
    grants = GrantSerializer(many=True)
    capabilities = serializers.ListField(
        child=serializers.ChoiceField(choices=[capability.value for capability in Capability])
    )


class DomainSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    code = serializers.CharField()
    description = serializers.CharField()
    depth = serializers.IntegerField(help_text="1 is the enterprise.")
    path = serializers.CharField(help_text="Descendants start with their ancestor's path.")
    version = serializers.IntegerField()


class DomainInputSerializer(InputSerializer):
    name = serializers.CharField(max_length=200)
    code = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    description = serializers.CharField(required=False, allow_blank=True, default="")
    parent = serializers.IntegerField(  # type: ignore[assignment]
        help_text="The id of the domain it belongs to."
    )


class DomainChangeSerializer(InputSerializer):
    name = serializers.CharField(max_length=200, required=False)
    code = serializers.CharField(max_length=40, required=False, allow_blank=True)
    description = serializers.CharField(required=False, allow_blank=True)
    parent = serializers.IntegerField(required=False)  # type: ignore[assignment]


class JobSerializer(serializers.Serializer[object]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in JobState])
    percent = serializers.IntegerField(
        allow_null=True, help_text="Null while the job runs and cannot tell how far it is."
    )
    step = serializers.CharField()
    error = serializers.CharField()
    attempts = serializers.IntegerField()
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class LedgerEntrySerializer(serializers.Serializer[object]):
    seq = serializers.IntegerField()
    recorded_at = serializers.DateTimeField()
    event = serializers.CharField()
    actor = serializers.CharField()
    subject = serializers.CharField()
    subject_type = serializers.CharField()
    hash = serializers.CharField()
    payload = serializers.CharField(help_text="The canonical bytes as text, exactly as hashed.")
    previous_hash = serializers.CharField()


class VerificationSerializer(serializers.Serializer[object]):
    is_intact = serializers.BooleanField()
    count = serializers.IntegerField()
    head = serializers.CharField()
    first_bad_seq = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()


class PersonSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    email = serializers.EmailField()
    is_active = serializers.BooleanField()


class ProblemSerializer(serializers.Serializer[object]):
    type = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = serializers.DictField(required=False)  # type: ignore[assignment]


class RoomSerializer(serializers.Serializer[object]):
    name = serializers.CharField()
    about = serializers.CharField()
    url = serializers.URLField()


class IndexSerializer(serializers.Serializer[object]):
    about = serializers.CharField()
    docs = serializers.URLField()
    schema = serializers.URLField()
    rooms = RoomSerializer(many=True)
