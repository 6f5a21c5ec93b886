use invites::graph_invite;

fn main() {
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064",
            user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe",
            user "1e126418-44a0-4a94-a6f8-0efe1ad71acb",
            user "682b6c37-0729-4fab-ace6-d730d5d9137e",
            user "5a7d4a1e-3a0e-4b0c-9a9b-2c9b4a1f1c11",
            user "c3f0a9d2-58be-4d77-8a40-6b1de2f7c905",
        ],
    };
}
