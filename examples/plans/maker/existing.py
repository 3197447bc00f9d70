"""Values that AWS once gave to resources that exist already. Made up, but the same on each run."""

import hashlib

from .address import Address, bracket
from .values import Ref

PREFIXES = {
    "aws_ebs_volume": "vol-",
    "aws_eip": "eipalloc-",
    "aws_flow_log": "fl-",
    "aws_instance": "i-",
    "aws_internet_gateway": "igw-",
    "aws_nat_gateway": "nat-",
    "aws_route_table": "rtb-",
    "aws_security_group": "sg-",
    "aws_security_group_rule": "sgrule-",
    "aws_subnet": "subnet-",
    "aws_vpc": "vpc-",
    "aws_vpc_security_group_ingress_rule": "sgr-",
    "data.aws_ami": "ami-",
}
SERVICES = {
    "cloudwatch": "logs",
    "db": "rds",
    "ebs": "ec2",
    "eip": "ec2",
    "flow": "ec2",
    "instance": "ec2",
    "internet": "ec2",
    "lb": "elasticloadbalancing",
    "nat": "ec2",
    "route": "ec2",
    "security": "ec2",
    "subnet": "ec2",
    "vpc": "ec2",
}
ACCOUNT = "210987654321"
REGION = "us-east-1"


def digest(text, length=17):
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def identity(schema, address):
    """The id that a resource of this type has, such as `vpc-0a1b…`."""
    return PREFIXES.get(schema, "") + digest(address)


def attribute(schema, address, name):
    """A value for a computed attribute of an existing resource."""
    if name == "id":
        return identity(schema, address)
    if name.endswith("arn"):
        kind = schema.removeprefix("data.").removeprefix("aws_")
        service, noun = SERVICES.get(kind.split("_")[0], kind.split("_")[0]), kind.replace("_", "-")
        return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{noun}/{identity(schema, address)}"
    if name.endswith("owner_id") or name == "account_id":
        return ACCOUNT
    if name.endswith("_id"):
        return digest(address + name)
    return ""


def at(address, name="id"):
    """A reference to an attribute of a resource that exists, so that the plan knows its value."""
    found = Address(address)
    value = attribute(found.schema, address, name)
    if found.index is None:
        return Ref(f"{found.block}.{name}", value=value)
    instance = found.block + bracket(found.index)
    return Ref(f"{instance}.{name}", value=value).also(instance, found.block)
