"""The shape of what is left to say about a use case."""

from typing import Any, Final

from rest_framework import serializers

from portfolio.domain.registration_tasks import Part, TaskList, TaskState

#: The settings give these sets their names in the description of the API.
PARTS: Final = [each.value for each in Part]
TASK_STATES: Final = [each.value for each in TaskState]


class TaskSerializer(serializers.Serializer[object]):
    part = serializers.ChoiceField(choices=PARTS)
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=TASK_STATES)
    unlocks = serializers.CharField()


class TaskListSerializer(serializers.Serializer[object]):
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    tasks = TaskSerializer(many=True)


def task_list_data(told: TaskList) -> dict[str, Any]:
    """Return a task list as plain data, in the shape of ``TaskListSerializer``."""
    return {
        "done": told.done,
        "total": told.total,
        "tasks": [
            {
                "part": task.part.value,
                "title": task.part.label,
                "state": task.state.value,
                "unlocks": task.part.unlocks,
            }
            for task in told.tasks
        ],
    }
