"""Index nodes move to a new image, one after the other; the third node goes."""

from .existing import at
from .pieces import EVERYTHING_OUT, METADATA_V2, disk, rule
from .plan import Plan
from .values import ref

TAGS = {"CostCenter": "CC-4480", "Environment": "prod", "Owner": "search@acme.example"}
OLD_IMAGE, NEW_IMAGE = "ami-0b7d3f5c29e1a8460", "ami-0f4c62a97be05d318"
SUBNETS = {"a": "subnet-04be91d7", "b": "subnet-0975fe2c", "c": "subnet-0c3306ab"}
CERTIFICATE = "arn:aws:acm:us-east-1:210987654321:certificate/1b9a7f52-9c1d-4d5e-8a0b-7a6c2f1e3d90"


def plan():
    plan = Plan(
        "2026-11-20T09:02:51Z",
        variables={"image": NEW_IMAGE, "volume_gib": "800"},
        default_tags={"ManagedBy": "terraform"},
    )
    plan.module(
        "nodes",
        source="./modules/node",
        each="local.zones",
        arguments={
            "image": ref("var.image"),
            "subnet_id": ref("each.value"),
            "volume_gib": ref("var.volume_gib"),
        },
    )
    plan.module("balancer", source="./modules/balancer", arguments={"name": "search"})
    shared(plan)
    for zone in "ab":
        replaced_node(plan, zone)
    removed_node(plan, "c")
    balancer(plan)
    plan.output(
        "endpoint", "search.acme.internal", before="search.acme.internal", actions=["no-op"]
    )
    return plan


def shared(plan):
    plan.keep(
        "aws_security_group.nodes",
        egress=EVERYTHING_OUT,
        name="search-nodes",
        tags=TAGS,
        vpc_id="vpc-0e5b8f72a61c9d034",
        ingress=[
            rule(9200, ["10.0.0.0/8"], "Queries"),
            rule(9300, ["10.70.0.0/20"], "Between nodes"),
        ],
    )
    plan.keep("aws_iam_instance_profile.node", name="search-node", role="search-node", tags=TAGS)
    plan.create(
        "aws_cloudwatch_metric_alarm.disk[0]",
        alarm_name="search-disk-a",
        comparison_operator="LessThanThreshold",
        evaluation_periods=3,
        metric_name="disk_free_percent",
        namespace="Search",
        period=300,
        statistic="Minimum",
        tags=TAGS,
        threshold=15,
    )
    plan.create(
        "aws_cloudwatch_metric_alarm.disk[1]",
        alarm_name="search-disk-b",
        comparison_operator="LessThanThreshold",
        evaluation_periods=3,
        metric_name="disk_free_percent",
        namespace="Search",
        period=300,
        statistic="Minimum",
        tags=TAGS,
        threshold=15,
    )


def node(zone, image):
    return {
        "ami": image,
        "iam_instance_profile": "search-node",
        "instance_type": "r6i.xlarge",
        "metadata_options": METADATA_V2,
        "root_block_device": disk(50),
        "subnet_id": ref("var.subnet_id", value=SUBNETS[zone]),
        "tags": TAGS | {"Name": f"search-{zone}"},
    }


def replaced_node(plan, zone):
    here = f'module.nodes["{zone}"].'
    plan.replace(
        f"{here}aws_instance.data",
        {"ami": OLD_IMAGE},
        "ami",
        **node(zone, ref("var.image", value=NEW_IMAGE)),
    )
    plan.update(
        f"{here}aws_ebs_volume.data",
        {"size": 500},
        availability_zone=f"us-east-1{zone}",
        encrypted=True,
        size=ref("var.volume_gib", value=800),
        tags=TAGS | {"Name": f"search-{zone}"},
        type="gp3",
    )
    plan.replace(
        f"{here}aws_volume_attachment.data",
        {"instance_id": at(f"{here}aws_instance.data").value},
        "instance_id",
        device_name="/dev/sdf",
        instance_id=ref("aws_instance.data.id"),
        volume_id=ref("aws_ebs_volume.data.id", value=at(f"{here}aws_ebs_volume.data").value),
    )
    plan.update(
        f"{here}aws_route53_record.node",
        {"records": ["10.70.1.17"]},
        name=f"{zone}.search.acme.internal",
        records=[ref("aws_instance.data.private_ip")],
        ttl=60,
        type="A",
        zone_id="Z04417213LQ8KX0C2N5TB",
    )


def removed_node(plan, zone):
    here, reason = f'module.nodes["{zone}"].', "delete_because_no_module"
    plan.delete(f"{here}aws_instance.data", reason, **node(zone, OLD_IMAGE))
    plan.delete(
        f"{here}aws_ebs_volume.data",
        reason,
        availability_zone=f"us-east-1{zone}",
        encrypted=True,
        size=500,
        tags={"Name": f"search-{zone}"},
        type="gp2",
    )
    plan.delete(
        f"{here}aws_volume_attachment.data",
        reason,
        device_name="/dev/sdf",
        instance_id=at(f"{here}aws_instance.data").value,
        volume_id=at(f"{here}aws_ebs_volume.data").value,
    )
    plan.delete(
        f"{here}aws_route53_record.node",
        reason,
        name=f"{zone}.search.acme.internal",
        records=["10.70.3.9"],
        ttl=60,
        type="A",
        zone_id="Z04417213LQ8KX0C2N5TB",
    )


def balancer(plan):
    here = "module.balancer."
    plan.keep(
        f"{here}aws_lb.this",
        internal=True,
        load_balancer_type="network",
        name="search",
        subnets=sorted(SUBNETS.values()),
        tags=TAGS,
    )
    plan.keep(
        f"{here}aws_lb_target_group.this",
        name="search",
        port=9200,
        protocol="TCP",
        tags=TAGS,
        target_type="instance",
        vpc_id="vpc-0e5b8f72a61c9d034",
    )
    target = {"target_group_arn": at(f"{here}aws_lb_target_group.this", "arn"), "type": "forward"}
    plan.update(
        f"{here}aws_lb_listener.tls",
        {"ssl_policy": "ELBSecurityPolicy-2016-08"},
        certificate_arn=CERTIFICATE,
        default_action=[target],
        load_balancer_arn=at(f"{here}aws_lb.this", "arn"),
        port=9200,
        protocol="TLS",
        ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
        tags=TAGS,
    )
