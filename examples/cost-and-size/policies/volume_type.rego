# EBS volumes use current types.
package cost_and_size.volume_type

import rego.v1

import data.cost_and_size.volumes

# A type that nobody wrote is the provider's default.
allowed := {null, ""} | {type | some type in data.settings.volume_types}

deny contains message if {
	some volume in volumes.changed
	not volume.type in allowed
	message := sprintf(
		"%s: %s is of type %s, expected one of %s; %s",
		[volume.resource.address, volume.where, volume.type, concat(", ", data.settings.volume_types), advice(volume.type)],
	)
}

advice("gp2") := "use gp3, which costs less and changes while the volume is in use"

advice("io1") := "use io2, which costs the same and lasts longer"

advice(type) := "use gp3" if not type in {"gp2", "io1"}
