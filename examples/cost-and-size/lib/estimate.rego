# A simple monthly estimate in dollars from the price table: what is there after the plan, what
# was there before it. List prices, on demand, one region, no traffic: an order of magnitude.
package cost_and_size.estimate

import rego.v1

import data.cost_and_size.plan

# Each member by itself: one that is missing takes its own prices away and no others.
instances := data.prices.instance

database_classes := data.prices.database

cache_nodes := data.prices.cache

search_nodes := data.prices.search

each := object.get(data.prices, "each", {})

# Resources that the plan leaves untouched cost money too, so this looks at all managed ones.
after := [{"address": rc.address, "dollars": monthly(rc.type, rc.change.after)} |
	some rc in priced
	is_object(rc.change.after)
]

before := [{"address": rc.address, "dollars": monthly(rc.type, rc.change.before)} |
	some rc in priced
	is_object(rc.change.before)
]

priced := [rc |
	some rc in input.plan.resource_changes
	rc.type in priced_types
	rc.mode == "managed"
]

priced_types := ({"aws_instance", "aws_ebs_volume", "aws_opensearch_domain"} | databases) | (caches | object.keys(each))

databases := {"aws_db_instance", "aws_rds_cluster_instance"}

caches := {"aws_elasticache_cluster", "aws_elasticache_replication_group"}

total(items) := round(sum([item.dollars | some item in items]))

# The dearest three, as text.
dearest(items) := concat(", ", [text |
	some pair in array.slice(sort([[0 - item.dollars, item.address] | some item in items; item.dollars > 0]), 0, 3)
	text := sprintf("%s ($%d)", [pair[1], round(0 - pair[0])])
])

# Changed resources that would cost something, if their price were in the table.
unpriced := [{"address": rc.address, "size": size} |
	some rc in plan.of_types(priced_types)
	not rc.address in estimated
	size := priced_size(rc.type, rc.change.after)
]

estimated := {item.address | some item in after}

priced_size(kind, values) := values.instance_type if {
	kind == "aws_instance"
} else := values.instance_class if {
	kind in databases
} else := values.node_type if {
	kind in caches
} else := values.cluster_config[0].instance_type if {
	kind == "aws_opensearch_domain"
}

# Undefined where the price is not in the table.
monthly(kind, values) := instances[values.instance_type] + disks(values) if {
	kind == "aws_instance"
} else := disk(object.get(values, "type", null), values.size) if {
	kind == "aws_ebs_volume"
} else := (database_classes[values.instance_class] + storage(values)) * copies(values) if {
	kind in databases
} else := cache_nodes[values.node_type] * nodes(values) if {
	kind in caches
} else := search_nodes[config.instance_type] * object.get(config, "instance_count", 1) if {
	kind == "aws_opensearch_domain"
	config := values.cluster_config[0]
} else := each[kind]

disks(values) := sum([dollars |
	some key in ["root_block_device", "ebs_block_device"]
	some block in plan.list(values, key)
	dollars := disk(object.get(block, "volume_type", null), block.volume_size)
])

disk(type, size) := gib[type] * size if is_number(size)

# Who writes no type gets gp3, or something that costs about the same.
gib := object.union(data.prices.volume_gib, {null: usual_gib, "": usual_gib})

usual_gib := object.get(data.prices.volume_gib, "gp3", 0)

storage(values) := values.allocated_storage * data.prices.database_gib if {
	is_number(values.allocated_storage)
} else := 0

copies(values) := 2 if {
	values.multi_az == true
} else := 1

# A cache cluster counts nodes, a replication group counts members.
nodes(values) := values.num_cache_nodes if {
	is_number(values.num_cache_nodes)
} else := values.num_cache_clusters if {
	is_number(values.num_cache_clusters)
} else := 1
