from portfolio.domain.dependencies import circles, inherited


def test_urgency_travels_back_through_a_chain() -> None:
    needs = {"pilot": ["contract"], "contract": ["catalogue"], "catalogue": [], "other": []}
    values = inherited(needs, {"pilot": 80, "contract": 5, "catalogue": 1, "other": 7})
    assert values == {"pilot": 80, "contract": 80, "catalogue": 80, "other": 7}


def test_a_key_without_a_value_can_inherit_one() -> None:
    assert inherited({"a": ["b"], "b": [], "c": []}, {"a": 3}) == {"a": 3, "b": 3}


def test_a_circle_settles_on_its_largest_value() -> None:
    assert inherited({"a": ["b"], "b": ["a"]}, {"a": 1, "b": 4}) == {"a": 4, "b": 4}


def test_what_leads_into_a_circle_is_not_part_of_it() -> None:
    assert circles({"in": ["a"], "a": ["b"], "b": ["a", "out"], "out": []}) == (("a", "b"),)


def test_a_dependency_outside_the_set_is_no_circle() -> None:
    assert circles({"a": ["elsewhere"]}) == ()
