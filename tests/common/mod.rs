//! A server of the real binary, for tests that talk to it over TCP.

#![allow(dead_code)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use kayan::service::proto::entity_extraction_service_client::EntityExtractionServiceClient;
use tonic::transport::{Channel, Endpoint};

/// How long a server may take to start or to stop: far more than it needs, for
/// machines that are busy.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) type Client = EntityExtractionServiceClient<Channel>;

/// A running server; killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) grpc: String,
    pub(crate) admin: String,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts `kayan serve` with more arguments and waits until it is ready.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut server = Self::start_unready(arguments);
        server.wait_for_log("\"ready\"");
        server
    }

    /// Starts `kayan serve` with more arguments and waits until it listens.
    pub(crate) fn start_unready(arguments: &[&str]) -> Self {
        Self::start_on("127.0.0.1:0", arguments)
    }

    /// The same on a given address.
    pub(crate) fn start_on(grpc_address: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kayan"))
            .args(["serve", "--grpc-address", grpc_address, "--admin-address", "127.0.0.1:0"])
            .args(["--shutdown-delay", "0s", "--log", "debug,h2=info"])
            .args(arguments)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let stderr = child.stderr.take().expect("a pipe");
        let log = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                sink.lock().expect("no panic").push(line);
            }
        });
        let mut server = Self { child, grpc: String::new(), admin: String::new(), log };
        let listening = server.wait_for_log("listening");
        let fields = &serde_json::from_str::<serde_json::Value>(&listening).expect("a JSON log line")["fields"];
        server.grpc = fields["grpc_address"].as_str().expect("an address").to_owned();
        server.admin = fields["admin_address"].as_str().expect("an address").to_owned();
        server
    }

    /// The first log line that contains `part`, as soon as there is one.
    pub(crate) fn wait_for_log(&mut self, part: &str) -> String {
        let begun = Instant::now();
        loop {
            if let Some(line) = self.log().into_iter().find(|line| line.contains(part)) {
                return line;
            }
            let ended = self.child.try_wait().expect("a child");
            assert!(ended.is_none() && begun.elapsed() < PATIENCE, "no {part} in {:?}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// All that was logged so far.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().expect("no panic").clone()
    }

    /// A channel to the server.
    pub(crate) async fn channel(&self) -> Channel {
        let endpoint = Endpoint::from_shared(format!("http://{}", self.grpc)).expect("an address");
        endpoint.connect().await.expect("a connection")
    }

    /// A client of the entity service that takes answers of any size.
    pub(crate) async fn client(&self) -> Client {
        Client::new(self.channel().await).max_decoding_message_size(usize::MAX).max_encoding_message_size(usize::MAX)
    }

    /// Status line and body of a page of the admin port.
    pub(crate) fn page(&self, path: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.admin).expect("the admin port");
        write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head.lines().next().unwrap_or_default().to_owned(), body.to_owned())
    }

    /// Tells the server to stop, as Kubernetes does.
    pub(crate) fn terminate(&self) {
        let status = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(status.expect("kill runs").success());
    }

    /// Waits for the end of the process.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "the server does not stop: {:?}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
