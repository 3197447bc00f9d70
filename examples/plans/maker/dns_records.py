"""Three records of a zone. No policy of the examples has anything to say about them."""

from .existing import at
from .plan import Plan

ZONE = "aws_route53_zone.public"


def plan():
    plan = Plan("2026-11-21T08:30:11Z", variables={"domain": "acme.example"})
    plan.read("data.aws_caller_identity.current")
    plan.keep(
        ZONE,
        name="acme.example",
        tags={"CostCenter": "CC-3001", "Environment": "prod", "Owner": "network@acme.example"},
    )
    plan.create(
        'aws_route53_record.verification["search-console"]',
        name="acme.example",
        records=["site-verification=4b1d9c07"],
        ttl=300,
        type="TXT",
        zone_id=at(ZONE, "zone_id"),
    )
    plan.update(
        "aws_route53_record.mail",
        {"records": ["10 mx1.mail.example."]},
        name="acme.example",
        records=["10 mx1.mail.example.", "20 mx2.mail.example."],
        ttl=3600,
        type="MX",
        zone_id=at(ZONE, "zone_id"),
    )
    plan.delete(
        "aws_route53_record.old_blog",
        name="blog.acme.example",
        records=["blog.hosting.example."],
        ttl=300,
        type="CNAME",
        zone_id=at(ZONE, "zone_id"),
    )
    return plan
