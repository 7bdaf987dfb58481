from portfolio.domain.techniques import Technique


def test_every_technique_has_a_word_of_its_own() -> None:
    assert [technique.label for technique in Technique] == [
        "Predictive",
        "Language",
        "Vision",
        "Generative",
        "Agentic",
        "Optimisation",
        "Other",
    ]
