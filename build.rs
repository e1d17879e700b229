//! Compiles the contract in `proto/` without a system protoc, and embeds the
//! seed lists.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use prost::Message;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    compile_contract(&out)?;
    embed_seeds(&out)?;
    Ok(())
}

fn compile_contract(out: &Path) -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=proto");
    let files = ["kayan/v1/service.proto", "google/rpc/error_details.proto"];
    let descriptors = protox::compile(files, ["proto"])?;
    fs::write(out.join("kayan.v1.descriptors.bin"), descriptors.encode_to_vec())?;
    let mut config = tonic_prost_build::Config::new();
    config.enable_type_names();
    tonic_prost_build::configure()
        .build_client(env::var_os("CARGO_FEATURE_CLIENT").is_some())
        .extern_path(".google.rpc", "::tonic_types::pb")
        .boxed("ExtractEntitiesResult.result.response")
        .compile_fds_with_config(descriptors, config)?;
    Ok(())
}

/// Writes a table of every `.tsv` under `seeds/`, ordered by path.
fn embed_seeds(out: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed=seeds");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    collect(&root.join("seeds"), &mut files)?;
    files.sort();
    let mut table = String::from("static EMBEDDED: &[(&str, &str)] = &[\n");
    for file in &files {
        let path = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let _ = writeln!(table, "    ({path:?}, include_str!({:?})),", file.to_string_lossy());
    }
    table.push_str("];\n");
    fs::write(out.join("embedded_seeds.rs"), table)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "tsv") {
            files.push(path);
        }
    }
    Ok(())
}
