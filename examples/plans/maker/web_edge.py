"""The first roll-out of a new edge: ten services behind one load balancer, 124 resources. It
passes, with a warning for an old disk type and one for a listener without TLS."""

from .pieces import (
    EVERYTHING_OUT,
    METADATA_V2,
    assumed_by,
    container,
    disk,
    forward,
    private_bucket,
    redirect_to_https,
    rule,
)
from .plan import Plan
from .values import ref

DEFAULTS = {
    "CostCenter": "CC-2015",
    "Environment": "staging",
    "ManagedBy": "terraform",
    "Owner": "web@acme.example",
}
SERVICES = [
    "account",
    "basket",
    "catalog",
    "checkout",
    "home",
    "media",
    "orders",
    "reviews",
    "search",
    "wishlist",
]
CERTIFICATE = "arn:aws:acm:us-east-1:210987654321:certificate/84e0c2b7-3f55-4f0e-9a06-d92b6d4c1e77"
ZONES = "ab"


def plan():
    plan = Plan("2026-11-20T13:21:09Z", variables={"environment": "staging"}, default_tags=DEFAULTS)
    plan.read("data.aws_route53_zone.public", name="staging.acme.example")
    network(plan)
    balancer(plan)
    firewall(plan)
    proxies(plan)
    plan.create(
        "aws_ecs_cluster.edge",
        name="edge",
        setting=[{"name": "containerInsights", "value": "enabled"}],
    )
    plan.module(
        "service",
        source="./modules/service",
        each="local.services",
        arguments={
            "cluster": ref("aws_ecs_cluster.edge.arn"),
            "listener": ref("aws_lb_listener.https.arn"),
            "name": ref("each.key"),
            "vpc_id": ref("aws_vpc.edge.id"),
        },
    )
    for number, name in enumerate(SERVICES):
        service(plan, name, number)
    plan.output("address", ref("aws_lb.edge.dns_name"))
    return plan


def network(plan):
    vpc = ref("aws_vpc.edge.id")
    plan.create(
        "aws_vpc.edge", cidr_block="10.90.0.0/16", enable_dns_hostnames=True, tags={"Name": "edge"}
    )
    plan.create("aws_internet_gateway.edge", vpc_id=vpc, tags={"Name": "edge"})
    plan.create("aws_eip.nat", domain="vpc", tags={"Name": "edge-nat"})
    plan.create(
        "aws_nat_gateway.edge",
        allocation_id=ref("aws_eip.nat.id"),
        subnet_id=ref("aws_subnet.public"),
        tags={"Name": "edge"},
    )
    for number, zone in enumerate(ZONES):
        for kind, offset in (("private", 0), ("public", 128)):
            plan.create(
                f'aws_subnet.{kind}["{zone}"]',
                availability_zone=f"us-east-1{zone}",
                cidr_block=f"10.90.{offset + number}.0/24",
                tags={"Name": f"edge-{kind}-{zone}"},
                vpc_id=vpc,
            )


def balancer(plan):
    plan.create(
        "aws_security_group.balancer",
        egress=EVERYTHING_OUT,
        name="edge-balancer",
        vpc_id=ref("aws_vpc.edge.id"),
        ingress=[
            rule(443, ["0.0.0.0/0"], "HTTPS", v6=["::/0"]),
            rule(80, ["0.0.0.0/0"], "HTTP, redirected", v6=["::/0"]),
        ],
    )
    private_bucket(plan, "access_logs", "acme-staging-edge-access-logs", None, expire_after=30)
    plan.create(
        "aws_lb.edge",
        internal=False,
        load_balancer_type="application",
        name="edge",
        access_logs=[
            {"bucket": ref("aws_s3_bucket.access_logs.id"), "enabled": True, "prefix": "edge"}
        ],
        security_groups=[ref("aws_security_group.balancer.id")],
        subnets=ref("aws_subnet.public"),
    )
    arn = ref("aws_lb.edge.arn")
    plan.create(
        "aws_lb_listener.https",
        certificate_arn=CERTIFICATE,
        default_action=[{"type": "fixed-response"}],
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
    plan.create(
        "aws_lb_listener.legacy",
        default_action=forward(ref("aws_lb_target_group.legacy.arn")),
        load_balancer_arn=arn,
        port=8080,
        protocol="HTTP",
    )
    plan.create(
        "aws_lb_target_group.legacy",
        name="edge-legacy",
        port=8080,
        protocol="HTTP",
        vpc_id=ref("aws_vpc.edge.id"),
    )
    alias = {
        "evaluate_target_health": True,
        "name": ref("aws_lb.edge.dns_name"),
        "zone_id": ref("aws_lb.edge.zone_id"),
    }
    plan.create(
        "aws_route53_record.edge",
        alias=[alias],
        name="www.staging.acme.example",
        type="A",
        zone_id="Z09277403E5V6PB1QWXYD",
    )


def firewall(plan):
    visibility = {
        "cloudwatch_metrics_enabled": True,
        "metric_name": "edge",
        "sampled_requests_enabled": True,
    }
    limit = {"aggregate_key_type": "IP", "limit": 2000}
    plan.create(
        "aws_wafv2_web_acl.edge",
        default_action=[{"allow": [{}], "block": []}],
        name="edge",
        scope="REGIONAL",
        rule=[
            {
                "action": [{"block": [{}]}],
                "name": "rate-limit",
                "priority": 1,
                "statement": [{"rate_based_statement": [limit]}],
                "visibility_config": [visibility | {"metric_name": "rate-limit"}],
            }
        ],
        visibility_config=[visibility],
    )
    plan.create(
        "aws_wafv2_web_acl_association.edge",
        resource_arn=ref("aws_lb.edge.arn"),
        web_acl_arn=ref("aws_wafv2_web_acl.edge.arn"),
    )


def proxies(plan):
    """The two proxies of the old edge, which still ask for gp2."""
    for number, zone in enumerate(ZONES):
        plan.create(
            f"aws_instance.proxy[{number}]",
            ami="ami-0f4c62a97be05d318",
            instance_type="t3.medium",
            metadata_options=METADATA_V2,
            root_block_device=disk(40, "gp2"),
            subnet_id=ref("aws_subnet.private"),
            tags={"Name": f"edge-proxy-{zone}"},
        )


def service(plan, name, number):
    here = f'module.service["{name}"].'
    full = ref("var.name", value=f"edge-{name}")
    plan.create(
        f"{here}aws_cloudwatch_log_group.this",
        name=ref("var.name", value=f"/edge/{name}"),
        retention_in_days=30,
    )
    plan.create(f"{here}aws_iam_role.task", assume_role_policy=assumed_by("ecs-tasks"), name=full)
    plan.create(
        f"{here}aws_iam_role_policy_attachment.task",
        role=full,
        policy_arn="arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    )
    plan.create(
        f"{here}aws_security_group.task",
        egress=EVERYTHING_OUT,
        name=full,
        vpc_id=ref("var.vpc_id"),
        ingress=[rule(8080, ["10.90.128.0/17"], "From the balancer")],
    )
    plan.create(
        f"{here}aws_ecs_task_definition.this",
        container_definitions=ref("var.name", value=container(name, f"{name}:stable", 8080)),
        cpu="512",
        execution_role_arn=ref("aws_iam_role.task.arn"),
        family=full,
        memory="1024",
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
    )
    plan.create(
        f"{here}aws_lb_target_group.this",
        name=full,
        port=8080,
        protocol="HTTP",
        vpc_id=ref("var.vpc_id"),
    )
    plan.create(
        f"{here}aws_lb_listener_rule.this",
        action=forward(ref("aws_lb_target_group.this.arn")),
        listener_arn=ref("var.listener"),
        condition=[{"path_pattern": [{"values": [ref("var.name", value=f"/{name}/*")]}]}],
        priority=100 + number,
    )
    plan.create(
        f"{here}aws_ecs_service.this",
        cluster=ref("var.cluster"),
        desired_count=2,
        launch_type="FARGATE",
        name=full,
        task_definition=ref("aws_ecs_task_definition.this.arn"),
    )
    for metric, threshold in (("CPU", 80), ("Memory", 85)):
        plan.create(
            f"{here}aws_cloudwatch_metric_alarm.{metric.lower()}",
            alarm_name=ref("var.name", value=f"edge-{name}-{metric.lower()}"),
            comparison_operator="GreaterThanThreshold",
            evaluation_periods=5,
            metric_name=f"{metric}Utilization",
            namespace="AWS/ECS",
            period=60,
            statistic="Average",
            threshold=threshold,
        )
