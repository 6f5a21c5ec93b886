//! What a ledger holds, and what it does not.

use crate::faulty::WatchedLedger;
use crate::replica::{Replica, ringing_emulator};
use graph_invite_emulator::Reaction;
use invites::{Outcome, graph_invite};

/// Everything personal in the invite below, and in what the service says of it.
const PERSONAL: [&str; 7] = [
    "7e1b4346",
    "7E1B4346",
    "12345678901",
    "Lovelace",
    "Ada",
    "Babbage",
    "DiagCode",
];

#[tokio::test]
async fn no_name_number_or_id_of_a_person_is_in_it() {
    let emulator = ringing_emulator().await;
    emulator.set_behavior(
        "+12345678901",
        graph_invite_emulator::Behavior::KeepsRinging,
    );
    let ledger = WatchedLedger::default();
    let replica = Replica::new(&emulator, ledger.clone()).await;
    replica.takes_callbacks(&emulator);
    let call = emulator.add_group_call();
    for (place, person) in ["7e1b4346-85a6-4bdd-abe3-d11c5d420efe", "+12345678901"]
        .into_iter()
        .enumerate()
    {
        let context = format!("job {place}");
        let context = invites::ClientContext::parse(context).unwrap();
        let invite = if place == 0 {
            graph_invite! {
                call: call,
                participants: [user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" named "Ada Lovelace"],
                context: context,
            }
        } else {
            graph_invite! {
                call: call,
                participants: [phone "+12345678901" named "Charles Babbage"],
                context: context,
            }
        };
        let ringing = invite.send(&replica.client).await.unwrap();
        assert!(emulator.react(call, person, Reaction::Declines));
        let Outcome::Failed(failure) = ringing.outcome().await else {
            panic!("they declined");
        };
        assert!(
            failure.message().is_some(),
            "whoever waits here has the text"
        );
    }
    let values = ledger.values();
    for personal in PERSONAL {
        assert!(!values.contains(personal), "{personal} in {values}");
    }
    // What is needed to find an invite again is there.
    assert!(values.contains("job 0") && values.contains(&call.to_string()));
}
