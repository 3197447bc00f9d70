//! Makes the folders that are embedded exist on a fresh clone, and re-embeds new assets.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    for folder in ["../target/site", "../examples"] {
        if let Err(error) = std::fs::create_dir_all(folder) {
            println!("cargo:warning={folder} cannot be created: {error}");
        }
    }
    // Debug builds read the folders at run time; release builds hold them, under hashed names
    // that change with every build of the assets.
    if std::env::var_os("PROFILE").is_some_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=../target/site");
        println!("cargo:rerun-if-changed=../examples");
    }
}
