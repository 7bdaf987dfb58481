"""The table of the diagnosis reads capabilities that the shipped frameworks have."""

from assessments.domain.frameworks import ScoringRule
from assessments.selectors.operating_models import diagnosis_table
from assessments.services.framework_files import read_framework, shipped_frameworks


def test_every_reading_is_a_capability_of_a_shipped_framework() -> None:
    table = diagnosis_table()
    files = shipped_frameworks()
    shipped = {
        key: read_framework(files[key].read_bytes(), name=files[key].name)
        for key in table.frameworks
    }

    for rule in table.signals:
        for reading in rule.readings:
            framework = shipped[reading.framework]
            assert framework.capability(reading.capability)
            assert framework.rule is ScoringRule.LEVELS
            assert not reading.values or len(reading.values) == len(framework.scale.levels)
