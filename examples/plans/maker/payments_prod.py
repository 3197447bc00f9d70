"""A read replica and a new task definition, with two ways in over SSH that somebody left open."""

from .existing import at
from .pieces import (
    EVERYTHING_OUT,
    METADATA_V2,
    assumed_by,
    container,
    disk,
    forward,
    redirect_to_https,
    rule,
)
from .plan import Plan
from .values import ref

TAGS = {"CostCenter": "CC-4107", "Environment": "prod", "Owner": "payments@acme.example"}
VPC = "vpc-03f6a8e21b7c94d50"
CERTIFICATE = "arn:aws:acm:us-east-1:210987654321:certificate/6d0f1c1e-52c6-4b9d-a3a1-0f0c7f4a2b11"


def plan():
    plan = Plan(
        "2026-11-19T07:15:02Z",
        variables={"image_tag": "2026.11.19-1", "vpc_id": VPC},
        default_tags=TAGS | {"ManagedBy": "terraform"},
    )
    plan.read("data.aws_ami.bastion", most_recent=True, owners=["amazon"])
    encryption(plan)
    database(plan)
    service(plan)
    load_balancer(plan)
    bastion(plan)
    plan.output("replica_endpoint", ref("aws_db_instance.ledger_replica.endpoint"))
    plan.output("bastion_address", ref("aws_instance.bastion.public_ip"))
    return plan


def encryption(plan):
    plan.keep(
        "aws_kms_key.ledger",
        deletion_window_in_days=30,
        description="Ledger",
        enable_key_rotation=True,
    )
    plan.keep("aws_kms_alias.ledger", name="alias/ledger", target_key_id=at("aws_kms_key.ledger"))


def database(plan):
    group = at("aws_security_group.ledger")
    plan.keep(
        "aws_db_subnet_group.ledger",
        name="ledger",
        subnet_ids=["subnet-0a1f27c9", "subnet-0b3e58d1"],
    )
    plan.keep(
        "aws_security_group.ledger",
        name="ledger",
        egress=EVERYTHING_OUT,
        vpc_id=ref("var.vpc_id", value=VPC),
        ingress=[rule(5432, ["10.60.0.0/16"], "PostgreSQL from the services")],
    )
    common = {
        "engine": "postgres",
        "engine_version": "16.4",
        "kms_key_id": at("aws_kms_key.ledger", "arn"),
        "publicly_accessible": False,
        "storage_encrypted": True,
        "vpc_security_group_ids": [group],
    }
    plan.update(
        "aws_db_instance.ledger",
        {"backup_retention_period": 14},
        allocated_storage=500,
        backup_retention_period=35,
        db_name="ledger",
        db_subnet_group_name="ledger",
        deletion_protection=True,
        identifier="ledger-prod",
        instance_class="db.r6g.large",
        max_allocated_storage=1000,
        multi_az=True,
        username="ledger",
        password=ref("random_password.ledger.result", value="example-not-a-secret"),
        **common,
    )
    plan.create(
        "aws_db_instance.ledger_replica",
        backup_retention_period=0,
        identifier="ledger-prod-replica",
        instance_class="db.r6g.large",
        replicate_source_db=at("aws_db_instance.ledger", "arn"),
        **common,
    )
    plan.keep("random_password.ledger", length=32, result="example-not-a-secret")
    plan.create("random_password.webhook", length=48, special=False)
    plan.create(
        "aws_secretsmanager_secret.webhook",
        description="Signs outgoing webhooks",
        name="payments/webhook",
    )
    plan.create(
        "aws_secretsmanager_secret_version.webhook",
        secret_id=ref("aws_secretsmanager_secret.webhook.id"),
        secret_string=ref("random_password.webhook.result"),
    )


def service(plan):
    plan.keep(
        "aws_ecs_cluster.payments",
        name="payments",
        setting=[{"name": "containerInsights", "value": "enabled"}],
    )
    plan.keep("aws_iam_role.task", assume_role_policy=assumed_by("ecs-tasks"), name="payments-task")
    old, new = (container("api", f"payments-api:2026.11.{day}-1", 8080) for day in (12, 19))
    task = {
        "cpu": "1024",
        "family": "payments-api",
        "memory": "2048",
        "network_mode": "awsvpc",
        "requires_compatibilities": ["FARGATE"],
        "task_role_arn": at("aws_iam_role.task", "arn"),
    }
    plan.replace(
        "aws_ecs_task_definition.api",
        {"container_definitions": old},
        "container_definitions",
        container_definitions=ref("var.image_tag", value=new),
        **task,
    )
    plan.update(
        "aws_ecs_service.api",
        {"desired_count": 4},
        cluster=at("aws_ecs_cluster.payments", "arn"),
        desired_count=6,
        launch_type="FARGATE",
        name="payments-api",
        task_definition=ref("aws_ecs_task_definition.api.arn"),
    )
    plan.create(
        "aws_sqs_queue.settlements_dead", message_retention_seconds=1209600, name="settlements-dead"
    )
    plan.create(
        "aws_sqs_queue.settlements",
        name="settlements",
        visibility_timeout_seconds=120,
        sqs_managed_sse_enabled=True,
        redrive_policy=ref("aws_sqs_queue.settlements_dead.arn"),
    )


def load_balancer(plan):
    plan.keep(
        "aws_lb.public",
        internal=False,
        load_balancer_type="application",
        name="payments-public",
        security_groups=["sg-07e2d9b41c5f3a860"],
        subnets=["subnet-0d92e7f0", "subnet-0e11c4a8"],
    )
    plan.keep(
        "aws_lb_target_group.api",
        name="payments-api",
        port=8080,
        protocol="HTTP",
        vpc_id=ref("var.vpc_id", value=VPC),
    )
    arn = at("aws_lb.public", "arn")
    plan.keep(
        "aws_lb_listener.https",
        certificate_arn=CERTIFICATE,
        default_action=forward(at("aws_lb_target_group.api", "arn")),
        load_balancer_arn=arn,
        port=443,
        protocol="HTTPS",
        ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
    )
    plan.create(
        "aws_lb_listener.http",
        default_action=redirect_to_https(),
        load_balancer_arn=arn,
        port=80,
        protocol="HTTP",
    )


def bastion(plan):
    plan.create(
        "aws_security_group.bastion",
        description="Bastion",
        egress=EVERYTHING_OUT,
        name="payments-bastion",
        ingress=[rule(22, ["0.0.0.0/0"], "SSH"), rule(443, ["10.60.0.0/16"], "Session Manager")],
        vpc_id=ref("var.vpc_id", value=VPC),
    )
    plan.create(
        "aws_vpc_security_group_ingress_rule.debug_v6",
        cidr_ipv6="::/0",
        description="debugging, remove later",
        from_port=22,
        ip_protocol="tcp",
        security_group_id=at("aws_security_group.ledger"),
        to_port=22,
    )
    plan.create(
        "aws_instance.bastion",
        ami=at("data.aws_ami.bastion"),
        associate_public_ip_address=True,
        iam_instance_profile="ssm-managed",
        instance_type="t3.medium",
        metadata_options=METADATA_V2,
        root_block_device=disk(30),
        subnet_id="subnet-0d92e7f0",
        tags={"Name": "payments-bastion"},
        vpc_security_group_ids=[ref("aws_security_group.bastion.id")],
    )
