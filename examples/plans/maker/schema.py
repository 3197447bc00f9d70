"""What the providers add to a resource's arguments: defaults, and attributes that AWS decides.

Reduced to what a reader of a plan meets; attribute names and defaults are those of version 5 of
the AWS provider.
"""

from .values import UNKNOWN, UNKNOWN_LIST, UNKNOWN_MAP


class Schema:
    """`optional` are null when unset; `computed` are unknown until apply when unset: `name[]` is
    a list, `name{}` a map."""

    def __init__(
        self, version=0, /, optional="", computed="id", tags=True, sensitive=(), **defaults
    ):
        self.version = version
        self.sensitive = sensitive
        self.has_tags = tags
        self.defaults = {name: None for name in optional.split()} | defaults
        self.computed = {}
        for name in computed.split():
            kind = {"[]": UNKNOWN_LIST, "{}": UNKNOWN_MAP}.get(name[-2:], UNKNOWN)
            self.computed[name.rstrip("[]{}")] = kind


def untagged(*args, **kwargs):
    return Schema(*args, tags=False, **kwargs)


SCHEMAS = {
    "aws_athena_workgroup": Schema(
        optional="description", computed="arn id", force_destroy=False, state="ENABLED"
    ),
    "aws_autoscaling_group": untagged(
        optional=(
            "capacity_rebalance instance_refresh max_instance_lifetime min_elb_capacity timeouts"
        ),
        computed="arn id name_prefix service_linked_role_arn warm_pool_size",
        force_delete=False,
        health_check_grace_period=300,
        protect_from_scale_in=False,
    ),
    "aws_cloudwatch_log_group": Schema(
        optional="kms_key_id",
        computed="arn id log_group_class name_prefix",
        retention_in_days=0,
        skip_destroy=False,
    ),
    "aws_cloudwatch_metric_alarm": Schema(
        1,
        optional=(
            "alarm_description datapoints_to_alarm extended_statistic threshold_metric_id unit"
        ),
        computed="arn evaluate_low_sample_count_percentiles id",
        actions_enabled=True,
        treat_missing_data="missing",
        metric_query=[],
    ),
    "aws_db_instance": Schema(
        2,
        optional=(
            "allow_major_version_upgrade custom_iam_instance_profile deletion_protection domain "
            "final_snapshot_identifier iam_database_authentication_enabled iops "
            "manage_master_user_password max_allocated_storage multi_az replicate_source_db "
            "timeouts"
        ),
        computed=(
            "address arn availability_zone backup_window ca_cert_identifier endpoint "
            "engine_version_actual hosted_zone_id id identifier_prefix kms_key_id "
            "latest_restorable_time listener_endpoint[] maintenance_window master_user_secret[] "
            "option_group_name parameter_group_name port replicas[] resource_id status "
            "storage_type vpc_security_group_ids[]"
        ),
        sensitive=("password",),
        apply_immediately=False,
        auto_minor_version_upgrade=True,
        copy_tags_to_snapshot=True,
        delete_automated_backups=True,
        monitoring_interval=0,
        performance_insights_enabled=False,
        publicly_accessible=False,
        skip_final_snapshot=False,
    ),
    "aws_db_subnet_group": Schema(
        computed="arn id name_prefix supported_network_types[] vpc_id",
        description="Managed by Terraform",
    ),
    "aws_ebs_volume": Schema(
        optional="multi_attach_enabled outpost_arn timeouts",
        computed="arn id iops kms_key_id snapshot_id throughput",
        final_snapshot=False,
    ),
    "aws_ecs_cluster": Schema(computed="arn id", configuration=[], service_connect_defaults=[]),
    "aws_ecs_service": Schema(
        1,
        optional=(
            "deployment_controller enable_execute_command force_new_deployment platform_version "
            "wait_for_steady_state"
        ),
        computed="iam_role id triggers{}",
        deployment_maximum_percent=200,
        deployment_minimum_healthy_percent=100,
        enable_ecs_managed_tags=False,
        scheduling_strategy="REPLICA",
    ),
    "aws_ecs_task_definition": Schema(
        1,
        optional="ipc_mode pid_mode placement_constraints",
        computed="arn arn_without_revision id revision",
        skip_destroy=False,
        track_latest=False,
        volume=[],
    ),
    "aws_eip": Schema(
        optional="associate_with_private_ip timeouts",
        computed=(
            "allocation_id arn association_id carrier_ip id instance network_border_group "
            "network_interface private_dns private_ip public_dns public_ip public_ipv4_pool"
        ),
    ),
    "aws_flow_log": Schema(
        optional="deliver_cross_account_role eni_id iam_role_arn subnet_id transit_gateway_id",
        computed="arn id log_format log_group_name",
        max_aggregation_interval=600,
        destination_options=[],
    ),
    "aws_glue_catalog_database": Schema(
        optional="location_uri parameters",
        computed="arn catalog_id create_table_default_permission[] id",
    ),
    "aws_glue_crawler": Schema(
        optional="classifiers configuration security_configuration table_prefix",
        computed="arn id",
        catalog_target=[],
    ),
    "aws_iam_instance_profile": Schema(
        computed="arn create_date id name_prefix unique_id", path="/"
    ),
    "aws_iam_policy": Schema(
        optional="description", computed="arn attachment_count id name_prefix policy_id", path="/"
    ),
    "aws_iam_role": Schema(
        optional="description permissions_boundary",
        computed="arn create_date id inline_policy[] managed_policy_arns[] name_prefix unique_id",
        force_detach_policies=False,
        max_session_duration=3600,
        path="/",
    ),
    "aws_iam_role_policy_attachment": untagged(),
    "aws_instance": Schema(
        1,
        optional=(
            "get_password_data hibernation launch_template user_data_replace_on_change "
            "volume_tags timeouts"
        ),
        computed=(
            "arn availability_zone cpu_core_count cpu_threads_per_core disable_api_stop "
            "disable_api_termination ebs_block_device[] ebs_optimized host_id id "
            "instance_initiated_shutdown_behavior instance_state ipv6_addresses[] "
            "metadata_options[] monitoring network_interface[] password_data placement_group "
            "primary_network_interface_id private_dns private_ip public_dns public_ip "
            "secondary_private_ips[] security_groups[] tenancy user_data vpc_security_group_ids[]"
        ),
        source_dest_check=True,
        credit_specification=[],
    ),
    "aws_internet_gateway": Schema(computed="arn id owner_id", optional="timeouts"),
    "aws_kms_alias": untagged(computed="arn id name_prefix target_key_arn"),
    "aws_kms_key": Schema(
        optional="custom_key_store_id timeouts",
        computed="arn id key_id multi_region policy",
        bypass_policy_lockout_safety_check=False,
        customer_master_key_spec="SYMMETRIC_DEFAULT",
        is_enabled=True,
        key_usage="ENCRYPT_DECRYPT",
    ),
    "aws_lambda_function": Schema(
        optional="description image_uri kms_key_arn layers s3_bucket timeouts",
        computed=(
            "arn id invoke_arn last_modified qualified_arn signing_job_arn source_code_size version"
        ),
        package_type="Zip",
        publish=False,
        reserved_concurrent_executions=-1,
        skip_destroy=False,
    ),
    "aws_lb": Schema(
        optional="customer_owned_ipv4_pool timeouts",
        computed="arn arn_suffix dns_name id name_prefix vpc_id zone_id",
        desync_mitigation_mode="defensive",
        drop_invalid_header_fields=True,
        enable_deletion_protection=True,
        enable_http2=True,
        idle_timeout=60,
    ),
    "aws_lb_listener": Schema(
        optional="alpn_policy certificate_arn timeouts",
        computed="arn id mutual_authentication[] ssl_policy",
    ),
    "aws_lb_listener_rule": Schema(computed="arn id"),
    "aws_lb_target_group": Schema(
        optional="connection_termination preserve_client_ip",
        computed=(
            "arn arn_suffix id load_balancer_arns[] ip_address_type load_balancing_algorithm_type "
            "name_prefix protocol_version"
        ),
        deregistration_delay="300",
        proxy_protocol_v2=False,
        slow_start=0,
        target_type="ip",
    ),
    "aws_nat_gateway": Schema(
        optional="timeouts",
        computed="association_id id network_interface_id private_ip public_ip",
        connectivity_type="public",
    ),
    "aws_route": untagged(
        optional=(
            "carrier_gateway_id destination_ipv6_cidr_block destination_prefix_list_id gateway_id "
            "nat_gateway_id timeouts transit_gateway_id vpc_endpoint_id vpc_peering_connection_id"
        ),
        computed="id instance_id instance_owner_id network_interface_id origin state",
    ),
    "aws_route53_record": untagged(
        2,
        optional=(
            "alias health_check_id multivalue_answer_routing_policy records set_identifier ttl"
        ),
        computed="allow_overwrite fqdn id",
    ),
    "aws_route53_zone": Schema(
        optional="delegation_set_id",
        computed="arn id name_servers[] primary_name_server zone_id",
        comment="Managed by Terraform",
        force_destroy=False,
        vpc=[],
    ),
    "aws_route_table": Schema(
        optional="timeouts", computed="arn id owner_id propagating_vgws[] route[]"
    ),
    "aws_s3_bucket": Schema(
        optional="timeouts",
        computed=(
            "acceleration_status acl arn bucket_domain_name bucket_prefix "
            "bucket_regional_domain_name cors_rule[] grant[] hosted_zone_id id lifecycle_rule[] "
            "logging[] object_lock_configuration[] object_lock_enabled policy region "
            "replication_configuration[] request_payer server_side_encryption_configuration[] "
            "versioning[] website[] website_domain website_endpoint"
        ),
        force_destroy=False,
    ),
    "aws_s3_bucket_lifecycle_configuration": untagged(
        optional="expected_bucket_owner timeouts",
        computed="id transition_default_minimum_object_size",
    ),
    "aws_s3_bucket_policy": untagged(),
    "aws_s3_bucket_public_access_block": untagged(
        block_public_acls=False,
        block_public_policy=False,
        ignore_public_acls=False,
        restrict_public_buckets=False,
    ),
    "aws_s3_bucket_server_side_encryption_configuration": untagged(
        optional="expected_bucket_owner"
    ),
    "aws_s3_bucket_versioning": untagged(optional="expected_bucket_owner mfa"),
    "aws_secretsmanager_secret": Schema(
        optional="description",
        computed="arn id name_prefix policy replica[]",
        force_overwrite_replica_secret=False,
        recovery_window_in_days=30,
    ),
    "aws_secretsmanager_secret_version": untagged(
        optional="secret_binary",
        computed="arn id version_id version_stages[]",
        sensitive=("secret_string",),
    ),
    "aws_security_group": Schema(
        1,
        optional="timeouts",
        computed="arn egress[] id ingress[] name_prefix owner_id",
        description="Managed by Terraform",
        revoke_rules_on_delete=False,
    ),
    "aws_security_group_rule": untagged(
        2,
        optional="cidr_blocks description ipv6_cidr_blocks prefix_list_ids timeouts",
        computed="id security_group_rule_id source_security_group_id",
        self=False,
    ),
    "aws_sns_topic": Schema(
        optional="delivery_policy display_name fifo_topic",
        computed="arn beginning_archive_time id name_prefix owner policy",
        content_based_deduplication=False,
    ),
    "aws_sqs_queue": Schema(
        optional="kms_master_key_id",
        computed=(
            "arn id kms_data_key_reuse_period_seconds name_prefix policy redrive_allow_policy url"
        ),
        content_based_deduplication=False,
        delay_seconds=0,
        fifo_queue=False,
        max_message_size=262144,
        message_retention_seconds=345600,
        receive_wait_time_seconds=0,
    ),
    "aws_subnet": Schema(
        1,
        optional="customer_owned_ipv4_pool ipv6_cidr_block outpost_arn timeouts",
        computed="arn availability_zone_id id ipv6_cidr_block_association_id owner_id",
        assign_ipv6_address_on_creation=False,
        enable_dns64=False,
        ipv6_native=False,
        map_public_ip_on_launch=False,
    ),
    "aws_volume_attachment": untagged(
        optional="force_detach skip_destroy stop_instance_before_detaching timeouts"
    ),
    "aws_vpc": Schema(
        1,
        optional="assign_generated_ipv6_cidr_block ipv4_ipam_pool_id ipv6_ipam_pool_id",
        computed=(
            "arn default_network_acl_id default_route_table_id default_security_group_id "
            "dhcp_options_id enable_network_address_usage_metrics id ipv6_association_id "
            "ipv6_cidr_block main_route_table_id owner_id"
        ),
        enable_dns_hostnames=False,
        enable_dns_support=True,
        instance_tenancy="default",
    ),
    "aws_vpc_peering_connection": Schema(
        optional="timeouts", computed="accept_status accepter[] id requester[]"
    ),
    "aws_vpc_peering_connection_accepter": Schema(
        optional="timeouts",
        computed=(
            "accept_status accepter[] id peer_owner_id peer_region peer_vpc_id requester[] vpc_id"
        ),
    ),
    "aws_vpc_security_group_ingress_rule": Schema(
        optional=(
            "cidr_ipv4 cidr_ipv6 description from_port prefix_list_id "
            "referenced_security_group_id to_port"
        ),
        computed="arn id security_group_rule_id",
    ),
    "aws_wafv2_web_acl": Schema(
        optional="association_config captcha_config custom_response_body description token_domains",
        computed="application_integration_url arn capacity id lock_token name_prefix",
    ),
    "aws_wafv2_web_acl_association": untagged(),
    "data.aws_ami": Schema(
        optional="executable_users name_regex owners timeouts",
        computed="architecture arn creation_date id image_id name",
    ),
    "data.aws_caller_identity": untagged(computed="account_id arn id user_id"),
    "data.aws_iam_policy_document": untagged(
        optional="override_policy_documents policy_id source_policy_documents version",
        computed="id json minified_json",
    ),
    "data.aws_route53_zone": Schema(
        optional="private_zone vpc_id",
        computed="arn caller_reference comment id name_servers[] zone_id",
    ),
    "random_password": untagged(
        3,
        optional="keepers",
        computed="bcrypt_hash id result",
        sensitive=("bcrypt_hash", "result"),
        lower=True,
        min_lower=0,
        min_numeric=0,
        min_special=0,
        min_upper=0,
        number=True,
        numeric=True,
        special=True,
        upper=True,
    ),
}
