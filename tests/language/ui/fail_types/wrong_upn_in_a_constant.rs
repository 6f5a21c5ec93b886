use invites::UserId;

const VALUE: UserId = UserId::from_static("ada@contoso.com");

fn main() {
    println!("{VALUE}");
}
