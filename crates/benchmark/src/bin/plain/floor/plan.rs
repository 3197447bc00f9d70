//! What the ten policies read of a plan, and nothing else.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use serde::Deserialize;

use super::text::Text;

#[derive(Deserialize)]
pub(super) struct Plan<'p> {
    #[serde(borrow)]
    pub(super) resource_changes: Vec<Change<'p>>,
    #[serde(borrow)]
    pub(super) configuration: Configuration<'p>,
}

#[derive(Deserialize)]
pub(super) struct Configuration<'p> {
    #[serde(borrow)]
    pub(super) provider_config: BTreeMap<Text<'p>, Provider<'p>>,
}

#[derive(Deserialize)]
pub(super) struct Provider<'p> {
    #[serde(borrow)]
    pub(super) name: Text<'p>,
    #[serde(borrow)]
    pub(super) full_name: Text<'p>,
    #[serde(borrow)]
    pub(super) version_constraint: Option<Text<'p>>,
}

#[derive(Deserialize)]
pub(super) struct Change<'p> {
    #[serde(borrow)]
    pub(super) address: Text<'p>,
    #[serde(borrow)]
    pub(super) mode: Text<'p>,
    #[serde(borrow, rename = "type")]
    pub(super) kind: Text<'p>,
    #[serde(borrow)]
    pub(super) name: Text<'p>,
    #[serde(borrow)]
    pub(super) provider_name: Text<'p>,
    #[serde(borrow, rename = "change")]
    pub(super) values: Values<'p>,
}

impl Change<'_> {
    pub(super) fn has(&self, action: &str) -> bool {
        self.values.actions.iter().any(|has| &**has == action)
    }
}

#[derive(Deserialize)]
pub(super) struct Values<'p> {
    #[serde(borrow)]
    pub(super) actions: Vec<Text<'p>>,
    #[serde(borrow)]
    pub(super) after: Option<After<'p>>,
}

/// What the resource types have, together.
#[derive(Deserialize)]
pub(super) struct After<'p> {
    #[serde(borrow)]
    pub(super) tags: Option<BTreeMap<Text<'p>, Option<Text<'p>>>>,
    #[serde(borrow)]
    pub(super) instance_type: Option<Text<'p>>,
    #[serde(borrow)]
    pub(super) instance_class: Option<Text<'p>>,
    pub(super) size: Option<u32>,
    pub(super) encrypted: Option<bool>,
    pub(super) storage_encrypted: Option<bool>,
    pub(super) enable_key_rotation: Option<bool>,
    pub(super) root_block_device: Option<Vec<Device>>,
    #[serde(borrow)]
    pub(super) server_side_encryption_configuration: Option<Vec<Encryption<'p>>>,
    #[serde(borrow)]
    pub(super) acl: Option<Text<'p>>,
    pub(super) block_public_acls: Option<bool>,
    pub(super) block_public_policy: Option<bool>,
    pub(super) ignore_public_acls: Option<bool>,
    pub(super) restrict_public_buckets: Option<bool>,
    #[serde(borrow)]
    pub(super) ingress: Option<Vec<Ingress<'p>>>,
    #[serde(borrow, rename = "type")]
    pub(super) kind: Option<Text<'p>>,
    #[serde(borrow)]
    pub(super) cidr_blocks: Option<Vec<Text<'p>>>,
    pub(super) from_port: Option<u32>,
    pub(super) to_port: Option<u32>,
    #[serde(borrow)]
    pub(super) bucket: Option<Text<'p>>,
    #[serde(borrow)]
    pub(super) name: Option<Text<'p>>,
    #[serde(borrow)]
    pub(super) identifier: Option<Text<'p>>,
    #[serde(borrow)]
    pub(super) policy: Option<Text<'p>>,
}

#[derive(Deserialize)]
pub(super) struct Device {
    #[serde(default)]
    pub(super) encrypted: bool,
}

#[derive(Deserialize)]
pub(super) struct Encryption<'p> {
    #[serde(borrow)]
    pub(super) rule: Vec<EncryptionRule<'p>>,
}

#[derive(Deserialize)]
pub(super) struct EncryptionRule<'p> {
    #[serde(borrow)]
    pub(super) apply_server_side_encryption_by_default: Vec<DefaultKey<'p>>,
}

#[derive(Deserialize)]
pub(super) struct DefaultKey<'p> {
    #[serde(borrow)]
    pub(super) kms_master_key_id: Option<Text<'p>>,
}

#[derive(Deserialize)]
pub(super) struct Ingress<'p> {
    #[serde(borrow)]
    pub(super) cidr_blocks: Vec<Text<'p>>,
    pub(super) from_port: u32,
    pub(super) to_port: u32,
}

impl<'p> Plan<'p> {
    /// Reads an input document.
    pub(super) fn read(bytes: &'p [u8]) -> Result<Self> {
        #[derive(Deserialize)]
        struct Input<'p> {
            #[serde(borrow)]
            plan: Plan<'p>,
        }
        Ok(serde_json::from_slice::<Input<'p>>(bytes)?.plan)
    }
}

/// The base document.
#[derive(Deserialize)]
pub(super) struct Prices {
    pub(super) ebs_gb: f64,
    pub(super) instance: HashMap<String, f64>,
    pub(super) db: HashMap<String, f64>,
}

impl Prices {
    pub(super) fn read(data: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Data {
            prices: Prices,
        }
        Ok(serde_json::from_str::<Data>(data)?.prices)
    }
}
