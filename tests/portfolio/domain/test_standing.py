import pytest

from portfolio.domain.requirements import Requirement
from portfolio.domain.standing import DomainStanding

STANDING = DomainStanding(
    capability_levels={"data-contracts": 4, "data-access": 1.5, "kpi-linkage": 2},
    layer_effective={"data": 2.5},
    layer_of={"data-contracts": "data", "data-access": "data", "kpi-linkage": "strategy"},
    titles={"kpi-linkage": "KPI linkage", "data": "Data infrastructure", "mlops": "MLOps"},
)


@pytest.mark.parametrize(
    ("capability", "counted"), [("data-contracts", 2.5), ("data-access", 1.5), ("kpi-linkage", 2)]
)
def test_a_capability_counts_no_more_than_its_layer_can_be_relied_on(
    capability: str, counted: float
) -> None:
    assert STANDING.counted(capability) == counted


def test_meeting_a_need_raises_the_layer_only_where_it_caps() -> None:
    both = STANDING.raised_to(Requirement("data-access", 3, 1))
    assert (both.capability_levels["data-access"], both.layer_effective["data"]) == (3, 3)
    enough = STANDING.raised_to(Requirement("data-access", 2, 1))
    assert (enough.capability_levels["data-access"], enough.layer_effective["data"]) == (2, 2.5)


def test_meeting_a_need_never_lowers_a_level() -> None:
    assert STANDING.raised_to(Requirement("data-contracts", 3, 1)).capability_levels == (
        STANDING.capability_levels
    )


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("kpi-linkage", "KPI linkage"),
        ("data", "data infrastructure"),
        ("mlops", "MLOps"),
        ("model-registry", "model registry"),
    ],
)
def test_names_read_well_in_the_middle_of_a_sentence(key: str, name: str) -> None:
    assert STANDING.name(key) == name
