//! `kayan serve`: runs the server.
//!
//! Its flags are made from the table of settings; see
//! [`crate::server::settings`].

use std::io::Write;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, FromArgMatches};

use super::error::CliError;
use crate::server::settings::{self, Raw, SETTINGS, Setting};
use crate::server::{self, LogConfig, LogFormat};

/// What the command line of `serve` says.
#[derive(Debug)]
pub(super) struct ServeArgs {
    file: Option<PathBuf>,
    print: bool,
    flags: Vec<(&'static Setting, Raw)>,
}

impl FromArgMatches for ServeArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags = Vec::new();
        for setting in SETTINGS {
            let Some(mut values) = matches.get_many::<String>(setting.key) else { continue };
            let raw = if setting.list {
                Raw::List(values.flat_map(|value| value.split(':')).map(str::to_owned).collect())
            } else {
                Raw::Text(values.next_back().cloned().unwrap_or_default())
            };
            flags.push((setting, raw));
        }
        Ok(Self { file: matches.get_one("config").cloned(), print: matches.get_flag("print-config"), flags })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl clap::Args for ServeArgs {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new("config").long("config").value_name("FILE").value_parser(clap::value_parser!(PathBuf));
        let print = Arg::new("print-config").long("print-config").action(ArgAction::SetTrue);
        let command = command
            .about("Serves kayan.v1 over gRPC until SIGTERM or SIGINT")
            .after_help(
                "Every setting may also stand in the file of --config or in its variable; flags win over variables, \
                 these over the file.",
            )
            .arg(file.help(format!("TOML file of settings [env: {}=]", settings::FILE_VARIABLE)))
            .arg(print.help("Prints what holds and where it comes from, and ends"));
        command.args(SETTINGS.iter().map(flag))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn flag(setting: &'static Setting) -> Arg {
    let default = match (setting.default, setting.shown(&server::Config::default())) {
        (words, _) if !words.is_empty() => format!(" [default: {words}]"),
        (_, settings::Shown::Bare(text) | settings::Shown::Quoted(text)) => format!(" [default: {text}]"),
        (_, _) => String::new(),
    };
    let arg = Arg::new(setting.key).long(setting.flag()).value_name(setting.value_name).help(format!(
        "{}{default} [env: {}=]",
        setting.help,
        setting.variable()
    ));
    match setting {
        Setting { switch: true, .. } => {
            arg.num_args(0..=1).require_equals(true).default_missing_value("true").overrides_with(setting.key)
        }
        Setting { list: true, .. } => arg.action(ArgAction::Append),
        _ => arg.overrides_with(setting.key),
    }
}

/// Runs the command.
pub(super) fn run(args: ServeArgs, out: &mut impl Write) -> Result<(), CliError> {
    let environment = std::env::vars_os().filter_map(|(name, value)| {
        // What is not UTF-8 is none of ours, or is refused as a value.
        Some((name.into_string().ok()?, value.to_string_lossy().into_owned()))
    });
    let effective = settings::layers(args.file.as_deref(), environment, args.flags)?;
    if args.print {
        write!(out, "{effective}")?;
        return Ok(());
    }
    let config = effective.config;
    start_log(&config.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(server::run(config));
    runtime.shutdown_background();
    Ok(result?)
}

fn start_log(config: &LogConfig) -> Result<(), CliError> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.filter).map_err(std::io::Error::other)?;
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_env_filter(filter);
    match config.format {
        LogFormat::Json => log.json().init(),
        LogFormat::Text => log.with_ansi(false).init(),
    }
    // The message of a panic may quote the text that was worked on.
    std::panic::set_hook(Box::new(|panic| {
        let location = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(location, "panic");
    }));
    Ok(())
}
