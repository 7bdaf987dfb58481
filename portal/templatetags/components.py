"""Everything a page is built from: ``{% load components %}`` brings the whole page grammar."""

from django import template

from portal.templatetags import (
    badges,
    blocks,
    fields,
    figures,
    icons,
    keys,
    lists,
    marks,
    queues,
    steps,
)

register = template.Library()
for part in (badges, blocks, fields, figures, icons, keys, lists, marks, queues, steps):
    register.tags |= part.register.tags
    register.filters |= part.register.filters
