use invites::ClientContext;

const VALUE: ClientContext = ClientContext::from_static("");

fn main() {
    println!("{VALUE}");
}
