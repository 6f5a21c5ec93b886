use invites::PhoneNumber;

const VALUE: PhoneNumber = PhoneNumber::from_static("+1 234 567 8901");

fn main() {
    println!("{VALUE}");
}
