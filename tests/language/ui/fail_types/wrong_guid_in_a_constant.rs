use invites::UserId;

const VALUE: UserId = UserId::from_static("278405a3-f568-4b3e-b684");

fn main() {
    println!("{VALUE}");
}
