//! Spreads of what converts into participants.

use invites::{
    AcsUserId, ApplicationId, ApplicationInstanceId, EncryptedId, GuestId, Identity, OnPremisesId,
    Participant, PhoneNumber, UserId, graph_invite,
};

const ADA: UserId = UserId::from_static("278405a3-f568-4b3e-b684-009193463064");
const BOB: UserId = UserId::from_static("7e1b4346-85a6-4bdd-abe3-d11c5d420efe");
const DESK: PhoneNumber = PhoneNumber::from_static("+12345678901");

macro_rules! spread {
    ($($people:tt)*) => {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [$($people)*],
        }
        .map(|invite| invite.participants().iter().map(|one| one.identity().clone()).collect())
        .unwrap_or_else(|_| Vec::new())
    };
}

#[test]
fn spread_of_a_vec_of_user_ids() {
    let users = vec![ADA, BOB];
    let invited: Vec<Identity> = spread!(..users);
    assert_eq!(invited, [Identity::User(ADA), Identity::User(BOB)]);
}

#[test]
fn spread_of_an_array_of_user_ids() {
    let invited: Vec<Identity> = spread!(..[ADA]);
    assert_eq!(invited, [Identity::User(ADA)]);
}

#[test]
fn spread_of_references_to_user_ids() {
    let users = [ADA, BOB];
    let invited: Vec<Identity> = spread!(..&users);
    assert_eq!(invited, [Identity::User(ADA), Identity::User(BOB)]);
}

#[test]
fn spread_of_an_iterator_over_user_ids() {
    let users = [ADA, BOB];
    let invited: Vec<Identity> = spread!(..users.iter().take(1));
    assert_eq!(invited, [Identity::User(ADA)]);
}

#[test]
fn spread_of_phone_numbers() {
    let invited: Vec<Identity> = spread!(..[DESK]);
    assert_eq!(invited, [Identity::Phone(DESK)]);
}

#[test]
fn spread_of_an_option_of_a_user_id() {
    let lead = Some(ADA);
    let invited: Vec<Identity> = spread!(..lead);
    assert_eq!(invited, [Identity::User(ADA)]);
}

#[test]
fn spread_of_an_option_of_a_participant() {
    let lead = Some(Participant::user(ADA));
    let invited: Vec<Identity> = spread!(..lead);
    assert_eq!(invited, [Identity::User(ADA)]);
}

#[test]
fn spread_of_a_reference_to_an_option() {
    let lead = Some(ADA);
    let invited: Vec<Identity> = spread!(..&lead);
    assert_eq!(invited, [Identity::User(ADA)]);
}

#[test]
fn spread_of_an_absent_option() {
    let lead: Option<UserId> = None;
    let invited: Vec<Identity> = spread!(phone "+12345678901", ..lead);
    assert_eq!(invited, [Identity::Phone(DESK)]);
}

#[test]
fn spread_of_none() {
    let invited: Vec<Identity> = spread!(phone "+12345678901", ..None);
    assert_eq!(invited, [Identity::Phone(DESK)]);
}

#[test]
fn spread_of_references_to_participants() {
    let people = [Participant::user(ADA)];
    let invited: Vec<Identity> = spread!(..people.iter());
    assert_eq!(invited, [Identity::User(ADA)]);
}

#[test]
fn spread_of_a_slice_of_participants() {
    let people = [Participant::user(ADA), Participant::user(BOB)];
    let invited: Vec<Identity> = spread!(..&people[..1]);
    assert_eq!(invited, [Identity::User(ADA)]);
}

#[test]
fn spreads_of_different_types() {
    let invited: Vec<Identity> = spread!(..[ADA], ..[DESK], ..Some(Participant::user(BOB)));
    assert_eq!(
        invited,
        [
            Identity::User(ADA),
            Identity::Phone(DESK),
            Identity::User(BOB)
        ]
    );
}

#[test]
fn spread_of_one_participant_in_brackets() {
    let ada = Participant::user(ADA).named(Some("Ada".into()));
    let invited: Vec<Identity> = spread!(..[ada]);
    assert_eq!(invited, [Identity::User(ADA)]);
}

#[test]
fn spread_of_bots() {
    let bot = ApplicationId::from_static("832899f8-2ea1-4604-8413-27bd2892079f");
    let invited: Vec<Identity> = spread!(..[bot]);
    assert_eq!(invited, [Identity::Application(bot)]);
}

#[test]
fn spread_of_resource_accounts() {
    let desk = ApplicationInstanceId::from_static("5a7d4a1e-3a0e-4b0c-9a9b-2c9b4a1f1c11");
    let invited: Vec<Identity> = spread!(..[desk]);
    assert_eq!(invited, [Identity::ApplicationInstance(desk)]);
}

#[test]
fn spread_of_guests() {
    let guest = GuestId::from_static("8:teamsvisitor:4f1c");
    let invited: Vec<Identity> = spread!(..[&guest]);
    assert_eq!(invited, [Identity::Guest(guest.clone())]);
}

#[test]
fn spread_of_hidden_people() {
    let id = EncryptedId::from_static("29:1tKBWc");
    let invited: Vec<Identity> = spread!(..[&id]);
    assert_eq!(invited, [Identity::Encrypted(id.clone())]);
}

#[test]
fn spread_of_skype_for_business_users() {
    let id = OnPremisesId::from_static("8:sfb:ada");
    let invited: Vec<Identity> = spread!(..[&id]);
    assert_eq!(invited, [Identity::OnPremises(id.clone())]);
}

#[test]
fn spread_of_acs_users() {
    let id = AcsUserId::from_static("8:acs:resource_user");
    let invited: Vec<Identity> = spread!(..[&id]);
    assert_eq!(invited, [Identity::AcsUser(id.clone())]);
}

#[test]
fn spread_of_a_type_of_the_author() {
    struct Employee {
        id: UserId,
        name: String,
    }

    impl From<&Employee> for Participant {
        fn from(employee: &Employee) -> Self {
            Self::user(employee.id).named(Some(employee.name.as_str().into()))
        }
    }

    let rota = [Employee {
        id: ADA,
        name: "Ada".to_owned(),
    }];
    let invited: Vec<Identity> = spread!(..&rota);
    assert_eq!(invited, [Identity::User(rota[0].id)]);
}
