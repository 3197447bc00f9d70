"""Groups of resources that several plans have in common."""

import json

from .values import encoded, ref

ALL_ON = {
    "block_public_acls": True,
    "block_public_policy": True,
    "ignore_public_acls": True,
    "restrict_public_buckets": True,
}


def rule(port, sources, description, to=None, v6=None):
    """An `ingress` block of a security group."""
    return {
        "cidr_blocks": sources,
        "description": description,
        "from_port": port,
        "ipv6_cidr_blocks": v6 or [],
        "prefix_list_ids": [],
        "protocol": "tcp",
        "security_groups": [],
        "self": False,
        "to_port": to or port,
    }


EVERYTHING_OUT = [
    {
        "cidr_blocks": ["0.0.0.0/0"],
        "description": "",
        "from_port": 0,
        "ipv6_cidr_blocks": [],
        "prefix_list_ids": [],
        "protocol": "-1",
        "security_groups": [],
        "self": False,
        "to_port": 0,
    }
]


def private_bucket(plan, name, bucket, tags, prefix="", expire_after=None):
    """A bucket that is being created, with all that belongs to a private one."""
    this = ref(f"aws_s3_bucket.{name}.id")
    plan.create(f"{prefix}aws_s3_bucket.{name}", bucket=bucket, tags=tags)
    plan.create(f"{prefix}aws_s3_bucket_public_access_block.{name}", bucket=this, **ALL_ON)
    plan.create(
        f"{prefix}aws_s3_bucket_server_side_encryption_configuration.{name}",
        bucket=this,
        rule=encrypted("AES256"),
    )
    if expire_after:
        plan.create(
            f"{prefix}aws_s3_bucket_lifecycle_configuration.{name}",
            bucket=this,
            rule=[expiry(expire_after)],
        )


def encrypted(algorithm, key=None):
    default = {"kms_master_key_id": key, "sse_algorithm": algorithm}
    return [
        {
            "apply_server_side_encryption_by_default": [default],
            "bucket_key_enabled": key is not None,
        }
    ]


def expiry(days, prefix=""):
    return {
        "abort_incomplete_multipart_upload": [],
        "expiration": [{"date": None, "days": days, "expired_object_delete_marker": None}],
        "filter": [
            {
                "and": [],
                "object_size_greater_than": None,
                "object_size_less_than": None,
                "prefix": prefix,
                "tag": [],
            }
        ],
        "id": f"expire-after-{days}-days",
        "noncurrent_version_expiration": [],
        "noncurrent_version_transition": [],
        "prefix": None,
        "status": "Enabled",
        "transition": [],
    }


def assumed_by(service):
    """The trust policy of a role."""
    statement = {
        "Action": "sts:AssumeRole",
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
    }
    return encoded({"Statement": [statement], "Version": "2012-10-17"})


def allows(actions, resources):
    """A permission policy whose resources exist already."""
    statement = {"Action": actions, "Effect": "Allow", "Resource": resources}
    return encoded({"Statement": [statement], "Version": "2012-10-17"})


def disk(size, kind="gp3"):
    """The root volume of an instance."""
    return [
        {
            "delete_on_termination": True,
            "encrypted": True,
            "iops": 3000 if kind == "gp3" else None,
            "tags": None,
            "throughput": 125 if kind == "gp3" else None,
            "volume_size": size,
            "volume_type": kind,
        }
    ]


METADATA_V2 = [
    {
        "http_endpoint": "enabled",
        "http_protocol_ipv6": "disabled",
        "http_put_response_hop_limit": 1,
        "http_tokens": "required",
        "instance_metadata_tags": "disabled",
    }
]


def container(name, image, port):
    """`container_definitions` of a task definition."""
    definition = {
        "essential": True,
        "image": f"210987654321.dkr.ecr.us-east-1.amazonaws.com/{image}",
        "name": name,
        "portMappings": [{"containerPort": port, "hostPort": port, "protocol": "tcp"}],
    }
    return json.dumps([definition], separators=(",", ":"))


def forward(target_group):
    return [action("forward", target_group_arn=target_group)]


def redirect_to_https():
    target = {
        "host": "#{host}",
        "path": "/#{path}",
        "port": "443",
        "protocol": "HTTPS",
        "query": "#{query}",
        "status_code": "HTTP_301",
    }
    return [action("redirect", redirect=[target])]


def action(kind, target_group_arn=None, redirect=()):
    return {
        "authenticate_cognito": [],
        "authenticate_oidc": [],
        "fixed_response": [],
        "forward": [],
        "redirect": list(redirect),
        "target_group_arn": target_group_arn,
        "type": kind,
    }
