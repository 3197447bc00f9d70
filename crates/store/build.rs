//! Migrations are compiled in; a new file must make the crate compile again.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations");
}
