use invites::CallId;

const VALUE: CallId = CallId::from_static("00000000-0000-0000-0000-000000000000");

fn main() {
    println!("{VALUE}");
}
