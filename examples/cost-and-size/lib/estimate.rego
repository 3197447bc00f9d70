# A simple monthly estimate in dollars from the price table: what is there after the plan, what
# was there before it. List prices, on demand, one region, no traffic: an order of magnitude.
package portcullis.examples.cost_and_size.estimate

import rego.v1

import data.portcullis.examples.cost_and_size.plan
import data.portcullis.examples.cost_and_size.volumes

# Resources that the plan leaves untouched cost money too, so this looks at all managed ones.
after := [{"address": rc.address, "dollars": monthly(rc.type, rc.change.after)} |
	some rc in input.plan.resource_changes
	rc.mode == "managed"
	is_object(rc.change.after)
]

before := [{"address": rc.address, "dollars": monthly(rc.type, rc.change.before)} |
	some rc in input.plan.resource_changes
	rc.mode == "managed"
	is_object(rc.change.before)
]

total(items) := round(sum([item.dollars | some item in items]))

# The dearest three, as text.
dearest(items) := concat(", ", [text |
	some pair in array.slice(sort([[0 - item.dollars, item.address] | some item in items; item.dollars > 0]), 0, 3)
	text := sprintf("%s ($%d)", [pair[1], round(0 - pair[0])])
])

# Changed resources that would cost something, if their price were in the table.
unpriced := [{"address": rc.address, "size": size} |
	some rc in plan.changed
	size := priced_size(rc.type, rc.change.after)
	not monthly(rc.type, rc.change.after)
]

priced_size(kind, values) := values.instance_type if {
	kind == "aws_instance"
} else := values.instance_class if {
	kind in {"aws_db_instance", "aws_rds_cluster_instance"}
} else := values.node_type if {
	kind in {"aws_elasticache_cluster", "aws_elasticache_replication_group"}
} else := values.cluster_config[0].instance_type if {
	kind == "aws_opensearch_domain"
}

# Undefined where the price is not in the table.
monthly(kind, values) := data.prices.instance[values.instance_type] + disks(kind, values) if {
	kind == "aws_instance"
}

monthly(kind, values) := (data.prices.database[values.instance_class] * copies(values)) + (storage(values) * copies(values)) if {
	kind in {"aws_db_instance", "aws_rds_cluster_instance"}
}

monthly(kind, values) := data.prices.cache[values.node_type] * nodes(values) if {
	kind in {"aws_elasticache_cluster", "aws_elasticache_replication_group"}
}

monthly(kind, values) := data.prices.search[config.instance_type] * object.get(config, "instance_count", 1) if {
	kind == "aws_opensearch_domain"
	config := values.cluster_config[0]
}

monthly(kind, values) := disks(kind, values) if kind == "aws_ebs_volume"

monthly(kind, _) := data.prices.each[kind]

disks(kind, values) := sum([dollars |
	some volume in volumes.in_values(kind, values)
	dollars := volume.size * data.prices.volume_gib[object.get(volume, "type", "gp3")]
])

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
