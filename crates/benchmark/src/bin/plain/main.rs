//! What ours is held against: regorus as it comes, and the floor. See the crate's page.
//!
//! Nothing of ours is in this program; it has the system's allocator.

mod bare;
mod floor;

use anyhow::{Result, bail};
use benchmark::{arguments, serve};

fn main() -> Result<()> {
    let (subject, source) = arguments()?;
    match subject.as_str() {
        "bare" => serve(bare::Bare::new(source)?),
        "floor" => serve(floor::Floor::new(source)?),
        other => bail!("`{other}`: expected bare or floor"),
    }
}
