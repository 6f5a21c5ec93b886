//! One replica of the bot: reads jobs from its input, and writes what it was told to its output.

use crate::jobs::{Done, Job, Known, Line, Sent, Setup};
use axum::Router;
use graph_invite::callback::{Verifier, router};
use graph_invite::ledger::LedgerSettings;
use graph_invite::token::AccessToken;
use graph_invite::{
    CallId, Client, ClientContext, Cloud, FailureKind, Outcome, Polling, SendError, Url, UserId,
    Uuid, graph_invite,
};
use graph_invite_postgres::PostgresLedger;
use graph_invite_sqlite::SqliteLedger;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, stdin, stdout};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

const REQUEST_TIME: Duration = Duration::from_secs(2);
/// Longer than a phone rings, and than the database is away.
const OUTCOME_TIME: Duration = Duration::from_secs(12);

pub(crate) async fn run() -> Result<(), Box<dyn Error>> {
    let mut lines = BufReader::new(stdin()).lines();
    let setup = lines.next_line().await?.ok_or("no set-up came")?;
    let setup: Setup = serde_json::from_str(&setup)?;
    let ledger = match setup.ledger.strip_prefix("file:") {
        Some(path) => LedgerSettings::new(SqliteLedger::open(path)?),
        None => LedgerSettings::new(PostgresLedger::connect(&setup.ledger).await?),
    };
    let client = Client::builder()
        .cloud(Cloud::Custom(Url::parse(&setup.service)?))
        .token_source(AccessToken::new(setup.token))
        .timeout(REQUEST_TIME)
        .outcome_timeout(OUTCOME_TIME)
        .polling(Polling::default())
        .ledger(ledger)
        .build()?;
    let verifier = Verifier::builder(Uuid::parse_str(&setup.app)?.into())
        .tenant(Uuid::parse_str(&setup.tenant)?.into())
        .openid_configuration(Url::parse(&setup.keys)?)
        .build()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/", listener.local_addr()?);
    let callbacks = Router::new().merge(router(verifier, client.clone()));
    tokio::spawn(axum::serve(listener, callbacks).into_future());
    let output = Arc::new(Mutex::new(stdout()));
    write(&output, &Line::Ready(url)).await;
    while let Some(line) = lines.next_line().await? {
        let job: Job = serde_json::from_str(&line)?;
        let (client, output) = (client.clone(), Arc::clone(&output));
        tokio::spawn(async move {
            if let Some(done) = deliver(&client, &job).await {
                write(&output, &Line::Done(done)).await;
            }
        });
    }
    Ok(())
}

/// Runs a job. `None` if it makes no sense, which never happens.
async fn deliver(client: &Client, job: &Job) -> Option<Done> {
    let invite = graph_invite! {
        call: CallId::parse(&job.call).ok()?,
        participants: [user UserId::parse(&job.person).ok()?],
        context: ClientContext::parse(job.context()).ok()?,
    };
    let (sent, outcome) = match invite.send(client).await {
        Ok(ringing) => (Sent::Ringing, ringing.outcome().await),
        Err(SendError::Unknown(unknown)) => (Sent::Unknown, unknown.outcome().await),
        Err(_) => (Sent::NotRinging, Outcome::Unknown),
    };
    Some(Done {
        number: job.number,
        sent,
        outcome: match outcome {
            Outcome::Completed => Known::Completed,
            Outcome::Failed(failure) if failure.kind() == FailureKind::Declined => Known::Declined,
            Outcome::Unknown => Known::Unknown,
            _ => Known::Other,
        },
    })
}

async fn write(output: &Mutex<tokio::io::Stdout>, line: &Line) {
    let Ok(mut line) = serde_json::to_vec(line) else {
        return;
    };
    line.push(b'\n');
    let mut output = output.lock().await;
    // Nobody reads any more: this process is about to be killed.
    let _ = output.write_all(&line).await;
    let _ = output.flush().await;
}
