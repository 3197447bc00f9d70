"""A training cluster that a development account was never meant to pay for."""

from .existing import at
from .pieces import EVERYTHING_OUT, METADATA_V2, disk, private_bucket, rule
from .plan import Plan
from .values import ref

TAGS = {"CostCenter": "CC-6010", "Environment": "dev", "Owner": "ml@acme.example"}


def plan():
    plan = Plan("2026-11-20T16:47:33Z", variables={"trainers": "1"}, default_tags=TAGS)
    plan.read("data.aws_ami.deep_learning", most_recent=True, owners=["amazon"])
    plan.keep(
        "aws_security_group.cluster",
        egress=EVERYTHING_OUT,
        ingress=[rule(443, ["10.30.0.0/16"], "Inside")],
        name="ml-cluster",
        vpc_id="vpc-0a9d2c7be4f163508",
    )
    instances(plan)
    storage(plan)
    notebook(plan)
    plan.output("checkpoints", ref("aws_s3_bucket.checkpoints.id"))
    return plan


def instances(plan):
    for name, kind, size in (
        ("trainer[0]", "p4d.24xlarge", 200),
        ("notebook", "t3.medium", 100),
        ("evaluator", "g6e.xlarge", 100),
    ):
        plan.create(
            f"aws_instance.{name}",
            ami=at("data.aws_ami.deep_learning"),
            instance_type=kind,
            metadata_options=METADATA_V2,
            root_block_device=disk(size),
            subnet_id="subnet-0f83ab16",
            tags={"Name": f"ml-{name.removesuffix('[0]')}"},
        )


def storage(plan):
    plan.create(
        "aws_ebs_volume.datasets",
        availability_zone="us-east-1a",
        encrypted=True,
        size=4000,
        tags={"Name": "ml-datasets"},
        type="gp3",
    )
    plan.create(
        "aws_volume_attachment.datasets",
        device_name="/dev/sdf",
        instance_id=ref("aws_instance.trainer"),
        volume_id=ref("aws_ebs_volume.datasets.id"),
    )
    private_bucket(plan, "checkpoints", "acme-dev-ml-checkpoints", None, expire_after=60)


def notebook(plan):
    """The source of the rule is an address that AWS has yet to give."""
    plan.create("aws_eip.gateway", domain="vpc", tags={"Name": "ml-gateway"})
    plan.create(
        "aws_security_group_rule.notebook",
        cidr_blocks=[ref("aws_eip.gateway.public_ip")],
        description="Notebooks from the gateway",
        from_port=8888,
        protocol="tcp",
        security_group_id=at("aws_security_group.cluster"),
        to_port=8888,
        type="ingress",
    )
