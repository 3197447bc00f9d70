"""A third zone for the data lake and new lifecycle rules for the other two. Nothing is wrong."""

from .existing import at
from .pieces import ALL_ON, allows, assumed_by, encrypted, expiry, private_bucket
from .plan import Plan
from .values import ref

KEY = "aws_kms_key.lake"


def plan():
    plan = Plan(
        "2026-11-19T15:40:27Z",
        variables={"environment": "prod"},
        default_tags={
            "CostCenter": "CC-5220",
            "Environment": "prod",
            "ManagedBy": "terraform",
            "Owner": "data@acme.example",
        },
    )
    plan.read("data.aws_caller_identity.current")
    plan.keep(KEY, deletion_window_in_days=30, description="Data lake", enable_key_rotation=True)
    plan.keep("aws_kms_alias.lake", name="alias/lake", target_key_id=at(KEY))
    for zone, days, was in (("raw", 90, 400), ("curated", 1095, 1825)):
        existing_zone(plan, zone, days, was)
    new_zone(plan)
    catalogue(plan)
    ingestion(plan)
    plan.output("serving_bucket", ref("module.serving.bucket", value="acme-prod-lake-serving"))
    return plan


def existing_zone(plan, zone, days, was):
    bucket = ref("aws_s3_bucket.zone", "each.key", value=at(f'aws_s3_bucket.zone["{zone}"]').value)
    name = f"acme-prod-lake-{zone}"
    plan.keep(f'aws_s3_bucket.zone["{zone}"]', bucket=name, tags={"Zone": zone})
    plan.keep(f'aws_s3_bucket_public_access_block.zone["{zone}"]', bucket=bucket, **ALL_ON)
    plan.keep(
        f'aws_s3_bucket_server_side_encryption_configuration.zone["{zone}"]',
        bucket=bucket,
        rule=encrypted("aws:kms", at(KEY, "arn")),
    )
    status = {"mfa_delete": "", "status": "Enabled"}
    plan.keep(
        f'aws_s3_bucket_versioning.zone["{zone}"]', bucket=bucket, versioning_configuration=[status]
    )
    plan.update(
        f'aws_s3_bucket_lifecycle_configuration.zone["{zone}"]',
        {"rule": [expiry(was)]},
        bucket=bucket,
        rule=[expiry(days)],
    )


def new_zone(plan):
    plan.module(
        "serving",
        source="acme/private-bucket/aws",
        version="~> 3.1",
        arguments={"name": "acme-prod-lake-serving"},
    )
    private_bucket(
        plan,
        "this",
        "acme-prod-lake-serving",
        {"Zone": "serving"},
        prefix="module.serving.",
        expire_after=730,
    )
    plan.read_later(
        "module.serving.data.aws_iam_policy_document.tls_only",
        statement=[
            {
                "actions": ["s3:*"],
                "effect": "Deny",
                "resources": [ref("aws_s3_bucket.this.arn")],
                "condition": [
                    {"test": "Bool", "values": ["false"], "variable": "aws:SecureTransport"}
                ],
                "principals": [{"identifiers": ["*"], "type": "*"}],
            }
        ],
    )
    plan.create(
        "module.serving.aws_s3_bucket_policy.this",
        bucket=ref("aws_s3_bucket.this.id"),
        policy=ref("data.aws_iam_policy_document.tls_only.json"),
    )


def catalogue(plan):
    for zone in ("raw", "curated"):
        plan.keep(f'aws_glue_catalog_database.zone["{zone}"]', name=f"lake_{zone}")
    plan.create('aws_glue_catalog_database.zone["serving"]', name="lake_serving")
    plan.keep("aws_iam_role.crawler", assume_role_policy=assumed_by("glue"), name="lake-crawler")
    plan.create(
        "aws_glue_crawler.serving",
        database_name="lake_serving",
        name="lake-serving",
        role=at("aws_iam_role.crawler", "arn"),
        s3_target=[
            {
                "connection_name": "",
                "exclusions": [],
                "path": "s3://acme-prod-lake-serving/",
                "sample_size": None,
            }
        ],
        schedule="cron(15 4 * * ? *)",
    )
    result = [
        {"encryption_configuration": [], "output_location": "s3://acme-prod-lake-curated/athena/"}
    ]
    plan.create(
        "aws_athena_workgroup.analysts",
        name="analysts",
        tags={"Team": "analysts"},
        configuration=[
            {
                "bytes_scanned_cutoff_per_query": 1099511627776,
                "enforce_workgroup_configuration": True,
                "publish_cloudwatch_metrics_enabled": True,
                "result_configuration": result,
            }
        ],
    )


def ingestion(plan):
    plan.keep(
        "aws_sqs_queue.arrivals",
        name="lake-arrivals",
        sqs_managed_sse_enabled=True,
        visibility_timeout_seconds=300,
    )
    plan.keep("aws_iam_role.ingest", assume_role_policy=assumed_by("lambda"), name="lake-ingest")
    plan.update(
        "aws_iam_policy.ingest",
        {"policy": allows(["s3:GetObject"], ["arn:aws:s3:::acme-prod-lake-raw/*"])},
        name="lake-ingest",
        policy=allows(
            ["s3:GetObject", "s3:GetObjectTagging"], ["arn:aws:s3:::acme-prod-lake-raw/*"]
        ),
    )
    plan.keep(
        "aws_iam_role_policy_attachment.ingest",
        policy_arn=at("aws_iam_policy.ingest", "arn"),
        role="lake-ingest",
    )
    plan.update(
        "aws_lambda_function.ingest",
        {"memory_size": 512},
        architectures=["arm64"],
        filename="ingest.zip",
        function_name="lake-ingest",
        handler="ingest.handler",
        kms_key_arn=at(KEY, "arn"),
        memory_size=1024,
        role=at("aws_iam_role.ingest", "arn"),
        runtime="python3.13",
        timeout=120,
    )
