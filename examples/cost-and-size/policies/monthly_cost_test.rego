package cost_and_size.monthly_cost_test

import rego.v1

import data.cost_and_size.estimate
import data.cost_and_size.fixture
import data.cost_and_size.monthly_cost_limit
import data.cost_and_size.monthly_cost_notice

settings := {"budget": {"notice": 100, "limit": 1000, "limit_by_workspace": {"warehouse": 5000}}}

prices := {
	"instance": {"small": 10, "big": 900.4, "huge": 4000},
	"database": {"db.small": 50},
	"cache": {"cache.small": 20},
	"search": {"small.search": 30},
	"volume_gib": {"gp3": 0.1, "st1": 0.05},
	"database_gib": 0.5,
	"each": {"aws_nat_gateway": 33},
}

notice(changes) := messages if {
	messages := monthly_cost_notice.deny with input as fixture.document(changes)
		with data.settings as settings
		with data.prices as prices
}

limit(changes) := limit_in("somewhere", changes)

limit_in(workspace, changes) := messages if {
	document := object.union(fixture.document(changes), {"run": {"workspace": {"name": workspace}}})
	messages := monthly_cost_limit.deny with input as document
		with data.settings as settings
		with data.prices as prices
}

monthly(type, values) := dollars if {
	dollars := estimate.monthly(type, values) with data.prices as prices
}

instance(name, type) := fixture.created(sprintf("aws_instance.%s", [name]), {"instance_type": type})

test_a_small_plan_passes_both if {
	notice([instance("a", "small")]) == set()
	limit([instance("a", "small")]) == set()
}

test_a_noticeable_rise_is_said if {
	notice([instance("a", "big"), instance("b", "small")]) == {concat("", [
		"this plan raises the estimated month by $910, from $0 to $910 (notice above $100); ",
		"the dearest are aws_instance.a ($900), aws_instance.b ($10); check that this was meant",
	])}
}

test_what_is_there_already_is_no_rise if {
	notice([fixture.untouched("aws_instance.a", {"instance_type": "big"}), instance("b", "small")]) == set()
}

test_a_replacement_counts_the_difference if {
	notice([fixture.replaced("aws_instance.a", {"instance_type": "big"}, {"instance_type": "big"})]) == set()
	count(notice([fixture.replaced("aws_instance.a", {"instance_type": "small"}, {"instance_type": "big"})])) == 1
}

test_a_part_of_the_prices_that_is_missing_leaves_the_others if {
	every missing in ["each", "search", "cache", "database"] {
		some_prices := object.remove(prices, [missing])
		messages := monthly_cost_limit.deny with input as object.union(
			fixture.document([instance("a", "huge")]),
			{"run": {"workspace": {"name": "somewhere"}}},
		)
			with data.settings as settings
			with data.prices as some_prices
		count(messages) == 1
	}
}

test_volumes_are_counted_by_their_type_where_the_usual_one_has_no_price if {
	few := object.union(object.remove(prices, ["volume_gib"]), {"volume_gib": {"st1": 0.05}})
	dollars := estimate.monthly("aws_ebs_volume", {"size": 100, "type": "st1"}) with data.prices as few
	dollars == 5
}

test_an_unknown_price_is_said if {
	notice([instance("a", "x9.mega")]) == {concat("", [
		"aws_instance.a: no price is known for x9.mega, so the estimate leaves it out; ",
		"add it to prices/data.json",
	])}
}

test_an_unknown_price_of_every_priced_kind_is_said if {
	messages := notice([
		fixture.created("aws_db_instance.a", {"instance_class": "db.mega"}),
		fixture.created("aws_elasticache_cluster.a", {"node_type": "cache.mega", "num_cache_nodes": 1}),
		fixture.created("aws_opensearch_domain.a", {"cluster_config": [{"instance_type": "mega.search"}]}),
	])
	{split(message, ",")[0] | some message in messages} == {
		"aws_db_instance.a: no price is known for db.mega",
		"aws_elasticache_cluster.a: no price is known for cache.mega",
		"aws_opensearch_domain.a: no price is known for mega.search",
	}
}

test_a_type_known_after_apply_has_no_price_to_miss if {
	notice([fixture.created_with_unknown("aws_instance.a", {}, {"instance_type": true})]) == set()
}

test_over_the_budget_fails_and_names_the_dearest_three if {
	changes := [instance("a", "big"), instance("b", "big"), instance("c", "small"), instance("d", "small")]
	limit(changes) == {concat("", [
		"this plan costs about $1821 a month, expected at most $1000; ",
		"the dearest are aws_instance.a ($900), aws_instance.b ($900), aws_instance.c ($10); ",
		"choose smaller ones, or have the budget raised in settings/data.json",
	])}
}

test_what_is_there_already_counts_against_the_budget if {
	count(limit([fixture.untouched("aws_instance.a", {"instance_type": "huge"}), instance("b", "small")])) == 1
}

test_a_workspace_may_have_its_own_budget if {
	limit_in("warehouse", [instance("a", "huge")]) == set()
	count(limit_in("elsewhere", [instance("a", "huge")])) == 1
}

test_without_a_workspace_the_common_budget_applies if {
	messages := monthly_cost_limit.deny with input as fixture.document([instance("a", "huge")])
		with data.settings as settings
		with data.prices as prices
	count(messages) == 1
}

test_a_plan_that_saves_money_passes if {
	limit([
		fixture.untouched("aws_instance.a", {"instance_type": "huge"}),
		fixture.updated("aws_instance.b", {"instance_type": "big"}, {"instance_type": "small"}),
	]) == set()
	limit([
		fixture.untouched("aws_instance.a", {"instance_type": "huge"}),
		fixture.deleted("aws_instance.b", {"instance_type": "big"}),
	]) == set()
}

test_data_sources_cost_nothing if {
	limit([fixture.read("data.aws_instance.a", {"instance_type": "huge"})]) == set()
}

test_prices_by_type if {
	monthly("aws_instance", {"instance_type": "small", "root_block_device": [{"volume_size": 100, "volume_type": "gp3"}]}) == 20
	monthly("aws_ebs_volume", {"size": 100, "type": "st1"}) == 5
	monthly("aws_ebs_volume", {"size": 100}) == 10
	monthly("aws_db_instance", {"instance_class": "db.small", "allocated_storage": 100, "multi_az": true}) == 200
	monthly("aws_rds_cluster_instance", {"instance_class": "db.small"}) == 50
	monthly("aws_elasticache_cluster", {"node_type": "cache.small", "num_cache_nodes": 2}) == 40
	monthly("aws_elasticache_replication_group", {"node_type": "cache.small", "num_cache_clusters": 3}) == 60
	monthly("aws_elasticache_replication_group", {"node_type": "cache.small"}) == 20
	monthly("aws_opensearch_domain", {"cluster_config": [{"instance_type": "small.search", "instance_count": 3}]}) == 90
	monthly("aws_nat_gateway", {}) == 33
}

test_types_without_a_price_are_left_out if {
	not monthly("aws_vpc", {"cidr_block": "10.0.0.0/16"})
}
