//! Hands tauri-build the capabilities and the list of commands, and makes sure there is something to embed.

fn main() {
    // The interface is built by npm; an empty folder lets the crate compile before that.
    std::fs::create_dir_all("ui/dist").expect("ui/dist can be made");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/commands.txt");
    // With the list, a command is open to the window only where the capability says so.
    let commands = std::fs::read_to_string("src-tauri/commands.txt")
        .expect("src-tauri/commands.txt can be read");
    let commands: Vec<&'static str> = commands
        .leak()
        .lines()
        .filter(|line| !line.is_empty())
        .collect();
    let manifest = tauri_build::AppManifest::new().commands(commands.leak());
    tauri_build::try_build(
        tauri_build::Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/**/*")
            .app_manifest(manifest),
    )
    .expect("tauri-build accepts the configuration");
}
