use invites::GuestId;

const VALUE: GuestId = GuestId::from_static(" ");

fn main() {
    println!("{VALUE}");
}
