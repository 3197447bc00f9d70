"""A peering to eu-west and flow logs. Two resources lack tags, one of them has a tag misspelt."""

from .existing import ACCOUNT, at
from .pieces import EVERYTHING_OUT, private_bucket, rule
from .plan import Plan
from .values import ref

TAGS = {"CostCenter": "CC-3001", "Owner": "network@acme.example"}
ZONES = "abc"


def plan():
    plan = Plan(
        "2026-11-18T11:58:40Z",
        variables={"environment": "prod", "eu_vpc_id": "vpc-0c41e9b7d52f80a63"},
        default_tags={"Environment": "prod", "ManagedBy": "terraform"},
    )
    plan.read("data.aws_caller_identity.current")
    network(plan)
    endpoints(plan)
    flow_logs(plan)
    peering(plan)
    plan.output("vpc_id", at("aws_vpc.main"), before=at("aws_vpc.main").value, actions=["no-op"])
    plan.output("peering_connection_id", ref("module.peering.connection_id"))
    return plan


def network(plan):
    plan.update(
        "aws_vpc.main",
        {"enable_dns_hostnames": False},
        cidr_block="10.20.0.0/16",
        enable_dns_hostnames=True,
        tags=TAGS | {"Name": "main"},
    )
    plan.keep("aws_internet_gateway.main", vpc_id=at("aws_vpc.main"), tags=TAGS | {"Name": "main"})
    plan.keep("aws_eip.nat", domain="vpc", tags=TAGS | {"Name": "nat"})
    plan.keep(
        "aws_nat_gateway.main",
        allocation_id=at("aws_eip.nat"),
        subnet_id=at('aws_subnet.public["a"]'),
        tags=TAGS | {"Name": "main"},
    )
    for number, zone in enumerate(ZONES):
        for kind, offset in (("private", 0), ("public", 128)):
            plan.keep(
                f'aws_subnet.{kind}["{zone}"]',
                availability_zone=f"us-east-1{zone}",
                cidr_block=f"10.20.{offset + number}.0/24",
                vpc_id=at("aws_vpc.main"),
                tags=TAGS | {"Name": f"{kind}-{zone}"},
            )
        plan.keep(
            f'aws_route_table.private["{zone}"]',
            vpc_id=at("aws_vpc.main"),
            tags=TAGS | {"Name": f"private-{zone}"},
        )


def endpoints(plan):
    sources = ["10.20.0.0/16", "10.40.0.0/16"]
    plan.update(
        "aws_security_group.endpoints",
        {"ingress": [rule(443, sources[:1], "HTTPS inside")]},
        description="Interface endpoints",
        egress=EVERYTHING_OUT,
        ingress=[rule(443, sources, "HTTPS inside")],
        name="endpoints",
        tags=TAGS,
        vpc_id=at("aws_vpc.main"),
    )
    plan.create(
        "aws_vpc_security_group_ingress_rule.dns_from_eu",
        cidr_ipv4="10.40.0.0/16",
        description="DNS from eu-west",
        from_port=53,
        ip_protocol="udp",
        security_group_id=at("aws_security_group.endpoints"),
        tags=TAGS,
        to_port=53,
    )
    # What goes away is no violation, however bad it was.
    plan.delete(
        "aws_security_group_rule.office_ssh",
        cidr_blocks=["0.0.0.0/0"],
        description="SSH, temporary",
        from_port=22,
        protocol="tcp",
        security_group_id=at("aws_security_group.endpoints"),
        to_port=22,
        type="ingress",
    )


def flow_logs(plan):
    private_bucket(
        plan, "flow_logs", "acme-prod-flow-logs", {"Name": "flow-logs"}, expire_after=365
    )
    plan.create(
        "aws_flow_log.vpc",
        log_destination=ref("aws_s3_bucket.flow_logs.arn"),
        log_destination_type="s3",
        tags=TAGS,
        traffic_type="ALL",
        vpc_id=at("aws_vpc.main"),
    )
    plan.update(
        "aws_cloudwatch_log_group.dns",
        {"retention_in_days": 30},
        name="/dns/main",
        retention_in_days=90,
        tags=TAGS,
    )


def peering(plan):
    plan.module(
        "peering",
        source="./modules/peering",
        arguments={
            "peer_vpc_id": ref("var.eu_vpc_id"),
            "vpc_id": at("aws_vpc.main"),
            "route_tables": ref("aws_route_table.private"),
        },
    )
    plan.create(
        "module.peering.aws_vpc_peering_connection.eu",
        auto_accept=False,
        peer_owner_id=ACCOUNT,
        peer_region="eu-west-1",
        peer_vpc_id=ref("var.peer_vpc_id", value="vpc-0c41e9b7d52f80a63"),
        tags={"Name": "eu-west", "Owner": "network@acme.example", "cost_center": "CC-3001"},
        vpc_id=ref("var.vpc_id", value=at("aws_vpc.main").value),
    )
    connection = ref("aws_vpc_peering_connection.eu.id")
    plan.create(
        "module.peering.aws_vpc_peering_connection_accepter.eu",
        auto_accept=True,
        tags=TAGS | {"Name": "eu-west"},
        vpc_peering_connection_id=connection,
    )
    for zone in ZONES:
        table = at(f'aws_route_table.private["{zone}"]').value
        plan.create(
            f'module.peering.aws_route.to_eu["{zone}"]',
            destination_cidr_block="10.40.0.0/16",
            route_table_id=ref("each.value", value=table),
            vpc_peering_connection_id=connection,
        )
    plan.create(
        "module.peering.aws_route.from_eu",
        destination_cidr_block="10.20.0.0/16",
        route_table_id="rtb-05d17c6e2f9ab3048",
        vpc_peering_connection_id=connection,
    )
