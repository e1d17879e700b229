//! `kayan client load`: calls a server again and again and measures.
//!
//! With a rate, calls are due at fixed times and their latency counts from
//! when they were due, so that a server that falls behind cannot hide it by
//! slowing its callers down. Without one, each task calls as soon as it has
//! its answer.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use prost::bytes::Bytes;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Request, Status};

use super::ClientError;
use super::connection::ConnectionArgs;
use super::measure::{Measured, Process, histogram, outcome};
use super::report::{Report, Watched};
use super::text;
use super::wire::{LightAnswer, LightAnswers, LightRequest, client, codec, encode, path};
use crate::cli::common::ReportFormat;
use crate::client::{Channel, RetryPolicy, Settings};
use crate::server::settings::duration;
use crate::service::error::code_name;

/// Time between two looks at the server's memory.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How long a task waits before it opens another stream after one has ended.
const STREAM_PAUSE: Duration = Duration::from_millis(20);

/// Calls a server again and again and measures
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct LoadArgs {
    /// Which method is called
    #[arg(long, value_enum, default_value_t = Method::Unary)]
    method: Method,
    /// Connections
    #[arg(long, default_value_t = 1, value_name = "N")]
    connections: usize,
    /// Calls, or streams, at a time on each connection
    #[arg(long, default_value_t = 64, value_name = "N")]
    concurrency: usize,
    /// Calls or messages a second over all connections [default: as many as are answered]
    #[arg(long, value_name = "N")]
    rate: Option<f64>,
    /// How long calls are made
    #[arg(long, default_value = "10s", value_parser = duration, value_name = "TIME")]
    duration: Duration,
    /// How long calls are made before it counts
    #[arg(long, default_value = "1s", value_parser = duration, value_name = "TIME")]
    warm_up: Duration,
    /// Documents of one batch or stream message
    #[arg(long, default_value_t = 16, value_name = "N")]
    batch: usize,
    /// Messages on their way at a time on each stream
    #[arg(long, default_value_t = 4, value_name = "N")]
    window: usize,
    /// Bytes of one document, about
    #[arg(long, default_value_t = 1024, value_name = "N")]
    bytes: usize,
    /// Text to send, in place of text that is made up; can be given more than once
    #[arg(long = "text", value_name = "FILE")]
    texts: Vec<PathBuf>,
    /// The same seed makes up the same text
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Time that each call has, as grpc-timeout; not for streams
    #[arg(long, value_parser = duration, value_name = "TIME")]
    deadline: Option<Duration>,
    /// Asks for the server's health so often, on a connection of its own
    #[arg(long, value_parser = duration, value_name = "TIME")]
    health_every: Option<Duration>,
    /// The server's process, on this machine: its CPU time and memory are told too
    #[arg(long, value_name = "PID")]
    server_pid: Option<u32>,
    /// How the result is printed
    #[arg(long, value_enum, default_value_t = ReportFormat::Pretty)]
    output_format: ReportFormat,
    #[command(flatten)]
    connection: ConnectionArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Method {
    Unary,
    Batch,
    Stream,
}

impl Method {
    fn path(self) -> http::uri::PathAndQuery {
        path(match self {
            Self::Unary => "/kayan.v1.EntityExtractionService/ExtractEntities",
            Self::Batch => "/kayan.v1.EntityExtractionService/BatchExtractEntities",
            Self::Stream => "/kayan.v1.EntityExtractionService/StreamExtractEntities",
        })
    }
}

/// Runs the command.
pub(super) async fn run(args: &LoadArgs, out: &mut impl Write) -> Result<(), ClientError> {
    if args.rate.is_some_and(|rate| !(rate > 0.0 && rate.is_finite())) {
        return Err(ClientError::Usage("--rate: expected a number above 0".to_owned()));
    }
    let texts = match args.texts.as_slice() {
        [] => text::generate(args.bytes, args.seed),
        files => text::read(files, args.bytes)?,
    };
    let documents: Arc<[Bytes]> = texts.into_iter().enumerate().map(|(i, text)| encode(i, text)).collect();
    let settings = args.connection.settings()?;
    let mut channels = Vec::new();
    for _ in 0..args.connections.max(1) {
        channels.push(settings.channel().await?);
    }
    let plan = Arc::new(Plan {
        method: args.method,
        batch: if args.method == Method::Unary { 1 } else { args.batch.max(1) },
        window: args.window.max(1),
        documents,
        deadline: args.deadline,
        retry: args.connection.retry(),
        rate: args.rate,
        begin: Instant::now(),
        counted_from: Instant::now() + args.warm_up,
        end: Instant::now() + args.warm_up + args.duration,
        tickets: AtomicU64::new(0),
    });
    let over = Arc::new(AtomicBool::new(false));
    let health = args.health_every.map(|every| watch_health(settings.clone(), every, Arc::clone(&over)));
    let process = args.server_pid.map(|pid| watch_process(pid, plan.counted_from, Arc::clone(&over)));
    let mut tasks = tokio::task::JoinSet::new();
    for channel in &channels {
        for _ in 0..args.concurrency.max(1) {
            tasks.spawn(Arc::clone(&plan).run(channel.clone()));
        }
    }
    let mut measured = Measured::default();
    while let Some(task) = tasks.join_next().await {
        measured.add(&task.unwrap_or_default());
    }
    over.store(true, Ordering::Relaxed);
    let elapsed = plan.counted_from.elapsed();
    let health = health.and_then(|thread| thread.join().ok());
    let process = process.and_then(|thread| thread.join().ok()).flatten();
    let report = Report::new(measured, elapsed, health, process);
    match args.output_format {
        ReportFormat::Pretty => report.pretty(out)?,
        ReportFormat::Json => report.json(out)?,
    }
    Ok(())
}

/// What all tasks do.
struct Plan {
    method: Method,
    batch: usize,
    window: usize,
    documents: Arc<[Bytes]>,
    deadline: Option<Duration>,
    retry: RetryPolicy,
    rate: Option<f64>,
    begin: Instant,
    counted_from: Instant,
    end: Instant,
    tickets: AtomicU64,
}

impl Plan {
    async fn run(self: Arc<Self>, channel: Channel) -> Measured {
        let mut measured = Measured::default();
        match self.method {
            Method::Unary | Method::Batch => {
                while let Some((number, due)) = self.next().await {
                    self.call(&channel, number, due, &mut measured).await;
                }
            }
            Method::Stream => {
                while Instant::now() < self.end {
                    if let Err(status) = self.stream(&channel, &mut measured).await {
                        self.failed(&mut measured, outcome(&status));
                        tokio::time::sleep(STREAM_PAUSE).await;
                    }
                }
            }
        }
        measured
    }

    /// The number of the next call and when it is due; none when time is up.
    async fn next(&self) -> Option<(u64, Instant)> {
        let number = self.tickets.fetch_add(1, Ordering::Relaxed);
        let now = Instant::now();
        let due = match self.rate {
            Some(rate) => self.begin + Duration::from_secs_f64(number as f64 / rate),
            None => now,
        };
        if due.max(now) >= self.end {
            return None;
        }
        if due > now {
            tokio::time::sleep_until(due.into()).await;
        }
        Some((number, due))
    }

    fn request(&self, number: u64) -> (LightRequest, u64) {
        let first = number as usize * self.batch;
        let documents: Vec<Bytes> =
            (first..first + self.batch).map(|at| self.documents[at % self.documents.len()].clone()).collect();
        let bytes = documents.iter().map(Bytes::len).sum::<usize>() as u64;
        (LightRequest { documents }, bytes)
    }

    async fn call(&self, channel: &Channel, number: u64, due: Instant, measured: &mut Measured) {
        let (message, bytes) = self.request(number);
        let (answer, tries) = self.retry.call(|| self.once(channel.clone(), message.clone())).await;
        match answer {
            Ok(answers) => self.succeeded(measured, due, &answers, bytes),
            Err(status) => self.failed(measured, outcome(&status)),
        }
        if due >= self.counted_from {
            measured.retries += u64::from(tries - 1);
        }
    }

    async fn once(&self, channel: Channel, message: LightRequest) -> Result<LightAnswers, Status> {
        let mut grpc = client(channel);
        grpc.ready().await.map_err(|error| Status::from_error(Box::new(error)))?;
        let mut request = Request::new(message);
        if let Some(deadline) = self.deadline {
            request.set_timeout(deadline);
        }
        let path = self.method.path();
        match self.method {
            Method::Batch => Ok(grpc.unary(request, path, codec::<LightAnswers>()).await?.into_inner()),
            _ => {
                grpc.unary(request, path, codec::<LightAnswer>()).await?;
                Ok(LightAnswers::default())
            }
        }
    }

    /// One stream, until time is up or the server ends it.
    async fn stream(&self, channel: &Channel, measured: &mut Measured) -> Result<(), Status> {
        let mut grpc = client(channel.clone());
        grpc.ready().await.map_err(|error| Status::from_error(Box::new(error)))?;
        let (sender, receiver) = mpsc::channel(self.window);
        let request = Request::new(ReceiverStream::new(receiver));
        let mut answers = grpc.streaming(request, self.method.path(), codec::<LightAnswers>()).await?.into_inner();
        let mut sender = Some(sender);
        let mut sent = std::collections::VecDeque::new();
        loop {
            while let Some(open) = sender.as_ref().filter(|_| sent.len() < self.window) {
                match self.next().await {
                    Some((number, due)) => {
                        let (message, bytes) = self.request(number);
                        sent.push_back((due, bytes));
                        // There is room for all messages of the window.
                        let _ = open.try_send(message);
                    }
                    None => sender = None,
                }
            }
            match (answers.message().await?, sent.pop_front()) {
                (Some(answer), Some((due, bytes))) => self.succeeded(measured, due, &answer, bytes),
                (None, None) => return Ok(()),
                _ => return Err(Status::internal("answers are not as many as messages")),
            }
        }
    }

    fn succeeded(&self, measured: &mut Measured, due: Instant, answers: &LightAnswers, bytes: u64) {
        if due < self.counted_from {
            return;
        }
        measured.success(due.elapsed(), self.batch as u64, bytes);
        for error in answers.results.iter().filter_map(|result| result.error) {
            measured.count(format!("{} of a document", code_name(Code::from(error.code))));
        }
    }

    fn failed(&self, measured: &mut Measured, outcome: String) {
        if Instant::now() >= self.counted_from {
            measured.count(outcome);
        }
    }
}

/// Asks for health from a thread of its own, so that it does not wait for the
/// tasks of this process. Returns the latencies and the number of failures.
fn watch_health(
    settings: Settings,
    every: Duration,
    over: Arc<AtomicBool>,
) -> thread::JoinHandle<(Histogram<u64>, u64)> {
    use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

    thread::spawn(move || {
        let (mut latencies, mut failures) = (histogram(), 0);
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
            return (latencies, 1);
        };
        runtime.block_on(async {
            let Ok(channel) = settings.channel().await else {
                failures += 1;
                return;
            };
            let mut client = HealthClient::new(channel);
            while !over.load(Ordering::Relaxed) {
                let asked = Instant::now();
                match client.check(HealthCheckRequest::default()).await {
                    Ok(_) => latencies.saturating_record(asked.elapsed().as_micros() as u64),
                    Err(_) => failures += 1,
                }
                tokio::time::sleep(every).await;
            }
        });
        (latencies, failures)
    })
}

/// Looks at the server's process from a thread of its own.
fn watch_process(pid: u32, from: Instant, over: Arc<AtomicBool>) -> thread::JoinHandle<Option<Watched>> {
    thread::spawn(move || {
        thread::sleep(from.saturating_duration_since(Instant::now()));
        let before = Process::read(pid)?;
        let mut watched = Watched { before, after: before, most: before.resident };
        while !over.load(Ordering::Relaxed) {
            thread::sleep(LOOK_EVERY);
            watched.after = Process::read(pid)?;
            watched.most = watched.most.max(watched.after.resident);
        }
        Some(watched)
    })
}
