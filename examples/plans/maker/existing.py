"""Values that AWS once gave to resources that exist already. Made up, but the same on each run."""

import hashlib

PREFIXES = {
    "aws_ebs_volume": "vol-", "aws_eip": "eipalloc-", "aws_flow_log": "fl-", "aws_instance": "i-",
    "aws_internet_gateway": "igw-", "aws_nat_gateway": "nat-", "aws_route_table": "rtb-",
    "aws_security_group": "sg-", "aws_security_group_rule": "sgrule-", "aws_subnet": "subnet-",
    "aws_vpc": "vpc-", "aws_vpc_security_group_ingress_rule": "sgr-", "data.aws_ami": "ami-",
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
        kind = schema.removeprefix("data.").removeprefix("aws_").split("_")
        return f"arn:aws:{kind[0]}:{REGION}:{ACCOUNT}:{'-'.join(kind[1:]) or kind[0]}/{identity(schema, address)}"
    if name.endswith("owner_id") or name == "account_id":
        return ACCOUNT
    if name.endswith("_id"):
        return digest(address + name)
    return ""
