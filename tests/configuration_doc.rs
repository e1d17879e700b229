//! `docs/configuration.md` against the table of settings, and the command that
//! shows what holds.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use kayan::server::settings;

fn page_path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/configuration.md"))
}

#[test]
fn the_page_is_current() {
    let page = fs::read_to_string(page_path()).expect("docs/configuration.md");
    let (before, written) = page.split_once("## Settings\n\n").expect("the section of the tables");
    let tables = settings::tables();
    if std::env::var_os("KAYAN_UPDATE").is_some() {
        fs::write(page_path(), format!("{before}## Settings\n\n{tables}")).expect("docs/configuration.md is written");
        return;
    }
    assert_eq!(written, tables, "run KAYAN_UPDATE=1 cargo test --test configuration_doc");
}

fn serve(arguments: &[&str], environment: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kayan"))
        .arg("serve")
        .args(arguments)
        .envs(environment.iter().copied())
        .output()
        .expect("the binary starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_shows_what_holds_and_where_it_comes_from() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("kayan.toml");
    fs::write(&file, "workers = 3\n[tls]\ncertificate = \"tls.crt\"\nkey = \"tls.key\"\n").expect("written");
    let path = file.to_str().expect("UTF-8");
    let arguments = ["--config", path, "--print-config", "--gazetteer-only", "--gazetteer=a:b", "--gazetteer", "c"];
    let (code, out, err) = serve(&arguments, &[("KAYAN__MAX_IN_FLIGHT", "9")]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    for line in [
        format!("workers = 3 # {path}:1"),
        format!("certificate = \"tls.crt\" # {path}:3"),
        "max_in_flight = 9 # KAYAN__MAX_IN_FLIGHT".to_owned(),
        "gazetteer = [\"a\", \"b\", \"c\"] # --gazetteer".to_owned(),
        "gazetteer_only = true # --gazetteer-only".to_owned(),
        "drain_timeout = \"20s\" # default".to_owned(),
    ] {
        assert!(out.lines().any(|found| found == line), "{line} in {out}");
    }
}

#[test]
fn faults_end_the_command_before_it_listens() {
    let (code, out, err) = serve(&[], &[("KAYAN__WORKER", "4"), ("KAYAN__TLS__KEY", "hunter2")]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("unknown variable KAYAN__WORKER; did you mean KAYAN__WORKERS?"), "{err}");
    let (code, _, err) = serve(&[], &[("KAYAN__TLS__KEY", "hunter2")]);
    assert_eq!(code, Some(2));
    assert!(err.contains("tls.key needs tls.certificate") && !err.contains("hunter2"), "{err}");
    let (code, _, err) = serve(&["--max-inflight", "1"], &[]);
    assert_eq!(code, Some(2));
    assert!(err.contains("--max-in-flight"), "{err}");
}
