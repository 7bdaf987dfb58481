"""Who gets what from the pages of roadmaps."""

from tests.access.statuses import Row, freight_lead, freight_readers, lead_somewhere, readers

ITEM = {"item_pk": "item"}
ROADMAPS = (
    Row("portfolio:roadmap-list", readers()),
    Row("portfolio:roadmap-create", lead_somewhere()),
    Row("portfolio:roadmap-create", lead_somewhere(422), "post"),
    Row("portfolio:roadmap-detail", freight_readers(), key="roadmap"),
    Row("portfolio:roadmap-edit", freight_lead(), key="roadmap"),
    Row("portfolio:roadmap-edit", freight_lead(422), "post", "roadmap"),
    Row("portfolio:roadmap-add", freight_lead(), key="roadmap"),
    Row("portfolio:roadmap-add", freight_lead(422), "post", "roadmap"),
    Row("portfolio:roadmap-plan", freight_lead(412), "post", "roadmap"),
    Row("portfolio:roadmap-item", freight_lead(), key="roadmap", more=ITEM),
    Row("portfolio:roadmap-item", freight_lead(422), "post", "roadmap", ITEM),
    Row("portfolio:roadmap-item-remove", freight_lead(412), "post", "roadmap", ITEM),
    Row("portfolio:roadmap-publish", freight_lead(), key="roadmap"),
    Row("portfolio:roadmap-publish", freight_lead(422), "post", "roadmap"),
    Row("portfolio:edition-detail", freight_readers(), key="edition"),
    Row("portfolio:edition-progress", freight_readers(), key="edition"),
    Row("portfolio:edition-pdf", freight_readers(), key="edition"),
)
