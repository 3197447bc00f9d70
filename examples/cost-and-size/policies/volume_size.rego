# EBS volumes stay within the limit of their environment.
package cost_and_size.volume_size

import rego.v1

import data.cost_and_size.environment
import data.cost_and_size.volumes

deny contains message if {
	some volume in volumes.changed
	is_number(volume.size)
	limit := environment.limits(volume.resource).volume_max_gib
	volume.size > limit
	message := sprintf(
		"%s: %s has %d GiB, at most %d GiB are allowed in %s; make it smaller, EBS can grow it while it is in use",
		[volume.resource.address, volume.where, volume.size, limit, environment.name(volume.resource)],
	)
}
